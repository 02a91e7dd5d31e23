"""Check and count what the graph holds."""

from __future__ import annotations

import sys

import click

from kg.commands.options import quiet_option, reading, store_option


@click.command()
@store_option
@quiet_option
def verify(store: str, quiet: bool) -> None:
    """Replay every anchor: each fact's quote must stand in its article where the graph says it does.

    \b
    Example:
      kg verify --store output/store
    """
    from kg import report
    from kg.graph.verify import verify as replay

    with reading(store) as opened:
        result = replay(opened)
    for problem in result.problems[: report.SHOWN_ERRORS]:
        report.error(str(problem))
    if not quiet:
        report.note(
            f"{result.anchors:,} anchors in {result.articles:,} articles checked, {len(result.problems):,} broken."
        )
    sys.exit(1 if result.problems else 0)


@click.command()
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

    with reading(store) as opened:
        violations = list(checking.validate(opened.snapshot()))
        verdict = checking.reason(opened.snapshot()) if reasoner else None
    report.validation(violations, verdict, quiet=quiet)
    sys.exit(1 if any(not v.warning for v in violations) or (verdict and not verdict.consistent) else 0)


@click.command()
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

    with reading(store) as opened:
        if hashed:
            click.echo(counting.dataset_hash(opened))
            return
        rows = [(c.section, c.kind, f"{c.number:,}") for c in counting.folded(counting.counts(opened))]
    report.table("", ("what", "kind", "count"), rows, numbers=(2,))
