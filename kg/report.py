"""Say on a terminal what was done: the summary of a build, counts, tables. Text from articles is never markup."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from kg.graph.validate import Verdict, Violation
    from kg.pipeline import Progress as Report
    from kg.summary import Summary

#: columns up to this width are never broken
SHORT = 14

#: errors that are shown one by one before the rest is only counted
SHOWN_ERRORS = 20

#: what can become of the articles of a build
ARTICLES = ("added", "replaced", "read again", "known", "gone", "not read")

#: what moves the cursor, and what turns the direction of writing around and so hides what a text says
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROL = {c: "�" for c in (*range(32), *range(127, 160), *_BIDI) if c not in (9, 10)}


def plain(value: object) -> str:
    r"""Return text that is safe on a terminal: no control characters, escape sequences or changes of direction.

    >>> plain("a\x1b[31mb\u202e")
    'a�[31mb�'
    """
    return str(value).translate(_CONTROL)


def one_line(value: object) -> str:
    r"""Return text as one line that is safe on a terminal; a file's name may hold line feeds, and so forge messages.

    >>> one_line("  wrapped\n  and\n\nlong")
    '  wrapped and long'
    """
    first, *rest = plain(value).splitlines() or [""]
    return " ".join([first, *filter(None, map(str.strip, rest))])


def error(message: str) -> None:
    """Print one error on stderr."""
    print(f"Error: {one_line(message)}", file=sys.stderr)  # noqa: T201


def note(message: str) -> None:
    """Print one remark on stderr."""
    print(one_line(message), file=sys.stderr)  # noqa: T201


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[int] = ()) -> None:
    """Print a table on stdout; the columns in ``numbers`` are aligned to the right."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    cells = [[one_line("" if cell is None else cell) for cell in row] for row in rows]
    widths = [max(len(column), *(len(row[number]) for row in cells), 1) for number, column in enumerate(columns)]
    # where not all fits, a sentence gets the room of several names, or it runs down the page word by word
    crowded = sum(widths) + 3 * len(widths) + 1 > console.width
    grid = Table(
        title=Text(title) if title else None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        expand=crowded,
    )
    for number, column in enumerate(columns):
        grid.add_column(
            column,
            justify="right" if number in numbers else "left",
            overflow="fold",
            width=widths[number] if crowded and widths[number] <= SHORT else None,
            ratio=min(widths[number], 48) if crowded and widths[number] > SHORT else None,
        )
    for row in cells:
        grid.add_row(*(Text(cell) for cell in row))
    console.print(grid)


@contextmanager
def progress(total: int | None, *, quiet: bool) -> Iterator[Report]:
    """Give a function that shows how far a build is, as a bar on a terminal and not at all elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda step, count: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading", total=total)

        def report(step: str, count: int) -> None:
            bars.update(task, description=step, advance=count)

        yield report


def summary(done: Summary, where: str) -> None:
    """Print what a build did: articles, facts, seconds, and every kind of loss with an example."""
    c = done.counts
    articles = [(name, c[name]) for name in ARTICLES if c[name]]
    facts = [
        (name, c[name]) for name in ("entities", "events", "statements", "alignments", "relations", "quads") if c[name]
    ]
    derived = [(name, c[name]) for name in ("actors and places", "matches", "inferred edges") if c[name]]
    rows = [
        ("articles", ", ".join(f"{n} {what}" for what, n in articles) or "none"),
        ("facts", ", ".join(f"{n:,} {what}" for what, n in facts) or "nothing new"),
        ("derived", ", ".join(f"{n:,} {what}" for what, n in derived) or "nothing new"),
        ("seconds", ", ".join(f"{what} {s:.1f}" for what, s in done.seconds.items() if s >= 0.05) or "0"),
        ("store", where),
    ]
    table("", ("kg build", ""), rows)
    for reason, count in done.losses.most_common():
        note(f"  {count} × {reason}, for example {done.examples[reason]}")
    if len(done.errors) > SHOWN_ERRORS:
        note(f"  {len(done.errors) - SHOWN_ERRORS} more inputs could not be read.")


def validation(violations: Sequence[Violation], verdict: Verdict | None, *, quiet: bool) -> None:
    """Print what does not conform or contradicts the ontology, and how much of it there is."""
    wrong = [v for v in violations if not v.warning]
    for violation in wrong[:SHOWN_ERRORS]:
        error(str(violation))
    if len(wrong) > SHOWN_ERRORS:
        error(f"{len(wrong) - SHOWN_ERRORS} more nodes do not conform.")
    for clash in verdict.contradictions[:SHOWN_ERRORS] if verdict else ():
        error(f"contradiction: {clash}")
    if verdict and not verdict.consistent and not verdict.contradictions:
        error(f"The graph contradicts the ontology, in {' or '.join(verdict.graphs)}.")
    if quiet:
        return
    for violation in [v for v in violations if v.warning][:SHOWN_ERRORS]:
        note(f"Worth a look: {violation}")
    note(f"{len(wrong):,} nodes do not conform, {len(violations) - len(wrong):,} are worth a look.")
    if verdict:
        note("HermiT finds the graph " + ("consistent." if verdict.consistent else "inconsistent."))
