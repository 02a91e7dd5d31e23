"""Count in days, weeks, months and seasons from a day: what "last month" or "on Tuesday" comes to.

Weeks begin on Monday. Whole weeks, months and years are calendar ones.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

from kg.model import Granularity

MONTHS = {
    name.casefold(): n
    for names in (calendar.month_name, calendar.month_abbr)
    for n, name in enumerate(names)
    if name and name != "May"
} | {"may": 5, "sept": 9}
WEEKDAYS = {name.casefold(): n for n, name in enumerate(calendar.day_name)}
#: the first month of each season, counted as in the north
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


class When(NamedTuple):
    """Days from ``start`` to ``end``, both included, and how precisely they are meant; None where not known."""

    start: dt.date | None
    end: dt.date | None
    granularity: Granularity


def unknown(granularity: Granularity) -> When:
    """Return a time of which only the precision is known."""
    return When(None, None, granularity)


def day(date: dt.date, last: dt.date | None = None) -> When:
    """Return one day, or the days up to ``last``."""
    return When(date, last or date, "day")


def week(date: dt.date, offset: int = 0) -> When:
    """Return the week of a day, or one ``offset`` weeks later.

    >>> week(dt.date(2021, 7, 8), -1).start
    datetime.date(2021, 6, 28)
    """
    monday = date - dt.timedelta(days=date.weekday()) + dt.timedelta(weeks=offset)
    return When(monday, monday + dt.timedelta(days=6), "week")


def month(year: int, number: int, offset: int = 0) -> When:
    """Return a month, or one ``offset`` months later.

    >>> month(2021, 1, -1).end
    datetime.date(2020, 12, 31)
    """
    index = year * 12 + number - 1 + offset
    year, number = index // 12, index % 12 + 1
    return When(dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1]), "month")


def year(number: int) -> When:
    """Return a year."""
    return When(dt.date(number, 1, 1), dt.date(number, 12, 31), "year")


def decade(number: int) -> When:
    """Return the ten years from ``number`` on."""
    return When(dt.date(number, 1, 1), dt.date(number + 9, 12, 31), "decade")


def season(year_: int, name: str) -> When:
    """Return a season; winter is the one that begins in December of the year."""
    first = SEASONS[name]
    last = month(year_, first, 2).end
    return When(dt.date(year_, first, 1), last, "season")


def date_of(year_: int, month_: int, day_: int) -> dt.date | None:
    """Return a date, or None where there is no such day."""
    try:
        return dt.date(year_, month_, day_)
    except ValueError:
        return None


def nearest(candidates: list[dt.date], published: dt.date, *, future: bool) -> dt.date | None:
    """Return the candidate that news of a day means: the last one up to it, or the next one for what is to come."""
    if future:
        return min((c for c in candidates if c >= published), default=None)
    return max((c for c in candidates if c <= published), default=None)


def weekday(published: dt.date, number: int, *, future: bool) -> dt.date:
    """Return the day of the week that news of a day means.

    >>> weekday(dt.date(2021, 7, 8), 1, future=False)
    datetime.date(2021, 7, 6)
    """
    if future:
        return published + dt.timedelta(days=(number - published.weekday()) % 7)
    return published - dt.timedelta(days=(published.weekday() - number) % 7)


def back(published: dt.date, count: int, unit: str) -> When:
    """Return the time so many units before a day, as precisely as the unit says.

    >>> back(dt.date(2021, 7, 8), 3, "month").start
    datetime.date(2021, 4, 1)
    """
    if unit in ("minute", "hour"):
        return day(published) if count < 12 else day(published - dt.timedelta(days=1), published)
    if unit == "day":
        return day(published - dt.timedelta(days=count))
    if unit == "week":
        return week(published, -count)
    if unit == "month":
        return month(published.year, published.month, -count)
    years = count * {"year": 1, "decade": 10, "century": 100}.get(unit, 1)
    if years >= published.year:
        return unknown("year")
    return year(published.year - years)


def stretch(published: dt.date, count: int, unit: str) -> When:
    """Return the last ``count`` units up to a day: "the past two weeks"."""
    days = {"minute": 0, "hour": 0, "day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652}.get(
        unit, 365
    ) * count
    granularity: Granularity = unit if unit in ("day", "week", "month", "year", "decade") else "day"  # type: ignore[assignment]
    if days > (published - dt.date.min).days:
        return unknown(granularity)
    return When(published - dt.timedelta(days=days), published, granularity)
