"""Read tables of articles, CSV or TSV with a line of column names, one article a row, as a stream."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import BinaryIO

from kg.errors import ReadError
from kg.read import checks, encoding, records

__all__ = ["read_rows"]

_ADVICE = "Write one article a row, below a row of column names, with quotation marks around its text"


def read_rows(
    stream: BinaryIO, where: str, *, keys: Mapping[str, str] | None = None
) -> Iterator[records.Record | ReadError]:
    """Yield the rows of a table as records, or what is wrong with one; only one row is held at a time.

    Commas, semicolons (as spreadsheets write them in half of Europe) or tabs part the columns: whichever the line of
    names has most of.

    Arguments:
        where: what to call the stream in errors.
        keys: our keys to the names of the columns, see :func:`kg.read.records.read_records`.
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
