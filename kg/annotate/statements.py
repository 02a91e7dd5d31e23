"""Find statements: who says, believes, intends or decrees what, by which cue."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.document import Document
from kg.model import Event, Statement


def find(document: Document) -> tuple[Statement, ...]:
    """Return the statements in text order of their evidence."""
    return ()


def link_topics(document: Document, statements: Sequence[Statement], events: Sequence[Event]) -> tuple[Statement, ...]:
    """Return the statements with ``about``: the entities and events in their content."""
    return tuple(statements)
