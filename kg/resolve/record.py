"""What identity is decided from: an entity as one article names it, and the key of the group that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from kg.resolve.calling import calling
from kg.resolve.generic import is_generic
from kg.resolve.likeness import EMPTY, plain
from kg.vocabulary import BASE, digest

Key = tuple[str, ...]

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
    "MilitaryPlatform": "Weapon",
}

#: what a kind of organization may turn out to be; kinds that share nothing exclude each other
SPHERES: dict[str, frozenset[str]] = {
    kind: frozenset(spheres.split())
    for kind, spheres in {
        "GovernmentBody": "state",
        "MilitaryForce": "state force",
        "ArmedGroup": "force politics",
        "PoliticalParty": "politics",
        "Alliance": "force politics union",
        "IntergovernmentalOrganization": "state union",
        "MediaOutlet": "media business",
        "Company": "business",
    }.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entity as one article names it: what identity is decided from.

    ``named`` is False for what the article never names; ``targets`` are identifiers of authorities.
    """

    iri: str
    article: str
    type: str
    name: str
    named: bool = True
    aliases: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    """Names that it may have elsewhere, to compare by only: without the country's adjective, for one."""
    targets: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    common: str = ""
    """What every country has one of, by its common name, where the country is known; or the coalition it leads."""
    roles: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    """Whom it leads, serves, belongs to or has for such, by plain name."""
    setting: tuple[str, ...] = ()
    """The countries in which the towns and sites of its article lie."""


def key(record: Record) -> Key:
    """Return what the group of an entity is made from: few stable raw fields.

    >>> key(Record(iri="x", article="a", type="Person", name="Ada Wei", country="SG"))
    ('Person', 'ada wei', 'SG')
    """
    if record.targets:
        return ("authority", min(record.targets))
    if not record.named:
        return ("unnamed", record.iri)
    if record.type == "Person" and (known_for := calling(record.roles)) not in ("", "public"):
        return ("Person", plain(record.name) or record.name, record.country or "", known_for)
    # a kind stands in the key, so that no group holds two that exclude each other
    kind = record.type if record.type in SPHERES else FAMILIES.get(record.type, record.type)
    return (kind, record.common or plain(undescribed(record)) or record.name, record.country or "")


def undescribed(record: Record) -> str:
    """Return the name without the description before it: "Nepalese party Green Dawn" is the name with what it is."""
    words = record.name.split()
    if record.type not in FAMILIES:
        return record.name
    described = [n for n, w in enumerate(words[:-1], 1) if w.islower() and w not in EMPTY and is_generic(w)]
    return " ".join(words[described[-1] :]) if described and words[described[-1]][0].isupper() else record.name


def group_iri(group: Key, base: str = BASE) -> str:
    """Return the IRI of a group of entities with one key."""
    return f"{base}entity/{digest(*group)}"
