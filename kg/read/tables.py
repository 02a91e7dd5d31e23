"""Read tables of articles, CSV or TSV with a line of column names, one article a row, as a stream."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import BinaryIO

from kg.errors import ReadError
from kg.read import checks, encoding, records

__all__ = ["read_rows"]

#: names that columns often have for what we call otherwise
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("headline", "heading", "head"),
    "date": ("day", "datetime", "pubdate", "pub_date", "published_at", "publish_date", "publication_date"),
    "publisher": ("outlet", "newspaper", "paper", "source", "media", "publication"),
    "author": ("byline", "writer", "reporter"),
    "url": ("link", "address", "uri"),
}

_ADVICE = "Write one article a row, below a row of column names, with quotation marks around its text"


def read_rows(
    stream: BinaryIO,
    where: str,
    *,
    keys: Mapping[str, str] | None = None,
    told: Callable[[str, str], None] | None = None,
) -> Iterator[records.Record | ReadError]:
    """Yield the rows of a table as records, or what is wrong with one; only one row is held at a time.

    Commas, semicolons (as spreadsheets write them in half of Europe) or tabs part the columns: whichever the line of
    names has most of.

    Arguments:
        where: what to call the stream in errors.
        keys: our keys to the names of the columns, see :func:`kg.read.records.read_records`.
        told: called with the columns that are not used, if there are any, and ``where``.
    """
    csv.field_size_limit(checks.LIMIT * 2)  # longer ones are refused as what they are, too long an article
    renamed = records.renaming(keys or {})
    lines = (encoding.decode(line, where) for line in stream)
    try:
        first = next((line for line in lines if line.strip()), "")
        rows = csv.reader(chain([first], lines), delimiter=max(",;\t", key=first.count), strict=True)
        names = [name.strip() for name in next(rows, [])]
        if first and (problem := _without_text(names, where, renamed)):
            yield problem
            return
        if told and (unused := _unused(names, renamed)):
            told(unused, where)
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                filled = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
                yield records.record(filled, str(number), f"{where}, row {number}", renamed)
    except csv.Error as error:
        yield ReadError(where, f"it is a broken table ({error})", _ADVICE)
    except ReadError as error:
        yield error


def _without_text(names: list[str], where: str, renamed: Mapping[str, str]) -> ReadError | None:
    wanted = renamed.get("text", "text")
    if wanted in names:
        return None
    listed = ", ".join(f'"{name[:40]}"' for name in names[:8])
    return ReadError(where, f'it has no column "{wanted}" but {listed}', "Name the one of the text: --key text=…")


def _unused(names: list[str], renamed: Mapping[str, str]) -> str:
    """Tell which columns nothing is read from, and how to name those whose names say what they hold, or return ""."""
    used = {key: next((n for n in _looked_for(key, renamed) if n in names), None) for key in records.KEYS}
    unused = [name for name in names if name and name not in used.values()]
    if not unused:
        return ""
    fitting = {ours: name for ours, names_ in _OTHER_NAMES.items() for name in unused if name.casefold() in names_}
    keys = " ".join(f"--key {ours}={shlex.quote(name)}" for ours, name in fitting.items() if not used[ours])
    listed = ", ".join(name[:40] for name in unused[:12])
    return f"table with columns that are not used: {listed}; say what they hold, such as {keys or '--key title=…'}"


def _looked_for(key: str, renamed: Mapping[str, str]) -> tuple[str, ...]:
    return (renamed[key],) if key in renamed else records.KEYS[key]
