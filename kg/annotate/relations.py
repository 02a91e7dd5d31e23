"""Find standing ties: member of, leads, spokesperson for, holds role, located in, part of, same as, uses weapon."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.document import Document
from kg.model import Relation, Statement


def find(document: Document, statements: Sequence[Statement]) -> tuple[Relation, ...]:
    """Return the relations in text order of their evidence."""
    return ()
