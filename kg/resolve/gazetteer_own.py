"""Add a user's own gazetteer, all of it or nothing, and say which gazetteers there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.resolve import gazetteer_files
from kg.resolve import gazetteer_library as library

#: where a gazetteer comes from, for people
KINDS = {library.OWN: "your own", library.WIKIDATA: "Wikidata (CC0)", library.GEONAMES: "GeoNames (CC BY 4.0)"}


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of a file: the gazetteer, or None where bad rows kept it out, and what is wrong with those."""

    about: library.About | None
    good: int
    problems: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def add(
    file: Path, *, name: str | None = None, type_: str = "", good_only: bool = False, replace: bool = False
) -> Added:
    """Check a file and keep it as a gazetteer; where a row is bad nothing is kept, unless the good ones are wanted.

    Arguments:
        name: what to call it, by default the file's name.
        type_: the type of entries that give none.
        replace: whether it may take the place of a gazetteer of the same name.

    Raises:
        UsageError: the file cannot be read as a whole, the name is taken, or the directory cannot be written.
    """
    name = name or re.sub(r"[^A-Za-z0-9._-]+", "-", file.stem).strip(".-_") or "names"
    path = library.path_of(name)
    if path.exists() and not replace:
        raise UsageError(
            f'There is a gazetteer "{name}" already. Replace it with --replace, or call this one otherwise with --name.'
        )
    checked = gazetteer_files.read(file, type_=type_)
    about = None
    if checked.entries and (good_only or not checked.problems):
        about = library.write(checked.entries, library.About(name=name, source=library.OWN, file=file.name))
    return Added(about=about, good=len(checked.entries), problems=tuple(checked.problems), unused=tuple(checked.unused))


def abouts() -> Iterator[library.About]:
    """Yield what the gazetteers are, in the order in which they are asked."""
    for listing in library.installed():
        yield listing.about
