"""Remember which file or address gave which article, so that a changed one replaces what it was.

The ledger is bookkeeping of one machine, not knowledge: it lies beside the quads and never among them,
so that the same articles give the same dataset wherever they lie. If it is lost, nothing is: articles
are recognised by name and text, and only the link from a place to its former text is gone.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

from kg.vocabulary import digest


class Ledger:
    """What was read from where, and whether the derived graphs are behind the articles.

    Arguments:
        path: the SQLite file; None keeps it in memory.

    >>> with Ledger(None) as ledger:
    ...     ledger.record("/news/a.txt", "https://example.org/article/1")
    ...     ledger.article_at("/news/a.txt"), ledger.places_of("https://example.org/article/1")
    ('https://example.org/article/1', ['/news/a.txt'])
    """

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:")
        self._db.execute("CREATE TABLE IF NOT EXISTS read (place TEXT PRIMARY KEY, article TEXT NOT NULL)")
        self._db.execute("CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        self._db.execute("CREATE INDEX IF NOT EXISTS by_article ON read (article)")
        self._db.commit()

    @classmethod
    def beside(cls, location: str) -> Ledger:
        """Open the ledger of the store at ``location``: a directory, an address, or "memory"."""
        if location == "memory":
            return cls(None)
        if location.startswith(("http://", "https://")):
            return cls(Path("output") / f"ledger-{digest(location)}.sqlite")
        return cls(Path(location) / "kg-ledger.sqlite")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def article_at(self, place: str) -> str | None:
        """Return the IRI of the article that was last read from a place, or None."""
        row = self._db.execute("SELECT article FROM read WHERE place = ?", (place,)).fetchone()
        return row[0] if row else None

    def places_of(self, article: str) -> list[str]:
        """Return the places that an article was read from, in order of their names."""
        return [
            row[0] for row in self._db.execute("SELECT place FROM read WHERE article = ? ORDER BY place", (article,))
        ]

    def record(self, place: str, article: str) -> None:
        """Remember that ``place`` now holds ``article``."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO read VALUES (?, ?)", (place, article))

    def forget(self, article: str) -> None:
        """Forget all places of an article."""
        with self._db:
            self._db.execute("DELETE FROM read WHERE article = ?", (article,))

    @property
    def stale(self) -> bool:
        """Whether articles were written or removed since the derived graphs were made."""
        row = self._db.execute("SELECT value FROM state WHERE name = 'stale'").fetchone()
        return row is not None and row[0] == "yes"

    @stale.setter
    def stale(self, value: bool) -> None:
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO state VALUES ('stale', ?)", ("yes" if value else "no",))
