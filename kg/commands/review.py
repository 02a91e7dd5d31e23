"""Judge who is the same, and exchange judgements."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import quiet_option, reading, store_option

if TYPE_CHECKING:
    from kg.resolve.review import Shown


@click.command()
@store_option
@click.option("--by", "by", metavar="NAME", default="", help="Whose judgements these are. [default: who is logged in]")
@click.option("--limit", type=click.IntRange(1), help="Pairs at most.")
@click.option(
    "--joined", "shown", flag_value="joined", help="Go through the pairs that were joined, the least sure first."
)
@click.option(
    "--judged", "shown", flag_value="judged", help="Go through what persons judged, the newest first, to take it back."
)
def review(store: str, by: str, limit: int | None, shown: Shown | None) -> None:
    """Decide on the pairs of actors that may be one, most useful first; every answer is kept at once.

    \b
    Keys: s same, d different, u unsure, b back (takes the last answer back), q quit; with --judged also
    t take it back, n next.

    \b
    Example:
      kg review --by Ada --limit 20
      kg review --joined
    """
    from kg import report
    from kg.errors import UsageError
    from kg.graph.store import open_store
    from kg.resolve import review as reviewing

    if not sys.stdin.isatty():
        raise UsageError("kg review asks a person: run it in a terminal, or use kg matches export --pairs and import.")
    with open_store(store, create=False) as opened:
        session = reviewing.Session(opened, by=by, limit=limit, shown=shown or "doubtful")
        if session.current is None:
            report.note(f"There are no {shown or 'doubtful'} pairs to decide on.")
            return
        with contextlib.suppress(KeyboardInterrupt, EOFError):  # Ctrl-C and Ctrl-D end it as q does
            reviewing.walk(session, click.getchar, lambda line: click.echo(report.plain(line)))
        counts = session.finish()
    given = ", ".join(
        f"{counts[verdict]} {verdict}" for verdict in ("same", "different", "unsure", "taken back") if counts[verdict]
    )
    report.note(f"Judged: {given or 'nothing'}. The graph now has {counts['actors and places']:,} actors and places.")


@click.group()
def matches() -> None:
    """Exchange links to the outside, and judgements, as SSSOM tables."""


@matches.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--pairs", is_flag=True, help="The pairs of actors that were joined or are in doubt too.")
@store_option
@quiet_option
def matches_export(file: Path, store: str, pairs: bool, quiet: bool) -> None:
    """Write the links to Wikidata, GeoNames and others, and all judgements, to an SSSOM TSV file.

    \b
    Example:
      kg matches export matches.sssom.tsv
      kg matches export --pairs pairs.sssom.tsv
    """
    from kg import report
    from kg.resolve import sssom

    with reading(store) as opened:
        count = sssom.export(opened, file, pairs=pairs)
    if not quiet:
        report.note(f"Wrote {count:,} rows to {file}.")


@matches.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
@quiet_option
def matches_import(file: Path, store: str, quiet: bool) -> None:
    """Take what persons judged in an SSSOM TSV file into the graph; the newer judgement on a pair stays.

    \b
    Example:
      kg matches import matches.sssom.tsv
    """
    from kg import report
    from kg.graph.store import open_store
    from kg.resolve import sssom

    with open_store(store, create=False) as opened:
        done = sssom.import_(opened, file)
    if not quiet:
        report.note(
            f"{done.taken:,} judgements taken, {done.known:,} known or older, {done.skipped:,} rows by no person."
        )
