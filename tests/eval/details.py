"""Score what the gold says of a matched statement or event beside its core: addressee, "within", time, casualties.

A value that differs counts as missed and as wrong; what the gold leaves open counts neither way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gold import GoldEvent, GoldStatement, GoldTime

from kg.model import Event, Interval, Span, Statement

if TYPE_CHECKING:
    from scoring import Reading, Scores


def statement(
    reading: Reading, scores: Scores, gold: GoldStatement, found: Statement, match: Mapping[str, GoldStatement]
) -> None:
    """Count the addressee and the reporting statement; ``match`` holds by id the gold of each matched statement."""
    what = reading.quote(found.content[0]) if found.content else reading.quote(gold.cue)
    if "addressee" in gold.asked:
        given = None if found.addressee is None else reading.who(found.addressee)
        right = given is not None and _is_addressee(reading, gold.addressee, found.addressee)
        wanted = gold.addressee.of(reading.text) if isinstance(gold.addressee, Span) else gold.addressee
        _count(scores, "statements addressee", right=right, wanted=wanted, given=given, what=what)
    if "within" in gold.asked:
        outer = None if found.within is None else match.get(found.within)
        right = outer is not None and gold.within is not None and outer.cue == gold.within
        wanted = None if gold.within is None else gold.within.of(reading.text)
        given = (
            None if found.within is None else (outer.cue.of(reading.text) if outer else "a statement not in the gold")
        )
        _count(scores, "statements within", right=right, wanted=wanted, given=given, what=what)


def _is_addressee(reading: Reading, gold: str | Span | None, found: str | None) -> bool:
    if isinstance(gold, Span):
        mentions = (m.span for e in reading.found.entities if e.id == found for m in e.mentions)
        return any(gold.overlaps(mention) for mention in mentions)
    return gold is not None and reading.who(found) == gold


def event(reading: Reading, scores: Scores, gold: GoldEvent, found: Event) -> None:
    """Count the time and the numbers of killed and injured."""
    what = reading.quote(found.trigger)
    if "time" in gold.asked:
        given = found.time if found.time and (found.time.start or found.time.end) else None
        right = gold.time is not None and given is not None and same_time(gold.time, given)
        _count(scores, "events time", right=right, wanted=_shown(gold.time), given=_shown(given), what=what)
    if "casualties" in gold.asked:
        for kind in ("killed", "injured"):
            # "no deaths were reported" is as good as no number
            number = getattr(found.casualties, kind, None) or None
            wanted = gold.casualties.get(kind)
            if number is None and wanted is None:
                continue
            right = number == wanted
            _count(scores, "events casualties", right=right, wanted=wanted, given=number, what=f"{kind} of {what}")


def _count(scores: Scores, measure: str, *, right: bool, wanted: object, given: object, what: str) -> None:
    if right:
        scores.right(measure)
        return
    if wanted is not None:
        scores.missed(measure, f"{what}: {wanted}")
    if given is not None:
        scores.wrong(measure, f"{what}: {given}")


def same_time(gold: GoldTime, found: Interval) -> bool:
    """Say whether two times agree, days compared only as precisely as the gold means them; an open end is open.

    >>> march = GoldTime(start=dt.date(2024, 3, 1), end=dt.date(2024, 3, 31), granularity="month")
    >>> same_time(march, Interval(start=dt.date(2024, 3, 1), end=dt.date(2024, 3, 30), granularity="month", span=None))
    True
    >>> same_time(march, Interval(start=dt.date(2024, 3, 1), end=dt.date(2024, 3, 31), granularity="day", span=None))
    False
    """
    if gold.granularity != found.granularity:
        return False
    pairs = ((gold.start, found.start), (gold.end, found.end))
    return all(a is None or (b is not None and _unit(a, gold) == _unit(b, gold)) for a, b in pairs)


def _unit(day: dt.date, gold: GoldTime) -> tuple[int, ...]:
    if gold.granularity == "year":
        return (day.year,)
    if gold.granularity == "month":
        return day.year, day.month
    return tuple(day.isocalendar()[:2]) if gold.granularity == "week" else (day.toordinal(),)


def _shown(time: GoldTime | Interval | None) -> str | None:
    return None if time is None else f"{time.start or ''}..{time.end or ''} ({time.granularity})"
