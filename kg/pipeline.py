"""Join the steps; this file alone knows them all.

    articles ──read──▶ Article ──annotate──▶ Extraction ──graph──▶ quads, one named graph per article ──▶ store
     (txt html jsonl    text, title,          entities, events,                                            │
      url, stdin)       date, publisher       statements, alignments,                                      │
                                              relations                                                    │
        query · export · explain · verify · validate ◀── infer ◀── resolve (who is the same, matches) ◀────┘

Values flow one way as streams of frozen records. The derived graphs (resolution, matches, inferred) are
functions of the set of article graphs, so the order of reading and taking back leaves no trace.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import KgError, ReadError
from kg.graph.ledger import Ledger
from kg.graph.store import Store
from kg.model import Article, Extraction
from kg.vocabulary import KG, text_hash

#: articles whose quads are written in one atomic step: some 60,000 quads, which fit into 100 MB
BATCH = 32

#: so many quads written by one build are worth the time to put the store's files in order
MANY = 100_000


@dataclass(frozen=True, kw_only=True)
class Options:
    """How articles are read and annotated.

    ``keys`` renames the keys of JSON Lines (ours to theirs); ``min_confidence`` drops facts below it;
    ``again`` reads known articles again; ``workers`` is the number of annotating processes, or None to
    let the number of articles and cores decide.
    """

    date: date | None = None
    keys: dict[str, str] = field(default_factory=dict)
    model: str | None = None
    min_confidence: float = 0.0
    lexicons: tuple[Path, ...] = ()
    workers: int | None = 1
    again: bool = False


@dataclass
class Summary:
    """What a build did: counts, losses with an example each, seconds by step."""

    counts: Counter[str] = field(default_factory=Counter)
    losses: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    errors: list[ReadError] = field(default_factory=list)
    #: how much was added from each place
    places: Counter[str | None] = field(default_factory=Counter)

    def lose(self, reason: str, example: str, count: int = 1) -> None:
        """Count what could not be read, typed, placed or linked, keeping the first example."""
        self.losses[reason] += count
        self.examples.setdefault(reason, example)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the time that the block takes to a step."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] += time.perf_counter() - start


T = TypeVar("T")
Progress = Callable[[str, int], None]


def read(
    inputs: Iterable[str], options: Options, skipped: Callable[[str], None] | None = None
) -> Iterator[Article | ReadError]:
    """Yield the articles of files, folders, globs, addresses and stdin; what cannot be read comes as its error.

    ``skipped`` is called with each file of a folder or glob that is of another kind.
    """
    from kg.read import source

    yield from source.read(inputs, date=options.date, keys=options.keys, skipped=skipped)


def extract(inputs: Iterable[str], options: Options, on_error: Callable[[ReadError], None]) -> Iterator[Extraction]:
    """Yield what is read from each article, in order; errors go to ``on_error`` and the rest goes on."""
    yield from _good(annotate(_good(read(inputs, options), on_error), options), on_error)


def _good(items: Iterable[T | ReadError], on_error: Callable[[ReadError], None]) -> Iterator[T]:
    for item in items:
        if isinstance(item, ReadError):
            on_error(item)
        else:
            yield item


def annotate(articles: Iterable[Article], options: Options) -> Iterator[Extraction | ReadError]:
    """Yield what is read from each article, or its error, in order, with as many processes as the options say."""
    from kg import workers

    yield from workers.annotate(articles, options)


def build(inputs: Iterable[str], store: Store, options: Options, progress: Progress | None = None) -> Summary:
    """Read articles into the graph: known ones are skipped, changed ones replaced, the rest added.

    Each batch of whole articles is written in one atomic step; a killed build goes on where it stopped.

    Raises:
        StoreError: the store cannot be written to.
    """
    from kg.graph import derive
    from kg.graph.quads import quads

    summary, report = Summary(), progress or (lambda step, count: None)
    with Ledger.beside(store.location) as ledger:
        ledger.begin()

        known: set[str] = set()

        def fresh() -> Iterator[Article]:
            seen: set[str] = set()
            texts = _Texts(store)
            for article in _good(_timed(read(inputs, options, skipped), summary, "read"), failed):
                place = _place(article)
                if store.contains(article.iri):
                    known.add(article.iri)
                if article.iri in seen or (article.iri in known and not options.again):
                    summary.counts["known"] += 1
                    _settle(ledger, place, article.iri)
                    report("known", 1)
                    continue
                if article.iri not in known and (twin := texts.twin(article)):
                    summary.lose("article with the same text as another", f"{article.source} and {twin}")
                seen.add(article.iri)
                summary.counts["read"] += 1
                if article.published is None:
                    summary.lose("article without a date (give one with --date)", article.source)
                yield article

        def skipped(path: str) -> None:
            summary.lose("file of another kind skipped", path)

        def failed(error: ReadError) -> None:
            summary.counts["not read"] += 1
            summary.errors.append(error)
            report("not read", 1)

        stream = _good(_timed(annotate(fresh(), options), summary, "annotate"), failed)
        # Oxigraph writes without the interpreter's lock: the next batch is annotated meanwhile
        with ThreadPoolExecutor(1) as writer:
            pending: tuple[list[Extraction], Future[int]] | None = None
            while True:
                batch = list(islice(stream, BATCH))
                with summary.timed("write"):
                    if pending:
                        summary.counts["quads"] += pending[1].result()
                        for found in pending[0]:
                            _settle(ledger, _place(found.article), found.article.iri)
                            _count(summary, found, known=found.article.iri in known)
                        report("written", len(pending[0]))
                    if not batch:
                        break
                    ledger.stale = True
                    if options.again:
                        pending = batch, writer.submit(_rewrite, store, batch)
                    else:
                        pending = batch, writer.submit(store.write, [q for found in batch for q in quads(found)])
        _replace(store, ledger, summary)
        summary.seconds["annotate"] -= summary.seconds["read"]
        if ledger.stale:
            report("deriving", 0)
            with summary.timed("derive"):
                summary.counts.update(derive.derive(store))
            ledger.stale = False
            if summary.counts["quads"] >= MANY:
                report("compacting", 0)
                with summary.timed("write"):
                    store.compact()
    return summary


class _Texts:
    """The texts that a build reads and the store holds, to say where two articles have one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, str] = {}

    def twin(self, article: Article) -> str | None:
        """Return the name of another article with the same text: one read before in this build, or one in the store."""
        from pyoxigraph import Literal

        hashed = text_hash(article.text)
        if hashed in self._read:
            return self._read[hashed]
        self._read[hashed] = article.name
        rows = self._store.select(
            f"SELECT ?name ?hash WHERE {{ GRAPH ?article {{ ?article <{KG}textHash> ?hash ; <{KG}name> ?name }} }}",
            {"hash": Literal(hashed)},
        )
        return min((row["name"].value for row in rows), default=None)


def _rewrite(store: Store, batch: Iterable[Extraction]) -> int:
    """Put what was read anew into the place of what was read before, each article in one step."""
    from kg.graph.quads import quads

    return sum(store.replace(found.article.iri, quads(found)) for found in batch)


def _timed(stream: Iterable[Any], summary: Summary, step: str) -> Iterator[Any]:
    """Pass a stream on, adding the time that its items took to a step."""
    iterator = iter(stream)
    while True:
        with summary.timed(step):
            try:
                item = next(iterator)
            except StopIteration:
                return
        yield item


def _place(article: Article) -> str | None:
    """Return where an article was read, as it is known again from another directory; stdin is no place.

    All records of one file have one place: a line put in at the top does not move them.
    """
    if article.source == "-" or article.source.startswith("-#"):
        return None
    return article.source if "://" in article.source else _file(article.source)


def _file(where: str) -> str:
    """Return the file of a path that may end in a line: ``news.jsonl#L3`` or ``news.jsonl line 3``."""
    return str(Path(re.sub(r"(#L| line )\d+$", "", where)).resolve())


def _settle(ledger: Ledger, place: str | None, article: str) -> None:
    if place is not None:
        ledger.record(place, article)


def _replace(store: Store, ledger: Ledger, summary: Summary) -> None:
    """Drop what places held before and hold no longer, unless it lies elsewhere too.

    Where something could not be read this time, all stays: a broken line is no reason to forget what it said.
    A changed article counts as replaced, not as added.
    """
    broken = {_file(error.where) for error in summary.errors}
    for place, article in ledger.superseded():
        if place in broken:
            continue
        ledger.release(place, article)
        if not ledger.places_of(article):
            ledger.stale = True
            store.drop(article)
            changed = summary.places[place] > 0
            summary.counts["replaced" if changed else "gone"] += 1
            summary.counts["added"] -= changed
            summary.places[place] -= changed


def _count(summary: Summary, found: Extraction, *, known: bool) -> None:
    summary.counts["read again" if known else "added"] += 1
    summary.places[_place(found.article)] += not known
    for kind in ("entities", "events", "statements", "alignments", "relations"):
        summary.counts[kind] += len(getattr(found, kind))
    for reason, examples in found.losses.items():
        summary.lose(reason, f"{examples[0]} ({found.article.name})", len(examples))


def remove(what: str, store: Store) -> str:
    """Take an article back without a trace, by path, address, name or IRI; return its IRI.

    Raises:
        KgError: there is no such article, or the name stands for several.
    """
    from kg.graph import derive

    with Ledger.beside(store.location) as ledger:
        article = _find(what, store, ledger)
        ledger.stale = True
        store.drop(article)
        ledger.forget(article)
        derive.derive(store)
        ledger.stale = False
    return article


def _find(what: str, store: Store, ledger: Ledger) -> str:
    from pyoxigraph import Literal

    if "://" in what and store.contains(what):
        return what
    known = ledger.article_at(what) or ledger.article_at(str(Path(what).resolve()))
    if known and store.contains(known):
        return known
    name = what if "://" in what else Path(what).name
    rows = store.select(
        f"SELECT DISTINCT ?article ?name WHERE {{ GRAPH ?article {{ ?article a <{KG}Article> ; <{KG}name> ?name }} }}",
        {"name": Literal(name)},
    )
    found = sorted(row["article"].value for row in rows)
    if len(found) == 1:
        return str(found[0])
    if found:
        raise KgError(f"{what} stands for {len(found)} articles. Name one by its IRI: {', '.join(found)}")
    raise KgError(f"{what} is no article of {store.location}. List them with: kg query articles")
