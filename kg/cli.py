"""The command line: every command reads its options, calls one function, prints, exits. Only this file knows click."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.pipeline import Options

STORE = "output/store"

store_option = click.option(
    "--store",
    envvar="KG_STORE",
    default=STORE,
    show_default=True,
    metavar="DIR|URL",
    help="Directory of the graph, or the address of a SPARQL 1.1 endpoint.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")


class Commands(click.Group):
    """The group that turns an error of kg into one line on stderr and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            SystemExit: with 2 after an error of kg, which is printed in one line.
        """
        try:
            return super().invoke(ctx)
        except KgError as problem:
            from kg import report

            report.error(str(problem))
            ctx.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in the order of the data's way."""
        rows = [(name, self.commands[name].get_short_help_str(90)) for name in self.commands]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the data's way."""
        return list(self.commands)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the commands that read articles."""
    for option in reversed(
        (
            click.option("--date", metavar="YYYY-MM-DD", callback=_date, help="Date of the articles that name none."),
            click.option(
                "--key",
                "keys",
                multiple=True,
                metavar="OURS=THEIRS",
                callback=_pairs,
                help="Key of JSON Lines under another name, such as text=body; repeatable.",
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
                "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that annotate."
            ),
        )
    ):
        command = option(command)
    return command


def _date(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date() if value else None
    except ValueError as error:
        raise click.BadParameter(f'"{value}" is no date like 2024-03-08.') from error


def _pairs(_: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f'"{value}" has no "=". Write it like {parameter.metavar}.')
    return dict(value.split("=", 1) for value in values)


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
    import logging

    logging.basicConfig(level=logging.DEBUG if verbose else logging.ERROR, format="%(name)s: %(message)s")


def options(**given: Any) -> Options:
    """Return the options of reading from what the command line gave."""
    from kg.pipeline import Options

    return Options(**given)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@store_option
@reading_options
@click.option("--again", is_flag=True, help="Read articles again that the graph already has.")
@quiet_option
def build(paths: tuple[str, ...], store: str, quiet: bool, **given: Any) -> None:
    """Read articles into the graph; known ones are skipped, changed ones replaced.

    PATH is a .txt, .html or .jsonl file, a folder, a glob, an http(s) address, or - for stdin. Exit code 1
    means that some inputs could not be read, 2 that none could.

    \b
    Example:
      kg build news/ more/*.html https://example.org/story --store output/store
    """
    from kg import pipeline, report
    from kg.graph.store import open_store

    with open_store(store) as opened, report.progress(None, quiet=quiet) as shown:
        done = pipeline.build(paths, opened, options(**given), shown)
    for problem in done.errors[: report.SHOWN_ERRORS]:
        report.error(str(problem))
    if not quiet:
        report.summary(done, store)
    if done.errors:
        sys.exit(1 if done.counts["added"] + done.counts["known"] else 2)


@main.command()
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

    bad: list[KgError] = []

    def failed(problem: KgError) -> None:
        bad.append(problem)
        report.error(str(problem))

    good = False
    for found in pipeline.extract(paths, options(**given), failed):
        good = True
        sys.stdout.buffer.write((json.dumps(extraction.to_dict(found), ensure_ascii=False) + "\n").encode())
    if bad:
        sys.exit(1 if good else 2)


@main.command()
@click.argument("article", metavar="PATH|URL|IRI")
@store_option
@quiet_option
def remove(article: str, store: str, quiet: bool) -> None:
    """Take an article back without a trace: the graph is as if it had never been read.

    \b
    Example:
      kg remove news/story.txt
    """
    from kg import pipeline, report
    from kg.graph.store import open_store

    with open_store(store) as opened:
        iri = pipeline.remove(article, opened)
    if not quiet:
        report.note(f"Removed {iri}.")


@main.command()
@store_option
@quiet_option
def verify(store: str, quiet: bool) -> None:
    """Replay every anchor: each fact's quote must stand in its article where the graph says it does.

    \b
    Example:
      kg verify --store output/store
    """
    from kg import report
    from kg.graph.store import open_store
    from kg.graph.verify import verify as replay

    with open_store(store, read_only=True) as opened:
        result = replay(opened)
    for problem in result.problems[: report.SHOWN_ERRORS]:
        report.error(str(problem))
    if not quiet:
        report.note(
            f"{result.anchors:,} anchors in {result.articles:,} articles checked, {len(result.problems):,} broken."
        )
    sys.exit(1 if result.problems else 0)


@main.command()
@store_option
@click.option("--reasoner", is_flag=True, help="Also ask HermiT for contradictions with the ontology; needs Java.")
@quiet_option
def validate(store: str, reasoner: bool, quiet: bool) -> None:
    """Check the graph against the SHACL shapes; exit code 1 where it does not conform.

    \b
    Example:
      kg validate --reasoner
    """
    from kg import report
    from kg.graph import validate as checking
    from kg.graph.store import open_store

    with open_store(store, read_only=True) as opened:
        violations = list(checking.validate(opened.snapshot()))
        verdict = checking.reason(opened.snapshot()) if reasoner else None
    report.validation(violations, verdict, quiet=quiet)
    sys.exit(1 if any(not v.warning for v in violations) or (verdict and not verdict.consistent) else 0)


@main.command()
@store_option
@click.option("--hash", "hashed", is_flag=True, help="Print the hash of the whole dataset in canonical form instead.")
def stats(store: str, hashed: bool) -> None:
    """Count what the graph holds, by kind and by how sure the texts are.

    \b
    Example:
      kg stats --store output/store
    """
    from kg import report
    from kg.graph import stats as counting
    from kg.graph.store import open_store

    with open_store(store, read_only=True) as opened:
        if hashed:
            click.echo(counting.dataset_hash(opened))
            return
        rows = [(c.section, c.kind, f"{c.number:,}") for c in counting.counts(opened)]
    report.table("", ("what", "kind", "count"), rows, numbers=(2,))


@main.command()
@click.argument("name", required=False, metavar="[NAME]")
@store_option
@click.option(
    "--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Ask a query of yours."
)
@click.option("--sparql", metavar="TEXT", help="Ask a query given here.")
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_pairs,
    help="A parameter of the query; actors and places by any of their names or by IRI; repeatable.",
)
@click.option(
    "--format", "format_", type=click.Choice(["table", "csv", "tsv", "json", "ttl"]), default="table", show_default=True
)
@click.option("--limit", type=click.IntRange(1), help="Rows at most. [default: 100 in a table, else all]")
@click.option("--iris", is_flag=True, help="Show IRIs, and the columns that hold them.")
@click.option("--online", is_flag=True, help="Let the query ask other servers (SERVICE).")
def query(
    name: str | None,
    store: str,
    file: Path | None,
    sparql: str | None,
    params: dict[str, str],
    format_: str,
    limit: int | None,
    iris: bool,
    online: bool,
) -> None:
    """Answer a named query, or SPARQL of your own; without any, list the named queries.

    \b
    Example:
      kg query                                             list the queries
      kg query alignments-of-actor --param actor=Iran
      kg query --sparql "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }" --format csv
    """
    from kg.graph.store import open_store
    from kg.query import run, show

    asked = run.chosen(name, file, sparql)
    if asked is None:
        show.queries()
        return
    cut = limit is None and format_ == "table"
    with open_store(store, read_only=True) as opened:
        found = run.answer(opened, asked, params, limit=show.TABLE_ROWS + 1 if cut else limit, online=online)
        show.answer(found, opened, format_=format_, iris=iris, cut=cut)


@main.command()
@click.argument("fact", nargs=-1, required=True, metavar="IRI | SUBJECT PROPERTY OBJECT")
@store_option
def explain(fact: tuple[str, ...], store: str) -> None:
    """Tell where a fact comes from: who asserts it, how surely, its sentence and its article.

    \b
    A fact is given by its IRI (kg query NAME --iris shows them), a direct edge by its ends.

    \b
    Example:
      kg explain Iran opposes "United States"
    """
    from kg.errors import UsageError
    from kg.graph.store import open_store
    from kg.query import show
    from kg.query.explain import edge

    if len(fact) not in (1, 3):
        raise UsageError("Give the IRI of a fact, or a subject, a property such as opposes, and an object.")
    with open_store(store, read_only=True) as opened:
        show.explanation(opened, fact[0] if len(fact) == 1 else edge(opened, *fact))


@main.command()
@store_option
@click.option(
    "--format", "format_", required=True, help="html, turtle, trig, nquads, jsonld, graphml, gexf, csv or geojson."
)
@click.option("--output", required=True, metavar="FILE|-", help="Where to write; - is stdout.")
@click.option("--around", metavar="ACTOR", help="Only this actor and those near it.")
@click.option("--hops", type=click.IntRange(1, 10), default=1, show_default=True, help="How near: ties in a row.")
@click.option("--since", metavar="YYYY-MM-DD", callback=_date, help="Only what happened from this day on.")
@click.option("--until", metavar="YYYY-MM-DD", callback=_date, help="Only what happened up to this day.")
@click.option(
    "--min-evidence", type=click.IntRange(1), default=1, show_default=True, help="Facts that an edge rests on."
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out facts less sure."
)
@quiet_option
def export(store: str, format_: str, output: str, quiet: bool, **choice: Any) -> None:
    """Write the graph to a file: RDF, a network, tables, a map, or a page that opens from disk.

    \b
    html, graphml, gexf, csv and geojson hold the network of who sides with or against whom, csv in two files
    (FILE-nodes.csv and FILE-edges.csv). The choices apply to these; RDF holds everything.

    \b
    Example:
      kg export --format html --output network.html --around Iran --hops 2
    """
    from kg import report
    from kg.export import exporters
    from kg.graph.store import open_store

    with open_store(store, read_only=True) as opened:
        written = exporters.export(opened, format_, output, exporters.Choice(**choice))
    if not quiet and output != "-":
        report.note("Wrote " + " and ".join(str(path) for path in written) + ".")


@main.command()
@store_option
@click.option("--by", "by", metavar="NAME", default="", help="Whose judgements these are. [default: who is logged in]")
@click.option("--limit", type=click.IntRange(1), help="Pairs at most.")
def review(store: str, by: str, limit: int | None) -> None:
    """Decide on the pairs of actors that may be one, most useful first; every answer is kept at once.

    \b
    Keys: s same, d different, u unsure, b back (takes the last answer back), q quit.

    \b
    Example:
      kg review --by Ada --limit 20
    """
    from kg import report
    from kg.errors import UsageError
    from kg.graph.store import open_store
    from kg.resolve import review as reviewing

    if not sys.stdin.isatty():
        raise UsageError("kg review asks a person: run it in a terminal, or use kg matches export and import.")
    with open_store(store) as opened:
        session = reviewing.Session(opened, by=by, limit=limit)
        if session.current is None:
            report.note("There are no doubtful pairs to decide on.")
            return
        reviewing.walk(session, click.getchar, lambda line: click.echo(report.plain(line)))
        counts = session.finish()
    given = ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("same", "different", "unsure") if counts[verdict])
    report.note(f"Judged: {given or 'nothing'}. The graph now has {counts['actors and places']:,} actors and places.")


@main.group()
def matches() -> None:
    """Exchange links to the outside, and judgements, as SSSOM tables."""


@matches.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@store_option
@quiet_option
def matches_export(file: Path, store: str, quiet: bool) -> None:
    """Write the links to Wikidata, GeoNames and others, and all judgements, to an SSSOM TSV file.

    \b
    Example:
      kg matches export matches.sssom.tsv
    """
    from kg import report
    from kg.graph.store import open_store
    from kg.resolve import sssom

    with open_store(store, read_only=True) as opened:
        count = sssom.export(opened, file)
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

    with open_store(store) as opened:
        done = sssom.import_(opened, file)
    if not quiet:
        report.note(
            f"{done.taken:,} judgements taken, {done.known:,} known or older, {done.skipped:,} rows by no person."
        )


if __name__ == "__main__":
    main()
