"""Decide which entities of different articles are the same: a function of the set of entities, not of their order.

An authority's identifier outranks a name: entities with the same identifier are one whatever they are called.
Otherwise entities of one family (person, organization, place, population, weapon) with the same normalised name
are one. What an article never names ("the rebels", "protesters") stays its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.vocabulary import BASE, digest

#: classes within which two entities may be the same; a class that is not here is a family of its own
FAMILIES = {
    "Organization": "organization",
    "GovernmentBody": "organization",
    "MilitaryForce": "organization",
    "ArmedGroup": "organization",
    "PoliticalParty": "organization",
    "Alliance": "organization",
    "IntergovernmentalOrganization": "organization",
    "MediaOutlet": "organization",
    "Company": "organization",
    "Location": "place",
    "GeopoliticalEntity": "place",
    "Country": "place",
    "AdministrativeRegion": "place",
    "PopulatedPlace": "place",
    "Facility": "place",
    "NaturalFeature": "place",
    "Weapon": "weapon",
    "MilitaryPlatform": "weapon",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entity as one article names it: what identity is decided from."""

    iri: str
    article: str
    type: str
    name: str
    named: bool = True
    targets: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A canonical entity: its IRI, what it is called and what it is, and the article-level entities that mean it."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    lat: float | None = None
    lon: float | None = None
    country: str | None = None


def normalise(name: str) -> str:
    """Return a name without case, accents, articles and punctuation.

    >>> normalise("The Forces de défense"), normalise("al-Kadhimi")
    ('forces de defense', 'al kadhimi')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"\W+", " ", re.sub(r"^(the|a|an)\s+|['’]s?$", "", bare.strip())).strip()


def key(record: Record) -> tuple[str, ...]:
    """Return what the canonical IRI of an entity is made from: few stable raw fields."""
    if record.targets:
        return ("authority", min(record.targets))
    family = FAMILIES.get(record.type, record.type.lower())
    if not record.named:
        return ("unnamed", record.iri)
    return (family, normalise(record.name))


def resolve(records: Iterable[Record], *, base: str = BASE) -> list[Actor]:
    """Return the canonical entities of all records, ordered by IRI.

    >>> one, = resolve([Record(iri="x:1", article="a", type="Person", name="Ada Wei"),
    ...                 Record(iri="x:2", article="b", type="Person", name="ADA WEI")])
    >>> one.name, one.members
    ('ADA WEI', ('x:1', 'x:2'))
    """
    groups: dict[tuple[str, ...], list[Record]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    return sorted((_join(k, members, base) for k, members in groups.items()), key=lambda actor: actor.iri)


def _join(group: tuple[str, ...], members: list[Record], base: str) -> Actor:
    members = sorted(members, key=lambda r: r.iri)
    names = Counter(r.name for r in members)
    name = _most_frequent(names)
    placed = next((r for r in members if r.lat is not None), None)
    return Actor(
        iri=f"{base}entity/{digest(*group)}",
        type=_most_frequent(Counter(r.type for r in members)),
        name=name,
        aliases=tuple(sorted(set(names) - {name})),
        members=tuple(r.iri for r in members),
        lat=placed.lat if placed else None,
        lon=placed.lon if placed else None,
        country=next((r.country for r in members if r.country), None),
    )


def _most_frequent(counts: Counter[str]) -> str:
    """Return the most frequent value, the first in the alphabet among equals."""
    return min(counts, key=lambda value: (-counts[value], value))
