"""Gather what is known of the entities of a graph that are to be looked up, those of most articles first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph import derive
from kg.graph.records import read_records
from kg.match import links as online
from kg.match import lookup
from kg.resolve import identity, judgement
from kg.resolve.generic import is_generic
from kg.resolve.likeness import EMPTY
from kg.vocabulary import BASE, term

if TYPE_CHECKING:
    from kg.graph.store import Store

#: what articles assert or report of an entity's posts and memberships: words that a description may hold too
ROLES = f"""
PREFIX kg: <{term("kg:")}>
PREFIX skos: <{term("skos:")}>
SELECT ?entity ?value ?object WHERE {{
  GRAPH ?article {{
    ?relation kg:subject ?entity ; kg:relationName ?name ; kg:factuality ?factuality .
    OPTIONAL {{ ?relation kg:value ?value }}
    OPTIONAL {{ ?relation kg:object ?whole . ?whole skos:prefLabel ?object }}
    FILTER(?factuality IN (kg:asserted, kg:reported))
    ?article a kg:Article .
  }}
}}"""


DATES = f"""
PREFIX kg: <{term("kg:")}>
PREFIX dcterms: <{term("dcterms:")}>
SELECT ?article ?date WHERE {{ GRAPH ?article {{ ?article a kg:Article ; dcterms:issued ?date }} }}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which record describes this entity? With what the articles say of it.

    ``entity`` is the IRI of the canonical entity, ``names`` begin with its label; ``context`` are words of its posts
    and memberships; ``links`` the records that it is linked to, with their ``scores`` (1 where none are given);
    ``refused`` those that a person rejected; ``services`` have answered before.
    """

    entity: str
    type: str
    names: tuple[str, ...]
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    context: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    refused: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    articles: int = 1
    years: tuple[int, int] | None = None
    """The years of the first and the last dated article that names it."""

    @property
    def name(self) -> str:
        """What the entity is called."""
        return self.names[0]

    def link_into(self, namespace: str) -> str:
        """Return the entity's surest link into a knowledge base, "" where it has none."""
        there = [(score, link) for link, score in self.sureness.items() if lookup.namespace(link) == namespace]
        return max(there, default=(0.0, ""))[1]

    @property
    def sureness(self) -> dict[str, float]:
        """The score of each link."""
        return dict(zip(self.links, self.scores or (1.0,) * len(self.links), strict=True))


@dataclass(frozen=True, slots=True)
class Questions:
    """What can be asked, and why the rest cannot."""

    asked: tuple[Question, ...]
    skipped: Counter[str]


def read(store: Store, *, base: str = BASE) -> Questions:
    """Return the entities of a store as questions, those of most articles first.

    What no article names, what every country has and what may be one of several namesakes is not asked: nobody could
    tell whether an answer is right.
    """
    judgements = judgement.read(store, base=base)
    judged = judgement.matches(judgements)
    records = {r.iri: r for r in read_records(store, judged=judged, base=base)}
    lookups = lookup.read(store, base=base)
    actors = identity.resolve(
        records.values(),
        judgements=judgement.identities(judgements),
        identified=online.identified(lookups, judged),
        base=base,
    )
    groups = {iri: identity.group_iri(identity.key(record), base) for iri, record in records.items()}
    canonical = {member: actor.iri for actor in actors for member in actor.members}
    links = _links(store, actors, canonical, judged=judged, base=base)
    refused: dict[str, set[str]] = defaultdict(set)
    for (group, target), verdict in judged.items():
        if verdict == "different":
            refused[group].add(target)
    services: dict[str, set[str]] = defaultdict(set)
    for made in lookups:
        services[made.group].add(made.service)
    context = _context(store)
    dates = {row["article"].value: int(row["date"].value[:4]) for row in store.select(DATES)}
    found, skipped = [], Counter[str]()
    for actor in actors:
        members = [records[iri] for iri in actor.members]
        names = tuple(name for name in _names(actor, members) if not is_generic(name))
        if not any(record.named for record in members):
            skipped["never named"] += 1
        elif not names:
            skipped["named as every country's"] += 1
        elif not {groups[iri] for iri in actor.members} <= set(actor.groups):
            skipped["one of several namesakes"] += 1
        else:
            found.append(
                Question(
                    entity=actor.iri,
                    type=actor.type,
                    names=names,
                    country=actor.country,
                    lat=actor.lat,
                    lon=actor.lon,
                    context=frozenset(word for iri in actor.members for word in context.get(iri, ())),
                    links=tuple(sorted(links.get(actor.iri, {}))),
                    scores=tuple(score for _, score in sorted(links.get(actor.iri, {}).items())),
                    refused=frozenset(target for group in actor.groups for target in refused.get(group, ())),
                    services=frozenset(name for group in actor.groups for name in services.get(group, ())),
                    articles=len({record.article for record in members}),
                    years=_span([dates[record.article] for record in members if record.article in dates]),
                )
            )
    found.sort(key=lambda question: (-question.articles, question.name, question.entity))
    return Questions(tuple(found), skipped)


def _names(actor: identity.Actor, records: Iterable[identity.Record]) -> Iterator[str]:
    """Yield the names of an actor, its label first, full names before acronyms and the most frequent ones first."""
    counts = Counter(name for record in records for name in (record.name, *record.aliases))
    # "Kenyan Ministry of Health" is elsewhere the "Ministry of Health", of Kenya
    forms = {form for record in records if record.country for form in record.forms}
    others = {*actor.aliases, *forms} - {actor.name}
    yield actor.name
    yield from sorted(others, key=lambda name: (identity.is_acronym(name), -counts[name], name))


def _links(
    store: Store,
    actors: Iterable[identity.Actor],
    canonical: dict[str, str],
    *,
    judged: dict[tuple[str, str], identity.Verdict],
    base: str,
) -> dict[str, dict[str, float]]:
    """Return the links of each entity with their scores."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    groups = {group: actor.iri for actor in actors for group in actor.groups}
    for link in derive.match_links(store, canonical, judged=judged, groups=groups, base=base):
        found[link[0]][link[1]] = float(link[3])
    return found


def _span(years: list[int]) -> tuple[int, int] | None:
    return (min(years), max(years)) if years else None


def _context(store: Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.select(ROLES):
        for cell in (row["value"], row["object"]):
            if cell is not None:
                found[row["entity"].value].update(words(cell.value))
    return found


def words(text: str) -> frozenset[str]:
    """Return the words of a text that mean something by themselves, in lower case.

    >>> sorted(words("Minister of the Interior of Norland"))
    ['interior', 'minister', 'norland']
    """
    return frozenset(w for w in re.findall(r"[^\W\d_]{3,}", text.casefold()) if w not in EMPTY)


def unlinked(questions: Iterable[Question], namespace: str) -> Iterator[Question]:
    """Yield the entities that have no link into a knowledge base."""
    for question in questions:
        if not any(lookup.namespace(link) == namespace for link in question.links):
            yield question
