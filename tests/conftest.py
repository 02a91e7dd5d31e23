"""What all tests share: no network beyond the loopback, and the real pipeline loaded once."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import Callable
from typing import Any

import pytest

from kg import vocabulary
from kg.model import Article, Extraction

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail every connection that leaves the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def no_own_gazetteers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Read as on a machine whose user keeps no gazetteers."""
    os.environ["KG_DATA"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    """Make an article from a text: ``article(text, published=..., title=...)``."""

    def make(
        text: str,
        *,
        name: str = "story.txt",
        published: str | None = "2024-03-08",
        title: str | None = None,
        publisher: str | None = None,
    ) -> Article:
        return Article(
            iri=vocabulary.article_iri(name, text),
            name=name,
            source=name,
            text=text,
            title=title,
            publisher=publisher,
            published=dt.date.fromisoformat(published) if published else None,
        )

    return make


@pytest.fixture(scope="session")
def extract(article: Callable[..., Article]) -> Callable[..., Extraction]:
    """Read a text through the real pipeline: ``extract(text, published=..., title=...)``."""
    from kg.annotate import annotator

    def run(text: str, **given: Any) -> Extraction:
        (found,) = annotator.annotate([article(text, **given)])
        return found

    return run
