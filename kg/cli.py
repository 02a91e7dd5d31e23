"""The command line: reads options, calls one function, prints, exits. Only this file knows click."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.group()
def main() -> None:
    """Turn news articles into a graph of who stands with or against whom."""


@main.command()
@click.argument("paths", nargs=-1, required=True)
def extract(paths: tuple[str, ...]) -> None:
    """Print what is read from each article, as JSON Lines."""
    from kg import extraction
    from kg.annotate import annotator
    from kg.read import text

    for found in annotator.annotate(text.read(Path(p)) for p in paths):
        click.echo(json.dumps(extraction.to_dict(found), ensure_ascii=False))
