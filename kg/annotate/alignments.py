"""Find who sides with or against whom: said outright, shown by an event, or by what a speaker says."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.document import Document
from kg.annotate.times import TimeExpression
from kg.model import Alignment, Event, Relation, Statement


def find(
    document: Document,
    statements: Sequence[Statement],
    events: Sequence[Event],
    relations: Sequence[Relation],
    times: Sequence[TimeExpression],
) -> tuple[Alignment, ...]:
    """Return the alignments in text order of their evidence."""
    return ()
