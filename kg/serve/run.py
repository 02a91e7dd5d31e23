"""Run the server until it is told to stop."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

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
    with Server(host, port, hosts=hosts, origins=origins) as server:
        server.service = Service(store)
        gc.freeze()  # the index stays to the end: looking through it for garbage would hold up answers
        with _Ending() as ending:
            serving = threading.Thread(target=server.serve_forever, daemon=True)
            serving.start()
            if not quiet:
                many = f"{len(server.service.index):,} actors and places of {without_secrets(store.location)}"
                report.note(f"{many} at {server.address} - Ctrl-C ends it.")
                if not server.is_local:
                    report.note("Whoever can reach this machine can read the graph: it listens beyond the loopback.")
            while serving.is_alive() and not ending.told:
                serving.join(0.1)
            server.shutdown()
    if not quiet:
        report.note("Stopped.")


class _Ending:
    """Takes note of Ctrl-C and of a request to end (SIGTERM), which so never break into the middle of a connection."""

    told = False

    def __enter__(self) -> Self:
        self._before = {asked: signal.signal(asked, self._note) for asked in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for asked, handler in self._before.items():
            signal.signal(asked, handler)

    def _note(self, *_: object) -> None:
        self.told = True
