"""Say what the classes of knowledge bases are in our ontology, and whether two classes can be those of one thing.

What belongs together stands in ``lexicons/knowledge_base_classes.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from kg.annotate import lexicon
from kg.resolve.identity import FAMILIES, SPHERES
from kg.vocabulary import PLACES

Column = Literal["wikidata", "dbpedia", "geonames", "words"]
Agreement = Literal["same", "kin", "unknown", "clash"]

#: what stands for no actor or place: a list, a disambiguation page, a surname
NONE = "none"

#: general classes, which may turn out to be any
_GENERAL = frozenset(("Organization", "Location", "GeopoliticalEntity", "Weapon"))
#: a town is often the administrative unit of the same name
_INTERCHANGED = frozenset(("AdministrativeRegion", "PopulatedPlace"))


@cache
def _known(column: Column) -> Mapping[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for row in lexicon.read("knowledge_base_classes"):
        for identifier in filter(None, row[column].split("|")):
            known.setdefault(identifier, set()).add(row["class"])
    return {identifier: frozenset(classes) for identifier, classes in known.items()}


def identifiers(column: Column, class_: str = "") -> tuple[str, ...]:
    """Return the identifiers of a knowledge base's classes that we know, or of those that one of ours may have.

    >>> identifiers("geonames", "PopulatedPlace")
    ('P',)
    """
    return tuple(i for i, classes in _known(column).items() if not class_ or class_ in classes)


def ours(column: Column, theirs: Iterable[str]) -> frozenset[str]:
    """Return what classes of a knowledge base are in our ontology.

    >>> sorted(ours("wikidata", ["Q5"])), sorted(ours("wikidata", ["Q0"]))
    (['Person'], [])
    """
    return frozenset(class_ for identifier in theirs for class_ in _known(column).get(identifier, ()))


def family(class_: str) -> str:
    """Return the family of a class: two of different families are never one thing.

    >>> family("Company"), family("Country"), family("Person")
    ('organization', 'place', 'Person')
    """
    return "place" if class_ in PLACES else "organization" if class_ == "Organization" else FAMILIES.get(class_, class_)


def agreement(class_: str, theirs: frozenset[str]) -> Agreement:
    """Say how an entity's class and the classes of a record go together.

    >>> agreement("PoliticalParty", frozenset(["Organization", "PoliticalParty"]))
    'same'
    >>> agreement("MediaOutlet", frozenset(["Organization", "PoliticalParty"])), agreement("Person", frozenset())
    ('clash', 'unknown')
    >>> agreement("AdministrativeRegion", frozenset(["Country", "AdministrativeRegion"]))
    'clash'
    >>> agreement("Organization", frozenset(["Organization", "Company"]))
    'kin'
    """
    if not theirs:
        return "unknown"
    related = {other for other in theirs if family(other) == family(class_)}
    if NONE in theirs or not related:
        return "clash"
    special = related - _GENERAL
    # every country is an administrative region in Wikidata, but no region is a country
    if "Country" in special and class_ in PLACES - _GENERAL - {"Country"}:
        return "clash"
    if class_ in special or (class_ in related and not special):
        return "same"
    if class_ in _GENERAL or not special:
        return "kin"
    if {class_} | special <= _INTERCHANGED:
        return "unknown"
    if class_ in SPHERES and any(SPHERES[class_] & SPHERES.get(other, frozenset()) for other in special):
        return "kin"
    return "clash"
