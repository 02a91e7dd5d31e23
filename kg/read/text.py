"""Read plain text: a title line and a date line are taken as such, the text itself stays untouched."""

from __future__ import annotations

from pathlib import Path

from kg import vocabulary
from kg.model import Article


def read(path: Path) -> Article:
    """Return the article in a ``.txt`` file."""
    text = path.read_bytes().decode("utf-8")
    return Article(
        iri=vocabulary.article_iri(path.name, text),
        name=path.name,
        source=str(path),
        text=text,
        title=text.strip().partition("\n")[0].strip() or None,
    )
