"""The command line: every command reads its options, calls one function, prints, exits. Here they come together."""

from __future__ import annotations

import errno
from typing import Any, NoReturn

import click

from kg.commands.check import stats, validate, verify
from kg.commands.export import export
from kg.commands.gazetteer import gazetteer
from kg.commands.match import match
from kg.commands.options import INTERRUPTED
from kg.commands.query import explain, query
from kg.commands.read import build, extract, remove
from kg.commands.review import matches, review
from kg.commands.serve import serve
from kg.errors import KgError


class Commands(click.Group):
    """The group that turns an error of kg, Ctrl-C and a full disk into one line on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            SystemExit: with 2 after an error of kg or on a full disk, with 130 after Ctrl-C.
        """
        try:
            return super().invoke(ctx)
        except KgError as problem:
            return _end(ctx, str(problem), 2)
        except KeyboardInterrupt:
            return _end(ctx, "Interrupted.", INTERRUPTED)
        except OSError as problem:
            if problem.errno != errno.ENOSPC:
                raise
            return _end(ctx, "The disk is full. Make room, and try again.", 2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in the order of the data's way."""
        rows = [(name, self.commands[name].get_short_help_str(90)) for name in self.commands]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the data's way."""
        return list(self.commands)


def _end(ctx: click.Context, problem: str, code: int) -> NoReturn:
    from kg import report

    report.error(problem)
    ctx.exit(code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="newskg", prog_name="kg")
@click.option("-v", "--verbose", is_flag=True, help="Show what the libraries log, and where errors come from.")
def main(verbose: bool) -> None:
    """Turn news articles into a graph of who stands with or against whom, and according to whom.

    \b
    Example:
      kg build articles/              read a folder of articles into output/store
      kg query alignments-of-actor --param actor=Iran
      kg export --format html --output network.html
    """
    import io
    import logging
    import os
    import sys

    # a terminal or a pipe that knows few letters shows the others as "?": no reason to end in the middle of a table
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    # numpy, in this process and the workers: more threads for the small matrices of a parse only wait for each other
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    logging.basicConfig(level=logging.DEBUG if verbose else logging.ERROR, format="%(name)s: %(message)s")


for command in (
    build,
    extract,
    remove,
    verify,
    validate,
    stats,
    query,
    explain,
    export,
    review,
    matches,
    match,
    gazetteer,
    serve,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
