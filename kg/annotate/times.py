"""Read expressions of time ("last month", "on Tuesday") as intervals, from the date of the article."""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotate.document import Document
from kg.model import Interval


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time in the text: tokens ``[start, end)`` and what they mean."""

    start: int
    end: int
    interval: Interval


def find(document: Document) -> tuple[TimeExpression, ...]:
    """Return the expressions of time in text order."""
    return ()
