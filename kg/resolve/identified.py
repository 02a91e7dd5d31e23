"""Pair the actors for whom services found, or persons accepted, one record of a knowledge base.

A service is asked about each actor by itself, so two that lead to one record were found by names that the record has.
Such a pair is as sure as both finds together; what forbids a join (country, kind, calling, judgement) forbids this one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from kg.match.lookup import namespace
from kg.resolve.record import Key

#: how sure a record is that a person accepted, or that articles themselves lead to
CERTAIN = 1.0


@dataclass(frozen=True, slots=True, order=True)
class Identified:
    """A record of a knowledge base that describes a group of entities, and how sure that is."""

    target: str
    score: float
    label: str = ""


class Group(Protocol):
    """What is asked of a group of entities."""

    @property
    def iri(self) -> str:
        """What names it."""
        ...

    @property
    def family(self) -> str:
        """The class within which its entities may be the same."""
        ...

    @property
    def targets(self) -> frozenset[str]:
        """The records that articles lead to."""
        ...


def sharing(
    groups: Mapping[Key, Group], identified: Mapping[str, Iterable[Identified]]
) -> Iterator[tuple[float, tuple[Key, Key], str]]:
    """Yield the pairs of groups that one record describes, with how sure that is and what speaks for it.

    Arguments:
        identified: the records of each group, by its IRI, that no article gives.
    """
    if not identified:
        return
    holders: dict[tuple[str, str], list[tuple[Key, Identified]]] = defaultdict(list)
    for key, group in sorted(groups.items()):
        for found in _of(group, identified.get(group.iri, ())):
            holders[group.family, found.target].append((key, found))
    for (_, target), held in sorted(holders.items()):
        for (one, first), (other, second) in combinations(held, 2):
            label = next((found.label for found in (first, second) if found.label), "")
            called = f" ({label})" if label else ""
            yield round(first.score * second.score, 3), (one, other), f"both are {target}{called}"


def _of(group: Group, identified: Iterable[Identified]) -> Iterator[Identified]:
    """Yield the records of a group: what articles say goes before what services found, but not before a person."""
    known = {namespace(target) for target in group.targets}
    yield from (Identified(target, CERTAIN) for target in sorted(group.targets))
    for found in identified:
        if found.target not in group.targets and (found.score == CERTAIN or namespace(found.target) not in known):
            yield found
