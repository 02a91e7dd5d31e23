"""Count ahead what named queries would otherwise count again and again in every fact of every article.

Events by month, attacks by place and by pair of actors; speakers; events that several articles tell of; pairs of actors
whose alignments contradict each other. The tallies are a function of the set of article graphs and of who is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import pyoxigraph as ox

from kg.graph import infer
from kg.graph.columns import Columns
from kg.graph.nodes import named
from kg.vocabulary import BASE, TALLIES_GRAPH, article_of, digest

#: the type of the events that are counted by pair and place
ATTACK = "Assault"

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What tallies are made from, read once; entities are canonical ones.

    ``events`` are fact, type and factuality; ``aligned`` fact, polarity, subject and object; ``said`` statement, kind
    and speaker. The mappings go from facts to entities and days, and from articles to days and publishers.
    """

    events: list[Row]
    aligned: list[Row]
    said: list[Row]
    agents: Mapping[str, set[str]]
    patients: Mapping[str, set[str]]
    sites: Mapping[str, set[str]]
    started: Mapping[str, str]
    ended: Mapping[str, str]
    issued: Mapping[str, str]
    tellers: Mapping[str, str]

    def day(self, fact: str) -> str | None:
        """Return the day on which a fact began, or else that of its article."""
        return self.started.get(fact) or self.issued.get(article_of(fact))

    def scenes(self, fact: str, places: Collection[str]) -> set[str]:
        """Return the places where an event happened or that it hit."""
        found = (*self.sites.get(fact, ()), *self.patients.get(fact, ()))
        return {place for place in found if place in places}


def read(columns: Columns, canonical: Mapping[str, str]) -> Facts:
    """Read what tallies are made from.

    Arguments:
        columns: the properties of what articles hold.
        canonical: the canonical entity of each article's entity.
    """
    agents, patients, sites = (
        {
            fact: {canonical[entity] for entity in entities if entity in canonical}
            for fact, entities in columns.all(f"kg:{name}").items()
        }
        for name in ("hasAgent", "hasPatient", "hasPlace")
    )
    certainties, speakers, subjects, objects = (
        columns.one(f"kg:{name}") for name in ("factuality", "speaker", "subject", "object")
    )
    return Facts(
        events=[(fact, type_, certainties[fact]) for fact, type_ in columns.one("kg:eventType").items()],
        aligned=[
            (fact, polarity, canonical[subjects[fact]], canonical[objects[fact]])
            for fact, polarity in columns.one("kg:polarity").items()
        ],
        said=[
            (fact, kind, canonical[speakers[fact]])
            for fact, kind in columns.one("kg:statementKind").items()
            if fact in speakers
        ],
        agents=agents,
        patients=patients,
        sites=sites,
        started=columns.one("kg:startDate"),
        ended=columns.one("kg:endDate"),
        issued=columns.one("dcterms:issued"),
        tellers={**columns.one("kg:name"), **columns.one("dc:publisher")},
    )


@dataclass(slots=True)
class Tally:
    """The facts of one key, their articles and their days."""

    facts: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    factualities: set[str] = field(default_factory=set)

    def add(self, fact: str, day: str | None, factuality: str | None = None) -> None:
        """Count a fact."""
        self.facts.add(fact)
        self.articles.add(article_of(fact))
        if day:
            self.days.add(day)
        if factuality:
            self.factualities.add(factuality)

    def counts(self) -> Iterator[tuple[str, ox.Literal]]:
        """Yield how many facts of how many articles there are."""
        yield "factCount", ox.Literal(len(self.facts))
        yield "tellingArticleCount", ox.Literal(len(self.articles))

    def span(self, first: str = "firstDay", last: str = "lastDay") -> Iterator[tuple[str, ox.Literal]]:
        """Yield the first and the last day, where there are days."""
        if self.days:
            yield first, _day(min(self.days))
            yield last, _day(max(self.days))


Tallies = defaultdict[Row, Tally]


def quads(facts: Facts, edges: Iterable[infer.Edge], places: Collection[str], *, base: str = BASE) -> Iterator[ox.Quad]:
    """Yield the tallies graph.

    Arguments:
        edges: the direct edges.
        places: the canonical entities that are places.
    """
    graph = ox.NamedNode(base + TALLIES_GRAPH)
    for fact, _, _ in facts.events:
        if day := facts.day(fact):
            yield ox.Quad(ox.NamedNode(fact), named("kg:onDay"), _day(day), graph)
    yield from _of_speakers(facts, graph)
    for kind, key, values in chain(
        _of_months(facts), _of_pairs(facts), _of_places(facts, places),
        _corroborations(facts), _contradictions(facts), _between(edges),
    ):  # fmt: skip
        node = ox.NamedNode(f"{base}tally/{digest(kind, *key)}")
        yield ox.Quad(node, named("rdf:type"), named(f"kg:{kind}"), graph)
        for name, value in values:
            yield ox.Quad(node, named(f"kg:{name}"), value, graph)


Values = list[tuple[str, ox.NamedNode | ox.Literal]]
Made = tuple[str, Row, Values]


def _of_months(facts: Facts) -> Iterator[Made]:
    tallies = Tallies(Tally)
    for fact, type_, factuality in facts.events:
        if day := facts.day(fact):
            tallies[day[:7], type_, factuality].add(fact, day)
    for key, tally in tallies.items():
        month, type_, factuality = key
        named: Values = [
            ("inMonth", ox.Literal(month)),
            ("ofType", ox.Literal(type_)),
            ("atCertainty", ox.NamedNode(factuality)),
        ]
        yield "MonthTally", key, [*named, *tally.counts()]


def _of_pairs(facts: Facts) -> Iterator[Made]:
    tallies = Tallies(Tally)
    for fact, type_, factuality in facts.events:
        for patient in facts.patients.get(fact, ()) if type_ == ATTACK else ():
            for agent in facts.agents.get(fact, ()):
                tallies[agent, patient, type_].add(fact, None, factuality)
    for key, tally in tallies.items():
        agent, patient, type_ = key
        named: Values = [
            ("byActor", ox.NamedNode(agent)),
            ("onActor", ox.NamedNode(patient)),
            ("ofType", ox.Literal(type_)),
        ]
        yield "PairTally", key, [*named, *tally.counts(), *_nodes("atCertainty", tally.factualities)]


def _of_places(facts: Facts, places: Collection[str]) -> Iterator[Made]:
    tallies = Tallies(Tally)
    for fact, type_, _ in facts.events:
        for place in facts.scenes(fact, places) if type_ == ATTACK else ():
            tallies[place, type_].add(fact, facts.day(fact))
    for key, tally in tallies.items():
        named: Values = [("inPlace", ox.NamedNode(key[0])), ("ofType", ox.Literal(key[1]))]
        yield "PlaceTally", key, [*named, *tally.counts(), *tally.span()]


def _of_speakers(facts: Facts, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    articles = defaultdict[str, set[str]](set)
    for fact, _, speaker in facts.said:
        articles[speaker].add(article_of(fact))
    for speaker, spoken in articles.items():
        node, days = ox.NamedNode(speaker), [facts.issued[a] for a in spoken if a in facts.issued]
        yield ox.Quad(node, named("kg:speakingArticleCount"), ox.Literal(len(spoken)), graph)
        if days:
            yield ox.Quad(node, named("kg:firstSpoke"), _day(min(days)), graph)
            yield ox.Quad(node, named("kg:lastSpoke"), _day(max(days)), graph)


def _corroborations(facts: Facts) -> Iterator[Made]:
    tallies = Tallies(Tally)
    for fact, type_, factuality in facts.events:
        if (day := facts.started.get(fact)) and day == facts.ended.get(fact):
            for place in facts.sites.get(fact, ()):
                tallies[day, type_, place].add(fact, day, factuality)
    for key, tally in tallies.items():
        if len(tally.articles) > 1:
            named: Values = [("ofType", ox.Literal(key[1])), ("inPlace", ox.NamedNode(key[2]))]
            tellers = sorted({facts.tellers[article] for article in tally.articles})
            yield "Corroboration", key, [
                *named, *tally.counts(), *tally.span(), *_nodes("atCertainty", tally.factualities),
                *(("toldBy", ox.Literal(teller)) for teller in tellers),
            ]  # fmt: skip


def _contradictions(facts: Facts) -> Iterator[Made]:
    sides: tuple[Tallies, Tallies] = (Tallies(Tally), Tallies(Tally))
    for fact, polarity, subject, object_ in facts.aligned:
        sides[int(polarity) > 0][subject, object_].add(fact, facts.day(fact))
    against, for_ = sides
    for key in against.keys() & for_.keys():
        named: Values = [("byActor", ox.NamedNode(key[0])), ("onActor", ox.NamedNode(key[1]))]
        yield "Contradiction", key, [
            *named, *for_[key].span("firstFor", "lastFor"), *against[key].span("firstAgainst", "lastAgainst"),
            *_nodes("restsOn", for_[key].facts | against[key].facts),
        ]  # fmt: skip


def _between(edges: Iterable[infer.Edge]) -> Iterator[Made]:
    supporters: dict[str, set[str]] = {}
    opposed = []
    for edge in edges:
        if edge.property == "supports":
            supporters.setdefault(edge.object, set()).add(edge.subject)
        elif edge.property == "opposes":
            opposed.append((edge.subject, edge.object))
    nobody = frozenset[str]()
    for one, other in opposed:
        for actor in supporters.get(one, nobody) & supporters.get(other, nobody):
            sides = zip(("supporter", "opposingSide", "opposedSide"), (actor, one, other), strict=True)
            yield "DividedSupport", (actor, one, other), [(name, ox.NamedNode(iri)) for name, iri in sides]


def _nodes(name: str, iris: set[str]) -> Iterator[tuple[str, ox.NamedNode]]:
    for iri in sorted(iris):
        yield name, ox.NamedNode(iri)


def _day(day: str) -> ox.Literal:
    return ox.Literal(day, datatype=named("xsd:date"))
