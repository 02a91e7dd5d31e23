"""The network of who sides with or against whom: canonical actors, and between two of them one edge a polarity.

All network formats, tables and the page are written from this one traversal. An edge holds every alignment it rests
on, with sentence and source. What is denied or only planned makes no edge; what is only claimed is marked as such.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from kg.query import names
from kg.vocabulary import BASE, RESOLUTION_GRAPH, term

if TYPE_CHECKING:
    from kg.graph.store import Store

_PREFIXES = "".join(f"PREFIX {p}: <{term(f'{p}:')}> " for p in ("kg", "oa", "skos", "dc", "dcterms", "wgs84"))

ACTORS = _PREFIXES + (
    f"SELECT ?iri ?label ?type ?lat ?long ?country WHERE {{ GRAPH <{BASE}{RESOLUTION_GRAPH}> {{ "
    "?iri skos:prefLabel ?label ; a ?type . OPTIONAL { ?iri wgs84:lat ?lat ; wgs84:long ?long } "
    "OPTIONAL { ?iri kg:countryCode ?country } } }"
)
MEANINGS = _PREFIXES + f"SELECT ?here ?iri WHERE {{ GRAPH <{BASE}{RESOLUTION_GRAPH}> {{ ?here kg:refersTo ?iri }} }}"
ARTICLES = _PREFIXES + (
    "SELECT ?article ?name ?title ?publisher ?date WHERE { GRAPH ?article { ?article kg:name ?name . "
    "OPTIONAL { ?article dcterms:title ?title } OPTIONAL { ?article dc:publisher ?publisher } "
    "OPTIONAL { ?article dcterms:issued ?date } } }"
)
ALIGNMENTS = _PREFIXES + (
    "SELECT * WHERE { GRAPH ?article { ?fact kg:polarity ?polarity ; kg:subject ?subject ; kg:object ?object ; "
    "kg:relationName ?relation ; kg:factuality ?factuality ; kg:confidence ?confidence ; "
    "kg:evidence/oa:exact ?sentence . "
    "OPTIONAL { ?fact kg:attributedTo ?speaker } OPTIONAL { ?fact kg:startDate ?start } } }"
)

#: what an edge may rest on
SAID = ("asserted", "reported", "claimed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which part of the network is wanted."""

    around: str | None = None
    hops: int = 1
    since: dt.date | None = None
    until: dt.date | None = None
    min_evidence: int = 1
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A canonical actor or place."""

    iri: str
    label: str
    type: str
    lat: float | None = None
    lon: float | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One alignment as an article tells it: its sentence, who asserts it, where and when."""

    iri: str
    relation: str
    sentence: str
    article: str
    factuality: str
    confidence: float
    speaker: str = ""
    publisher: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """All that says that one actor supports (1) or opposes (-1) another."""

    subject: str
    object: str
    polarity: int
    facts: tuple[Fact, ...]

    @property
    def only_claimed(self) -> bool:
        """Whether no article asserts or reports it."""
        return all(fact.factuality == "claimed" for fact in self.facts)

    @property
    def certainty(self) -> str:
        """The surest word of any article for it: asserted, reported or claimed."""
        return min((fact.factuality for fact in self.facts), key=SAID.index)

    @property
    def according_to(self) -> str:
        """Who says so: the speakers, or the publishers where the article says so itself."""
        return "; ".join(sorted({fact.speaker or fact.publisher or fact.article for fact in self.facts}))


@dataclass(frozen=True, slots=True)
class Network:
    """Actors by IRI, and the edges between them, those that rest on most facts first."""

    actors: dict[str, Actor] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()


def network(store: Store, choice: Choice | None = None) -> Network:
    """Return the chosen part of the network.

    Raises:
        QueryError: the actor in the middle is not in the graph.
    """
    choice = choice or Choice()
    facts: dict[tuple[str, str, int], list[Fact]] = defaultdict(list)
    for subject, object_, polarity, fact in _facts(store, choice):
        facts[subject, object_, polarity].append(fact)
    edges = [
        Edge(subject=s, object=o, polarity=p, facts=tuple(sorted(found, key=lambda f: (f.date, f.iri))))
        for (s, o, p), found in facts.items()
        if len(found) >= choice.min_evidence
    ]
    if choice.around is not None:
        middle = names.find(store, choice.around).iri
        near = _near(edges, middle, choice.hops)
        edges = [edge for edge in edges if edge.subject in near and edge.object in near]
    edges.sort(key=lambda e: (-len(e.facts), e.subject, e.object, e.polarity))
    used = {end for edge in edges for end in (edge.subject, edge.object)}
    return Network({iri: actor for iri, actor in _actors(store) if iri in used}, tuple(edges))


def _near(edges: Iterable[Edge], middle: str, hops: int) -> set[str]:
    neighbours: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        neighbours[edge.subject].add(edge.object)
        neighbours[edge.object].add(edge.subject)
    near, rim = {middle}, {middle}
    for _ in range(hops):
        rim = {other for one in rim for other in neighbours[one]} - near
        near |= rim
    return near


def _facts(store: Store, choice: Choice) -> Iterator[tuple[str, str, int, Fact]]:
    meaning = {row["here"].value: row["iri"].value for row in store.select(MEANINGS)}
    label = {iri: actor.label for iri, actor in _actors(store)}
    told = {row["article"].value: row for row in store.select(ARTICLES)}
    since = choice.since.isoformat() if choice.since else ""
    until = choice.until.isoformat() if choice.until else ""
    for row in store.select(ALIGNMENTS):
        factuality = row["factuality"].value.removeprefix(term("kg:"))
        subject, object_ = meaning[row["subject"].value], meaning[row["object"].value]
        confidence = float(row["confidence"].value)
        article = told[row["article"].value]
        date = _value(row["start"]) or _value(article["date"])
        if factuality not in SAID or subject == object_ or confidence < choice.min_confidence:
            continue
        if (since and date < since) or (until and not "" < date <= until):
            continue
        yield (
            subject,
            object_,
            1 if int(row["polarity"].value) > 0 else -1,
            Fact(
                iri=row["fact"].value,
                relation=row["relation"].value,
                sentence=row["sentence"].value,
                article=_value(article["title"]) or article["name"].value,
                factuality=factuality,
                confidence=confidence,
                speaker=label[meaning[row["speaker"].value]] if row["speaker"] else "",
                publisher=_value(article["publisher"]),
                date=date,
            ),
        )


def _actors(store: Store) -> Iterator[tuple[str, Actor]]:
    for row in store.select(ACTORS):
        placed = row["lat"] is not None
        yield (
            row["iri"].value,
            Actor(
                iri=row["iri"].value,
                label=row["label"].value,
                type=row["type"].value.removeprefix(term("kg:")),
                lat=float(row["lat"].value) if placed else None,
                lon=float(row["long"].value) if placed else None,
                country=_value(row["country"]),
            ),
        )


def _value(cell: object) -> str:
    return str(getattr(cell, "value", ""))


def graph(network_: Network) -> nx.MultiDiGraph:
    """Return the network for NetworkX, with plain attributes that every format can hold."""
    made = nx.MultiDiGraph()
    for iri, actor in network_.actors.items():
        made.add_node(iri, label=plain_xml(actor.label), type=actor.type, country=actor.country)
    for edge in network_.edges:
        first = edge.facts[0]
        made.add_edge(
            edge.subject,
            edge.object,
            key=f"{edge.polarity:+d}",
            polarity=edge.polarity,
            label="supports" if edge.polarity > 0 else "opposes",
            weight=len(edge.facts),
            claimed=edge.only_claimed,
            certainty=edge.certainty,
            according_to=plain_xml(edge.according_to),
            sentence=plain_xml(first.sentence),
            article=plain_xml(first.article),
            publisher=plain_xml(first.publisher),
            date=first.date,
        )
    return made


def plain_xml(text: str) -> str:
    r"""Return text without the control characters that XML cannot hold.

    >>> plain_xml("a\x0bb")
    'a b'
    """
    return "".join(
        c if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else " " for c in text
    )
