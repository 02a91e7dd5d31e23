"""Read articles into the graph, print what is read from them, take them back."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from kg.commands.options import INTERRUPTED, quiet_option, reading_options, store_option
from kg.errors import KgError

#: the exit code of what SIGTERM has ended, as shells have it
TERMINATED = 143


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """End the annotating processes too on Ctrl-C and on SIGTERM, so that none outlives its parent and complains."""

    def leave(number: int, _: object) -> None:
        import multiprocessing

        for worker in multiprocessing.active_children():
            worker.kill()
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(TERMINATED)

    before = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@store_option
@reading_options
@click.option("--again", is_flag=True, help="Read articles again that the graph already has.")
@quiet_option
def build(paths: tuple[str, ...], store: str, quiet: bool, **given: Any) -> None:
    """Read articles into the graph; known ones are skipped, changed ones replaced.

    PATH is a .txt, .html, .jsonl or .csv file, a folder, a glob, an http(s) address, or - for stdin. Exit code 1
    means that some inputs could not be read, 2 that none could. After Ctrl-C, or a crash, the same command goes on.

    \b
    Example:
      kg build news/ more/*.html https://example.org/story --store output/store
    """
    import shutil
    from pathlib import Path

    from kg import pipeline, report
    from kg.graph.ledger import Ledger
    from kg.graph.store import open_store
    from kg.pipeline import Options

    fresh = "://" not in store and not Path(store).exists()
    try:
        with _ending_in_order(), open_store(store) as opened, report.progress(None, quiet=quiet) as shown:
            done = pipeline.build(paths, opened, Options(**given), shown)
    except (KgError, KeyboardInterrupt, SystemExit) as end:
        kept = Ledger.holds_anything(store)
        if fresh and not kept:
            shutil.rmtree(store, ignore_errors=True)
        if isinstance(end, KgError):
            raise
        what = "What was read is kept: the same command goes on from there." if kept else "Nothing was read yet."
        report.error(f"Interrupted. {what}")
        sys.exit(TERMINATED if isinstance(end, SystemExit) else INTERRUPTED)
    for problem in done.errors[: report.SHOWN_ERRORS]:
        report.error(str(problem))
    good = sum(done.counts[what] for what in report.ARTICLES if what != "not read")
    if fresh and not good:
        shutil.rmtree(store)
    if good and not quiet:
        report.summary(done, store)
    elif not good and not done.errors:
        report.error(
            f"There are no articles in {', '.join(paths)}. "
            "kg reads .txt, .html and .jsonl files, and tables that you name."
        )
    elif not good:
        report.error(f"Nothing could be read, and {store} is as it was.")
    if done.errors or not good:
        sys.exit(1 if good else 2)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@reading_options
def extract(paths: tuple[str, ...], **given: Any) -> None:
    """Print what is read from each article as JSON Lines, with the span of every fact.

    \b
    Example:
      kg extract story.txt | jq '.alignments[]'
    """
    import json

    from kg import extraction, pipeline, report
    from kg.pipeline import Options

    bad: list[KgError] = []

    def failed(problem: KgError) -> None:
        bad.append(problem)
        report.error(str(problem))

    good = False
    with _ending_in_order():
        for found in pipeline.extract(paths, Options(**given), failed):
            good = True
            sys.stdout.buffer.write((json.dumps(extraction.to_dict(found), ensure_ascii=False) + "\n").encode())
    if bad:
        sys.exit(1 if good else 2)


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="PATH|URL|IRI...")
@store_option
@quiet_option
def remove(articles: tuple[str, ...], store: str, quiet: bool) -> None:
    """Take articles back without a trace: the graph is as if they had never been read.

    A file of many articles, such as a table, stands for all of them. Nothing of them stays in the files of the store,
    which are written anew, once, however many you name: some 20 seconds a thousand articles. End kg serve before, and
    start it again after. Copies, snapshots and exports that you made stay as they are, and so do answers to kg review.

    \b
    Example:
      kg remove news/story.txt table.csv
    """
    from kg import pipeline, report
    from kg.graph.store import open_store

    with open_store(store, create=False) as opened:
        removed = pipeline.remove(articles, opened)
    if not quiet:
        for iri in removed:
            report.note(f"Removed {iri}.")
