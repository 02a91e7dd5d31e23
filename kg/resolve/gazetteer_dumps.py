"""Stream the dumps of Wikidata and GeoNames into gazetteers, one record at a time.

Of Wikidata the instances of the classes in ``lexicons/gazetteer_types.tsv`` are kept: humans, organizations, places,
and what else can act. Of GeoNames, what it classes as administrative or populated, airports and military bases.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from kg.errors import UsageError
from kg.resolve import gazetteer_library as library
from kg.resolve.gazetteer_entries import FAMOUS, GEONAMES, WIKIDATA, Entry, EntryError, name_of, wikidata_classes
from kg.resolve.gazetteer_names import is_latin

#: called with the bytes read since the last call, the records read and those kept
Progress = Callable[[int, int, int], None]

_LANGUAGES = ("en", "mul", "en-gb", "en-us", "en-ca")
_EVERY = 5_000
#: why a line is left out that cannot be read, and how many of them are remembered
_DAMAGED, _SHOWN = "damaged lines", 3
_ITEM = re.compile(r"Q[1-9][0-9]*")

#: the columns of a GeoNames table
_COLUMNS = 19
#: features of other classes than A and P that news names: airports, airfields, bases of the forces
_BASES = frozenset({"AIRP", "AIRB", "AIRF", "AIRH", "MILB", "NVB", "INSM"})
_STATES = frozenset({"PCL", "PCLD", "PCLF", "PCLI", "PCLIX", "PCLS"})
#: what is there no more
_GONE = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH", "ADMDH", "PCLH", "ZNH"})


class Build(NamedTuple):
    """What a build made, why records were left out, with their numbers, and the first lines that were damaged."""

    about: library.About
    left_out: Mapping[str, int]
    damaged: Sequence[int] = ()


def wikidata(path: Path, *, name: str = "wikidata", progress: Progress | None = None) -> Build:
    """Build a gazetteer from a JSON dump of Wikidata, plain or compressed by gzip, bzip2 or xz.

    Raises:
        UsageError: the file cannot be read, or is no such dump; the gazetteer stays as it was.
    """
    reader = _Wikidata(path, progress or (lambda *_: None))
    about = library.About(name=name, source=library.WIKIDATA, file=path.name)
    made = library.write(reader.entries(), about, countries=lambda: reader.countries)
    return Build(made, reader.left_out, reader.damaged)


def geonames(path: Path, *, name: str = "geonames", progress: Progress | None = None) -> Build:
    """Build a gazetteer from a dump of GeoNames such as ``allCountries.zip`` or ``DE.zip``, or the table in it.

    Raises:
        UsageError: the file cannot be read, or is no such dump; the gazetteer stays as it was.
    """
    left_out: Counter[str] = Counter()
    damaged: list[int] = []
    about = library.About(name=name, source=library.GEONAMES, file=path.name)
    made = library.write(_places(path, progress or (lambda *_: None), left_out, damaged), about)
    return Build(made, left_out, damaged)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Iterable[bytes], IO[bytes]]]:
    """Give a dump's lines and the file itself, whose position tells how far the reading is.

    Raises:
        UsageError: it cannot be read to its end.
    """
    try:
        with path.open("rb") as raw:
            magic = raw.read(6)
            raw.seek(0)
            if magic.startswith(b"\x1f\x8b"):
                with gzip.GzipFile(fileobj=raw) as lines:
                    yield lines, raw
            elif magic.startswith(b"BZh"):
                with bz2.BZ2File(raw) as lines:
                    yield lines, raw
            elif magic.startswith(b"\xfd7zXZ"):
                with lzma.LZMAFile(raw) as lines:
                    yield lines, raw
            elif magic.startswith(b"PK"):
                with zipfile.ZipFile(raw) as archive:
                    tables = [
                        i for i in archive.infolist() if i.filename.endswith(".txt") and "readme" not in i.filename
                    ]
                    if not tables:
                        raise UsageError(f"{path}: there is no table in it. Give a zip file of GeoNames.")
                    with archive.open(max(tables, key=lambda i: i.file_size)) as lines:
                        yield lines, raw
            else:
                yield raw, raw
    except (OSError, EOFError, zipfile.BadZipFile, lzma.LZMAError, zlib.error) as error:
        raise UsageError(f"{path}: it cannot be read to its end ({error}). Is the download whole?") from error


def _lines(path: Path, progress: Progress, kept: Callable[[], int]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a dump with their numbers, reporting progress now and then."""
    with _opened(path) as (lines, raw):
        done = number = 0
        for number, line in enumerate(lines, 1):
            yield number, line
            if number % _EVERY == 0:
                at = raw.tell()
                progress(at - done, number, kept())
                done = at
        progress(raw.tell() - done, number, kept())


class _Wikidata:
    """One pass over a dump of Wikidata."""

    def __init__(self, path: Path, progress: Progress) -> None:
        from kg.resolve.gazetteer_sources import country_items

        self.path, self.progress = path, progress
        self.countries: dict[str, str] = dict(country_items())
        self.left_out: Counter[str] = Counter()
        self.damaged: list[int] = []
        self._classes = {item: (rank, class_) for rank, (item, class_) in enumerate(wikidata_classes().items())}
        numbers = "|".join(item[1:] for item in self._classes)
        # most of Wikidata is papers, stars and proteins: what names none of our classes need not be parsed
        self._wanted = re.compile(rf'"(?:id":\s*"Q|numeric-id":\s*)(?:{numbers})\b'.encode())
        self._kept = 0

    def entries(self) -> Iterator[Entry]:
        """Yield the entries that are kept.

        Raises:
            UsageError: no line of the file is an entity of Wikidata.
        """
        entities = 0
        for number, line in _lines(self.path, self.progress, lambda: self._kept):
            line = line.strip().rstrip(b",")
            if not line or line in (b"[", b"]"):
                continue
            if entities and line.startswith(b"{") and self._wanted.search(line) is None:
                entities += 1
                self.left_out["of other classes"] += 1
                continue
            try:
                entity = json.loads(line)
                entry = self._entry(entity)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                if not entities:
                    raise self._no_dump(number) from None
                _note(number, self.damaged, self.left_out)
                continue
            entities += 1
            if entry is not None:
                self._kept += 1
                yield entry

    def _no_dump(self, number: int) -> UsageError:
        return UsageError(
            f"{self.path} line {number}: this is no entity of Wikidata. Give a JSON dump such as latest-all.json.gz."
        )

    def _entry(self, entity: dict[str, Any]) -> Entry | None:
        """Return an entity as an entry, or None where it is none of ours."""
        claims, item = entity["claims"] or {}, entity["id"]
        if not _ITEM.fullmatch(item):
            self.left_out["properties and lexemes"] += 1
            return None
        code = next(iter(_values(claims, "P297")), "")
        if isinstance(code, str) and len(code) == 2 and code.isupper():
            self.countries.setdefault(item, code)
        found = [self._classes[i] for i in _items(claims, "P31") if i in self._classes]
        if not found:
            self.left_out["of other classes"] += 1
            return None
        class_ = min(found)[1]
        names = _names(entity)
        if not names:
            self.left_out["without an English name"] += 1
            return None
        countries = {item} if class_ == "Country" else set(_items(claims, "P27" if class_ == "Person" else "P17"))
        country = countries.pop() if len(countries) == 1 else ""
        places = [i for i in _values(claims, "P1566") if isinstance(i, str) and i.isdecimal()]
        lat, lon = _point(claims)
        return Entry(
            name=names[0],
            type=class_,
            aliases=tuple(names[1:]),
            identifiers=(WIKIDATA + item, *((f"{GEONAMES}{places[0]}/",) if len(places) == 1 else ())),
            country=self.countries.get(country, country),
            lat=lat,
            lon=lon,
            # who cut a dump down to some items, without their links, wants those
            fame=len(entity["sitelinks"]) if "sitelinks" in entity else FAMOUS,
        )


def _statements(claims: dict[str, Any], property_: str) -> list[dict[str, Any]]:
    """Return the statements of the best rank, as Wikidata's own queries see them."""
    given = [s for s in (claims.get(property_) or ()) if s.get("rank") != "deprecated"]
    return [s for s in given if s.get("rank") == "preferred"] or given


def _values(claims: dict[str, Any], property_: str) -> Iterator[Any]:
    for statement in _statements(claims, property_):
        snak = statement["mainsnak"]
        if snak.get("snaktype") == "value":
            yield snak["datavalue"]["value"]


def _items(claims: dict[str, Any], property_: str) -> Iterator[str]:
    for value in _values(claims, property_):
        yield str(value.get("id") or f"Q{value['numeric-id']}")


def _point(claims: dict[str, Any]) -> tuple[float | None, float | None]:
    for value in _values(claims, "P625"):
        lat, lon = value.get("latitude"), value.get("longitude")
        if isinstance(lat, int | float) and isinstance(lon, int | float) and abs(lat) <= 90 and abs(lon) <= 180:
            return float(lat), float(lon)
    return None, None


def _names(entity: dict[str, Any]) -> list[str]:
    """Return the label in English, or in no language, and all other names."""
    labels, aliases = entity.get("labels") or {}, entity.get("aliases") or {}
    names = [labels[code]["value"] for code in _LANGUAGES if code in labels]
    if names:
        names += [alias["value"] for code in _LANGUAGES for alias in (aliases.get(code) or ())]
    return _readable(names)


def _readable(names: Iterable[str]) -> list[str]:
    """Return the names that an article could hold, each once."""
    found: dict[str, None] = {}
    for name in names:
        try:
            found[name_of(name)] = None
        except EntryError:
            continue
    return list(found)


def _note(number: int, damaged: list[int], left_out: Counter[str]) -> None:
    """Count a line that is damaged, and remember where the first ones are."""
    left_out[_DAMAGED] += 1
    if len(damaged) < _SHOWN:
        damaged.append(number)


def _places(path: Path, progress: Progress, left_out: Counter[str], damaged: list[int]) -> Iterator[Entry]:
    """Yield the places of a GeoNames table that are kept.

    Raises:
        UsageError: the first line is none of such a table.
    """
    read: Counter[bool] = Counter()
    for number, line in _lines(path, progress, lambda: read[True]):
        if not line.strip():
            continue
        fields = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        entry = _place(fields) if len(fields) == _COLUMNS else _DAMAGED
        if entry == _DAMAGED and not read.total():
            raise UsageError(
                f"{path} line {number}: this is no line of GeoNames, which has {_COLUMNS} fields parted by tabs."
                " Give a dump such as allCountries.zip."
            )
        read[isinstance(entry, Entry)] += 1
        if entry == _DAMAGED:
            _note(number, damaged, left_out)
        elif isinstance(entry, str):
            left_out[entry] += 1
        else:
            yield entry


def _place(fields: list[str]) -> Entry | str:
    """Return a line of GeoNames as an entry, or why it is left out."""
    id_, name, ascii_, others, lat, lon, kind, code, country = fields[:9]
    class_ = _class(kind, code)
    if not class_:
        return "of other classes"
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        return _DAMAGED
    if not id_.isdecimal():
        return _DAMAGED
    first, *rest = _readable((name, ascii_, *(other for other in others.split(",") if is_latin(other)))) or [""]
    if not first:
        return _DAMAGED
    return Entry(
        name=first,
        type=class_,
        aliases=tuple(rest),
        identifiers=(f"{GEONAMES}{id_}/",),
        country=country,
        lat=north,
        lon=east,
    )


def _class(kind: str, code: str) -> str:
    if code in _GONE or (kind == "A" and code.endswith("H")):
        return ""
    if code in _BASES:
        return "Facility"
    if kind == "A":
        return "Country" if code in _STATES else "AdministrativeRegion"
    return "PopulatedPlace" if kind == "P" else ""
