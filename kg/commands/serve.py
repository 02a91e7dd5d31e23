"""Offer the graph to other programs."""

from __future__ import annotations

import click

from kg.commands.options import quiet_option, reading, store_option


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=3000, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name of this machine; repeatable.")
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="URL",
    help="Let pages of this origin ask, such as https://refine.example.org; repeatable. [default: this machine's]",
)
@quiet_option
def serve(store: str, host: str, port: int, hosts: tuple[str, ...], origins: tuple[str, ...], quiet: bool) -> None:
    """Offer actors and places as a reconciliation service for OpenRefine; Ctrl-C ends it.

    \b
    In OpenRefine: Reconcile, Start reconciling, Add standard service, and the address that is printed.

    \b
    Example:
      kg serve --port 3000
    """
    from kg.serve import run

    with reading(store) as opened:
        run.forever(opened, host, port, hosts=hosts, origins=origins, quiet=quiet)
