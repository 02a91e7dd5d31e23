"""Read from the article graphs what identity is decided from: entities as articles name them, and what surrounds them.

What a record says comes from its own article alone, so that adding or removing another article leaves it as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.annotate import geography
from kg.graph.classes import classes
from kg.graph.columns import Columns
from kg.resolve import eponymous, identity, national, organizations
from kg.resolve.generic import is_generic
from kg.resolve.likeness import plain
from kg.resolve.peoples import people
from kg.vocabulary import BASE, article_of, term

if TYPE_CHECKING:
    from kg.graph.store import Store

Values = Mapping[str, set[str]]

_PREFIXES = f"PREFIX kg: <{term('kg:')}> "
TYPES = _PREFIXES + "SELECT ?entity ?value WHERE {{ VALUES ?value {{ {classes} }} GRAPH ?g {{ ?entity a ?value }} }}"
NAMED = _PREFIXES + "SELECT ?entity WHERE { GRAPH ?g { ?value a kg:NameMention . ?entity kg:mention ?value } }"

#: what tells of somebody's identity: who speaks for, leads, serves or belongs to whom
TIES = frozenset(("holdsRole", "spokespersonFor", "leads", "memberOf", "partOf"))

#: facts of these certainties are held for true
HELD = frozenset((term("kg:asserted"), term("kg:reported")))


def read_records(
    store: Store,
    *,
    columns: Columns | None = None,
    judged: Mapping[tuple[str, str], identity.Verdict] | None = None,
    base: str = BASE,
) -> Iterator[identity.Record]:
    """Yield the entities of all articles, as identity is decided from them.

    Arguments:
        columns: what was read of the store already.
        judged: what persons decided of links, by group and target; a rejected one takes along the place it led to.
    """
    for record in unjudged(store, columns or Columns(store, base=base)):
        group = identity.group_iri(identity.key(record), base)
        targets = tuple(t for t in record.targets if (judged or {}).get((group, t)) != "different")
        if targets or not record.targets:
            yield replace(record, targets=targets)
        else:
            yield replace(record, targets=(), lat=None, lon=None, country=None)


def unjudged(store: Store, columns: Columns) -> Iterator[identity.Record]:
    """Yield the entities of all articles with all links, also those that a person rejected."""
    latitudes, longitudes, codes = (columns.all(n) for n in ("wgs84:lat", "wgs84:long", "kg:countryCode"))
    aliases, labels = columns.all("skos:altLabel"), columns.all("skos:prefLabel")
    types, named = _types(store), {row["entity"].value for row in store.select(NAMED)}
    targets, ties, roles = _targets(columns), _ties(columns), _roles(columns)
    rows = [(article_of(iri), iri, name) for iri, given in labels.items() for name in sorted(given)]
    names = {iri: name for _, iri, name in rows}
    mutual = defaultdict[str, set[str]](set)
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
        if type_ == "Population" and record.named:
            record = replace(record, common=people(name))
        yield _owned(record, _only(in_sight[article])) if type_ in identity.FAMILIES else record


def _owned(record: identity.Record, only: str | None) -> identity.Record:
    """Return the record of an organization with the country in its name, and as what every country has, if it is that.

    Arguments:
        only: the country of the article, where it tells of no other.
    """
    name, country, rest, adjective = record.name, *national.split(record.name, record.country)
    for known_as in (name, rest):
        called, home = organizations.listed(known_as)
        if called and (record.country or home) == home and country in (None, home):
            return _called(replace(record, country=home), called)
    common, alone = national.institution(rest)
    country = country if country and record.country in (None, country) else None
    owner = record.country or country or (only if alone else None)
    if common and owner:
        named = name if country else f"{rest} of {geography.name_of(owner)}"
        return replace(record, named=True, name=named, country=owner, common=common)
    if body := eponymous.led_by(name):
        return _called(record, body)
    if led := national.led(name):
        return replace(record, named=True, common=led)
    if adjective and country and " " in rest and not is_generic(rest):
        return replace(record, country=country, forms=(rest,))
    # every country has an army: without the country nobody can tell which one is meant
    return replace(record, named=record.named and (record.country is not None or not is_generic(name)))


def _called(record: identity.Record, name: str) -> identity.Record:
    """Return the record by the name that all articles share, and with its own as another."""
    aliases = tuple(sorted({*record.aliases, record.name} - {name}))
    return replace(record, named=True, name=name, common=name, aliases=aliases)


def _countries(
    rows: Iterable[tuple[str, str, str]], codes: Values, types: Values, latitudes: Values
) -> tuple[Values, dict[str, tuple[str, ...]]]:
    """Return the countries that each article tells of at all, and those named in which its towns and sites lie."""
    in_sight = defaultdict[str, set[str]](set)
    named = defaultdict[str, set[str]](set)
    around = defaultdict[str, set[str]](set)
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


def _types(store: Store) -> Values:
    found: dict[str, set[str]] = {}
    # class by class: asking each entity for its classes jumps about in the store
    for row in store.select(TYPES.format(classes=" ".join(f"kg:{name}" for name in classes()))):
        found.setdefault(row["entity"].value, set()).add(row["value"].value)
    return found


def _targets(columns: Columns) -> Values:
    """Return the links of entities."""
    found: dict[str, set[str]] = {}
    entities = columns.one("kg:entity")
    for match, target in columns.one("kg:target").items():
        found.setdefault(entities[match], set()).add(target)
    return found


def _ties(columns: Columns) -> Values:
    """Return whom articles assert or report each entity to speak for, lead, serve or belong to."""
    found: dict[str, set[str]] = {}
    subjects, objects, certainties = (columns.one(n) for n in ("kg:subject", "kg:object", "kg:factuality"))
    for fact, name in columns.one("kg:relationName").items():
        if name in TIES and fact in objects and certainties[fact] in HELD:
            found.setdefault(subjects[fact], set()).add(objects[fact])
    return found


def _roles(columns: Columns) -> Values:
    """Return the roles that articles assert or report each entity to hold."""
    found: dict[str, set[str]] = {}
    subjects, names, certainties = (columns.one(n) for n in ("kg:subject", "kg:relationName", "kg:factuality"))
    for fact, value in columns.one("kg:value").items():
        if names.get(fact) == "holdsRole" and certainties[fact] in HELD:
            found.setdefault(subjects[fact], set()).add(value)
    return found


def _only(values: set[str]) -> str | None:
    """Return the only value, or None where there are none or several."""
    return next(iter(values)) if len(values) == 1 else None
