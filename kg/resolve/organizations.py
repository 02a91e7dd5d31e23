"""Match the organizations whose identifier is certain to Wikidata.

The identifiers stand in ``lexicons/organization_identifiers.tsv``, each verified in a published source; the
names and acronyms that mean the same organization in ``lexicons/organizations.tsv``. What is not listed
gets no match: a likely identifier is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from kg.annotate import lexicon
from kg.annotate.document import Document
from kg.model import Entity, Match
from kg.vocabulary import ORGANIZATIONS

_SCORE = 0.98


def link(document: Document) -> Document:
    """Return the document with its well-known organizations matched."""
    return document.with_(entities=tuple(_matched(entity) for entity in document.entities))


def _matched(entity: Entity) -> Entity:
    identifier = wikidata(entity.name) if entity.type in ORGANIZATIONS and not entity.matches else ""
    if not identifier:
        return entity
    target = f"http://www.wikidata.org/entity/{identifier}"
    return replace(
        entity, matches=(Match(target=target, method="organizations.list", score=_SCORE, label=entity.name),)
    )


def wikidata(name: str) -> str:
    """Return the Wikidata identifier of an organization known by this name, or "".

    >>> wikidata("the United Nations"), wikidata("UN"), wikidata("United Nations of Freedonia")
    ('Q1065', 'Q1065', '')
    """
    return _identifiers().get(_key(name), "")


def listed(name: str) -> tuple[str, str | None]:
    """Return the name and the country of the only organization in the list that is known by this name; "" for others.

    >>> listed("Daesh"), listed("CDC"), listed("Kivu Patriotic Movement")
    (('Islamic State', None), ('Centers for Disease Control and Prevention', 'US'), ('', None))
    """
    return _listed().get(_key(name), ("", None))


@cache
def _listed() -> Mapping[str, tuple[str, str | None]]:
    known: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for row in lexicon.read("organizations"):
        for name in (row["name"], *row["aliases"].split("|")):
            known[_key(name)].add((row["name"], row["country"] or None))
    return {name: next(iter(found)) for name, found in known.items() if len(found) == 1}


def _key(name: str) -> str:
    return " ".join(name.casefold().replace(".", "").removeprefix("the ").split())


@cache
def _identifiers() -> Mapping[str, str]:
    """Return the identifiers by every name of each organization; a name of two organizations is left out."""
    listed = {_key(row["name"]): row["wikidata"] for row in lexicon.read("organization_identifiers")}
    others: dict[str, set[str]] = defaultdict(set)
    for row in lexicon.read("organizations"):
        names = {_key(name) for name in (row["name"], *row["aliases"].split("|")) if name.strip()}
        for name in names - listed.keys():
            others[name].update(listed[other] for other in names if other in listed)
    return listed | {name: next(iter(found)) for name, found in others.items() if len(found) == 1}
