"""Ask the graph, and where its facts come from."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import as_pairs, reading, store_option


@click.command()
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
    callback=as_pairs,
    help="A parameter of the query; actors and places by any of their names or by IRI; repeatable.",
)
@click.option(
    "--format", "format_", type=click.Choice(["table", "csv", "tsv", "json", "ttl"]), default="table", show_default=True
)
@click.option("--limit", type=click.IntRange(1), help="Rows at most. [default: 100 in a table, else all]")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out facts less sure."
)
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
    min_confidence: float,
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
    from kg.query import run, show
    from kg.query.parameters import EVERY

    asked = run.chosen(name, file, sparql)
    if asked is None:
        show.queries()
        return
    cut = limit is None and "limit" not in params and format_ == "table"
    with reading(store) as opened:
        wanted = show.TABLE_ROWS + 1 if format_ == "table" else EVERY
        found = run.answer(
            opened, asked, params, limit=limit, wanted=wanted, min_confidence=min_confidence, online=online
        )
        show.answer(found, opened, format_=format_, iris=iris, cut=cut)


@click.command()
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
    from kg.query import show
    from kg.query.explain import edge, ends

    fact = ends(fact[0]) if len(fact) == 1 else fact
    if len(fact) not in (1, 3):
        raise UsageError("Give the IRI of a fact, or a subject, a property such as opposes, and an object.")
    with reading(store) as opened:
        show.explanation(opened, fact[0] if len(fact) == 1 else edge(opened, *fact))
