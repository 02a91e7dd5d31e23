"""Look places up by name: countries, regions, cities over 500 people, demonyms, capitals.

The data are GeoNames's (CC BY 4.0), as the packages of `kg.resolve.gazetteer_sources` carry them; the first use
writes an index of them to the cache directory, every later one opens it in a few milliseconds.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.annotate import lexicon
from kg.resolve import gazetteer_index
from kg.resolve.gazetteer_names import looser, normalize

#: names kept in memory
_REMEMBERED = 20_000

_COLUMNS = "id, place.name, kind, level, lat, lon, population, country, admin1, admin2, wikidata"


class Place(NamedTuple):
    """An entry of the gazetteer.

    ``kind`` is a class of the ontology; ``level`` is 0 for a country, 1 and 2 for regions, 3 for a city;
    ``admin1`` and ``admin2`` are GeoNames ids of the regions around it, 0 where there is none; ``main`` says
    whether the name asked for is its main name; ``wikidata`` is an identifier such as "Q30", or empty.
    """

    id: int
    name: str
    kind: str
    level: int
    lat: float | None
    lon: float | None
    population: int
    country: str
    admin1: int
    admin2: int
    wikidata: str
    main: int = 1

    @property
    def iri(self) -> str:
        """The IRI of the place at GeoNames."""
        return f"https://sws.geonames.org/{self.id}/"


class Gazetteer:
    """An open index of places. Lookups are remembered; none of them changes it.

    ``beyond`` is asked for the places of a key that the index does not have.
    """

    def __init__(self, path: Path, *, beyond: Callable[[str], tuple[Place, ...]] | None = None) -> None:
        self._beyond = beyond
        self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        self._found: dict[str, tuple[Place, ...]] = {}
        self._by_id: dict[int, Place | None] = {}
        self._countries: dict[str, Place] = {}
        for values in self._database.execute(f"SELECT {_COLUMNS} FROM place WHERE kind = 'Country'"):  # noqa: S608
            self._countries[values[7]] = Place(*values)
        shared: dict[str, list[Place]] = defaultdict(list)
        for key, *values in self._database.execute("SELECT * FROM common ORDER BY rowid"):
            shared[key].append(Place._make(values))
        # a hundred namesakes take too long to read whenever a text names one of them
        self._common = {key: tuple(places) for key, places in shared.items()}
        self._demonyms: dict[str, str] = dict(self._database.execute("SELECT word, country FROM demonym"))
        self._capitals: dict[int, str] = dict(self._database.execute("SELECT id, country FROM capital"))
        self._abbreviations = {
            row["abbreviation"].replace(" ", ""): (row["region"], row["country"], row["alone"] == "yes")
            for row in lexicon.read("region_abbreviations")
        }

    @classmethod
    def open(cls, path: Path | None = None, *, beyond: Callable[[str], tuple[Place, ...]] | None = None) -> Gazetteer:
        """Return the gazetteer at ``path``, by default that of the installed sources, built if need be.

        Raises:
            UsageError: the cache directory cannot be written.
        """
        path = path or gazetteer_index.default_path()
        if not path.exists():
            gazetteer_index.build(path)
        return cls(path, beyond=beyond)

    def close(self) -> None:
        """Close the index."""
        self._database.close()

    def find(self, name: str) -> tuple[Place, ...]:
        """Return the places with this name: countries first, then first-level regions, then the rest by population.

        Where none has it as written, the name is tried without its designation ("Anbar province", "City of
        Alexandria"), which then limits what it may be, and without an Arabic article.
        """
        key = normalize(name)
        found = self._indexed(key)
        return found if found or self._beyond is None else self._beyond(key)

    def has(self, name: str) -> bool:
        """Say whether the index itself has a place of this name."""
        return bool(self._indexed(normalize(name)))

    def _indexed(self, key: str) -> tuple[Place, ...]:
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._search(key)
        return found

    def _search(self, key: str) -> tuple[Place, ...]:
        found = self._exact(key)
        for other, region in () if found else looser(key):
            found = tuple(
                p
                for p in self._exact(other)
                if (p.main if region is None else p.kind == "Country" or (p.level < 3) == region)
            )
            if found:
                break
        return found

    def _exact(self, key: str) -> tuple[Place, ...]:
        if (common := self._common.get(key)) is not None:
            return common
        rows = self._database.execute(
            f"SELECT {_COLUMNS}, main = 1 FROM name JOIN place USING (id) WHERE key = ?"  # noqa: S608
            f" ORDER BY {gazetteer_index.ORDER}",
            (key,),
        )
        return tuple(map(Place._make, rows))

    def place(self, id_: int) -> Place | None:
        """Return the place with this GeoNames id, or None."""
        if id_ not in self._by_id:
            row = self._database.execute(f"SELECT {_COLUMNS} FROM place WHERE id = ?", (id_,)).fetchone()  # noqa: S608
            self._by_id[id_] = Place(*row) if row else None
        return self._by_id[id_]

    def parents(self, place: Place) -> tuple[Place, ...]:
        """Return what the place lies in, the nearest first: its regions and its country."""
        above = [self.place(id_) for id_ in (place.admin2, place.admin1) if id_ not in (0, place.id)]
        if place.level > 0:
            above.append(self._countries.get(place.country))
        return tuple(p for p in above if p is not None)

    def country(self, name: str) -> Place | None:
        """Return the country that has this name or ISO code, or None."""
        if len(name) == 2 and name in self._countries:
            return self._countries[name]
        return next((place for place in self.find(name) if place.kind == "Country"), None)

    def demonym(self, word: str) -> Place | None:
        """Return the country whose people or things the word names ("Iraqi", "Britons"), or None."""
        key = normalize(word)
        code = self._demonyms.get(key) or self._demonyms.get(key.removesuffix("s"), "")
        return self._countries.get(code)

    def capital(self, name: str) -> Place | None:
        """Return the country whose capital has this name, or None."""
        for place in self.find(name):
            if place.id in self._capitals:
                return self._countries.get(self._capitals[place.id])
        return None

    def is_capital(self, place: Place) -> bool:
        """Say whether the place is the capital of its country."""
        return place.id in self._capitals

    def abbreviation(self, text: str, *, alone: bool = False) -> Place | None:
        """Return the state or province that an abbreviation names ("Ill.", "VA"), or None.

        ``alone`` asks only for those that news also writes without a town before them.
        """
        region, country, by_itself = self._abbreviations.get(text.replace(" ", ""), ("", "", False))
        if not region or (alone and not by_itself):
            return None
        return next((p for p in self.find(region) if p.level == 1 and p.country == country), None)


@cache
def _opened(process: int) -> Gazetteer:
    from kg.resolve import gazetteer_more

    return Gazetteer.open(beyond=gazetteer_more.find)


def default() -> Gazetteer:
    """Return the gazetteer of the installed sources and a user's index of GeoNames, opened once in each process."""
    return _opened(os.getpid())
