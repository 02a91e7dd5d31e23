"""Read the sides that hyphened compounds tell: "Iran-backed militias", "pro-Kremlin", "anti-Trump Republicans"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.annotate import lexicon
from kg.annotate.actors import HYPHENS, NOUNS, Arguments
from kg.annotate.alignments.stances.stance import Stance
from kg.model import Polarity


@dataclass(frozen=True, slots=True)
class Compound:
    """One row of the list: a word after or before a name, and who takes which side by it."""

    word: str
    by_name: bool
    polarity: Polarity
    relation: str
    reliability: float


@cache
def words() -> dict[str, dict[str, Compound]]:
    """Return the list by the place of the word, after or before the name."""
    found: dict[str, dict[str, Compound]] = {"after": {}, "before": {}}
    for row in lexicon.read("compounds"):
        found[row["place"]].setdefault(
            row["word"],
            Compound(
                row["word"],
                row["holder"] == "name",
                1 if row["polarity"] == "+1" else -1,
                row["relation"],
                float(row["reliability"]),
            ),
        )
    return found


def find(arguments: Arguments) -> Iterator[Stance]:
    """Yield the stances in text order."""
    t = arguments.tokens
    after, before = words()["after"], words()["before"]
    for i in range(1, len(t) - 1):
        if t.text[i] not in HYPHENS:
            continue
        left, right = t.lower[i - 1], t.lower[i + 1]
        if right in after:
            yield from _stance(arguments, i + 1, i - 1, after[right])
        elif left in before:
            yield from _stance(arguments, i - 1, i + 1, before[left])


def _stance(arguments: Arguments, i: int, name: int, word: Compound) -> Iterator[Stance]:
    named = _named(arguments, name)
    top = modified(arguments, i)
    if not named or top is None:
        return
    others = tuple(e for e in arguments.actors(top, acting=word.relation != "leads", spread=False) if e not in named)
    if others:
        subjects, objects = (named, others) if word.by_name else (others, named)
        yield Stance(
            i,
            subjects,
            objects,
            word.polarity,
            word.relation,
            "explicit",
            word.reliability,
            rule="compounds",
        )


def _named(arguments: Arguments, name: int) -> tuple[str, ...]:
    """Return the actor that ends or begins at the token beside the hyphen."""
    document = arguments.document
    n = document.phrase_of[name]
    if n is None or document.phrases[n].kind != "name" or n >= len(document.chain):
        return ()
    entity = document.chain[n]
    return (entity,) if entity is not None else ()


def modified(arguments: Arguments, i: int) -> int | None:
    """Return the noun that the compound with token ``i`` modifies, or whom it is said of."""
    t = arguments.tokens
    if t.dep[i] in ("acomp", "oprd"):
        return next(iter(arguments.surface(i)), None)
    current = i
    while t.dep[current] in ("amod", "compound", "nmod", "conj", "npadvmod", "punct", "advmod", "intj"):
        current = t.head[current]
        if t.pos[current] in NOUNS and t.text[t.right[current] - 1] not in HYPHENS and current > i + 1:
            break
    return current if current > i and t.pos[current] in NOUNS else None
