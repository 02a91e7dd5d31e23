"""Join the steps; this file alone knows them all.

    articles ──read──▶ Article ──annotate──▶ Extraction ──graph──▶ quads, one named graph per article ──▶ store
     (txt html jsonl    text, title,          entities, events,                                            │
      url, stdin)       date, publisher       statements, alignments,                                      │
                                              relations                                                    │
     query · explain · export · serve ◀── infer, tally ◀── resolve (who is the same, links outside) ◀──────┘

Values flow one way as streams of frozen records. The derived graphs (resolution, matches, inferred, tallies) are
functions of the set of article graphs, and of what persons judged and services answered (judgements, lookups), so the
order of reading and taking back leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from kg.errors import ReadError
from kg.graph.articles import Texts, differs, find
from kg.graph.ledger import Ledger, file_of, place_of
from kg.graph.store import Store
from kg.model import Article, Extraction
from kg.summary import Summary

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


T = TypeVar("T")
Progress = Callable[[str, int], None]


def read(
    inputs: Iterable[str], options: Options, told: Callable[[str, str], None] | None = None
) -> Iterator[Article | ReadError]:
    """Yield the articles of files, folders, globs, addresses and stdin; what cannot be read comes as its error.

    ``told`` is called with what is left out, and with the file: files of other kinds, columns that are not used.
    """
    from kg.read import source

    yield from source.read(inputs, date=options.date, keys=options.keys, told=told)


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
    with Ledger.beside(store.location) as ledger:
        ledger.begin()
        run = _Build(store, ledger, options, progress or (lambda step, count: None))
        run.write(run.annotated(run.fresh(inputs)))
        run.replace()
        if ledger.stale:
            run.derive()
        if ledger.remnants:
            run.erase()
    return run.summary


@dataclass
class _Build:
    """One build under way: its steps, in the order in which they come, and what they have done so far."""

    store: Store
    ledger: Ledger
    options: Options
    report: Progress
    summary: Summary = field(default_factory=Summary)
    #: those that the graph had before and that came again
    known: set[str] = field(default_factory=set)
    #: those of them that say something else of themselves now
    changed: set[str] = field(default_factory=set)

    def fresh(self, inputs: Iterable[str]) -> Iterator[Article]:
        """Yield the articles that are to be annotated, each once."""
        summary, seen, texts = self.summary, set[str](), Texts(self.store)
        for article in _good(summary.timing(read(inputs, self.options, self.summary.lose), "read"), self._failed):
            if self.store.contains(article.iri):
                self.known.add(article.iri)
                if article.iri not in seen and differs(article, self.store):
                    self.changed.add(article.iri)
            again = self.options.again or article.iri in self.changed
            if article.iri in seen or (article.iri in self.known and not again):
                seen.add(article.iri)
                summary.counts["known"] += 1
                self._settle(article)
                self.report("known", 1)
                continue
            if article.iri not in self.known and (twin := texts.twin(article)):
                summary.lose("article with the same text as another", f"{article.source} and {twin}")
            seen.add(article.iri)
            summary.counts["read"] += 1
            if article.published is None:
                summary.lose("article without a date (give one with --date)", article.source)
            yield article

    def annotated(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield what is read from each article; the time is without that of reading the articles themselves."""
        yield from _good(self.summary.timing(annotate(articles, self.options), "annotate"), self._failed)
        self.summary.seconds["annotate"] -= self.summary.seconds["read"]

    def write(self, stream: Iterator[Extraction]) -> None:
        """Write the stream to the store by batches: while one is written, the next one is annotated."""
        # Oxigraph writes without the interpreter's lock
        with ThreadPoolExecutor(1) as writer:
            pending: tuple[list[Extraction], Future[int]] | None = None
            while True:
                batch = list(islice(stream, BATCH))
                with self.summary.timed("write"):
                    if pending:
                        self._written(*pending)
                    if not batch:
                        return
                    self.ledger.stale = True
                    if any(found.article.iri in self.changed for found in batch):
                        self.ledger.remnants = True
                    pending = batch, writer.submit(self._put, batch)

    def _put(self, batch: list[Extraction]) -> int:
        """Add articles in one step; those that are read again replace what was read before, each in one step."""
        from kg.graph.quads import quads

        known = [found for found in batch if found.article.iri in self.known]
        new = [quad for found in batch if found.article.iri not in self.known for quad in quads(found)]
        count = self.store.write(new) if new else 0
        return count + sum(self.store.replace(found.article.iri, quads(found)) for found in known)

    def _written(self, batch: list[Extraction], quads: Future[int]) -> None:
        self.summary.counts["quads"] += quads.result()
        for found in batch:
            self._settle(found.article)
            iri = found.article.iri
            self.summary.add(found, known=iri in self.known, changed=iri in self.changed)
        self.report("written", len(batch))

    def replace(self) -> None:
        """Drop what places held before and hold no longer, unless it lies elsewhere too.

        Where something could not be read this time, all stays: a broken line is no reason to forget what it said.
        """
        broken = {file_of(error.where) for error in self.summary.errors}
        for place, article in self.ledger.superseded():
            if place in broken:
                continue
            self.ledger.release(place, article)
            if not self.ledger.places_of(article):
                self.ledger.stale = self.ledger.remnants = True
                self.store.drop(article)
                self.ledger.forget(article)
                self.summary.drop(place)

    def derive(self) -> None:
        """Make the derived graphs again, and put the store in order where much was written."""
        from kg.graph import derive

        self.report("deriving", 0)
        with self.summary.timed("derive"):
            self.summary.counts.update(derive.derive(self.store))
        self.ledger.stale = False
        if self.summary.counts["quads"] >= MANY and not self.ledger.remnants:
            self.report("compacting", 0)
            with self.summary.timed("write"):
                self.store.compact()

    def erase(self) -> None:
        """Write the store anew where articles were taken out of it or replaced."""
        self.report("erasing", 0)
        with self.summary.timed("erase"):
            self.store.erase()
        self.ledger.remnants = False

    def _settle(self, article: Article) -> None:
        if place := place_of(article.source):
            self.ledger.record(place, article.iri, file=place_of(article.file or "-"))

    def _failed(self, error: ReadError) -> None:
        self.summary.counts["not read"] += 1
        self.summary.errors.append(error)
        self.report("not read", 1)


def remove(what: Iterable[str], store: Store) -> list[str]:
    """Take articles back without a trace, by path, address, name or IRI, and return their IRIs.

    A file of many articles stands for all of them. The files of the store are written anew, once, at the end.

    Raises:
        KgError: there is no such article, or the name stands for several; then none is taken back.
    """
    from kg.graph import derive

    with Ledger.beside(store.location) as ledger:
        articles = list(dict.fromkeys(article for given in what for article in find(given, store, ledger)))
    with derive.behind(store) as ledger:
        ledger.remnants = True
        for article in articles:
            store.drop(article)
            ledger.forget(article)
    with Ledger.beside(store.location) as ledger:
        store.erase()
        ledger.remnants = False
    return articles
