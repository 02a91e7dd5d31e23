"""One actor siding with or against another by a predicate: who, whom, how, and how sure the text is of it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotate import unreal
from kg.annotate.actors import Arguments
from kg.annotate.alignments.stances.holding import carried_by, hold
from kg.annotate.alignments.stances.words import Word
from kg.annotate.factuality import weakest
from kg.model import Basis, Factuality, Polarity

#: whom one joins takes one's side; a person or a country may be joined for dinner
BODIES = frozenset({"Organization", "ArmedGroup", "MilitaryForce", "PoliticalParty", "Alliance"})
#: what befalls its owner against his will
UNDOING = frozenset(
    {"resignation", "death", "defeat", "ouster", "removal", "departure", "arrest", "conviction", "downfall", "fall"}
    | {"dismissal", "firing", "killing", "murder", "assassination", "demise", "imprisonment", "overthrow", "ousting"}
    | {"impeachment", "indictment", "suspension", "detention", "execution", "expulsion", "collapse", "exit"}
)
#: what only an actor himself does: that "praise from X helps Y" says nothing of X
WILLED = frozenset({"aids", "promotes", "undermines", "threatens", "pressures", "defeats"})
#: what is done to actors alone: a province that is sued is one
PERSONAL = frozenset({"prosecutes"})
#: what is looked into for the sake of whom it belongs to
SUFFERED = frozenset(
    {"background", "life", "whereabouts", "disappearance", "rape", "abduction", "kidnapping", "beating", "poisoning"}
    | {"shooting", "stabbing", "complaint", "claim", "report", "allegation", "injury", "loss", "killer", "murderer"}
    | {"rapist", "attacker", "home", "house", "past", "story", "case"}
)
#: support whose refusal is opposition: not to thank someone is no more than that
TURNING = frozenset(
    {"supports", "defends", "recognizes", "alliedWith", "agreesWith", "joins", "aids", "cooperatesWith", "admires"}
    | {"trusts", "allyOf"}
)
#: support by deeds: who could not give it did not refuse it
DEEDS = frozenset({"defends", "aids", "cooperatesWith", "joins"})
#: attitudes whose negation is their opposite
ATTITUDES = frozenset({"admires", "agreesWith", "trusts", "recognizes"})


@dataclass(frozen=True, slots=True)
class Stance:
    """Actors on one side, actors on the other, and the token by which the text says it."""

    token: int
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    polarity: Polarity
    relation: str
    basis: Basis
    confidence: float
    factuality: Factuality = "asserted"
    source: str | None = None
    rule: str = "stances"


def in_name(arguments: Arguments, i: int) -> bool:
    """Say whether a token is part of a name, where words mean nothing of their own."""
    n = arguments.document.phrase_of[i]
    return n is not None and arguments.document.phrases[n].kind == "name"


def actors(arguments: Arguments, heads: list[int], *, acting: bool = True, owned: bool = True) -> tuple[str, ...]:
    """Return the actors that some tokens stand for, each once."""
    return tuple(dict.fromkeys(e for h in heads for e in arguments.actors(h, acting=acting, owned=owned)))


def complement(arguments: Arguments, preposition: int) -> list[int]:
    """Return the nouns that a preposition governs."""
    return arguments.tokens.childs(preposition, "pobj")


def taken(
    arguments: Arguments,
    i: int,
    word: Word,
    subjects: list[int],
    objects: list[int],
    *,
    carrier: int | None = None,
) -> Stance | None:
    """Return the stance of a predicate between the actors of its arguments, where it holds and both sides are known."""
    # an opponent "of the U.S. drug war" is not one of the country
    whose = word.kind != "ROLE"
    others = actors(arguments, objects, acting=word.basis != "event" or word.relation in PERSONAL, owned=whose)
    if not others:
        return None
    if word.relation in PERSONAL and any(arguments.tokens.lemma[o] in SUFFERED for o in objects):
        return None
    holding = hold(arguments, i if carrier is None else carrier)
    if holding is not None and carrier is not None and word.kind == "NOUN":
        holding = carried_by(arguments, carrier, holding)
    if holding is None:
        return None
    factuality = holding.factuality
    if holding.vowed and word.basis == "event":
        factuality = weakest(factuality, "planned")
    if word.kind == "NOUN" and word.basis == "event" and not holding.turned:  # to block aid is done, without the aid
        factuality = weakest(factuality, unreal.noun(arguments.tokens, i))
    if any(unreal.alleged(arguments.tokens, s) for s in subjects):
        # "suspected Georgian rebels attacked": the text does not say that it was them
        factuality = weakest(factuality, "claimed")
    if holding.by is not None:
        subjects = arguments.surface(holding.by)
    willed = word.relation in WILLED
    towns = word.basis != "event" or all(arguments.antecedent(s) == s for s in subjects)
    if word.basis == "event":
        # "near the Syrian border, which killed": places do nothing
        subjects = [s for s in subjects if not arguments.is_place(arguments.antecedent(s))]
    sources = actors(arguments, subjects, acting=towns, owned=not willed)
    if word.kind == "ROLE" and subjects == [i]:
        sources = sources[:1]
    if not sources and not willed:
        things = [a for s in subjects if arguments.is_thing(a := arguments.antecedent(s))]
        sources = actors(arguments, [r for a in things for r in arguments.responsible(a)], acting=towns)
    takers = tuple(e for e in sources if e not in others)
    if word.relation == "joins" and any(arguments.tokens.lower[c] == "for" for c in arguments.tokens.children[i]):
        return None
    if word.relation == "joins" and not _joined_in(arguments, i):
        others = tuple(e for e in others if arguments.document.entity[e].type in BODIES)
    if word.relation in PERSONAL:
        # a newspaper that investigates prosecutes nobody
        takers = tuple(e for e in takers if arguments.document.entity[e].type != "MediaOutlet")
    if not takers or not others:
        return None
    polarity = word.polarity
    if word.kind in ("VERB", "ADJ") and any(arguments.tokens.lemma[o] in UNDOING for o in objects):
        # to welcome his fall is to oppose him, to deplore it need not be to support him
        if polarity == -1:
            return None
        polarity = -1
    if holding.unable and word.relation in DEEDS:
        return None
    if holding.turned or holding.negated:
        if polarity == -1 or word.relation not in (TURNING if holding.turned else ATTITUDES):
            return None
        polarity = -1
    relation, basis = word.relation, word.basis
    if holding.by is not None or polarity != word.polarity:
        relation, basis = ("supports" if polarity == 1 else "opposes"), "statement"
    source = None
    if holding.accuser is not None:
        source = next(iter(actors(arguments, arguments.subjects(holding.accuser))), None)
    return Stance(
        i,
        takers,
        others,
        polarity,
        relation,
        basis,
        word.reliability,
        factuality,
        source,
        rule=f"stances.{word.kind.lower()}",
    )


def _joined_in(arguments: Arguments, v: int) -> bool:
    """Say whether one joins another in doing something ("joined Y in urging")."""
    t = arguments.tokens
    return any(t.lower[c] == "in" and t.childs(c, "pcomp") for c in t.childs(v, "prep"))


def none_of(arguments: Arguments, n: int) -> bool:
    """Say whether a noun is denied by its determiner: "no support", "neither ally"."""
    t = arguments.tokens
    return any(t.dep[c] == "det" and t.lower[c] in ("no", "neither") for c in t.children[n])
