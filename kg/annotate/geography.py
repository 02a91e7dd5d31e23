"""Tell by the gazetteer what a place name names, and which country an adjective means.

Only classes and country keys are decided here; which of many namesakes is meant is left to the matching.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kg.resolve import gazetteer

#: a city this populous in proportion to the region of its name is what the bare name means: Aleppo, not Texas
_CITY_SHARE = 0.1


def bare(name: str) -> str:
    """Return a name without its article.

    >>> bare("the United States")
    'United States'
    """
    return name[4:] if name[:4].casefold() == "the " else name


@lru_cache(maxsize=20_000)
def country(name: str) -> str:
    """Return the ISO code of the country with this name, or ""."""
    found = gazetteer.default().country(bare(name)) if len(name) > 1 else None
    if found is None or _shared(found, name):
        return ""
    return found.country


@lru_cache(maxsize=20_000)
def shared_country(name: str) -> str:
    """Return the ISO code of the country that shares its name with a larger region elsewhere, or ""."""
    found = gazetteer.default().country(bare(name)) if len(name) > 2 else None
    return found.country if found is not None and _shared(found, name) else ""


def _shared(state: gazetteer.Place, name: str) -> bool:
    """Say whether a region elsewhere, more populous than the country, has the name too: Georgia."""
    return any(
        place.level == 1 and place.country != state.country and place.population > state.population
        for place in gazetteer.default().find(bare(name))
    )


def name_of(code: str) -> str:
    """Return the name of the country with this ISO code, or ""."""
    found = gazetteer.default().country(code)
    return found.name if found is not None else ""


@lru_cache(maxsize=20_000)
def demonym(word: str) -> str:
    """Return the ISO code of the country whose people or things the word names, or ""."""
    found = gazetteer.default().demonym(word)
    return found.country if found is not None else ""


@lru_cache(maxsize=20_000)
def place_class(name: str) -> str:
    """Return the class of what a place name most likely names, or "" where the gazetteer does not have it."""
    found = gazetteer.default().find(bare(name))
    if not found:
        return ""
    first = found[0]
    if first.kind == "Country" and _shared(first, name):
        return "GeopoliticalEntity"
    if first.kind == "Country" or first.level > 2:
        return first.kind
    cities = [p.population for p in found if p.kind == "PopulatedPlace" and p.country == first.country]
    share = max(cities, default=0) >= _CITY_SHARE * max(first.population, 1)
    return "PopulatedPlace" if share and first.kind == "AdministrativeRegion" else first.kind


@lru_cache(maxsize=20_000)
def is_known(name: str) -> bool:
    """Say whether the gazetteer has a place of some size by this name."""
    found = gazetteer.default().find(bare(name))
    return any(place.level < 2 or place.population >= 15_000 or " " in name for place in found)


@lru_cache(maxsize=20_000)
def capital_of(name: str) -> str:
    """Return the ISO code of the country whose capital has this name, or ""."""
    found = gazetteer.default().capital(name)
    return found.country if found is not None else ""


def keyed(words: Iterable[str]) -> tuple[str, ...]:
    """Return words with names of countries and their adjectives as one code: "Iraqi" and "Iraq" alike."""
    return tuple(code or word for word in words for code in (_code(word),))


def _code(word: str) -> str:
    # short words in lower case are words ("us", "it"), not ISO codes
    return demonym(word) or (country(word) if len(word) > 3 or word in ("us", "uk", "uae") else "")
