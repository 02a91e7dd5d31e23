"""Say whether and how a predicate holds: planned, denied, refused, urged or claimed by what stands above it.

The words above ("refused to", "vowed to", "accused of") are in the list ``operators``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.annotate import clauses, unreal
from kg.annotate.actors import Arguments, operators
from kg.model import Factuality

#: nouns whose denial is a refusal
WILLS = frozenset({"intention", "desire", "interest", "willingness", "wish"})
#: nouns for what somebody says is so: what stands in their clause is no more than that
ALLEGATIONS = frozenset(
    {
        "accusation",
        "allegation",
        "assertion",
        "charge",
        "claim",
        "contention",
        "insinuation",
        "rumor",
        "rumour",
        "suggestion",
    }
)
#: effects of what makes nothing of its object
UNDOING = frozenset({"cancel", "deny", "refuse"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "barely"})
FUTURE = frozenset({"will", "wo", "shall", "would", "'ll", "’ll", "'d", "’d", "must", "should", "ought"})
DOUBTFUL = frozenset({"may", "might", "could", "can", "ca"})
#: verbs under which an infinitive tells what is done, not what for
MEANS = frozenset({"use", "employ", "utilize", "utilise", "deploy", "join", "take"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest"})


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether and how a predicate holds; ``turned`` supports become opposition, ``by`` takes the stance instead.

    ``unable`` is who is refused nothing but could not ("cannot protect"): only of attitudes is that a refusal.
    ``vowed`` is what somebody gives his word, threatens or tries to do: his stance is taken, the deed is not done.
    """

    factuality: Factuality = "asserted"
    turned: bool = False
    negated: bool = False
    by: int | None = None
    accuser: int | None = None
    vowed: bool = False
    unable: bool = False


def carried_by(arguments: Arguments, carrier: int, holding: Holding) -> Holding | None:
    """Return how a noun predicate holds under its verb: "withdrew his support" turns it, "avoided" cancels it."""
    effect = operators().get(arguments.tokens.lemma[carrier])
    if effect == "refuse":
        # who has not blocked it need not be for it
        return None if holding.negated else replace(holding, turned=not holding.turned)
    if effect == "cancel":
        return None
    return replace(holding, factuality="denied") if effect == "deny" else holding


def hold(arguments: Arguments, i: int) -> Holding | None:
    """Say how the predicate at token ``i`` holds by what stands above it; None where it is doubtful or asked."""
    t = arguments.tokens
    effects = operators()
    holding = Holding()
    current = i
    for _ in range(8):
        found = _auxiliaries(arguments, current)
        if found is None:
            return None
        planned, negated, refused = found
        if refused:
            holding = replace(holding, turned=not holding.turned, unable=holding.unable or _cannot(arguments, current))
        if planned and holding.factuality == "asserted":
            holding = replace(holding, factuality="planned")
        if negated:
            holding = replace(holding, negated=not holding.negated)
        if unreal.is_undone(t, current) or unreal.is_asked(t, current):
            return None
        head, dep = t.head[current], t.dep[current]
        if head == current:
            break
        if unreal.is_false(t, current):
            return replace(holding, factuality="denied")
        if unreal.is_supposed(t, current):
            return None
        if holding.factuality == "asserted" and (unreal.is_open_end(t, current) or unreal.is_potential(t, current)):
            holding = replace(holding, factuality="planned")
        if dep in ("xcomp", "ccomp", "pcomp", "acl") or (dep == "advcl" and t.tag[current] == "VB"):
            governor = t.head[head] if dep == "pcomp" else head
            if dep == "pcomp" and t.pos[governor] == "NOUN" and t.dep[governor] == "pobj":
                # "was accused in the past of sheltering": parsers hang "of" on the time
                above = t.head[t.head[governor]]
                if effects.get(t.lemma[above]) == "accuse" and t.ent_type[governor] in ("DATE", "TIME", ""):
                    governor = above
            if dep == "pcomp" and t.lower[head] == "against":
                return None
            if dep == "pcomp" and t.lower[head] == "by" and t.pos[governor] == "VERB":
                current = governor  # "rewarded him by bombing": how it was done
                continue
            effect = effects.get(t.lemma[governor]) or effects.get(t.lower[governor])
            if t.lemma[governor] in ALLEGATIONS and t.pos[governor] == "NOUN":
                dismissed = effects.get(t.lemma[t.head[governor]]) in ("deny", "refuse")
                return replace(holding, factuality="denied" if dismissed else "claimed")
            if dep == "acl" and t.dep[governor] == "dobj" and effects.get(t.lemma[t.head[governor]]) in UNDOING:
                # "resisted pressure to attack"
                return None
            if t.pos[governor] == "NOUN" and any(t.lower[c] == "no" for c in t.children[governor]):
                # "has no intention of helping" refuses, "has no reason to help" leaves it open
                if t.lemma[governor] not in WILLS:
                    return None
                effect = "refuse"
            if dep == "ccomp" and (effect not in ("deny", "urge", "plan", "vow") or current < governor):
                break
            if dep == "acl" and any(t.lower[c] == "enough" for c in t.children[governor]):
                return None  # "has enough votes to override her"
            if effect == "urge" and t.pos[governor] == "NOUN":
                effect = "vow"  # "a call to", "the push to": nobody else is urged
            if effect == "urge" and dep == "ccomp" and not _is_bidden(arguments, current):
                break  # "told reporters that Chad had attacked"
            if effect is None and dep == "advcl" and t.lemma[governor] not in MEANS:
                holding = replace(holding, vowed=True)  # an end, reached or not: "stands by Iraq to defeat"
            if effect is None and dep in ("acl", "advcl", "pcomp", "ccomp"):
                break
            if effect == "refuse":
                if any(t.lower[c] == "short" for c in t.children[governor]):
                    return None
                holding = replace(holding, turned=not holding.turned)
            elif effect == "cancel":
                return None
            elif effect == "deny":
                return replace(holding, factuality="denied")
            elif effect == "plan" and holding.factuality == "asserted":
                holding = replace(holding, factuality="planned")
            elif effect == "vow":
                factuality: Factuality = "asserted" if holding.factuality == "planned" else holding.factuality
                holding = replace(holding, factuality=factuality, vowed=True)
            elif effect == "urge" and t.childs(governor, "dobj", "dative", "prep"):
                holding = replace(holding, by=governor, factuality="asserted")
            elif effect == "accuse":
                return replace(holding, accuser=governor, factuality="claimed")
            current = governor
        elif dep == "conj" and not t.childs(current, "nsubj", "nsubjpass") and t.pos[head] in ("VERB", "AUX"):
            if t.tag[current] not in ("VB", "VBG") or _closed(arguments, current):
                break
            current = head
        elif dep in ("acomp", "oprd", "attr"):
            current = head
        else:
            break
    return holding


def _is_bidden(arguments: Arguments, i: int) -> bool:
    """Say whether a clause is what somebody is to do: "told them to leave", "urged that he leave"."""
    t = arguments.tokens
    return t.tag[i] == "VB" and all(t.lower[c] == "to" for c in t.childs(i, "aux"))


def _cannot(arguments: Arguments, i: int) -> bool:
    t = arguments.tokens
    return any(t.dep[c] == "aux" and t.lower[c] in DOUBTFUL for c in t.children[i])


def _closed(arguments: Arguments, i: int) -> bool:
    t = arguments.tokens
    return any(t.dep[c] == "aux" for c in t.children[i])


def _auxiliaries(arguments: Arguments, i: int) -> tuple[bool, bool, bool] | None:
    """Return whether token ``i`` is future, negated, refused ("won't", "never would"); None if it is hypothetical."""
    t = arguments.tokens
    planned = negated = doubtful = willed = False
    for c in t.children[i]:
        word, dep = t.lower[c], t.dep[c]
        if dep == "neg" or (word in NEGATIONS and dep in ("neg", "advmod", "preconj", "cc")):
            negated = dep != "neg" or not clauses.is_contrast(t, i)
        elif dep == "aux" and t.tag[c] == "MD":
            doubtful = word in DOUBTFUL
            willed = True
            planned = planned or word in FUTURE
        elif (dep == "mark" or dep == "advmod") and word in CONDITIONS:
            return None
        elif dep == "det" and word == "no":
            negated = True
        elif dep == "advmod" and word in ("longer", "anymore"):
            negated = willed = True
    if doubtful and not negated:
        return None
    refused = negated and willed
    return planned and not refused, negated and not refused, refused
