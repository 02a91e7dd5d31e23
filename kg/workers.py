"""Annotate with several processes of our own: a worker that dies costs at most the article that killed it.

spaCy's own ``nlp.pipe(n_process=2)`` waits for ever when one of its processes is killed.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import textwrap
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.model import Article, Extraction

if TYPE_CHECKING:
    from kg.pipeline import Options

#: articles handed to a worker at once
BATCH = 16

#: articles from which on more workers save more time than their start costs, and how many of them start by themselves
MANY, MOST = 64, 4

#: how often a batch is tried by itself before its articles are, and an article before it is given up
TRIES = 3

#: the signals that end a build
ENDING = (signal.SIGINT, signal.SIGTERM)

#: what a rule raises on a text that it was not made for: it costs that article, not the build
MISTAKES = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


def annotate(articles: Iterable[Article], options: Options) -> Iterator[Extraction | ReadError]:
    """Yield what is read from each article, in the order of the articles, on any number of processes.

    An article on which workers die again and again, or a rule fails, comes as its error. Where the options leave the
    number of workers open, many articles are shared out over the cores, and few stay in this process.
    """
    stream = iter(articles)
    first = list(islice(stream, MANY if options.workers is None else 1))
    if not first:
        return  # nothing is loaded for nothing
    workers = options.workers or (min(cores(), MOST) if len(first) == MANY else 1)
    stream = chain(first, stream)
    if workers == 1:
        yield from _annotate(stream, options)
        return
    waiting: deque[tuple[list[Article], Future[list[Extraction | ReadError]]]] = deque()
    pool = _pool(workers)

    def hand_out(batch: list[Article]) -> Future[list[Extraction | ReadError]]:
        try:
            with _undisturbed():
                return pool.submit(_annotate_batch, batch, options)
        except BrokenProcessPool as error:
            # a worker died while nobody waited for it: the batch learns of it in its turn
            broken: Future[list[Extraction | ReadError]] = Future()
            broken.set_exception(error)
            return broken

    def renew() -> None:
        nonlocal pool
        pool.shutdown(wait=False, cancel_futures=True)
        pool = _pool(workers)

    def alone(batch: list[Article]) -> Iterator[Extraction | ReadError]:
        """Try a batch with nothing beside it, in new workers, so that their death is its own doing."""
        for _ in range(TRIES):
            try:
                found = hand_out(batch).result()
            except BrokenProcessPool:
                renew()
            else:
                yield from found
                return
        if len(batch) == 1:
            yield ReadError(batch[0].source, "the annotator died on it", "Report it, with the article")
            return
        for article in batch:
            yield from alone([article])

    try:
        while True:
            while len(waiting) < 2 * workers and (batch := list(islice(stream, BATCH))):
                waiting.append((batch, hand_out(batch)))
            if not waiting:
                pool.shutdown()  # they are idle: it takes a moment, and leaving them to the exit may print a traceback
                return
            batch, future = waiting.popleft()
            try:
                found = future.result()
            except BrokenProcessPool:
                # the pool is lost as a whole, and nobody says who was to blame
                renew()
                suspects = [batch, *(other for other, _ in waiting)]
                waiting.clear()
                for suspect in suspects:
                    yield from alone(suspect)
            else:
                yield from found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_with_parent)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C and SIGTERM back while processes are started: a half-started one would print a traceback."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held: list[int] = []
    # the processes inherit the mask, and lift it when they can end; here another thread may still get the signal
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    handlers = {number: signal.signal(number, lambda n, _: held.append(n)) for number in ENDING}
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in handlers.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        for caught in held[:1]:
            signal.raise_signal(caught)


def _leave_with_parent() -> None:
    """End this worker on Ctrl-C, and when the build that started it is killed: it would wait for work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    parent = multiprocessing.parent_process()

    def leave() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=leave, daemon=True).start()


def _annotate_batch(batch: list[Article], options: Options) -> list[Extraction | ReadError]:
    return list(_annotate(batch, options))


def _annotate(articles: Iterable[Article], options: Options) -> Iterator[Extraction | ReadError]:
    from kg.annotate import annotator, lexicon, nlp

    for path in options.lexicons:
        lexicon.extend(path)
    for document in nlp.parse(articles, model=options.model or nlp.DEFAULT_MODEL):
        try:
            found = annotator.read(document)
        except MISTAKES as mistake:
            logging.getLogger(__name__).debug("where it failed", exc_info=True)
            problem = f"a rule failed on it ({type(mistake).__name__}: {mistake})"
            yield ReadError(document.article.source, problem, "Report it, with the article")
        else:
            yield above(found, options.min_confidence)


def above(found: Extraction, confidence: float) -> Extraction:
    """Return the extraction without the facts below a confidence, and without references to them.

    What is left out counts among its losses.
    """
    if confidence <= 0:
        return found
    left_out = tuple(
        textwrap.shorten(x.evidence.span.of(found.article.text), 90, placeholder=" …")
        for kind in (found.events, found.statements, found.alignments, found.relations)
        for x in kind
        if x.evidence.confidence < confidence
    )
    keep = {
        x.id
        for kind in (found.events, found.statements, found.alignments, found.relations)
        for x in kind
        if x.evidence.confidence >= confidence
    } | {e.id for e in found.entities}
    return replace(
        found,
        losses={**found.losses, **({f"fact less sure than {confidence:g}": left_out} if left_out else {})},
        events=tuple(
            replace(v, statement=v.statement if v.statement in keep else None) for v in found.events if v.id in keep
        ),
        statements=tuple(
            replace(s, within=s.within if s.within in keep else None, about=tuple(x for x in s.about if x in keep))
            for s in found.statements
            if s.id in keep
        ),
        alignments=tuple(
            replace(
                x,
                event=x.event if x.event in keep else None,
                statement=x.statement if x.statement in keep else None,
            )
            for x in found.alignments
            if x.id in keep
        ),
        relations=tuple(r for r in found.relations if r.id in keep),
    )
