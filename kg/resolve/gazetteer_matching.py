"""Link entities to the entries of the user's gazetteers: those of their own first, then those built from dumps.

A name links where one entry of its kind has it and no country contradicts; of several entries one is chosen only by
its type, its country, or what lies near. Where that decides nothing there is no link: a likely identifier is worse
than none. What Wikidata and GeoNames say of each other's identifiers counts more than any name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from kg.annotate.coreference.clusters import VAGUE
from kg.annotate.document import Document
from kg.model import Entity, Match
from kg.resolve import gazetteer, national
from kg.resolve import gazetteer_library as library
from kg.resolve.gazetteer_entries import FAMOUS, GEONAMES, Entry, family, same_spelling
from kg.resolve.generic import is_generic
from kg.resolve.places import kilometres
from kg.vocabulary import PLACES

METHOD = "gazetteer"

#: how sure a link is: by an identifier, by a name of a user's own, by one of many million
_BY_IDENTIFIER = 0.97
_OWN, _OWN_ALIAS, _OWN_CHOSEN = 0.95, 0.9, 0.85
_BUILT_AGREED, _BUILT = 0.85, 0.7

#: two points of one place lie no farther apart, in kilometres
_SAME_PLACE = 25.0
#: a place this near to another of the article is the one meant, if no namesake is
_NEAR = 100.0

_ALTERNATIVES = 5
_OPEN = "name that several entries of a gazetteer share, linked to none"
_OFF_MAP = frozenset({"Facility", "NaturalFeature"})


@dataclass(frozen=True)
class _Scene:
    """What an article says of where it is: its countries and the points of its places."""

    countries: frozenset[str]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Asked:
    """An entity with its names, as gazetteers are asked for it."""

    entity: Entity
    names: tuple[str, ...]

    @cached_property
    def families(self) -> tuple[str, ...]:
        kind = family(self.entity.type)
        return (kind, *sorted(_OFF_MAP)) if self.entity.type == "Location" else (kind,)

    @cached_property
    def targets(self) -> frozenset[str]:
        return frozenset(match.target for match in self.entity.matches)


@dataclass(frozen=True)
class _Choice:
    """The entry that is meant, how sure that is, and the entries that lost."""

    entry: Entry
    score: float
    others: tuple[Entry, ...] = ()


def link(document: Document) -> Document:
    """Return the document with its entities linked to the gazetteers of the user.

    Raises:
        UsageError: a gazetteer cannot be read.
    """
    listings = library.installed()
    if not listings:
        return document
    scene = _scene(document)
    own = [listing for listing in listings if listing.is_own]
    built = [listing for listing in listings if not listing.is_own]
    entities, open_ = [], []
    for entity in document.entities:
        linked, decided = _linked(_asked(document, entity), own, built, scene)
        entities.append(linked)
        if not decided:
            open_.append(entity.name)
    losses = {**document.losses, _OPEN: tuple(open_)} if open_ else document.losses
    return document.with_(entities=tuple(entities), losses=losses)


def _scene(document: Document) -> _Scene:
    placed = [e for e in document.entities if e.type in PLACES]
    return _Scene(
        countries=frozenset(e.country for e in placed if e.country),
        points=tuple((e.lat, e.lon) for e in placed if e.lat is not None and e.lon is not None and e.type != "Country"),
    )


def _asked(document: Document, entity: Entity) -> _Asked:
    names = dict.fromkeys(" ".join(m.span.of(document.text).split()) for m in entity.mentions if m.kind == "name")
    ordered = sorted(names, key=lambda name: (name != entity.name, -len(name), name))
    # "the Kenyan Orvan Front" is who a list calls the Orvan Front, of Kenya or of no country
    bare = [found.rest for found in map(national.split, ordered) if found.country and found.country == entity.country]
    return _Asked(entity, tuple(dict.fromkeys((*ordered, *(bare if entity.type not in PLACES else ())))))


def _linked(
    asked: _Asked, own: Sequence[library.Listing], built: Sequence[library.Listing], scene: _Scene
) -> tuple[Entity, bool]:
    """Return the entity with what gazetteers say of it, and whether the user's own left nothing open."""
    if not asked.names:
        return asked.entity, True
    hits = _hits(asked, own)
    able = _of_own(asked, hits) if hits is not None else []
    left = _narrowed(asked, able, scene)
    if left is not None:
        score = _OWN_CHOSEN if len(hits or ()) > 1 else _OWN if left[1] else _OWN_ALIAS
        asked = replace(asked, entity=_with_own(asked.entity, _Choice(left[0], score, _others(hits, left))))
    elif able or hits is None:
        # the user's own namesakes: a dump knows no better which of them is meant
        return asked.entity, False
    for listing in built:
        choice = _of_built(asked, listing, scene)
        if choice is not None:
            asked = replace(asked, entity=_with(asked.entity, choice))
    return asked.entity, True


#: an entry, whether it was found by its main name, and the name
Found = tuple[Entry, bool, str]


def _hits(asked: _Asked, listings: Iterable[library.Listing]) -> list[Found] | None:
    """Return the entries of the first of the names that has any, each once; None where too many share the name."""
    for name in asked.names:
        found: dict[tuple[str, ...], Found] = {}
        for listing in listings:
            for kind in asked.families:
                hits = listing.find(name, kind, asked.entity.country or "")
                if hits is None:
                    return None
                for hit in hits:
                    if same_spelling(name, hit.written):
                        entry = hit.entry
                        one = entry.identifiers[:1] or (entry.name, entry.type, entry.country)
                        found.setdefault(one, (entry, hit.main, name))
        if found:
            return [found[one] for one in sorted(found)]
    return []


def _of_own(asked: _Asked, hits: Sequence[Found]) -> list[Found]:
    """Return the user's own entries that may be meant."""
    return [hit for hit in hits if not _contradicts(asked.entity, hit[0]) and _is_told(asked.entity, hit)]


def _is_told(entity: Entity, hit: Found) -> bool:
    """Say whether a name that every country has comes with the country of the entry."""
    entry, _, name = hit
    return not is_generic(name) or bool(entry.country and entry.country == entity.country)


def _others(hits: Sequence[Found] | None, chosen: Found) -> tuple[Entry, ...]:
    return tuple(entry for entry, *_ in hits or () if entry is not chosen[0])


def _of_built(asked: _Asked, listing: library.Listing, scene: _Scene) -> _Choice | None:
    """Return which entry of a gazetteer built from a dump is meant, or None."""
    known = {entry.identifiers: entry for target in sorted(asked.targets) for entry in listing.by_identifier(target)}
    known = {key: entry for key, entry in known.items() if family(entry.type) in asked.families}
    if known:
        return _Choice(next(iter(known.values())), _BY_IDENTIFIER) if len(known) == 1 else None
    entity = asked.entity
    if (
        entity.type in PLACES
        and not entity.matches
        and "place" in asked.families
        and gazetteer.default().has(asked.names[0])
    ):
        # what the places of the article could not decide stays undecided
        return None
    hits = _hits(asked, [listing])
    if not hits:
        return None
    able = [hit for hit in hits if not _contradicts(entity, hit[0]) and not _conflicts(asked, hit[0])]
    able = [hit for hit in able if _is_likely(entity, hit, scene)]
    left = _narrowed(asked, able, scene)
    if left is None:
        return None
    agreed = bool(left[0].country) and (
        left[0].country == entity.country or (entity.type in PLACES and left[0].country in scene.countries)
    )
    return _Choice(left[0], _BUILT_AGREED if agreed else _BUILT, _others(hits, left))


def _contradicts(entity: Entity, entry: Entry) -> bool:
    return bool(entity.country and entry.country and entity.country != entry.country)


def _conflicts(asked: _Asked, entry: Entry) -> bool:
    """Say whether an entry has another identifier of an authority than the entity has by now."""
    taken = {_authority(target): target for target in asked.targets}
    return any(taken.get(_authority(iri), iri) != iri for iri in entry.identifiers)


def _authority(iri: str) -> str:
    return urlsplit(iri).netloc or iri.partition(":")[0]


def _is_likely(entity: Entity, hit: Found, scene: _Scene) -> bool:
    """Say whether a name among millions says enough: for a place, a surname, an acronym or "the Army" it does not."""
    entry, _, name = hit
    agrees = bool(entry.country) and entry.country == entity.country
    if entity.type in PLACES:
        if entity.lat is not None and entity.lon is not None:
            return (
                entry.lat is not None
                and entry.lon is not None
                and _apart(entry, (entity.lat, entity.lon)) < _SAME_PLACE
            )
        return agrees or entry.country in scene.countries or (not entry.country and entry.type == "NaturalFeature")
    if entity.type == "Person":
        # most people whom news names are in no knowledge base, and share their names with some who are
        return " " in name and (agrees or entry.country in scene.countries or entry.fame >= FAMOUS)
    if is_generic(name) or (name.isupper() and " " not in name) or " " not in name:
        return agrees
    return True


def _narrowed(asked: _Asked, hits: Sequence[Found], scene: _Scene) -> Found | None:
    """Return the one entry that is left when type, country and nearness have been asked for, or None."""
    entity = asked.entity
    tests: list[Callable[[Entry], bool]] = [
        lambda entry: entity.type not in VAGUE and entry.type == entity.type,
        lambda entry: bool(entity.country) and entry.country == entity.country,
    ]
    if entity.type in PLACES:
        tests.append(lambda entry: entry.country in scene.countries)
        tests.append(lambda entry: any(_apart(entry, point) < _NEAR for point in scene.points))
    left = list(hits)
    for test in tests:
        if len(left) > 1:
            left = [hit for hit in left if test(hit[0])] or left
    return left[0] if len(left) == 1 else None


def _apart(entry: Entry, point: tuple[float, float]) -> float:
    if entry.lat is None or entry.lon is None:
        return float("inf")
    return kilometres((entry.lat, entry.lon), point)


def _with_own(entity: Entity, choice: _Choice) -> Entity:
    """Return the entity as the user knows it: their identifiers, class and point count before ours."""
    entry = choice.entry
    theirs = {_authority(iri): iri for iri in entry.identifiers}
    clash = any(theirs.get(_authority(m.target), m.target) != m.target for m in entity.matches)
    kept = tuple(
        m
        for m in entity.matches
        if theirs.get(_authority(m.target), m.target) == m.target and not (clash and m.method.startswith("places."))
    )
    if clash and entity.type in PLACES:
        place = next((p for iri in entry.identifiers if (p := _place(iri)) is not None), None)
        entity = replace(
            entity,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            country=(place.country if place else "") or None,
        )
    entity = replace(_with(replace(entity, matches=kept), choice), type=entry.type)
    if entry.lat is not None and entity.type in PLACES:
        entity = replace(entity, lat=entry.lat, lon=entry.lon)
    return entity


def _place(iri: str) -> gazetteer.Place | None:
    found = re.fullmatch(rf"{re.escape(GEONAMES)}(\d+)/", iri)
    return gazetteer.default().place(int(found[1])) if found else None


def _with(entity: Entity, choice: _Choice) -> Entity:
    """Return the entity with the identifiers that an entry adds, and with its class, country and point where open."""
    entry = choice.entry
    known = {match.target for match in entity.matches}
    new = tuple(_matches(choice, [iri for iri in entry.identifiers if iri not in known]))
    place = entity.type in PLACES and entity.lat is None
    return replace(
        entity,
        matches=(*new, *entity.matches),
        type=entry.type if entity.type in VAGUE and entry.type != "Population" else entity.type,
        country=entity.country or entry.country or None,
        lat=entry.lat if place else entity.lat,
        lon=entry.lon if place else entity.lon,
    )


def _matches(choice: _Choice, identifiers: Sequence[str]) -> Iterator[Match]:
    others = tuple(e.identifiers[0] for e in choice.others if e.identifiers)[:_ALTERNATIVES]
    for iri in identifiers:
        yield Match(target=iri, method=METHOD, score=choice.score, label=choice.entry.name, alternatives=others)
