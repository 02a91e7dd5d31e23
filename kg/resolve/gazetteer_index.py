"""Build the gazetteer's SQLite file from the installed packages: once, in the user's cache directory.

The file's name holds a digest of the schema and of the versions of the sources, so that another version builds
another file. It is written beside its place and renamed: a reader never sees half of it, and of two processes
that would build at once the second waits for the first.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from kg.annotate import lexicon
from kg.errors import UsageError
from kg.resolve import gazetteer_sources as sources
from kg.resolve.gazetteer_names import normalize, without_article, without_designation
from kg.resources import cache_dir
from kg.vocabulary import digest

#: raise when the schema, the normalisation or the choice of rows changes
SCHEMA_VERSION = 4

#: countries come first, then regions of the first level, then the rest by population
ORDER = "level > 1, level * (level < 2), population DESC, id"

#: names that more places share are read once, when the index is opened
_SHARED = 24

#: seconds after which a build that has not ended is held to have been killed
_PATIENCE = 300.0

_SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT, kind TEXT, level INTEGER, lat REAL, lon REAL, population INTEGER,
    country TEXT, admin1 INTEGER, admin2 INTEGER, wikidata TEXT
);
CREATE TABLE name (key TEXT, id INTEGER, main INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE demonym (word TEXT PRIMARY KEY, country TEXT) WITHOUT ROWID;
CREATE TABLE common AS SELECT '' AS key, place.*, 0 AS main FROM place;
CREATE INDEX country ON place (kind) WHERE kind = 'Country';
CREATE TABLE capital (id INTEGER PRIMARY KEY, country TEXT);
"""

#: where a name's Arabic article is an article
_ARABIC = frozenset("AE BH DJ DZ EG EH ER IL IQ IR JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE".split())


def default_path() -> Path:
    """Return where the index of the installed sources belongs."""
    found = sources.versions()
    lists = (f"{row}" for name in ("country_names", "demonyms") for row in lexicon.read(name))
    stamp = digest(str(SCHEMA_VERSION), *(f"{name} {found[name]}" for name in sorted(found)), *lists)
    return cache_dir() / f"gazetteer-{stamp[:12]}.sqlite"


def build(path: Path) -> None:
    """Write the index of the installed sources to ``path``.

    Raises:
        UsageError: the directory cannot be written.
    """
    lock = path.with_suffix(".lock")
    if not _claimed(lock, path):
        return
    if sys.stderr.isatty():
        print("Indexing the gazetteer (once, about 20 seconds) …", file=sys.stderr, flush=True)  # noqa: T201
    rows = chain(sources.continents(), sources.countries(), sources.regions(), sources.cities())
    try:
        write(path, rows, demonyms=sources.demonyms(), capitals=sources.capitals())
    finally:
        lock.unlink(missing_ok=True)


def _claimed(lock: Path, path: Path) -> bool:
    """Say whether this process is to build; if another one does, wait for it to end."""
    _writable(path.parent)
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            if path.exists():
                return False
            try:
                waited = time.time() - lock.stat().st_mtime
            except FileNotFoundError:
                continue
            if waited > _PATIENCE:
                return True
            time.sleep(0.1)
        else:
            if path.exists():
                lock.unlink()
                return False
            return True


def _writable(directory: Path) -> None:
    """Make the directory, and see that files can be written in it.

    Raises:
        UsageError: they cannot.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise UsageError(
            f"{directory}: the gazetteer cannot be written here ({error.strerror})."
            " Set KG_CACHE to a directory of yours."
        ) from error


def write(
    path: Path,
    rows: Iterator[sources.Row],
    *,
    demonyms: Iterator[tuple[str, str]],
    capitals: Iterator[tuple[str, str]],
) -> None:
    """Write an index of any rows to ``path``, whole or not at all.

    Raises:
        UsageError: the directory cannot be written.
    """
    _writable(path.parent)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        database = sqlite3.connect(part, isolation_level=None)
        try:
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + _SCHEMA)
            _fill(database, rows, demonyms, capitals)
            database.execute("COMMIT")
            database.execute("VACUUM")
        finally:
            database.close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _fill(
    database: sqlite3.Connection,
    rows: Iterator[sources.Row],
    demonyms: Iterator[tuple[str, str]],
    capitals: Iterator[tuple[str, str]],
) -> None:
    inside: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    country_id: dict[str, int] = {}
    seats = {(normalize(name), code) for name, code in capitals}
    pointless: list[int] = []
    for row in rows:
        if row.kind == "Country":
            country_id[row.country] = row.id
        if row.point is None:
            pointless.append(row.id)
        elif row.level == 3:
            for region in {row.admin1, row.admin2, country_id.get(row.country, 0)} - {0}:
                inside[region].append((*row.point, row.population))
        database.execute(
            "INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.id,
                row.name,
                row.kind,
                row.level,
                *(row.point or (None, None)),
                row.population,
                row.country,
                row.admin1,
                row.admin2,
                row.wikidata,
            ),
        )
        keys = dict(_keys(row))
        database.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?)", ((key, row.id, main) for key, main in keys.items())
        )
        if row.level == 3 and (normalize(row.name), row.country) in seats:
            database.execute(
                "INSERT INTO capital SELECT ?, ? WHERE NOT EXISTS"
                " (SELECT 1 FROM capital JOIN place USING (id) WHERE capital.country = ? AND population > ?)",
                (row.id, row.country, row.country, row.population),
            )
    # a region lies where its towns lie, and has at least their people
    database.executemany(
        "UPDATE place SET lat = ?, lon = ? WHERE id = ?",
        ((*_middle(inside[id_]), id_) for id_ in pointless if inside[id_]),
    )
    database.executemany(
        "UPDATE place SET population = ? WHERE id = ? AND population = 0",
        ((sum(p for *_, p in towns), id_) for id_, towns in inside.items()),
    )
    database.execute(
        f"INSERT INTO common SELECT key, place.*, main = 1 FROM name JOIN place USING (id) WHERE key IN"  # noqa: S608
        f" (SELECT key FROM name GROUP BY key HAVING count(*) > ?) ORDER BY key, {ORDER}",
        (_SHARED,),
    )
    database.executemany("INSERT OR IGNORE INTO demonym VALUES (?, ?)", ((normalize(w), c) for w, c in demonyms))


def _keys(row: sources.Row) -> Iterator[tuple[str, int]]:
    """Yield the keys of a place; 1 marks those of its main name, which come last."""
    for name, main in (*((n, 0) for n in row.names), (row.name, 1)):
        key = normalize(name)
        if row.level in (1, 2):
            yield without_designation(key), main
        if row.country in _ARABIC:
            yield without_article(without_designation(key) if row.level in (1, 2) else key), main
        yield key, main


def _middle(points: list[tuple[float, float, int]]) -> tuple[float, float]:
    """Return the middle of the points' extent; across the date line the majority's side counts."""
    east = sum(lon > 0 for _, lon, _ in points) * 2 >= len(points)
    wide = max(lon for _, lon, _ in points) - min(lon for _, lon, _ in points) > 180
    longitudes = [lon + (360 if east else -360) * (wide and (lon > 0) != east) for _, lon, _ in points]
    latitudes = [lat for lat, *_ in points]
    longitude = (min(longitudes) + max(longitudes)) / 2
    return round((min(latitudes) + max(latitudes)) / 2, 5), round((longitude + 180) % 360 - 180, 5)
