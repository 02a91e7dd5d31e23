"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.graph.store import Store

STORE = "output/store"

#: the exit code of what Ctrl-C has ended, as shells have it
INTERRUPTED = 130


def as_store(_: click.Context, __: click.Parameter, value: str) -> str:
    """Return where a store lies.

    Raises:
        click.BadParameter: nothing is named, which a path would take for the current folder.
    """
    if not value.strip():
        raise click.BadParameter("it is empty. Name a directory or an address.")
    return value


store_option = click.option(
    "--store",
    envvar="KG_STORE",
    default=STORE,
    show_default=True,
    metavar="DIR|URL",
    callback=as_store,
    help="Directory of the graph, or the address of a SPARQL 1.1 endpoint.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")


@contextmanager
def reading(store: str) -> Iterator[Store]:
    """Open a store to read it, and say so where what it answers may not be the whole.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    from kg import report
    from kg.graph.ledger import Ledger
    from kg.graph.store import open_store

    with open_store(store, read_only=True) as opened:
        if warning := Ledger.warning(store):
            report.note(warning)
        yield opened


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the commands that read articles."""
    for option in reversed(
        (
            click.option("--date", metavar="YYYY-MM-DD", callback=as_date, help="Date of the articles that name none."),
            click.option(
                "--key",
                "keys",
                multiple=True,
                metavar="OURS=THEIRS",
                callback=as_pairs,
                help="Key of JSON Lines, or column of a table, under another name, such as text=body; repeatable.",
            ),
            click.option("--model", metavar="NAME", help="spaCy pipeline to parse with. [default: en_core_web_md]"),
            click.option(
                "--lexicon",
                "lexicons",
                multiple=True,
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help="A word list of your own (see docs/lexicons.md); repeatable.",
            ),
            click.option(
                "--min-confidence",
                type=click.FloatRange(0, 1),
                default=0.0,
                show_default=True,
                help="Leave out facts that are less sure.",
            ),
            click.option(
                "--workers",
                type=click.IntRange(1, 256),
                help="Processes that annotate. [default: one a core, 4 at most, where there are many articles]",
            ),
        )
    ):
        command = option(command)
    return command


def as_date(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Return the day that an option gives.

    Raises:
        click.BadParameter: it is no day.
    """
    try:
        return datetime.strptime(value, "%Y-%m-%d").date() if value else None
    except ValueError as error:
        raise click.BadParameter(f'"{value}" is no date like 2024-03-08.') from error


def as_pairs(_: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return the pairs of a repeatable option by their left side.

    Raises:
        click.BadParameter: one has no equals sign.
    """
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f'"{value}" has no "=". Write it like {parameter.metavar}.')
    return dict(value.split("=", 1) for value in values)
