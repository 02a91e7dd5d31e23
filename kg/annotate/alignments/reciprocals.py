"""Read what two actors do to each other: "X and Y signed a treaty", "X and Y are at odds", "X and Y blamed each other".

Such predicates have both sides as their subject; the words are in the list ``reciprocals``. With "each other" any verb
by which one takes sides will do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from kg.annotate import lexicon
from kg.annotate.actors import Arguments
from kg.annotate.alignments.stances.holding import Holding, hold
from kg.annotate.alignments.stances.stance import Stance
from kg.annotate.alignments.stances.words import words
from kg.model import Polarity

#: what brings in a third
WITH = frozenset({"with", "against", "alongside", "beside"})
#: what tells that two do it on one side: "fought together", "fought for independence"
TOGETHER = frozenset({"together", "jointly", "side", "for"})
#: so many can be parties to one treaty or coalition, where the text lists them
PARTIES = 5


@dataclass(frozen=True, slots=True)
class Reciprocal:
    """One row of the list: what the verb takes, and what it then says of its two subjects."""

    objects: frozenset[str]
    polarity: Polarity
    relation: str
    reliability: float


@cache
def reciprocals() -> dict[str, tuple[Reciprocal, ...]]:
    """Return the rows of the list by verb."""
    found: dict[str, list[Reciprocal]] = defaultdict(list)
    for row in lexicon.read("reciprocals"):
        polarity: Polarity = 1 if row["polarity"] == "+1" else -1
        objects = frozenset(filter(None, row["object"].split("|")))
        found[row["verb"]].append(Reciprocal(objects, polarity, row["relation"], float(row["reliability"])))
    return {verb: tuple(rows) for verb, rows in found.items()}


def find(arguments: Arguments) -> Iterator[Stance]:
    """Yield the stances in text order, each once, from the side named first."""
    t = arguments.tokens
    verbs, listed = words()["VERB"], reciprocals()
    for v, pos in enumerate(t.pos):
        lemma = t.lemma[v]
        if pos not in ("VERB", "AUX") or (lemma not in listed and lemma not in verbs):
            continue
        taken = frozenset(_taken(arguments, v))
        alone = not t.childs(v, "dobj") and not taken & WITH and not taken & TOGETHER
        rows = () if taken & WITH else listed.get(lemma, ())
        found = next((row for row in rows if row.objects & taken or (alone and not row.objects)), None)
        if found is None and taken & {"each other", "one another"}:
            plain = next((word for word in verbs.get(lemma, ()) if not word.frame), None)
            if plain is not None:
                found = Reciprocal(frozenset(), plain.polarity, plain.relation, plain.reliability)
        if found is not None and hold(arguments, v) == Holding():
            yield from _between(arguments, v, found)


def _taken(arguments: Arguments, v: int) -> Iterator[str]:
    """Yield what the verb takes, by lemma: its objects, prepositions with their nouns, and prepositions that matter."""
    t = arguments.tokens
    for o in t.childs(v, "dobj"):
        # "Mali and Niger broke off relations with Ukraine"
        yield from (t.lower[c] for c in t.childs(o, "prep") if t.lower[c] in WITH)
        pair = f"{t.lower[o - 1]} {t.lower[o]}" if o else ""
        yield pair if pair in ("each other", "one another") else t.lemma[o]
    yield from (t.lower[c] for c in t.childs(v, "advmod", "npadvmod"))
    for c in t.childs(v, "prep"):
        for p in t.childs(c, "pobj"):
            yield f"{t.lower[c]} {t.lower[p]}"
        if t.lower[c] in WITH | TOGETHER:
            # "X and Y clashed with Z" says nothing of X and Y
            yield t.lower[c]


def _sides_before(arguments: Arguments, group: int) -> list[str]:
    """Return the two that share a noun: in "Pakistani and Taliban forces fought" they fought each other."""
    t = arguments.tokens
    joined = [c for c in arguments.modifiers(group) if t.dep[c] == "conj" or t.childs(c, "conj")]
    named = list(dict.fromkeys(e for c in joined if (e := arguments.entity(c)) is not None))
    return named if len(named) == 2 else []


def _between(arguments: Arguments, v: int, found: Reciprocal) -> Iterator[Stance]:
    subjects = arguments.surface(v)
    sides = [side for s in subjects for m in arguments.coordinated(s) if (side := arguments.actors(m, spread=False))]
    if len(sides) == 1 and len(subjects) == 1:
        sides = [[e] for e in _sides_before(arguments, subjects[0])] or sides
    if len(sides) == 2 or (found.polarity == 1 and 2 < len(sides) <= PARTIES):
        for one, other in combinations(sides, 2):
            others = tuple(e for e in other if e != one[0])
            if one != other and others:
                yield Stance(
                    v,
                    (one[0],),
                    others,
                    found.polarity,
                    found.relation,
                    "explicit",
                    found.reliability,
                    rule="reciprocals",
                )
