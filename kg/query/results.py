"""Write answers: a table for people, CSV, TSV and JSON for programs, Turtle for triples.

Columns whose name ends in ``Iri`` identify what the column before names; tables, CSV and TSV leave them out unless
they are asked for. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query import names
from kg.query.run import Answer, Cell
from kg.vocabulary import PREFIXES, term

if TYPE_CHECKING:
    from kg.graph.store import Store

NUMBERS = frozenset(term(f"xsd:{name}") for name in ("integer", "decimal", "double", "float", "long", "int"))

#: what a spreadsheet takes for the start of a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")

#: rows whose IRIs are looked up at once, so that long answers stream
BLOCK = 500


def visible(variables: Sequence[str], *, iris: bool) -> list[int]:
    """Return the positions of the columns to show: without those of IRIs unless they are wanted.

    >>> visible(["actor", "actorIri", "factIri"], iris=False)
    [0]
    """
    shown = [number for number, name in enumerate(variables) if iris or not name.endswith("Iri")]
    return shown or list(range(len(variables)))


def cells(answer: Answer, store: Store, *, iris: bool) -> Iterator[list[Cell | str]]:
    """Yield the visible cells of each row; IRIs become labels or prefixed names unless they are wanted."""
    keep = visible(answer.variables, iris=iris)
    for block in _blocks(answer.rows):
        labels: Mapping[str, str] = {}
        if not iris:
            found = {cell.value for row in block for cell in row if isinstance(cell, ox.NamedNode)}
            labels = names.labels_of(store, found) if found else {}
        for row in block:
            yield [_named(row[number], labels, iris=iris) for number in keep]


def _blocks(rows: Iterable[tuple[Cell, ...]]) -> Iterator[list[tuple[Cell, ...]]]:
    block: list[tuple[Cell, ...]] = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _named(cell: Cell, labels: Mapping[str, str], *, iris: bool) -> Cell | str:
    if isinstance(cell, ox.NamedNode) and not iris:
        return labels.get(cell.value) or names.short(cell.value)
    return cell


def plain(cell: Cell | str) -> str:
    """Return a cell as text.

    >>> plain(ox.Literal(5)), plain(None), plain(ox.NamedNode("https://example.org/x"))
    ('5', '', 'https://example.org/x')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    return cell.value if isinstance(cell, ox.NamedNode | ox.Literal) else str(cell)


def harmless(cell: Cell | str) -> str:
    """Return a cell as text that a spreadsheet takes for text, unless it is a number.

    >>> harmless("=1+1"), harmless(ox.Literal(-1))
    ("'=1+1", '-1')
    """
    text = plain(cell)
    if isinstance(cell, ox.Literal) and cell.datatype.value in NUMBERS:
        return text
    return f"'{text}" if text.startswith(FORMULA) else text


def _comma(answer: Answer, store: Store, *, iris: bool) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([answer.variables[number] for number in visible(answer.variables, iris=iris)])
    for row in cells(answer, store, iris=iris):
        writer.writerow([harmless(cell) for cell in row])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _tabbed(answer: Answer, store: Store, *, iris: bool) -> Iterator[str]:
    yield "\t".join(answer.variables[number] for number in visible(answer.variables, iris=iris)) + "\n"
    for row in cells(answer, store, iris=iris):
        escaped = (
            harmless(c).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r") for c in row
        )
        yield "\t".join(escaped) + "\n"


def _json(answer: Answer, store: Store, *, iris: bool) -> Iterator[str]:
    """Yield SPARQL 1.1 Query Results JSON, complete whatever is asked of the other formats."""
    if answer.boolean is not None:
        yield json.dumps({"head": {}, "boolean": answer.boolean}) + "\n"
        return
    yield '{"head": ' + json.dumps({"vars": list(answer.variables)}) + ', "results": {"bindings": ['
    comma = "\n"
    for row in answer.rows:
        binding = {name: _term(cell) for name, cell in zip(answer.variables, row, strict=True) if cell is not None}
        yield comma + json.dumps(binding, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}}\n"


def _term(cell: Any) -> dict[str, Any]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.Literal):
        found = {"type": "literal", "value": cell.value}
        if cell.language:
            return found | {"xml:lang": cell.language}
        return found if cell.datatype.value == term("xsd:string") else found | {"datatype": cell.datatype.value}
    if isinstance(cell, ox.BlankNode):
        return {"type": "bnode", "value": cell.value}
    parts = {"subject": cell.subject, "predicate": cell.predicate, "object": cell.object}
    return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}


WRITERS: dict[str, Callable[..., Iterator[str]]] = {"csv": _comma, "tsv": _tabbed, "json": _json}
RDF = {"ttl": ox.RdfFormat.TURTLE, "json": ox.RdfFormat.JSON_LD}


def text(answer: Answer, store: Store, format_: str, *, iris: bool = False) -> Iterator[str]:
    """Yield an answer in pieces as CSV, TSV, JSON or Turtle; triples go as JSON-LD where JSON is asked for.

    Raises:
        QueryError: the format does not fit what the query gives.
    """
    if answer.triples is not None and format_ in RDF:
        yield (ox.serialize(answer.triples, format=RDF[format_], prefixes=PREFIXES) or b"").decode()
        return
    if format_ == "ttl":
        raise QueryError("Turtle holds triples. Ask with CONSTRUCT or DESCRIBE, or choose another format.")
    if answer.boolean is not None and format_ != "json":
        yield f"{'true' if answer.boolean else 'false'}\n"
        return
    yield from WRITERS[format_](as_rows(answer), store, iris=iris)


def as_rows(answer: Answer) -> Answer:
    """Return triples as rows of subject, predicate and object; other answers as they are."""
    if answer.triples is None:
        return answer
    from dataclasses import replace

    rows = ((t.subject, t.predicate, t.object) for t in answer.triples)
    return replace(answer, variables=("subject", "predicate", "object"), rows=rows, triples=None)


def table(answer: Answer, store: Store, *, iris: bool = False) -> tuple[list[str], list[list[str]], list[int]]:
    """Return the columns, rows and positions of number columns of an answer, for a table on a terminal.

    An answer of one row with many columns comes as two columns, so that it can be read downwards.
    """
    answer = as_rows(answer)
    columns = [answer.variables[number] for number in visible(answer.variables, iris=iris)]
    rows = list(cells(answer, store, iris=iris))
    if {"date", "dated"} <= set(columns):
        date, dated = columns.index("date"), columns.index("dated")
        for row in rows:
            row[date] = as_dated(plain(row[date]), plain(row.pop(dated)))
        columns.remove("dated")
    if len(rows) == 1 and len(columns) > LONG_ROW:
        return ["", ""], [[name, plain(cell)] for name, cell in zip(columns, rows[0], strict=True) if plain(cell)], []
    numbers = [
        position
        for position in range(len(columns))
        if rows and all(_is_number(row[position]) for row in rows if row[position] is not None)
    ]
    return columns, [[plain(cell) for cell in row] for row in rows], numbers


def as_dated(day: str, dated: str) -> str:
    """Return a day as exactly as the text gives it; in brackets where it is only that of the article.

    Arguments:
        day: the first day, as in 2024-03-01; may be empty.
        dated: how exact it is, a granularity or "article".

    >>> as_dated("2024-03-08", "day"), as_dated("2024-03-01", "month"), as_dated("2024-03-01", "season")
    ('2024-03-08', '2024-03', '2024-03-01 (season)')
    >>> as_dated("2024-03-08", "article"), as_dated("", "article")
    ('(2024-03-08)', '')
    """
    if dated in _LENGTHS or not day:
        return day[: _LENGTHS.get(dated)]
    return f"({day})" if dated == "article" else f"{day} ({dated})"


#: how much of a day in ISO 8601 is known at a granularity
_LENGTHS = {"hour": 10, "day": 10, "month": 7, "year": 4}

#: columns above which a single row is shown downwards
LONG_ROW = 13


def _is_number(cell: Cell | str) -> bool:
    return isinstance(cell, ox.Literal) and cell.datatype.value in NUMBERS
