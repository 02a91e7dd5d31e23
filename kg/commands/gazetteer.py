"""Keep gazetteers: lists of names of one's own, and indexes built from the dumps of Wikidata and GeoNames."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import quiet_option

if TYPE_CHECKING:
    from kg.resolve.gazetteer_library import About

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


def _held(about: About) -> str:
    entries = "1 entry" if about.entries == 1 else f"{about.entries:,} entries"
    return f"{entries} with {about.names:,} name{'s' if about.names != 1 else ''}"


@click.group()
def gazetteer() -> None:
    """Tell kg names of your own, or all of Wikidata or GeoNames, for naming and linking.

    \b
    Example:
      kg gazetteer add militias.csv
      kg gazetteer build --geonames allCountries.zip
    """


@gazetteer.command()
@click.argument("file", type=_file)
@click.option("--name", help="What to call it. [default: the file's name]")
@click.option(
    "--type", "type_", metavar="TYPE", default="", help="Type of the entries that give none, such as ArmedGroup."
)
@click.option("--good-only", is_flag=True, help="Add the good rows though others are bad.")
@click.option("--replace", is_flag=True, help="Take the place of a gazetteer of the same name.")
@quiet_option
def add(file: Path, name: str | None, type_: str, good_only: bool, replace: bool, quiet: bool) -> None:
    """Add a file of names, other names, types and identifiers: CSV, TSV, JSON Lines, SKOS or OWL.

    Every row is checked first; where one is bad nothing is added, unless you ask for the good ones. Exit code 1
    means that rows were bad.

    \b
    Example:
      kg gazetteer add militias.csv
      kg gazetteer add parties.ttl --type PoliticalParty
    """
    from kg import report
    from kg.resolve import gazetteer_own

    done = gazetteer_own.add(file, name=name, type_=type_, good_only=good_only, replace=replace)
    for problem in done.problems[: report.SHOWN_ERRORS]:
        report.error(f"{file} {problem}.")
    if len(done.problems) > report.SHOWN_ERRORS:
        report.error(f"{len(done.problems) - report.SHOWN_ERRORS:,} more rows of {file} are bad.")
    if done.unused and not quiet:
        report.note(f"Not used: the columns {', '.join(done.unused)}.")
    if done.about is None:
        report.error(
            f"Nothing was added. Bad rows: {len(done.problems):,}, good ones: {done.good:,}."
            + (" Mend the bad, or add the good ones with --good-only." if done.good else "")
        )
    elif not quiet:
        report.note(
            f"Added {_held(done.about)} as {done.about.name}."
            " Articles read before do not know them yet: kg build --again."
        )
    if done.problems:
        sys.exit(1)


@gazetteer.command()
@click.option("--wikidata", type=_file, help="JSON dump of Wikidata: latest-all.json.gz, .bz2, .xz or plain.")
@click.option(
    "--geonames", type=_file, help="Dump of GeoNames: allCountries.zip, a country's such as DE.zip, or its .txt."
)
@click.option("--name", help='What to call it. [default: "wikidata" or "geonames"]')
@quiet_option
def build(wikidata: Path | None, geonames: Path | None, name: str | None, quiet: bool) -> None:
    """Build a gazetteer from a dump of Wikidata or GeoNames that you have downloaded, in constant memory.

    Of Wikidata, humans, organizations and places are kept; of GeoNames, administrative and populated places,
    airports and military bases. A gazetteer of the same name is replaced when the new one is whole.

    \b
    Example:
      kg gazetteer build --wikidata latest-all.json.gz
      kg gazetteer build --geonames allCountries.zip
    """
    from kg import report
    from kg.errors import UsageError
    from kg.resolve import gazetteer_dumps

    if (wikidata is None) == (geonames is None):
        raise UsageError("Give one dump: --wikidata FILE or --geonames FILE.")
    file = wikidata or geonames
    assert file is not None  # noqa: S101
    make = gazetteer_dumps.wikidata if wikidata else gazetteer_dumps.geonames
    with report.progress(file.stat().st_size, quiet=quiet) as shown:
        done = make(
            file,
            name=name or ("wikidata" if wikidata else "geonames"),
            progress=lambda size, read, kept: shown(f"{read:,} read, {kept:,} kept, bytes of the file:", size),
        )
    if not quiet:
        left = ", ".join(f"{count:,} {reason}" for reason, count in sorted(done.left_out.items()))
        report.note(f"Built {done.about.name}: {_held(done.about)}.")
        if left:
            report.note(f"Left out: {left}.")
        if done.damaged:
            report.note(f"The first damaged lines of {file.name}: {', '.join(map(str, done.damaged))}.")


@gazetteer.command("list")
def list_() -> None:
    """List the gazetteers that reading uses, and where they are kept.

    \b
    Example:
      kg gazetteer list
    """
    from kg import report
    from kg.resolve import gazetteer_library, gazetteer_own

    rows = [
        (a.name, gazetteer_own.KINDS.get(a.source, a.source), f"{a.entries:,}", f"{a.names:,}", a.file)
        for a in gazetteer_own.abouts()
    ]
    if rows:
        report.table("", ("name", "from", "entries", "names", "file"), rows, numbers=(2, 3))
    report.note(f"{'These' if rows else 'No gazetteers'} are kept in {gazetteer_library.directory()}.")


@gazetteer.command()
@click.argument("name")
@quiet_option
def remove(name: str, quiet: bool) -> None:
    """Take a gazetteer away: what is read from now on does not know it.

    \b
    Example:
      kg gazetteer remove militias
    """
    from kg import report
    from kg.resolve import gazetteer_library

    gazetteer_library.remove(name)
    if not quiet:
        report.note(f"Removed {name}. Articles read with it still have its links: kg build --again.")
