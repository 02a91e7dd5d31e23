"""Say how well entities fit a query, and which one is meant for certain, if any.

A score adds nothing up: it is how likely two names are one, divided by what speaks against it. A candidate is a match
only where a person who knows the graph would not hesitate: one full name, one such entity, nothing against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from kg.graph import classes
from kg.match.classes import family
from kg.match.score import likeness
from kg.resolve.generic import is_generic, undesignated
from kg.resolve.identity import is_acronym
from kg.resolve.likeness import EMPTY, PARTICLES, plain, skeleton
from kg.serve.index import Entry, Index, initials
from kg.serve.request import LONG, Query

#: how likely a name must be for a match, and for one that other facts confirm
SURE, CONFIRMED = 0.95, 0.85
#: a name with the same consonants that looks alike, and what is spelt worse or lacks words, at most
SPELT, PART = 0.84, 0.7
#: a name whose initials were given
LETTERS = 0.75
#: what names that only look alike reach at most, and how much alike they must look
LOOKS, ALIKE = 0.7, 0.6
#: how much two words of one skeleton must look alike
NEAR = 66.0
#: names that look less alike than this are not compared by their sounds
WORTH = 0.45
#: what a class of the same family, and another country, leave of a score
KIN, ELSEWHERE = 0.8, 0.6
#: a match needs so much more than the next candidate
MARGIN = 0.1
#: a link that nobody judged is certain from this score on
LINKED = 0.9

#: classes whose names many places share: certain only where the country is known
_SHARED = frozenset(("PopulatedPlace", "AdministrativeRegion", "Facility", "NaturalFeature", "Location"))

#: addresses of records as people copy them, and the IRI that is meant
_ADDRESSES = (
    (re.compile(r"https?://(?:(?:www|m)\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)"), "http://www.wikidata.org/entity/{}"),
    (re.compile(r"https?://(?:(?:www|sws)\.)?geonames\.org/(\d+)\b.*"), "https://sws.geonames.org/{}/"),
    (re.compile(r"https?://dbpedia\.org/(?:page|resource)/(.+)"), "http://dbpedia.org/resource/{}"),
)

#: properties that identify, and what makes an IRI of a value that is none
IDENTIFIERS: Mapping[str, str] = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "geonames": "https://sws.geonames.org/{}/",
    "dbpedia": "http://dbpedia.org/resource/{}",
    "link": "{}",
}


def target(value: str, template: str = "{}") -> str:
    """Return the IRI that an address or an identifier means.

    >>> target("https://www.geonames.org/4711/port-hale.html"), target("Q30", IDENTIFIERS["wikidata"])
    ('https://sws.geonames.org/4711/', 'http://www.wikidata.org/entity/Q30')
    """
    for pattern, whole in _ADDRESSES:
        if found := pattern.fullmatch(value):
            return whole.format(found[1])
    return value if "://" in value else template.replace("{}", value.replace(" ", "_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate with its score from 0 to 100, its features, and whether it is meant for certain."""

    entry: Entry
    score: float
    match: bool = False
    features: Mapping[str, float | bool] = field(default_factory=dict)


def reconcile(query: Query, index: Index) -> list[Scored]:
    """Return the entities that a query may mean, best first, at most as many as it asks for.

    >>> wei = Entry(iri="https://w3id.org/newskg/entity/1", names=("Ada Wei",), type="Person")
    >>> [(s.entry.name, s.score, s.match) for s in reconcile(Query(text="Ada Wei"), Index([wei]))]
    [('Ada Wei', 100.0, True)]
    """
    wanted = (*query.types, *(value for pid, value in query.properties if pid == "type"))
    asked = tuple(filter(None, map(classes.find, wanted)))
    identified = list(_identified(query, index))
    if identified:
        return sorted(identified, key=lambda s: (-s.score, s.entry.iri))[: query.limit]
    if not query.text or len(query.text) > LONG:
        return []
    country = _country(query, index)
    found = [
        scored
        for entry in index.named_like(query.text)
        if (scored := _scored(query, entry, index, asked=asked, country=country))
    ]
    found.sort(key=lambda s: (-s.score, -s.entry.articles, s.entry.iri))
    if found and _is_certain(query, found, index, country=country):
        best = found[0]
        found[0] = Scored(entry=best.entry, score=best.score, features=best.features, match=True)
    return found[: query.limit]


def _identified(query: Query, index: Index) -> Iterable[Scored]:
    """Yield the entities that the query gives an identifier of, by itself or as a property."""
    if entry := index.entry(query.text):
        yield Scored(entry=entry, score=100.0, match=True, features={"identifier": True})
        return
    given = list(_given(query))
    if re.fullmatch(r"Q[1-9]\d*", query.text):
        given.append(target(query.text, IDENTIFIERS["wikidata"]))
    elif re.match(r"https?://", query.text):
        given.append(target(query.text))
    seen: dict[str, tuple[Entry, float, bool]] = {}
    for iri in given:
        for entry, score, accepted in index.linked(iri):
            if entry.iri not in seen or score > seen[entry.iri][1]:
                seen[entry.iri] = (entry, score, accepted)
    for entry, score, accepted in seen.values():
        sure = len(seen) == 1 and (accepted or score >= LINKED)
        yield Scored(
            entry=entry,
            score=round(100 * (1.0 if accepted else score), 1),
            match=sure,
            features={"identifier": True, "accepted": accepted},
        )


def _given(query: Query) -> Iterator[str]:
    """Yield the identifiers that a query gives as properties."""
    for pid, value in query.properties:
        if pid in IDENTIFIERS:
            yield target(value, IDENTIFIERS[pid])


def _is_another(entry: Entry, query: Query, index: Index) -> bool:
    """Say whether an entity has another identifier in a knowledge base than the query gives."""
    theirs = {_namespace(iri) for iri in _given(query)}
    return any(_namespace(iri) in theirs for iri in index.targets(entry))


def _namespace(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[0]


def _country(query: Query, index: Index) -> str:
    """Return the ISO code of the country that a query gives, by code or by a name that the graph has; or nothing."""
    for pid, value in query.properties:
        if pid == "countryCode":
            code = index.codes.get(plain(value), "")
            return code or (value.upper() if re.fullmatch(r"[A-Za-z]{2}", value) else "")
    return ""


def _scored(query: Query, entry: Entry, index: Index, *, asked: tuple[str, ...], country: str) -> Scored | None:
    kind = _kind(entry.type, asked)
    if kind == 0.0 and query.strict:
        return None
    name, looks = _names(query.text, entry)
    if not name:
        return None
    fits = not country or not entry.country or entry.country == country
    another = _is_another(entry, query, index)
    score = name * (kind or KIN * KIN) * (1.0 if fits else ELSEWHERE) * (ELSEWHERE if another else 1.0)
    features: dict[str, float | bool] = {
        "name": round(name, 3),
        "spelling": round(looks, 3),
        "articles": entry.articles,
    }
    if asked:
        features["type"] = kind == 1.0
    if country and entry.country:
        features["country"] = fits
    if another:
        features["identifier"] = False
    if _has_other_name(entry, query):
        features["altLabel"] = True
    return Scored(entry=entry, score=round(100 * score, 1), features=features)


def _has_other_name(entry: Entry, query: Query) -> bool:
    """Say whether a full name that the query gives besides is one of the entity's."""
    given = {plain(value) for pid, value in query.properties if pid in ("altLabel", "prefLabel")} - {plain(query.text)}
    return any(" " in name and name in given for name in map(plain, entry.names))


def _kind(type_: str, asked: tuple[str, ...]) -> float:
    """Return how well a class fits those asked for: 1 where it is one, less where it may turn out to be, or 0.

    >>> _kind("ArmedGroup", ("Organization",)), _kind("Organization", ("ArmedGroup",)), _kind("Person", ("Country",))
    (1.0, 0.8, 0.0)
    """
    if not asked or classes.within(type_) & set(asked):
        return 1.0
    return KIN if any(type_ in classes.within(a) and type_ != classes.ROOT for a in asked) else 0.0


def _names(text: str, entry: Entry) -> tuple[float, float]:
    """Return how likely one of the entity's names is the text, and how much its spelling is like it."""
    kin, wanted = family(entry.type), plain(text)
    letters = wanted.replace(" ", "") if is_acronym(text) else ""
    best, looks = 0.0, 0.0
    for name in entry.names:
        folded = plain(name)
        alike = fuzz.token_sort_ratio(wanted, folded) / 100
        looks = max(looks, alike)
        if alike >= WORTH:
            best = max(best, likeness(text, name, family=kin), LOOKS * alike if alike >= ALIKE else 0.0)
        if letters and best < LETTERS and letters == initials(name):
            best = LETTERS
        if best < SPELT:
            best = max(best, _shared(wanted, folded))
    return best, looks


def _shared(wanted: str, name: str) -> float:
    """Return how likely a name is one whose words are all in another, whatever their spelling.

    >>> _shared("kivu patriotic movment", "kivu patriotic movement"), _shared("wei", "ada wei"), _shared("un", "union")
    (0.84, 0.63, 0.0)
    """
    ours = [word for word in wanted.split() if word not in EMPTY]
    theirs = [word for word in name.split() if word not in EMPTY]
    if not ours or len(ours) > len(theirs) or not all(any(_is_spelt(a, b) for b in theirs) for a in ours):
        return 0.0
    return SPELT if len(ours) == len(theirs) else round(PART * (0.8 + 0.2 * len(ours) / len(theirs)), 3)


def _is_spelt(one: str, other: str) -> bool:
    return one == other or (skeleton(one) == skeleton(other) and fuzz.ratio(one, other) >= NEAR)


def _is_certain(query: Query, found: list[Scored], index: Index, *, country: str) -> bool:
    best = found[0]
    confirmed = (bool(country) and best.entry.country == country) or "altLabel" in best.features
    if False in (best.features.get(name) for name in ("type", "country", "identifier")):
        return False
    if len(found) > 1 and best.score - found[1].score < 100 * MARGIN:
        return False
    nameless = is_generic(query.text) and (best.entry.country or not index.targets(best.entry))
    if not confirmed and (
        best.entry.type in _SHARED
        or is_acronym(query.text)
        or nameless
        or _is_description(best.entry.name)
        or (best.entry.type == "Person" and " " not in plain(query.text))
    ):
        return False
    return best.features["name"] >= (CONFIRMED if confirmed else SURE)


def _is_description(name: str) -> bool:
    """Say whether a name has a common noun, as what articles never name has: two groups of rebels may be two.

    >>> _is_description("Rwanda-backed rebels"), _is_description("Abu Bakr al-Baghdadi"), _is_description("War on Want")
    (True, False, False)
    >>> _is_description("Houthi movement")
    False
    """
    words = re.findall(r"(?<![^\W_])[^\W_]+", name.replace("-", " "))
    if undesignated(name) and not any(word.islower() for word in words[:-1]):
        # "the Houthi movement" is a name
        return False
    return any(len(word) > 2 and word.islower() and word not in EMPTY | PARTICLES for word in words)
