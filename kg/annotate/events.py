"""Find events in PLOVER's terms: trigger, type, participants, place, time, casualties, factuality."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.document import Document
from kg.annotate.times import TimeExpression
from kg.model import Event, Statement


def find(document: Document, statements: Sequence[Statement], times: Sequence[TimeExpression]) -> tuple[Event, ...]:
    """Return the events of the article in text order, one for each event however often it is named."""
    return ()
