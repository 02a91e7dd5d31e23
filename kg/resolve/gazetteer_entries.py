"""What an entry of a gazetteer is, and how its name, type, identifiers and country are checked.

A gazetteer of a user's own, and an index built from Wikidata or GeoNames, hold the same entries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.annotate import lexicon
from kg.resolve.gazetteer_names import normalize
from kg.vocabulary import ARMS, KG, ORGANIZATIONS, PLACES, PREFIXES

#: the classes that an entry may have
TYPES = ORGANIZATIONS | PLACES | ARMS | {"Person", "Population"}

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
DBPEDIA = "http://dbpedia.org/resource/"

#: whoever so many Wikipedias write about is who a name means without more being said
FAMOUS = 20

_IRI = re.compile(
    r"(?:https?://[^\s<>\"{}|\\^`/]+(?:/[^\s<>\"{}|\\^`]*)?|urn:[A-Za-z0-9][A-Za-z0-9-]*:[^\s<>\"{}|\\^`]+)"
)
_ITEM = re.compile(r"Q[1-9][0-9]*")
#: names in capitals of up to so many letters are acronyms
_ACRONYM = 6
#: control characters, and halves of characters
_UNREADABLE = frozenset({"Cc", "Cs", "Cn"})
_NUMBER = re.compile(r"[1-9][0-9]*")
_SCHEMES = {
    "wd": WIKIDATA,
    "wikidata": WIKIDATA,
    "gn": GEONAMES,
    "geonames": GEONAMES,
    "dbr": DBPEDIA,
    "dbpedia": DBPEDIA,
    "viaf": "http://viaf.org/viaf/",
    "isni": "https://isni.org/isni/",
    "lei": "https://www.gleif.org/lei/",
    "ror": "https://ror.org/",
}
_WIKIDATA_PAGE = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(.*)")
_GEONAMES_PAGE = re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/([^/]*)(?:/.*)?")

#: prefixes of the vocabularies that the table of types names, beside our own
_VOCABULARIES = {
    **PREFIXES,
    "dbo": "http://dbpedia.org/ontology/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


class EntryError(ValueError):
    """A value of an entry is wrong; the message says what and what to do, as a clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Someone or something that a gazetteer knows, with all its names and identifiers.

    ``identifiers`` are IRIs, the one to link to first; ``country`` is an ISO code or empty; ``fame`` is the number
    of Wikipedias and sister projects that write about it. An entry without an identifier serves to find the name
    and is linked to nothing.
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    fame: int = 0


def family(type_: str) -> str:
    """Return the large kind of a class: what two entries must share to mean the same.

    Buildings and bases are told from the towns that they are named for, rivers and mountains too.

    >>> family("ArmedGroup") == family("Company"), family("Facility") == family("PopulatedPlace")
    (True, False)
    """
    if type_ in ORGANIZATIONS:
        return "organization"
    if type_ in ("Facility", "NaturalFeature"):
        return type_
    return "place" if type_ in PLACES else "arms" if type_ in ARMS else type_


def name_of(value: object) -> str:
    """Return a name, its blanks made plain.

    Raises:
        EntryError: there is none, or it has no letter or digit that a text could hold.
    """
    name = " ".join(str(value or "").split())
    if not name:
        raise EntryError("it has no name")
    if not normalize(name) or not any(c.isalnum() for c in name):
        raise EntryError(f'"{name}" is no name')
    if any(unicodedata.category(c) in _UNREADABLE for c in name):
        raise EntryError(f"the name {name!a} holds a character that no text has")
    if len(name) > 200:
        raise EntryError(f'the name "{name[:40]}…" is longer than 200 characters')
    return name


def type_of(value: str) -> str:
    """Return the class of the ontology that a word, a name of a class or the IRI of one stands for.

    Raises:
        EntryError: there is no such class.

    >>> type_of("militia"), type_of("https://schema.org/Person"), type_of("kg:Company")
    ('ArmedGroup', 'Person', 'Company')
    """
    given = value.strip()
    if not given:
        raise EntryError('it has no type; give it one, or all of them with "--type"')
    found = known_type(given)
    if not found:
        raise EntryError(f'its type "{given}" is unknown; use one of {", ".join(sorted(TYPES))}')
    return found


def known_type(value: str) -> str:
    """Return the class that a word or IRI stands for, or ""."""
    words, iris, items = _table()
    if value.startswith("http://schema.org/"):
        value = "https" + value[4:]
    if (item := _ITEM.fullmatch(value.removeprefix(WIKIDATA).removeprefix("wd:"))) is not None:
        return items.get(item[0], "")
    local = value.removeprefix(KG).removeprefix("kg:")
    return local if local in TYPES else iris.get(value, "") or words.get(_squeezed(value), "")


def wikidata_classes() -> Mapping[str, str]:
    """Return the classes of Wikidata whose instances are kept, with ours; the most telling come first."""
    return _table()[2]


def _squeezed(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word.casefold())


@cache
def _table() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    words: dict[str, str] = {type_.casefold(): type_ for type_ in TYPES}
    iris: dict[str, str] = {}
    items: dict[str, str] = {}
    for row in lexicon.read("gazetteer_types"):
        for word in filter(None, row["words"].split("|")):
            words.setdefault(word, row["class"])
        for curie in filter(None, row["iris"].split("|")):
            prefix, _, local = curie.partition(":")
            iris.setdefault(_VOCABULARIES[prefix] + local, row["class"])
            iris.setdefault(curie, row["class"])
        for item in filter(None, row["wikidata"].split("|")):
            items.setdefault(item, row["class"])
    return words, iris, items


def identifier_of(value: str, *, scheme: str = "") -> str:
    """Return an identifier as an IRI: an address, a URN, "Q42", "geonames:98182" and the like.

    Arguments:
        scheme: whose identifier a bare one is, such as "geonames" for "98182".

    Raises:
        EntryError: it is none.

    >>> identifier_of("Q42"), identifier_of("https://www.wikidata.org/wiki/Q42")
    ('http://www.wikidata.org/entity/Q42', 'http://www.wikidata.org/entity/Q42')
    >>> identifier_of("98182", scheme="geonames"), identifier_of("gn:98182")
    ('https://sws.geonames.org/98182/', 'https://sws.geonames.org/98182/')
    """
    given = value.strip()
    prefix, colon, local = given.partition(":")
    if colon and prefix.casefold() in _SCHEMES and not local.startswith("//"):
        scheme, given = prefix.casefold(), local.strip()
    elif not colon and not scheme and _ITEM.fullmatch(given):
        scheme = "wikidata"
    if page := _WIKIDATA_PAGE.fullmatch(given):
        scheme, given = "wikidata", page[1]
    elif page := _GEONAMES_PAGE.fullmatch(given):
        scheme, given = "geonames", page[1]
    base = _SCHEMES.get(scheme.casefold(), "") if "://" not in given else ""
    if base == WIKIDATA and not _ITEM.fullmatch(given):
        raise EntryError(f'"{value.strip()}" is no identifier of Wikidata; one looks like Q42')
    if base == GEONAMES:
        if not _NUMBER.fullmatch(given):
            raise EntryError(f'"{value.strip()}" is no identifier of GeoNames; one is a number such as 98182')
        given += "/"
    iri = base + given
    if not given or not _is_iri(iri):
        raise EntryError(
            f'"{value.strip()}" is no identifier; give an address, a URN, or one like Q42 or geonames:98182'
        )
    return iri


def _is_iri(text: str) -> bool:
    import pyoxigraph as ox

    try:
        return bool(_IRI.fullmatch(text)) and ox.NamedNode(text).value == text
    except (ValueError, UnicodeError):
        return False


def country_of(value: str) -> str:
    """Return the ISO code of a country given by its code or name; of nothing, nothing.

    Raises:
        EntryError: no country has it.
    """
    from kg.resolve import gazetteer

    given = value.strip()
    if not given:
        return ""
    found = gazetteer.default().country(given.upper() if len(given) == 2 else given)
    if found is None:
        raise EntryError(f'no country is called "{given}"; give a name or a code such as DE')
    return found.country


def point_of(lat: object, lon: object) -> tuple[float | None, float | None]:
    """Return a point given in degrees; of nothing, nothing.

    Raises:
        EntryError: one of the two is missing, is no number, or lies off the globe.
    """
    given = [str(x).strip() for x in (lat, lon) if x is not None and str(x).strip()]
    if not given:
        return None, None
    try:
        north, east = (float(x) for x in given)
    except ValueError as error:
        raise EntryError(f'"{" ".join(given)}" is no latitude and longitude') from error
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise EntryError(f"latitude {given[0]} and longitude {given[1]} lie off the globe")
    return north, east


def names_of(values: Iterable[object], *, but: str) -> tuple[str, ...]:
    """Return other names, each once, without the main one.

    >>> names_of(["KPM", " KPM ", "Kivu Movement"], but="Kivu Movement")
    ('KPM',)
    """
    names = dict.fromkeys(name_of(value) for value in values if str(value).strip())
    return tuple(name for name in names if name != but)


def same_spelling(written: str, listed: str) -> bool:
    """Say whether a text means a listed name by how it writes it: no common word, no acronym in small letters.

    >>> same_spelling("Kivu front", "Kivu Front"), same_spelling("who", "WHO"), same_spelling("U.N.", "UN")
    (True, False, True)
    >>> same_spelling("Apple", "apple"), same_spelling("free movement", "Free Movement")
    (False, False)
    >>> same_spelling("al-Hashd al-Shaabi", "Al-Hashd al-Shaabi")
    True
    """
    one, other = (re.sub(r"^[Tt]he (?=.)", "", name).replace(".", "") for name in (written, listed))
    if one == other:
        return True
    if other.isupper() and len(other) <= _ACRONYM and " " not in other:
        return False
    if one.isupper():
        return len(other) > 2 and any(c.isupper() for c in other)
    if one.islower() and not other.islower():
        return False
    # of "al-Hashd al-Shaabi" the article's letter may be either; else the capital that a name begins with is the name's
    return one[:1].isupper() == other[:1].isupper() or (bool(re.search(r"[ -]", one)) and not one.islower())
