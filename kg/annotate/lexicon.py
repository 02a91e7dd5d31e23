"""Read the word lists of kg: tab-separated files with a header row, for people to read and extend.

Lines that begin with ``#`` are comments; the first says what the list holds, one says ``# source:``.
Every row is a dictionary by column name. A user's own file names the list that it extends in a line
``# extends: NAME`` and its rows come before ours, so that they win.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path

from kg.errors import UsageError

Row = dict[str, str]

_extra: dict[str, list[Row]] = {}


def parse(lines: Iterable[str], *, where: str) -> Iterator[Row]:
    r"""Yield the rows of one list.

    >>> list(parse(["# Cues.\n", "lemma\tkind\n", "say\tspeech\n"], where="cues.tsv"))
    [{'lemma': 'say', 'kind': 'speech'}]
    """
    reader = csv.DictReader(
        (line for line in lines if line.strip() and not line.startswith("#")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    for number, row in enumerate(reader, start=1):
        if None in row or None in row.values():
            raise UsageError(f"{where}: row {number} has not as many columns as the header. Check its tabs.")
        yield {key: value.strip() for key, value in row.items()}


@cache
def read(name: str) -> tuple[Row, ...]:
    """Return the rows of the packaged list ``name``, a user's own rows first.

    Raises:
        FileNotFoundError: there is no such list.
    """
    file = resources.files("kg.annotate") / "lexicons" / f"{name}.tsv"
    with file.open(encoding="utf-8") as lines:
        return (*_extra.get(name, ()), *parse(lines, where=f"{name}.tsv"))


def extend(path: Path) -> str:
    """Add a user's own list; return the name of the list that it extends.

    Raises:
        UsageError: the file has no ``# extends:`` line, names no list of ours, or cannot be parsed.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("# extends:")]
    if len(names) != 1:
        raise UsageError(f'{path}: no line "# extends: NAME". Name the list that it extends.')
    if not (resources.files("kg.annotate") / "lexicons" / f"{names[0]}.tsv").is_file():
        raise UsageError(f'{path}: there is no list "{names[0]}". See kg/annotate/lexicons.')
    _extra.setdefault(names[0], []).extend(parse(lines, where=str(path)))
    read.cache_clear()
    return names[0]
