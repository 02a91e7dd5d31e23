"""Write the graph to files."""

from __future__ import annotations

from typing import Any

import click

from kg.commands.options import as_date, quiet_option, reading, store_option


@click.command()
@store_option
@click.option(
    "--format",
    "format_",
    help="html, turtle, trig, nquads, jsonld, graphml, gexf, csv or geojson. [default: what FILE ends in]",
)
@click.option(
    "--output", required=True, metavar="FILE|-", help="Where to write, in folders that are made; - is stdout."
)
@click.option("--around", metavar="ACTOR", help="Only this actor and those near it.")
@click.option("--hops", type=click.IntRange(1, 10), default=1, show_default=True, help="How near: ties in a row.")
@click.option("--since", metavar="YYYY-MM-DD", callback=as_date, help="Only what happened from this day on.")
@click.option("--until", metavar="YYYY-MM-DD", callback=as_date, help="Only what happened up to this day.")
@click.option(
    "--min-evidence", type=click.IntRange(1), default=1, show_default=True, help="Facts that an edge rests on."
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out facts less sure."
)
@quiet_option
def export(store: str, format_: str | None, output: str, quiet: bool, **choice: Any) -> None:
    """Write the graph to a file: RDF, a network, tables, a map, or a page that opens from disk.

    \b
    html, graphml, gexf, csv and geojson hold the network of who sides with or against whom, csv in two files
    (FILE-nodes.csv and FILE-edges.csv). The choices apply to these; RDF holds everything.

    \b
    Example:
      kg export --output network.html --around Iran --hops 2
      kg export --format nquads --output - | gzip > graph.nq.gz
    """
    from kg import report
    from kg.export import exporters

    with reading(store) as opened:
        written = exporters.export(opened, format_ or exporters.format_of(output), output, exporters.Choice(**choice))
    if not quiet and output != "-":
        report.note("Wrote " + " and ".join(str(path) for path in written) + ".")
