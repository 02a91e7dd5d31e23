"""Keep what services on the net answered in a named graph of its own, beside the articles and the judgements.

A lookup is on a group of entities, whose IRI hangs on nothing but names, kinds, countries and identifiers: it outlives
the articles, and while none of them is in the graph it is inert. There is one for each group and service. No target
means that the service has no such record, or that nobody can tell which one; that is an answer too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.nodes import named
from kg.vocabulary import BASE, LOOKUPS_GRAPH, digest, term

if TYPE_CHECKING:
    from kg.graph.store import Store


@dataclass(frozen=True, slots=True, order=True)
class Near:
    """A record that a service offered, with its score."""

    score: float
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What a service answered to the question which of its records describes a group of entities.

    ``service`` is a name such as "wikidata", or an address; ``reason`` tells why there is no ``target``; ``others`` are
    the candidates that lost, best first; ``when`` is in UTC.
    """

    group: str
    service: str
    when: dt.datetime
    target: str | None = None
    label: str = ""
    score: float = 0.0
    method: str = ""
    reason: str = ""
    others: tuple[Near, ...] = ()

    def iri(self, base: str = BASE) -> str:
        """Return the IRI of the lookup, which hangs on the group and the service alone."""
        return f"{base}lookup/{digest(self.group, self.service)}"


def namespace(iri: str) -> str:
    """Return the part of a record's IRI that all records of its knowledge base share.

    >>> namespace("http://www.wikidata.org/entity/Q42"), namespace("https://sws.geonames.org/98182/")
    ('http://www.wikidata.org/entity/', 'https://sws.geonames.org/')
    """
    return re.sub(r"[^/#]*[/#]?$", "", iri)


def read(store: Store, *, base: str = BASE) -> list[Lookup]:
    """Return the lookups of a store, in the order of their groups and services."""
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads(base + LOOKUPS_GRAPH):
        nodes[quad.subject.value][quad.predicate.value].append(quad.object.value)  # type: ignore[union-attr]
    return sorted((_lookup(node) for node in nodes.values()), key=lambda found: (found.group, found.service))


def _lookup(node: Mapping[str, list[str]]) -> Lookup:
    def one(curie: str, otherwise: str = "") -> str:
        return next(iter(node.get(term(curie), ())), otherwise)

    return Lookup(
        group=one("kg:lookedUp"),
        service=one("kg:lookupService"),
        when=dt.datetime.fromisoformat(one("dcterms:created").removesuffix("Z")),
        target=one("kg:foundRecord") or None,
        label=one("kg:foundLabel"),
        score=float(one("kg:foundScore", "0")),
        method=one("kg:foundBy"),
        reason=one("kg:notFoundBecause"),
        others=tuple(_near(text) for text in sorted(node.get(term("kg:nearRecord"), ()), key=_rank)),
    )


def _rank(text: str) -> int:
    return int(text.partition(" ")[0])


def _near(text: str) -> Near:
    _, score, target, *label = text.split(" ", 3)
    return Near(float(score), target, *label)


def keep(store: Store, found: Iterable[Lookup], *, base: str = BASE) -> int:
    """Put lookups into a store, each in the place of the one before; return how many say something new.

    A lookup that says nothing new keeps the time of the one before, so that asking again changes nothing.
    """
    there = {(old.group, old.service): old for old in read(store, base=base)}
    new = 0
    for lookup in found:
        old = there.get((lookup.group, lookup.service))
        if old is None or replace(lookup, when=old.when) != old:
            there[lookup.group, lookup.service] = lookup
            new += 1
    if new:
        _write(store, there.values(), base)
    return new


def forget(store: Store, wanted: Callable[[Lookup], bool], *, base: str = BASE) -> int:
    """Remove the lookups of which a test holds; return how many there were."""
    there = read(store, base=base)
    rest = [lookup for lookup in there if not wanted(lookup)]
    if len(rest) < len(there):
        _write(store, rest, base)
    return len(there) - len(rest)


def _write(store: Store, lookups: Iterable[Lookup], base: str) -> None:
    store.replace(base + LOOKUPS_GRAPH, (quad for lookup in lookups for quad in _quads(lookup, base)))


def _quads(lookup: Lookup, base: str) -> Iterator[ox.Quad]:
    graph, node = ox.NamedNode(base + LOOKUPS_GRAPH), ox.NamedNode(lookup.iri(base))
    values: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        ("rdf:type", named("kg:Lookup")),
        ("kg:lookedUp", ox.NamedNode(lookup.group)),
        ("kg:lookupService", ox.Literal(lookup.service)),
        ("dcterms:created", ox.Literal(lookup.when.isoformat() + "Z", datatype=named("xsd:dateTime"))),
    ]
    if lookup.target:
        score = ox.Literal(str(lookup.score), datatype=named("xsd:decimal"))
        values += [("kg:foundRecord", ox.NamedNode(lookup.target)), ("kg:foundScore", score)]
        values.append(("kg:foundBy", ox.Literal(lookup.method)))
    for curie, text in (("kg:foundLabel", lookup.label), ("kg:notFoundBecause", lookup.reason)):
        if text:
            values.append((curie, ox.Literal(text)))
    for rank, near in enumerate(lookup.others, 1):
        line = f"{rank} {near.score} {near.target} {near.label}".rstrip()
        values.append(("kg:nearRecord", ox.Literal(line)))
    for predicate, value in values:
        yield ox.Quad(node, named(predicate), value, graph)
