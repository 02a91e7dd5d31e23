"""Say how far the text stands behind an event: asserted, reported, claimed, denied or planned, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Factuality, Span, Statement


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the text stands behind a fact, who is given as its source, and in which statement."""

    factuality: Factuality
    attributed_to: str | None = None
    statement: str | None = None


_CERTAIN: dict[Factuality, int] = {"asserted": 0, "reported": 1, "claimed": 2, "planned": 3, "denied": 4}


def doubt(factuality: Factuality) -> int:
    """Return how far a fact is from certain, from 0 for what the text asserts to 4 for what it denies."""
    return _CERTAIN[factuality]


def weakest(*found: Factuality) -> Factuality:
    """Return the least certain of them.

    >>> weakest("reported", "planned", "asserted")
    'planned'
    """
    return max(found, key=doubt)


def innermost(statements: Sequence[Statement], span: Span) -> Statement | None:
    """Return the statement with the shortest content that covers a span, or None."""
    best: tuple[int, Statement] | None = None
    for statement in statements:
        for content in statement.content:
            if content.covers(span) and (best is None or content.end - content.start < best[0]):
                best = content.end - content.start, statement
    return None if best is None else best[1]


def judge(force: str, statement: Statement | None) -> Standing:
    """Return the standing of an event from its own mood and from the statement in whose content it stands.

    >>> judge("planned", None)
    Standing(factuality='planned', attributed_to=None, statement=None)
    """
    own: Factuality | None = force if force in ("planned", "denied", "claimed") else None  # type: ignore[assignment]
    if statement is None:
        return Standing(own or "asserted")
    said = statement.factuality
    factuality: Factuality = own or ("reported" if said == "asserted" else said)
    if own == "denied" and said == "denied":
        factuality = "claimed"
    elif own == "planned" and said == "denied":
        factuality = "denied"  # "denied ordering the attack"
    return Standing(factuality, statement.speaker, statement.id)
