"""Count what a build does: articles, facts, losses with an example each, seconds by step."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from kg.errors import ReadError
from kg.graph.ledger import place_of
from kg.model import Extraction

T = TypeVar("T")


@dataclass
class Summary:
    """What a build did: counts, losses with an example each, seconds by step."""

    counts: Counter[str] = field(default_factory=Counter)
    losses: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    errors: list[ReadError] = field(default_factory=list)
    #: how much was added from each place
    places: Counter[str | None] = field(default_factory=Counter)

    def lose(self, reason: str, example: str, count: int = 1) -> None:
        """Count what could not be read, typed, placed or linked, keeping the first example."""
        self.losses[reason] += count
        self.examples.setdefault(reason, example)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the time that the block takes to a step."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] += time.perf_counter() - start

    def timing(self, stream: Iterable[T], step: str) -> Iterator[T]:
        """Pass a stream on, adding the time that its items took to a step."""
        iterator = iter(stream)
        while True:
            with self.timed(step):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    def add(self, found: Extraction, *, known: bool, changed: bool = False) -> None:
        """Count an article that was written, with its facts and losses; a known one may have changed."""
        self.counts["replaced" if changed else "read again" if known else "added"] += 1
        self.places[place_of(found.article.source)] += not known
        for kind in ("entities", "events", "statements", "alignments", "relations"):
            self.counts[kind] += len(getattr(found, kind))
        for reason, examples in found.losses.items():
            self.lose(reason, f"{examples[0]} ({found.article.name})", len(examples))

    def drop(self, place: str) -> None:
        """Count an article that a place no longer holds; where another came there, that is replaced and not added."""
        changed = self.places[place] > 0
        self.counts["replaced" if changed else "gone"] += 1
        self.counts["added"] -= changed
        self.places[place] -= changed
