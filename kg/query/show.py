"""Print answers, the list of queries and explanations."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg import report
from kg.query import hints, results
from kg.query.catalog import catalog
from kg.query.explain import explain
from kg.query.run import Answer

if TYPE_CHECKING:
    from kg.graph.store import Store

#: rows of a table unless a limit is given
TABLE_ROWS = 100


def queries() -> None:
    """Print the named queries with what they answer and their parameters."""
    rows = [
        (
            query.name,
            f"{query.summary} (--online: {query.online})" if query.online else query.summary,
            "\n".join(str(p) for p in query.parameters),
        )
        for query in catalog()
    ]
    report.table("", ("name", "answers", "parameters"), rows)


def answer(found: Answer, store: Store, *, format_: str, iris: bool, cut: bool) -> None:
    """Print an answer; ``cut`` tells that a table may have been cut at `TABLE_ROWS` rows."""
    for note in found.notes:
        report.note(note)
    nothing, found = hints.empty(found)
    for hint in hints.hints(found, store) if nothing else ():
        report.note(hint)
    if format_ != "table":
        for piece in results.text(found, store, format_, iris=iris):
            sys.stdout.buffer.write(piece.encode())
        return
    sys.stdout.write(f"{report.plain(_title(found))}\n" if _title(found) else "")
    sys.stdout.flush()
    if found.boolean is not None:
        report.table("", ("answer",), [("yes" if found.boolean else "no",)])
        return
    columns, rows, numbers = results.table(found, store, iris=iris)
    report.table("", columns, rows[:TABLE_ROWS] if cut else rows, numbers=numbers)
    if "dated" in found.variables and "date" in columns:
        dates = [row[columns.index("date")] for row in rows]
        if any(date.startswith("(") for date in dates):
            report.note("Dates in brackets are those of the articles, which give no time.")
    if cut and len(rows) > TABLE_ROWS:
        report.note(f"There are more: only the first {TABLE_ROWS} rows are shown. --limit N shows N, --format csv all.")


def _title(found: Answer) -> str:
    asked = ", ".join(f"{name} = {value}" for name, value in found.parameters.items())
    return " · ".join(part for part in (found.query.summary, asked) if part)


def explanation(store: Store, fact: str) -> None:
    """Print where a fact or a direct edge comes from."""
    report.table("", ("", ""), explain(store, fact))
