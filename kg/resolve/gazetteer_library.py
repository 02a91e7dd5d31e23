"""Keep gazetteers for a user: one SQLite file each, those of the user's own and those built from dumps.

They lie in the user's data directory (`KG_DATA`, or the platform's), for no store but for all that is read. A
file is written beside its place and renamed, so that nobody ever sees half of one.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.errors import UsageError
from kg.resolve.gazetteer_entries import Entry, family
from kg.resolve.gazetteer_names import normalize
from kg.resources import data_dir

#: raise when the schema or the keys change
SCHEMA_VERSION = 1

#: where the entries of a gazetteer come from: a user's file, or a dump
OWN, WIKIDATA, GEONAMES = "own", "wikidata", "geonames"

#: namesakes of one kind read at most: a name of more says nothing without a country
NAMESAKES = 16

_BATCH = 2_000
_REMEMBERED = 20_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, name TEXT, type TEXT, identifiers TEXT, country TEXT, lat REAL, lon REAL, fame INTEGER
);
CREATE TABLE name (key TEXT, family TEXT, country TEXT, id INTEGER, main INTEGER, written TEXT);
CREATE TABLE identifier (iri TEXT, id INTEGER);
"""
#: the first words of a user's own names, with the words of the longest name that begins so
_STARTS = """
CREATE TABLE start AS
    SELECT substr(key, 1, instr(key || ' ', ' ') - 1) AS word,
           max(length(key) - length(replace(key, ' ', '')) + 1) AS longest
    FROM name GROUP BY word;
"""
_INDEXES = """
CREATE INDEX name_by_key ON name (key, family, country, id);
CREATE INDEX identifier_by_iri ON identifier (iri, id);
"""


class Hit(NamedTuple):
    """An entry found by a name: how the gazetteer writes that name, and whether it is the main one."""

    entry: Entry
    main: bool
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a gazetteer is: its name, where it comes from, and how much it holds."""

    name: str
    source: str
    file: str
    entries: int = 0
    names: int = 0


def directory() -> Path:
    """Return where a user's gazetteers are kept: in ``KG_DATA``, or the platform's directory for a program's data."""
    return data_dir() / "gazetteers"


def path_of(name: str) -> Path:
    """Return the file of the gazetteer with this name.

    Raises:
        UsageError: it can be no name of a file.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f'"{name}" cannot name a gazetteer. Use letters, digits, ".", "_" and "-", with --name.')
    return directory() / f"{name}.sqlite"


def key_of(name: str) -> str:
    """Return what a name is compared by.

    >>> key_of("The Kivu-Ituri Front"), key_of("the")
    ('kivu ituri front', 'the')
    >>> key_of("Orvan Air Base") == key_of("Orvan Airbase"), key_of("Vale & Sons") == key_of("Vale and Sons")
    (True, True)
    """
    key = normalize(name.replace("&", " and ") if " & " in name else name)
    key = key.removeprefix("the ") or key
    return key.replace(" air base", " airbase").replace(" air field", " airfield") if " air " in key else key


class Listing:
    """An open gazetteer. Lookups change nothing."""

    def __init__(self, path: Path) -> None:
        """Open a gazetteer.

        Raises:
            UsageError: the file is none, or another version of kg made it.
        """
        self.path = path
        try:
            self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            about = dict(self._database.execute("SELECT key, value FROM about"))
        except sqlite3.Error as error:
            raise UsageError(
                f"{path}: it is no gazetteer of kg ({error}). Take it away: kg gazetteer remove {path.stem}"
            ) from error
        if about.get("schema") != str(SCHEMA_VERSION):
            self._database.close()
            raise UsageError(
                f"{path}: another version of kg made it. Take it away and add it anew: kg gazetteer remove {path.stem}"
            )
        self.about = About(
            name=path.stem,
            source=about["source"],
            file=about["file"],
            entries=int(about["entries"]),
            names=int(about["names"]),
        )
        self.starts: Mapping[str, int] = {}
        if self.is_own:
            self.starts = dict(self._database.execute("SELECT word, longest FROM start"))
        self._types: dict[str, tuple[tuple[str, str, str, int], ...]] = {}
        self._places: dict[str, tuple[Hit, ...]] = {}

    @property
    def is_own(self) -> bool:
        """Whether the entries are a user's own, which the names of an article are found by too."""
        return self.about.source == OWN

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def find(self, name: str, kind: str, country: str = "") -> tuple[Hit, ...] | None:
        """Return the entries of a family that have a name, of very many only those of a country; or None.

        Arguments:
            kind: a family, as `kg.resolve.gazetteer_entries.family` names it.

        Returns:
            None where too many share the name to be told apart.
        """
        key = key_of(name)
        # counted in the index alone, before any entry is read
        for condition, values in (
            ("key = ? AND family = ?", (key, kind)),
            ("key = ? AND family = ? AND name.country = ?", (key, kind, country)),
        ):
            counted = f"SELECT count(*) FROM (SELECT 1 FROM name WHERE {condition} LIMIT {NAMESAKES + 1})"  # noqa: S608
            (count,) = self._database.execute(counted, values).fetchone()
            if count <= NAMESAKES:
                return tuple(self._hits(condition, values)) if count else ()
            if not country:
                break
        return None

    def remembered(self, key: str) -> tuple[Hit, ...]:
        """Return the places with a key, which may be asked for again and again; none where too many have it."""
        found = self._places.get(key)
        if found is None:
            if len(self._places) >= _REMEMBERED:
                self._places.clear()
            found = self._places[key] = self.find(key, "place") or ()
        return found

    def _hits(self, condition: str, values: tuple[str, ...]) -> Iterator[Hit]:
        rows = self._database.execute(
            "SELECT entry.name, type, identifiers, entry.country, lat, lon, fame, main, written"  # noqa: S608
            f" FROM name JOIN entry USING (id) WHERE {condition}",
            values,
        )
        for row in rows:
            yield Hit(_entry(row[:7]), bool(row[7]), row[8])

    def by_identifier(self, iri: str) -> tuple[Entry, ...]:
        """Return the entries with an identifier."""
        rows = self._database.execute(
            "SELECT name, type, identifiers, country, lat, lon, fame"
            " FROM identifier JOIN entry USING (id) WHERE iri = ? LIMIT ?",
            (iri, NAMESAKES + 1),
        )
        return tuple(_entry(row) for row in rows)

    def types(self, key: str) -> tuple[tuple[str, str, str, int], ...]:
        """Return for a key how it is written, the type and main name of its entries, and the entries' numbers."""
        found = self._types.get(key)
        if found is None:
            if len(self._types) >= _REMEMBERED:
                self._types.clear()
            rows = self._database.execute(
                "SELECT written, type, entry.name, id FROM name JOIN entry USING (id) WHERE key = ?"
                " ORDER BY id LIMIT ?",
                (key, NAMESAKES + 1),
            )
            found = self._types[key] = tuple(rows)
        return found


def _entry(row: tuple[str, str, str, str, float | None, float | None, int]) -> Entry:
    name, type_, identifiers, country, lat, lon, fame = row
    return Entry(
        name=name,
        type=type_,
        identifiers=tuple(identifiers.split()),
        country=country or "",
        lat=lat,
        lon=lon,
        fame=fame,
    )


def installed() -> tuple[Listing, ...]:
    """Return the open gazetteers of the user: those of their own by name, then those built from dumps.

    Raises:
        UsageError: one of them cannot be read.
    """
    return _shelf.opened(os.getpid(), _files())


def opened() -> tuple[Listing, ...]:
    """Return the gazetteers that this process has open, without a look at what has changed since."""
    return _shelf.listings if _shelf.key[:1] == (os.getpid(),) else installed()


def _files() -> tuple[tuple[str, int, int], ...]:
    """Return the files of the gazetteers with what changes when they do."""
    try:
        with os.scandir(directory()) as found:
            files = [(f.path, f.stat().st_mtime_ns, f.stat().st_ino) for f in found if f.name.endswith(".sqlite")]
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(sorted(files))


class _Shelf:
    """The gazetteers that this process has open, and the files that they were opened from."""

    key: tuple[object, ...] = ()
    listings: tuple[Listing, ...] = ()

    def opened(self, process: int, files: tuple[tuple[str, int, int], ...]) -> tuple[Listing, ...]:
        """Return the gazetteers in these files, opened anew only where the files are others."""
        if self.key != (process, files):
            if self.key[:1] == (process,):
                for listing in self.listings:
                    listing.close()
            self.key, self.listings = (), ()
            opened = [Listing(Path(path)) for path, *_ in files]
            self.listings = tuple(sorted(opened, key=lambda listing: (not listing.is_own, listing.about.name)))
            self.key = (process, files)
        return self.listings


_shelf = _Shelf()


def write(
    entries: Iterable[Entry],
    about: About,
    *,
    countries: Callable[[], Mapping[str, str]] | None = None,
) -> About:
    """Write a gazetteer of any number of entries, whole or not at all, in the memory of a few; return what it holds.

    Arguments:
        countries: asked at the end for the codes of countries that entries name by their Wikidata item.

    Raises:
        UsageError: the directory cannot be written, or there is nothing to write.
    """
    path = path_of(about.name)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path.parent)
        part.touch()
    except OSError as error:
        raise UsageError(
            f"{path.parent}: gazetteers cannot be kept here ({error.strerror}). Set KG_DATA to a directory of yours."
        ) from error
    try:
        database = sqlite3.connect(part, isolation_level=None)
        try:
            database.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000; BEGIN;" + _SCHEMA
            )
            made = _fill(database, entries, about, countries)
            database.execute("COMMIT")
            database.executescript(_INDEXES + (_STARTS if about.source == OWN else ""))
        finally:
            database.close()
        if not made.entries:
            raise UsageError(f"{about.file}: there is nothing in it that a gazetteer could hold. Nothing was changed.")
        _settle(part, path)
    except sqlite3.Error as error:
        raise UsageError(f"{path}: the gazetteer cannot be written ({error}). Nothing was changed.") from error
    finally:
        part.unlink(missing_ok=True)
    return made


def _settle(part: Path, path: Path) -> None:
    """Put a whole file in its place, on the disk before it has its name."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)


def _clear(folder: Path) -> None:
    """Take away what killed processes left."""
    for part in folder.glob("*.part"):
        process = part.name.split(".")[-2]
        if not (process.isdigit() and _lives(int(process))):
            part.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    if sys.platform == "win32":
        # where asking after a process by a signal would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _fill(
    database: sqlite3.Connection,
    entries: Iterable[Entry],
    about: About,
    countries: Callable[[], Mapping[str, str]] | None,
) -> About:
    count = names = 0
    stream = enumerate(entries, 1)
    while batch := list(islice(stream, _BATCH)):
        database.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((n, e.name, e.type, "\n".join(e.identifiers), e.country, e.lat, e.lon, e.fame) for n, e in batch),
        )
        keys = [row for n, entry in batch for row in _names(n, entry)]
        database.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", keys)
        database.executemany("INSERT INTO identifier VALUES (?, ?)", ((i, n) for n, e in batch for i in e.identifiers))
        count, names = batch[-1][0], names + len(keys)
    if countries is not None:
        database.execute("CREATE TEMP TABLE code (item TEXT PRIMARY KEY, country TEXT) WITHOUT ROWID")
        database.executemany("INSERT INTO code VALUES (?, ?)", countries().items())
        for table in ("entry", "name"):
            database.execute(
                f"UPDATE {table} SET country = coalesce((SELECT code.country FROM code"  # noqa: S608
                f" WHERE item = {table}.country), '') WHERE country GLOB 'Q[0-9]*'"
            )
    made = About(name=about.name, source=about.source, file=about.file, entries=count, names=names)
    values = {"schema": SCHEMA_VERSION, "source": made.source, "file": made.file, "entries": count, "names": names}
    database.executemany("INSERT INTO about VALUES (?, ?)", ((key, str(value)) for key, value in values.items()))
    return made


def _names(number: int, entry: Entry) -> Iterator[tuple[str, str, str, int, int, str]]:
    """Yield the rows of an entry's names, each key once."""
    rows: dict[str, tuple[str, str, str, int, int, str]] = {}
    for main, written in ((1, entry.name), *((0, alias) for alias in entry.aliases)):
        if key := key_of(written):
            rows.setdefault(key, (key, family(entry.type), entry.country, number, main, written))
    yield from rows.values()


def remove(name: str) -> None:
    """Take a gazetteer away.

    Raises:
        UsageError: there is none of this name.
    """
    path = path_of(name)
    if not path.exists():
        known = ", ".join(sorted(Path(file).stem for file, *_ in _files())) or "none"
        raise UsageError(f'There is no gazetteer "{name}". There are: {known}.')
    path.unlink()
