"""Read from the article graphs what identity is decided from: entities as articles name them, and what surrounds them.

What a record says comes from its own article alone, so that adding or removing another article leaves it as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.annotate import geography
from kg.resolve import identity, national
from kg.resolve.generic import is_generic
from kg.resolve.likeness import plain
from kg.vocabulary import BASE, term

if TYPE_CHECKING:
    from kg.graph.store import EmbeddedStore, EndpointStore

    Store = EmbeddedStore | EndpointStore

Values = dict[str, set[str]]

_PREFIXES = "".join(f"PREFIX {p}: <{term(f'{p}:')}> " for p in ("kg", "skos", "wgs84"))

# flat patterns, joined here: one query with its OPTIONALs and EXISTS takes four times as long
NAMES = _PREFIXES + "SELECT ?article ?entity ?name WHERE { GRAPH ?article { ?entity skos:prefLabel ?name } }"
TYPES = _PREFIXES + "SELECT ?entity ?value WHERE { GRAPH ?article { ?entity skos:prefLabel ?name . ?entity a ?value } }"
NAMED = _PREFIXES + "SELECT ?entity ?value WHERE { GRAPH ?g { ?value a kg:NameMention . ?entity kg:mention ?value } }"
LATITUDES = _PREFIXES + "SELECT ?entity ?value WHERE { GRAPH ?g { ?entity wgs84:lat ?value } }"
LONGITUDES = _PREFIXES + "SELECT ?entity ?value WHERE { GRAPH ?g { ?entity wgs84:long ?value } }"
CODES = _PREFIXES + "SELECT ?entity ?value WHERE { GRAPH ?g { ?entity kg:countryCode ?value } }"
ALIASES = _PREFIXES + (
    "SELECT ?entity ?value WHERE { GRAPH ?article { ?entity skos:altLabel ?value . ?article a kg:Article } }"
)
TARGETS = _PREFIXES + (
    "SELECT ?entity ?value WHERE "
    "{ GRAPH ?article { ?match a kg:Match ; kg:entity ?entity ; kg:target ?value . ?article a kg:Article } }"
)
#: what articles assert or report of who speaks for, leads, serves or belongs to whom
TIES = (
    _PREFIXES
    + """SELECT ?entity ?value WHERE { GRAPH ?article {
  ?relation kg:subject ?entity ; kg:relationName ?name ; kg:object ?value ; kg:factuality ?factuality .
  FILTER(?factuality IN (kg:asserted, kg:reported))
  FILTER(?name IN ("holdsRole", "spokespersonFor", "leads", "memberOf", "partOf"))
  ?article a kg:Article
} }"""
)
ROLES = (
    _PREFIXES
    + """SELECT ?entity ?value WHERE { GRAPH ?article {
  ?relation kg:subject ?entity ; kg:relationName "holdsRole" ; kg:value ?value ; kg:factuality ?factuality .
  FILTER(?factuality IN (kg:asserted, kg:reported))
} }"""
)


def read_records(
    store: Store, *, judged: Mapping[tuple[str, str], identity.Verdict] | None = None, base: str = BASE
) -> Iterator[identity.Record]:
    """Yield the entities of all articles, as identity is decided from them.

    Arguments:
        judged: what persons decided of links, by group and target; a rejected one takes along the place it led to.
    """
    for record in unjudged(store, base=base):
        group = identity.group_iri(identity.key(record), base)
        targets = tuple(t for t in record.targets if (judged or {}).get((group, t)) != "different")
        if targets or not record.targets:
            yield replace(record, targets=targets)
        else:
            yield replace(record, targets=(), lat=None, lon=None, country=None)


def unjudged(store: Store, *, base: str = BASE) -> Iterator[identity.Record]:
    """Yield the entities of all articles with all links, also those that a person rejected."""
    targets, aliases, types, named, latitudes, longitudes, codes, ties, roles = (
        _values(store, query) for query in (TARGETS, ALIASES, TYPES, NAMED, LATITUDES, LONGITUDES, CODES, TIES, ROLES)
    )
    rows = [(row["article"].value, row["entity"].value, row["name"].value) for row in store.select(NAMES)]
    rows = [row for row in rows if row[0].startswith(f"{base}article/")]
    names = {iri: name for _, iri, name in rows}
    mutual: Values = defaultdict(set)
    for iri, others in ties.items():
        for other in others:
            mutual[iri].add(plain(names.get(other, "")))
            mutual[other].add(plain(names.get(iri, "")))
    in_sight, around = _countries(rows, codes, types, latitudes)
    for article, iri, name in rows:
        type_ = _type(types[iri])
        told = _only(codes.get(iri, set())) or _only({c for other in ties.get(iri, ()) for c in codes.get(other, ())})
        record = identity.Record(
            iri=iri,
            article=article,
            type=type_,
            name=name,
            named=iri in named,
            aliases=tuple(sorted(alias for alias in aliases.get(iri, ()) if not is_generic(alias))),
            targets=tuple(sorted(targets.get(iri, ()))),
            lat=_number(latitudes.get(iri, set())),
            lon=_number(longitudes.get(iri, set())),
            country=told,
            roles=tuple(sorted({national.split(role).rest.casefold() for role in roles.get(iri, ())})),
            ties=tuple(sorted(mutual.get(iri, set()) - {""})),
            setting=around.get(article, ()),
        )
        yield _owned(record, _only(in_sight[article])) if type_ in identity.FAMILIES else record


def _owned(record: identity.Record, only: str | None) -> identity.Record:
    """Return the record of an organization with the country in its name, and as what every country has, if it is that.

    Arguments:
        only: the country of the article, where it tells of no other.
    """
    name, country, rest, adjective = record.name, *national.split(record.name, record.country)
    common, alone = national.institution(rest)
    country = country if country and record.country in (None, country) else None
    owner = record.country or country or (only if alone else None)
    if common and owner:
        named = name if country else f"{rest} of {geography.name_of(owner)}"
        return replace(record, named=True, name=named, country=owner, common=common)
    if led := national.led(name):
        return replace(record, named=True, common=led)
    if adjective and country and " " in rest and not is_generic(rest):
        return replace(record, country=country, forms=(rest,))
    # every country has an army: without the country nobody can tell which one is meant
    return replace(record, named=record.named and (record.country is not None or not is_generic(name)))


def _countries(
    rows: Iterable[tuple[str, str, str]], codes: Values, types: Values, latitudes: Values
) -> tuple[Values, dict[str, tuple[str, ...]]]:
    """Return the countries that each article tells of at all, and those named in which its towns and sites lie."""
    in_sight: Values = defaultdict(set)
    named: Values = defaultdict(set)
    around: Values = defaultdict(set)
    for article, iri, _ in rows:
        found = codes.get(iri, set())
        in_sight[article] |= found
        if _type(types[iri]) == "Country":
            named[article] |= found
        elif iri in latitudes:
            around[article] |= found
    # a town alone may be misread
    return in_sight, {article: tuple(sorted(found & named[article])) for article, found in around.items()}


def _type(types: set[str]) -> str:
    return min(types).removeprefix(term("kg:"))


def _number(values: set[str]) -> float | None:
    return float(min(values)) if values else None


def _values(store: Store, query: str) -> Values:
    """Return the values of a query by entity."""
    found: Values = {}
    for row in store.select(query):
        found.setdefault(row["entity"].value, set()).add(row["value"].value)
    return found


def _only(values: set[str]) -> str | None:
    """Return the only value, or None where there are none or several."""
    return next(iter(values)) if len(values) == 1 else None
