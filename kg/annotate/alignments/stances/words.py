"""The words for a stance: which predicates, in which frames, tell that one actor sides with or against another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal

from kg.annotate import lexicon
from kg.model import Basis, Polarity

Kind = Literal["VERB", "NOUN", "ADJ", "PREP", "ROLE"]


@dataclass(frozen=True, slots=True)
class Word:
    """One row of the list: a predicate, the words from it to its object, and what its use means.

    ``whole`` marks frames that end in ``*``: their words complete the predicate, its object is the direct one.
    """

    lemma: str
    kind: Kind
    frame: tuple[str, ...]
    polarity: Polarity
    relation: str
    basis: Basis
    reliability: float
    whole: bool = False


@cache
def words() -> dict[Kind, dict[str, tuple[Word, ...]]]:
    """Return the list of stances by kind of predicate and its lemma, long frames first."""
    found: dict[Kind, dict[str, list[Word]]] = defaultdict(lambda: defaultdict(list))
    for row in lexicon.read("stances"):
        for word in _expanded(row):
            found[word.kind][word.lemma].append(word)
    return {
        kind: {lemma: tuple(sorted(rows, key=lambda w: -len(w.frame))) for lemma, rows in lemmas.items()}
        for kind, lemmas in found.items()
    }


def _expanded(row: lexicon.Row) -> Iterator[Word]:
    """Yield the words of one row, whose lemma and frame may hold alternatives ("send|sell", "arms|aid to|for")."""
    steps = [step.split("|") for step in row["frame"].removesuffix("*").split()]
    for lemma, frame in product(row["lemma"].split("|"), product(*steps)):
        yield Word(
            lemma,
            row["pos"],  # type: ignore[arg-type]
            frame,
            1 if row["polarity"] == "+1" else -1,
            row["relation"],
            row["basis"],  # type: ignore[arg-type]
            float(row["reliability"]),
            row["frame"].endswith("*"),
        )
