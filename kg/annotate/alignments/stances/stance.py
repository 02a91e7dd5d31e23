"""One actor siding with or against another by a predicate: who, whom, how, and how sure the text is of it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotate import unreal
from kg.annotate.actors import Arguments
from kg.annotate.alignments.stances.holding import Holding, carried_by, hold
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
#: what is done to a government, whose capital may stand for it
DIPLOMATIC = frozenset({"breaksWith", "protestsAgainst"})
#: what is looked into for the sake of whom it belongs to
SUFFERED = frozenset(
    {"background", "life", "whereabouts", "disappearance", "rape", "abduction", "kidnapping", "beating", "poisoning"}
    | {"shooting", "stabbing", "complaint", "claim", "report", "allegation", "injury", "loss", "killer", "murderer"}
    | {"rapist", "attacker", "home", "house", "past", "story", "case", "misuse", "theft", "fraud", "robbery"}
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
    others = _others(arguments, i, word, objects)
    if not others:
        return None
    holding = hold(arguments, i if carrier is None else carrier)
    if holding is not None and carrier is not None and word.kind == "NOUN":
        holding = carried_by(arguments, carrier, holding)
    if holding is None or (holding.unable and word.relation in DEEDS):
        return None
    polarity = _polarity(arguments, word, objects, holding)
    if polarity is None:
        return None
    factuality = _factuality(arguments, i, word, subjects, holding)
    if holding.by is not None:
        subjects = arguments.surface(holding.by)
    takers = tuple(e for e in _takers(arguments, i, word, subjects) if e not in others)
    if not takers or not others:
        return None
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


def _others(arguments: Arguments, i: int, word: Word, objects: list[int]) -> tuple[str, ...]:
    """Return whom a predicate can be for or against, of the actors that its objects stand for."""
    t = arguments.tokens
    if word.relation in PERSONAL and any(t.lemma[o] in SUFFERED for o in objects):
        return ()
    if word.relation == "joins" and any(t.lower[c] == "for" for c in t.children[i]):
        return ()
    if word.relation == "promotes":
        # who is to "appoint an officer" has nobody in mind
        objects = [o for o in objects if t.pos[o] != "NOUN" or t.lower[t.left[o]] not in ("a", "an")]
    # an opponent "of the U.S. drug war" is not one of the country, and to dump somebody's plan is not to dump him
    whose = word.kind != "ROLE" and word.relation != "ousts"
    towns = word.basis != "event" or word.relation in PERSONAL or word.relation in DIPLOMATIC
    others = actors(arguments, objects, acting=towns, owned=whose)
    if word.relation == "joins" and not _joined_in(arguments, i):
        return tuple(e for e in others if arguments.document.entity[e].type in BODIES)
    return others


def _takers(arguments: Arguments, i: int, word: Word, subjects: list[int]) -> tuple[str, ...]:
    """Return who takes the side that a predicate tells, of the actors that its subjects stand for."""
    willed = word.relation in WILLED and not word.frame
    towns = word.basis != "event" or all(arguments.antecedent(s) == s for s in subjects)
    if word.basis == "event":
        # "near the Syrian border, which killed": places do nothing
        subjects = [s for s in subjects if not arguments.is_place(arguments.antecedent(s))]
    takers = actors(arguments, subjects, acting=towns, owned=not willed)
    if word.kind == "ROLE" and subjects == [i]:
        takers = takers[:1]
    if not takers and not willed:
        t = arguments.tokens
        things = [a for s in subjects if t.lower[s] != "who" and arguments.is_thing(a := arguments.antecedent(s))]
        takers = actors(arguments, [r for a in things for r in arguments.responsible(a)], acting=towns)
    if word.relation in PERSONAL:
        # a newspaper that investigates prosecutes nobody
        return tuple(e for e in takers if arguments.document.entity[e].type != "MediaOutlet")
    return takers


def _factuality(arguments: Arguments, i: int, word: Word, subjects: list[int], holding: Holding) -> Factuality:
    """Say whether a side is taken, only meant to be, or only claimed by the name given to who takes it."""
    found = holding.factuality
    if holding.vowed and word.basis == "event":
        found = weakest(found, "planned")
    if word.kind == "NOUN" and unreal.is_open_question(arguments.tokens, i):
        return weakest(found, "planned")
    if word.kind == "NOUN" and word.basis == "event" and not holding.turned:  # to block aid is done, without the aid
        found = weakest(found, unreal.noun(arguments.tokens, i))
    if any(unreal.alleged(arguments.tokens, s) for s in subjects):
        # "suspected Georgian rebels attacked": the text does not say that it was them
        found = weakest(found, "claimed")
    return found


def _polarity(arguments: Arguments, word: Word, objects: list[int], holding: Holding) -> Polarity | None:
    """Return the sign of a predicate under its negations and over its object, or nothing where that leaves none."""
    polarity = word.polarity
    if word.kind in ("VERB", "ADJ") and any(arguments.tokens.lemma[o] in UNDOING for o in objects):
        # to welcome his fall is to oppose him, to deplore it need not be to support him
        if polarity == -1:
            return None
        polarity = -1
    if holding.turned or holding.negated:
        # who wants another to stop courting or praising somebody is against him
        urged = holding.turned and holding.by is not None
        if polarity == -1 or not (urged or word.relation in (TURNING if holding.turned else ATTITUDES)):
            return None
        return -1
    return polarity


def _joined_in(arguments: Arguments, v: int) -> bool:
    """Say whether one joins another in doing something ("joined Y in urging", "joined Y to fight")."""
    t = arguments.tokens
    ends = any(t.tag[c] == "VB" for c in t.childs(v, "advcl", "xcomp"))
    return ends or any(t.lower[c] == "in" and t.childs(c, "pcomp") for c in t.childs(v, "prep"))


def none_of(arguments: Arguments, n: int) -> bool:
    """Say whether a noun is denied by its determiner: "no support", "neither ally"."""
    t = arguments.tokens
    return any(t.dep[c] == "det" and t.lower[c] in ("no", "neither") for c in t.children[n])
