"""Remember which file or address gave which article, so that a changed one replaces what it was.

The ledger is bookkeeping of one machine, not knowledge: it lies beside the quads and never among them,
so that the same articles give the same dataset wherever they lie. An endpoint's lies in the user's data directory.
If it is lost, nothing is: articles are recognised by name and text, and only the link from a place to its former
text is gone.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Self
from urllib.parse import quote

from kg import __version__
from kg.errors import StoreError
from kg.resources import data_dir
from kg.vocabulary import digest

#: what makes the derived graphs: count the number up whenever they hold something else than before
DERIVED_BY = f"{__version__}/4"


class Ledger:
    """What was read from where in which build, and whether the derived graphs are behind the articles.

    Arguments:
        path: the SQLite file; None keeps it in memory.

    Raises:
        StoreError: it cannot be written.

    >>> with Ledger(None) as ledger:
    ...     ledger.begin()
    ...     ledger.record("/news/a.txt", "https://example.org/article/1")
    ...     ledger.begin()
    ...     ledger.record("/news/a.txt", "https://example.org/article/2")
    ...     list(ledger.superseded())
    [('/news/a.txt', 'https://example.org/article/1')]
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        with self._writing():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path or ":memory:")
            self._db.executescript(
                """
                PRAGMA secure_delete = ON;
                CREATE TABLE IF NOT EXISTS readings
                  (place TEXT NOT NULL, article TEXT NOT NULL, build INTEGER NOT NULL, PRIMARY KEY (place, article));
                CREATE INDEX IF NOT EXISTS readings_by_article ON readings (article);
                CREATE TABLE IF NOT EXISTS files
                  (file TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (file, article));
                CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL);
                """
            )
        self._build = self._db.execute("SELECT COALESCE(MAX(build), 0) FROM readings").fetchone()[0]

    @classmethod
    def beside(cls, location: str) -> Ledger:
        """Open the ledger of the store at ``location``: a directory, an address, or "memory"."""
        return cls(_path(location))

    @classmethod
    def warning(cls, location: str) -> str | None:
        """Return why the store at ``location`` may not answer everything, or None; no ledger is made there."""
        if cls._asked(location, "SELECT 1 FROM state WHERE name = 'stale' AND value = 'yes'"):
            return "The last build did not end: answers may be incomplete until kg build has run again."
        if cls._asked(location, _DERIVED_OTHERWISE, DERIVED_BY):
            return "Another version of kg made this graph: answers may be incomplete until kg build has run again."
        return None

    @classmethod
    def holds_anything(cls, location: str) -> bool:
        """Say whether anything was ever read into the store at ``location``."""
        return cls._asked(location, "SELECT 1 FROM readings")

    @staticmethod
    def _asked(location: str, question: str, *values: str) -> bool:
        path = _path(location)
        if path is None or not path.exists():
            return False
        try:
            with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
                return db.execute(question, values).fetchone() is not None
        except sqlite3.OperationalError:  # another process is writing it, or it lies where nothing may be written
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Say what is wrong where the ledger cannot be written, as when the disk is full."""
        try:
            yield
        except (OSError, sqlite3.OperationalError) as error:
            reason = getattr(error, "strerror", None) or error
            raise StoreError(f"{self._path} cannot be written ({reason}).") from error

    def begin(self) -> None:
        """Begin a build: what it records is newer than all that was recorded before."""
        self._build += 1

    def articles_at(self, place: str) -> list[str]:
        """Return the IRIs of the articles that were read from a place, or from a file of many, in order."""
        rows = self._db.execute(
            "SELECT article FROM readings WHERE place = :place "
            "UNION SELECT article FROM files WHERE file = :place ORDER BY article",
            {"place": place},
        )
        return [row[0] for row in rows]

    def places_of(self, article: str) -> list[str]:
        """Return the places that an article was read from, in order of their names."""
        rows = self._db.execute("SELECT place FROM readings WHERE article = ? ORDER BY place", (article,))
        return [row[0] for row in rows]

    def record(self, place: str, article: str, *, file: str | None = None) -> None:
        """Remember that ``place`` holds ``article``, perhaps among others, and which ``file`` of many it came in."""
        with self._writing(), self._db:
            self._db.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (place, article, self._build))
            if file is not None:
                self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, article))

    def superseded(self) -> list[tuple[str, str]]:
        """Return the places that this build read, with the articles that it no longer found there."""
        return self._db.execute(
            "SELECT place, article FROM readings WHERE build < :build "
            "AND place IN (SELECT place FROM readings WHERE build = :build) ORDER BY place, article",
            {"build": self._build},
        ).fetchall()

    def release(self, place: str, article: str) -> None:
        """Forget that ``place`` held ``article``."""
        with self._writing(), self._db:
            self._db.execute("DELETE FROM readings WHERE place = ? AND article = ?", (place, article))

    def forget(self, article: str) -> None:
        """Forget all places and files of an article."""
        with self._writing(), self._db:
            self._db.execute("DELETE FROM readings WHERE article = ?", (article,))
            self._db.execute("DELETE FROM files WHERE article = ?", (article,))

    @property
    def stale(self) -> bool:
        """Whether articles were written or removed since the derived graphs were made, or another kg made these."""
        if self._db.execute("SELECT 1 FROM state WHERE name = 'stale' AND value = 'yes'").fetchone():
            return True
        return self._db.execute(_DERIVED_OTHERWISE, (DERIVED_BY,)).fetchone() is not None

    @stale.setter
    def stale(self, value: bool) -> None:
        with self._writing(), self._db:
            self._db.execute("INSERT OR REPLACE INTO state VALUES ('stale', ?)", ("yes" if value else "no",))
            if not value:
                self._db.execute("INSERT OR REPLACE INTO state VALUES ('derived by', ?)", (DERIVED_BY,))

    @property
    def remnants(self) -> bool:
        """Whether the files of the store may still hold something of articles that were removed from it."""
        return self._db.execute("SELECT 1 FROM state WHERE name = 'remnants' AND value = 'yes'").fetchone() is not None

    @remnants.setter
    def remnants(self, value: bool) -> None:
        with self._writing(), self._db:
            self._db.execute("INSERT OR REPLACE INTO state VALUES ('remnants', ?)", ("yes" if value else "no",))


_DERIVED_OTHERWISE = """
    SELECT 1 FROM state WHERE name = 'stale'
    AND NOT EXISTS (SELECT 1 FROM state WHERE name = 'derived by' AND value = ?)
"""


def _path(location: str) -> Path | None:
    if location == "memory":
        return None
    if location.startswith(("http://", "https://")):
        return data_dir() / "ledgers" / f"{digest(location)}.sqlite"
    return Path(location) / "kg-ledger.sqlite"


def place_of(source: str) -> str | None:
    """Return where an article was read, as it is known again from another directory; stdin is no place.

    All records of one file have one place: a line put in at the top does not move them.

    >>> place_of("https://example.org/story"), place_of("/news/all.jsonl#L3"), place_of("/a.csv#3"), place_of("-")
    ('https://example.org/story', '/news/all.jsonl', '/a.csv', None)
    """
    if source == "-" or source.startswith("-#"):
        return None
    return source if "://" in source else file_of(source)


def file_of(where: str) -> str:
    """Return the file of a path that may end in a line, row or item: ``news.jsonl#L3`` or ``news.jsonl, line 3``."""
    return str(Path(re.sub(r"(#L?|,? (line|row|item) )\d+$", "", where)).resolve())
