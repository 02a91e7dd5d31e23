"""Find who holds the stance that a noun names: its agents, or the subject of the verb that carries it.

"Voiced support" is the subject's, "drew criticism" is against him, and in "support for X in the fight" X fights.
"""

from __future__ import annotations

from functools import cache

from kg.annotate import clauses
from kg.annotate.actors import NOUNS, Arguments, carriers, operators
from kg.annotate.alignments.stances.words import words


def received(arguments: Arguments, n: int) -> list[int]:
    """Return who gets the support or attack that noun ``n`` names: "drew criticism", "with the help of"."""
    t = arguments.tokens
    head, dep = t.head[n], t.dep[n]
    if dep == "conj":
        return received(arguments, head)
    if dep == "dobj" and (carriers().get(t.lemma[head]) == "receive" or t.lemma[head] == "have"):
        return arguments.surface(head)
    if dep == "pobj" and t.lower[head] in ("with", "without", "under", "amid", "despite"):
        above = t.head[head]
        return arguments.surface(above) if t.pos[above] in ("VERB", "AUX") else []
    return []


def holders(arguments: Arguments, n: int, objects: list[int]) -> tuple[list[int], int | None]:
    """Return who holds the stance that noun ``n`` names, and the verb above it that carries it, if any."""
    t = arguments.tokens
    doers = arguments.agents(n) or [
        a for act in t.childs(n, "acl") if t.tag[act] == "VBN" for a in arguments.agents(act)
    ]
    agents = [a for a in doers if a not in objects and arguments.actors(a)]
    head, dep = t.head[n], t.dep[n]
    carrier = head if dep in ("dobj", "nsubjpass") else None
    effect = operators().get(t.lemma[carrier]) if carrier is not None else None
    if agents and effect == "refuse" and carrier is not None and (refusers := _others(arguments, carrier, agents)):
        # "Hungary blocked EU aid to Ukraine": it is the one that takes a side
        return refusers, carrier
    if agents:
        return agents, carrier if effect in ("refuse", "cancel", "deny") else None
    if dep == "conj":
        return holders(arguments, head, objects)
    if carrier is not None:
        lemma = t.lemma[carrier]
        if lemma in carriers() or effect not in (None, "accuse") or lemma in _carried() or lemma == "have":
            return arguments.subjects(carrier), carrier
    if dep == "pobj" and t.lower[head] == "of" and t.pos[t.head[head]] == "NOUN":
        above = t.head[head]
        if not arguments.entity(above):
            return holders(arguments, above, objects)
    if dep == "pobj" and t.lower[head] == "for" and t.lower[t.head[head]] == "responsible":
        return arguments.surface(t.head[head]), None
    if dep == "pobj" and t.lower[head] == "for" and (claim := _claim_of(arguments, t.head[head])) is not None:
        return arguments.surface(claim), None
    if dep == "pobj" and t.lower[head] in ("in", "with", "during", "as", "behind"):
        above = t.head[head]
        verbal = t.pos[above] in ("VERB", "AUX")
        return _above(arguments, above, objects), above if verbal else None
    if dep == "pobj" and t.lower[head] == "for" and operators().get(t.lemma[t.head[head]]) == "accuse":
        return arguments.objects(t.head[head]), None
    return [], None


def _others(arguments: Arguments, carrier: int, agents: list[int]) -> list[int]:
    """Return the subjects of a verb that are not who its object is of."""
    owners = {e for a in agents for e in arguments.actors(a)}
    return [s for s in arguments.subjects(carrier) if (found := arguments.actors(s)) and not owners & set(found)]


def _claim_of(arguments: Arguments, above: int) -> int | None:
    """Return the verb of "claimed responsibility", from its noun or from itself."""
    t = arguments.tokens
    noun = above if t.lemma[above] == "responsibility" else next(iter(t.childs(above, "dobj")), None)
    if noun is None or t.lemma[noun] != "responsibility" or t.dep[noun] != "dobj":
        return None
    return t.head[noun] if t.lemma[t.head[noun]] in ("claim", "take", "accept", "admit", "bear") else None


def _above(arguments: Arguments, above: int, objects: list[int]) -> list[int]:
    """Return who fights in "support for X in the fight": the one supported, or else the subject above."""
    t = arguments.tokens
    if t.pos[above] == "ADJ":
        return arguments.surface(above)
    if t.pos[above] in ("VERB", "AUX"):
        if clauses.is_headline_passive(t, above):
            return []
        helped = arguments.objects(above) if t.lemma[above] in _carried() else []
        helped += [
            p
            for c in t.childs(above, "prep")
            if t.lemma[above] == "stand" and t.lower[c] in ("with", "by")
            for p in t.childs(c, "pobj")
        ]
        support = [p for o in arguments.objects(above) for p in _supported(arguments, o)]
        if arguments.passive(above) and t.lemma[above] not in ("involve", "engage", "focus", "unite", "commit"):
            return support or helped or arguments.subjects(above)
        return support or helped or arguments.surface(above)
    if t.pos[above] in NOUNS:
        if arguments.entity(above):
            return [above]
        return _supported(arguments, above) or arguments.agents(above)
    return []


def _supported(arguments: Arguments, n: int) -> list[int]:
    """Return whom a noun of support is for ("support for X", "its support of X")."""
    t = arguments.tokens
    if t.lemma[n] not in ("support", "backing", "aid", "assistance", "help", "commitment"):
        return []
    return [p for c in t.childs(n, "prep") if t.lower[c] in ("for", "of", "to") for p in t.childs(c, "pobj")]


@cache
def _carried() -> frozenset[str]:
    """Verbs of support: who joins, supports or welcomes a fight fights too."""
    return frozenset(
        word.lemma
        for rows in words()["VERB"].values()
        for word in rows
        if not word.frame and word.relation in ("supports", "joins", "aids", "alliedWith", "welcomes")
    ) | {"lead", "spearhead", "direct", "command", "coordinate"}
