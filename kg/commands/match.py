"""Look actors and places up on the net, only when told to."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kg.commands.options import INTERRUPTED, as_pairs, quiet_option, reading, store_option

if TYPE_CHECKING:
    from kg.match.client import Client
    from kg.match.run import Found

SERVICES = ("wikidata", "dbpedia", "geonames")
#: links that are shown
SHOWN = 200


@click.command()
@store_option
@click.option("--online", type=click.Choice(SERVICES), multiple=True, help="A knowledge base to ask; repeatable.")
@click.option("--service", "services", multiple=True, metavar="URL", help="A reconciliation service (API 0.2) to ask.")
@click.option("--forget", metavar="SERVICE", help="Take back all that a service answered: its name or its URL.")
@click.option("--entity", metavar="NAME", default="", help="Ask only about what has this name, linked or not.")
@click.option("--limit", type=click.IntRange(1), help="Entities at most, those of most articles first.")
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.85, show_default=True, help="The score that a link needs."
)
@click.option("--dry-run", is_flag=True, help="Ask and show what would be linked; change nothing.")
@click.option("--refresh", is_flag=True, help="Ask again what was asked before, about linked entities too.")
@click.option(
    "--contact", envvar="KG_CONTACT", default="", metavar="TEXT", help="Your address, for the people who run a service."
)
@click.option("--geonames-user", envvar="KG_GEONAMES_USER", default="", metavar="NAME", help="Your name at GeoNames.")
@click.option(
    "--endpoint",
    "endpoints",
    multiple=True,
    metavar="NAME=URL",
    callback=as_pairs,
    help="A mirror to ask in the place of wikidata-api, wikidata-sparql, dbpedia-lookup, dbpedia-sparql or geonames.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0, 60),
    default=0.5,
    show_default=True,
    help="Seconds between two requests to one server.",
)
@quiet_option
def match(
    store: str,
    online: tuple[str, ...],
    services: tuple[str, ...],
    forget: str | None,
    entity: str,
    limit: int | None,
    min_score: float,
    dry_run: bool,
    refresh: bool,
    contact: str,
    geonames_user: str,
    endpoints: dict[str, str],
    pause: float,
    quiet: bool,
) -> None:
    """Link actors and places to Wikidata, DBpedia, GeoNames or another service; the net is asked only here.

    \b
    Links are proposals: each has a score, its method and the candidates that lost. Accept or reject them
    with kg matches export and import; --forget takes all of a service back. Answers are kept in the cache.
    Exit code 1: some entities got no answer. 2: the service could not be asked at all.

    \b
    Example:
      kg match --online wikidata --limit 50 --dry-run --contact you@example.org
      kg match --service https://example.org/reconcile
      kg match --forget wikidata
    """
    from kg import report
    from kg.errors import UsageError

    if not (online or services or forget):
        raise UsageError("Nothing is asked of the net unless you say whom: give --online, --service or --forget.")
    if forget:
        if online or services or dry_run:
            raise UsageError("--forget stands alone.")
        count = _forget(store, forget)
        if not quiet:
            report.note(f"Took back {count:,} answers of {forget}.")
        return
    from kg.graph.store import open_store
    from kg.match import question, run
    from kg.match import services as known
    from kg.match.cache import Cache
    from kg.match.client import Client, Manners
    from kg.resources import cache_dir

    places = known.Places.of(endpoints)
    for url in services:
        known.check(url)
    manners = Manners(contact=contact, pause=pause, refresh=refresh, trusted=(*places.given.values(), *services))
    if not contact and not quiet:
        report.note("Say who you are with --contact you@example.org: services may refuse who does not.")
    worst = 0
    for name in dict.fromkeys((*online, *services)):
        with Client(Cache(cache_dir() / "answers"), manners) as client:
            # before anything is asked: there may be no graph
            with reading(store) as opened:
                asked = question.read(opened)
            service = known.make(name, client, places, geonames_user=geonames_user)
            chosen, not_asked = run.choose(asked, service, entity=entity, limit=limit, again=refresh)
            with report.progress(len(chosen), quiet=quiet) as step:
                found = run.ask(service, chosen, step=step, enough=min_score)
            found.not_asked = not_asked
            if found.answers and not dry_run:
                with open_store(store, create=False) as opened:
                    run.keep(opened, found)
            worst = max(worst, _tell(found, client, dry_run=dry_run, quiet=quiet))
    sys.exit(worst)


def _forget(store: str, service: str) -> int:
    from kg.graph.store import open_store
    from kg.match import run
    from kg.match import services as known
    from kg.match.reconciliation import address

    name = address(known.check(service)) if "://" in service else service
    with open_store(store, create=False) as opened:
        return run.forget(opened, name)


def _tell(found: Found, client: Client, *, dry_run: bool, quiet: bool) -> int:
    """Print what a service answered; return the exit code."""
    from kg import report

    if not quiet:
        if dry_run:
            shown = [(q.name, q.type, a.target or a.reason, a.label, a.score or "", a.method) for q, a in found.answers]
            columns = ("entity", "class", "record", "called", "score", "found by")
            report.table("", columns, shown[:SHOWN], numbers=(4,))
            if len(shown) > SHOWN:
                report.note(f"  {len(shown) - SHOWN:,} more are not shown.")
        report.table("", ("kg match", found.service), _rows(found, client, dry_run=dry_run))
    if found.stopped:
        report.error(f"Stopped. {len(found.unanswered):,} entities were not asked; the next run goes on from here.")
        return INTERRUPTED
    if found.problem:
        report.error(f"{found.problem} {len(found.unanswered):,} entities got no answer; the next run asks them.")
    return 0 if not found.unanswered else 1 if found.answers else 2


def _rows(found: Found, client: Client, *, dry_run: bool) -> list[tuple[str, str]]:
    none = [f'{n:,} {reason}, for example "{found.example(reason)}"' for reason, n in found.none().most_common()]
    not_asked = [f"{n:,} {reason}" for reason, n in found.not_asked.most_common() if n]
    shared = f"{found.shared:,} of several actors: kg review and kg review --joined show them"
    return [
        ("asked", f"{len(found.answers):,}"),
        ("would be linked" if dry_run else "linked", f"{found.links:,}"),
        *([("records", shared)] if found.shared and not dry_run else []),
        *_under("no link", none),
        ("no answer", f"{len(found.unanswered):,}"),
        *_under("not asked", not_asked),
        ("requests", f"{client.sent:,} sent, {client.known:,} answers known from before"),
    ]


def _under(what: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield a row for each value, the first of them under its name."""
    for number, value in enumerate(values or ["0"]):
        yield "" if number else what, value
