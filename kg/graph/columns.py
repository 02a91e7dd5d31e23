"""Read what articles hold property by property, each in one sweep.

A sweep over one property is sequential for a store, while a join of several jumps about for every fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from sys import intern
from typing import TYPE_CHECKING

from kg.vocabulary import BASE, term

if TYPE_CHECKING:
    from kg.graph.store import Store

SWEEP = "SELECT ?subject ?value WHERE {{ GRAPH ?graph {{ ?subject <{property}> ?value }} }}"


class Columns:
    """The properties of all that article graphs hold, for a reader that needs several of them for the same facts.

    Each is read when it is first asked for, and kept: let go of the columns when what is made from them is made.

    Arguments:
        store: where the articles are.
        base: what the IRIs of articles, and of all that is in them, begin with.
    """

    def __init__(self, store: Store, *, base: str = BASE) -> None:
        self._store = store
        self._articles = f"{base}article/"
        self._ones: dict[str, Mapping[str, str]] = {}
        self._alls: dict[str, Mapping[str, set[str]]] = {}

    def one(self, name: str) -> Mapping[str, str]:
        """Return the value of a property, such as ``kg:polarity``, by subject; of several the least."""
        if name not in self._ones:
            found: dict[str, str] = {}
            for subject, value in self._pairs(name):
                found[subject] = min(value, found.get(subject, value))
            self._ones[name] = found
        return self._ones[name]

    def all(self, name: str) -> Mapping[str, set[str]]:
        """Return all values of a property by subject."""
        if name not in self._alls:
            found: dict[str, set[str]] = {}
            for subject, value in self._pairs(name):
                found.setdefault(subject, set()).add(value)
            self._alls[name] = found
        return self._alls[name]

    def _pairs(self, name: str) -> Iterator[tuple[str, str]]:
        for row in self._store.select(SWEEP.format(property=term(name))):
            subject = row["subject"].value
            if subject.startswith(self._articles):
                yield intern(subject), intern(row["value"].value)
