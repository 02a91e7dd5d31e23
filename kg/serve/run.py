"""Run the server until it is told to stop."""

from __future__ import annotations

import contextlib
import gc
import signal
import threading
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from kg import report
from kg.read.web import without_secrets
from kg.serve.service import Service
from kg.serve.web import Server

if TYPE_CHECKING:
    from kg.graph.store import Store


def forever(
    store: Store, host: str, port: int, *, hosts: Collection[str] = (), origins: Collection[str] = (), quiet: bool
) -> None:
    """Serve a store until Ctrl-C or a request to end.

    Raises:
        UsageError: it cannot listen there.
    """
    with Server(host, port, hosts=hosts, origins=origins) as server, _ending(), contextlib.suppress(KeyboardInterrupt):
        server.service = Service(store)
        gc.freeze()  # the index stays to the end: looking through it for garbage would hold up answers
        if not quiet:
            many = f"{len(server.service.index):,} actors and places of {without_secrets(store.location)}"
            report.note(f"{many} at {server.address} - Ctrl-C ends it.")
            if not server.is_local:
                report.note("Whoever can reach this machine can read the graph: it listens beyond the loopback.")
        server.serve_forever()
    if not quiet:
        report.note("Stopped.")


@contextlib.contextmanager
def _ending() -> Iterator[None]:
    """Take a request to end (SIGTERM) for a Ctrl-C, where signals can be caught."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
