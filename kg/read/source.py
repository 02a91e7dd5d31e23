"""Read inputs of every kind as articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import ReadError
from kg.model import Article
from kg.read import text


def read(
    inputs: Iterable[str], *, date: dt.date | None = None, keys: Mapping[str, str] | None = None
) -> Iterator[Article | ReadError]:
    """Yield each article, or the error that tells why there is none."""
    for given in inputs:
        path = Path(given)
        for file in sorted(path.glob("**/*.txt")) if path.is_dir() else [path]:
            yield text.read(file)
