"""Read a user's own gazetteer from CSV, JSON Lines, SKOS or OWL, and say of every bad row what is wrong with it.

Nothing is kept here: what is good comes as entries, what is bad as problems with the line, and the caller decides.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.resolve.gazetteer_entries import (
    Entry,
    EntryError,
    country_of,
    identifier_of,
    name_of,
    names_of,
    point_of,
    type_of,
)

#: our columns, and what else they are called
_COLUMNS = {
    "name": ("name", "label", "preflabel", "title"),
    "aliases": ("aliases", "alias", "altlabel", "altlabels", "names", "othernames"),
    "type": ("type", "class", "kind"),
    "identifiers": ("identifier", "identifiers", "id", "iri", "uri", "target", "sameas", "exactmatch"),
    "wikidata": ("wikidata", "qid"),
    "geonames": ("geonames", "geonameid", "geonamesid"),
    "dbpedia": ("dbpedia",),
    "country": ("country", "countrycode"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
}
_COLUMN_OF = {other: column for column, others in _COLUMNS.items() for other in others}
_SCHEMES = ("wikidata", "geonames", "dbpedia")
_RDF = frozenset({".ttl", ".rdf", ".owl", ".nt", ".nq", ".trig", ".n3", ".xml", ".jsonld", ".skos"})
_TABLES = frozenset({".csv", ".tsv", ".tab", ".txt"})
_LINES = frozenset({".jsonl", ".ndjson"})

#: a field of a table may be so long
_LONGEST = 1_000_000


@dataclass
class Checked:
    """What a file holds: good entries, what is wrong with the bad rows, and what was not used."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def take(self, entry: Entry, where: str, seen: dict[tuple[str, ...], str], locate: Callable[[str], str]) -> None:
        """Take an entry unless one like it was taken before."""
        plain = ("", entry.name.casefold(), entry.type, entry.country)
        keys: list[tuple[str, ...]] = [("identifier", i) for i in entry.identifiers] or [plain]
        for key in keys:
            if key in seen:
                what = f"the identifier {key[1]}" if key[0] else f'"{entry.name}"'
                self.problems.append(f"{locate(where)}: {what} stands in {locate(seen[key])} already")
                return
        seen.update(dict.fromkeys(keys, where))
        self.entries.append(entry)


def read(path: Path, *, type_: str = "") -> Checked:
    """Return the entries of a file and its problems.

    Arguments:
        type_: the type of the entries that name none.

    Raises:
        UsageError: the file as a whole cannot be read.
    """
    suffix = path.suffix.casefold()
    locate: Callable[[str], str] = str
    if type_:
        try:
            type_ = type_of(type_)
        except EntryError as error:
            raise UsageError(f"--type: {error}.") from error
    if suffix in _RDF:
        from kg.resolve import gazetteer_rdf

        rows: Iterator[tuple[str, Mapping[str, Any] | str]] = gazetteer_rdf.rows(path)
        locate = gazetteer_rdf.locator(path)
    elif suffix in _TABLES:
        rows = _table(path)
    elif suffix in _LINES:
        rows = _lines(path)
    else:
        raise UsageError(
            f"{path}: a gazetteer is read from .csv, .tsv, .jsonl, .ttl, .rdf, .owl, .nt or .jsonld."
            " Name the file for what it is."
        )
    return _checked(path, rows, type_, locate)


def _checked(
    path: Path, rows: Iterator[tuple[str, Mapping[str, Any] | str]], type_: str, locate: Callable[[str], str]
) -> Checked:
    found = Checked()
    seen: dict[tuple[str, ...], str] = {}
    unused: dict[str, None] = {}
    for where, row in rows:
        if isinstance(row, str):
            found.problems.append(f"{where}: {row}")
            continue
        values: dict[str, list[object]] = {column: [] for column in _COLUMNS}
        for key, value in row.items():
            column = _COLUMN_OF.get("".join(c for c in key.casefold() if c.isalnum()))
            if column is None:
                unused[key] = None
            else:
                values[column].extend(value if isinstance(value, list) else [value])
        try:
            entry = _entry(values, type_)
        except EntryError as error:
            found.problems.append(f"{locate(where)}: {error}")
        else:
            found.take(entry, where, seen, locate)
    found.unused = list(unused)
    if not found.entries and not found.problems:
        raise UsageError(f"{path}: there is no name in it. See docs/gazetteers.md for what a gazetteer looks like.")
    return found


def _entry(values: Mapping[str, list[object]], type_: str) -> Entry:
    """Return the entry that a row's values make.

    Raises:
        EntryError: one of them is wrong.
    """
    given = {column: [x for x in found if x is not None and str(x).strip()] for column, found in values.items()}
    for column, found in given.items():
        if any(isinstance(x, dict | list | bool) for x in found):
            raise EntryError(f'its "{column}" is neither text nor a list of texts')
        if any("\ud800" <= c <= "\udfff" for x in found for c in str(x)):
            raise EntryError(f'its "{column}" holds half a character')
    for column in ("name", "type", "country", "lat", "lon"):
        if len(given[column]) > 1:
            raise EntryError(f'it has {len(given[column])} values for "{column}", and may have one')
    name = name_of(_only(given["name"]))
    identifiers = [identifier_of(part) for value in given["identifiers"] for part in _parts(value)]
    for scheme in _SCHEMES:
        identifiers += [identifier_of(part, scheme=scheme) for value in given[scheme] for part in _parts(value)]
    lat, lon = point_of(_only(given["lat"], None), _only(given["lon"], None))
    return Entry(
        name=name,
        type=type_of(str(_only(given["type"]) or type_)),
        aliases=names_of((part for value in given["aliases"] for part in _parts(value)), but=name),
        identifiers=tuple(dict.fromkeys(identifiers)),
        country=country_of(str(_only(given["country"]))),
        lat=lat,
        lon=lon,
    )


def _only(values: list[object], default: object = "") -> object:
    return values[0] if values else default


def _parts(value: object) -> list[str]:
    return [part.strip() for part in str(value).split("|") if part.strip()]


def text_of(path: Path) -> str:
    """Return the text of a file.

    Raises:
        UsageError: it cannot be read, or is not UTF-8; the line is named.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read ({error.strerror}).") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path} line {line}: this is not UTF-8. Save the file as UTF-8.") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UsageError(f"{path} line {line}: this is no text. Give a table, JSON Lines, SKOS or OWL.")
    return text


def _table(path: Path) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """Yield the rows of a table with a header, each with its line.

    Raises:
        UsageError: there is no column for names.
    """
    text = text_of(path)
    header, _, _ = text.lstrip("\n\r").partition("\n")
    delimiter = max("\t;,", key=header.count)
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" in str(error):
                yield f"line {line}", "its quotation mark is never closed, so that nothing after it can be read"
                return
            yield f"line {line}", f"it cannot be parsed ({error})"
            continue
        if not any(cell.strip() for cell in row):
            continue
        if not columns:
            columns = [cell.strip() for cell in row]
            known = [_COLUMN_OF.get("".join(c for c in key.casefold() if c.isalnum())) for key in columns]
            if "name" not in known:
                raise UsageError(
                    f'{path} line {line}: no column is called "name". The first line names the columns:'
                    " name, aliases, type, identifier, country, lat, lon."
                )
            continue
        if len(row) > len(columns):
            yield (
                f"line {line}",
                f"it has {len(row)} fields, and the header {len(columns)}; quote what holds a delimiter",
            )
            continue
        yield f"line {line}", dict(zip(columns, row, strict=False))


def _lines(path: Path) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """Yield the objects of JSON Lines, each with its line."""
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            yield f"line {number}", f"it is no JSON ({error.msg}, at column {error.colno})"
            continue
        except (ValueError, RecursionError) as error:
            yield f"line {number}", f"it is no JSON ({error})"
            continue
        yield f"line {number}", record if isinstance(record, dict) else "it is no JSON object"
