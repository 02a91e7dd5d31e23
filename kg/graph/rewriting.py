"""Write a store anew in its own directory, in steps that can be broken off at any moment and are then gone on with.

A copy grows in a folder beside the files of the store. Once it is whole, its folder gets the name that says so; then
the old files are deleted, the one that makes them a store last, and the new ones take their places, that one last.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

#: the folders of a copy that is being written, and of one that is whole
_PART, _WHOLE = "rewriting", "rewritten"

#: the file without which a directory is no store, and the one that says who writes to it
_CURRENT, _LOCK = "CURRENT", "LOCK"

#: files of a store that are none of Oxigraph's
_OURS = ("kg-ledger.sqlite",)

#: quads are written so many at a time: more take more memory, fewer leave more files
CHUNK = 200_000


def write(store: ox.Store, directory: Path) -> None:
    """Copy all quads of a store, and nothing else, into a folder of its directory."""
    part = directory / _PART
    shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(directory / _WHOLE, ignore_errors=True)
    copy = ox.Store(part)
    quads = store.quads_for_pattern(None, None, None, None)
    while chunk := list(islice(quads, CHUNK)):
        copy.bulk_extend(chunk)
    copy.optimize()
    copy.flush()
    del copy
    part.rename(directory / _WHOLE)


def unsettled(directory: Path) -> bool:
    """Say whether a whole copy waits to take the place of a store."""
    return (directory / _WHOLE).exists()


def settle(directory: Path) -> None:
    """Put a whole copy, where there is one, into the place of the store, which nobody may have open for writing.

    Raises:
        BlockingIOError: another process does so, or writes to the store.
    """
    whole = directory / _WHOLE
    if not directory.is_dir() or not (whole.exists() or (directory / _PART).exists()):
        return
    with _locked(directory / _LOCK):
        shutil.rmtree(directory / _PART, ignore_errors=True)
        if (whole / _CURRENT).exists():
            if (directory / _CURRENT).exists():
                _delete(directory)
            for path in _files(whole):
                path.replace(directory / path.name)
            (whole / _CURRENT).replace(directory / _CURRENT)
        shutil.rmtree(whole, ignore_errors=True)


def _delete(directory: Path) -> None:
    for path in _files(directory):
        path.unlink()
    (directory / _CURRENT).unlink()


def _files(directory: Path) -> list[Path]:
    """Return the files of a store but for the one that makes it a store and the one that is locked."""
    kept = (_CURRENT, _LOCK)
    return [
        path
        for path in directory.iterdir()
        if path.is_file() and path.name not in kept and not path.name.startswith(_OURS)
    ]


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock that Oxigraph takes on a store that it writes to, where the system has such locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("a") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BlockingIOError(f"{path} is locked") from error
        yield
