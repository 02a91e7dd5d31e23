"""Read the dates that articles carry: in date lines, datelines, metadata, file names and addresses.

Only full dates count. A day without its year, or one whose order of day and month is open
("03/08/2024"), is no date: nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["DATE", "find", "in_name"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{}>(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*)\.?"
_YEAR = r"(?P<{}>(?:1[89]|20)\d\d)(?!\d)"
_DAY = r"(?<![\d.])(?P<{}>\d{{1,2}})"

#: a full date in figures or with the month's name
DATE = re.compile(
    "|".join(
        (
            _DAY.format("d1") + r"(?:st|nd|rd|th)?(?: of)?[ -]" + _MONTH.format("m1") + r",?[ -]" + _YEAR.format("y1"),
            r"\b" + _MONTH.format("m2") + r" (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? " + _YEAR.format("y2"),
            r"(?<!\d)(?P<y3>(?:1[89]|20)\d\d)[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?!\d)",
        )
    ),
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[-_./]?)(?P<m>[01]\d)(?P=s)(?P<d>[0-3]\d)(?!\d)")


def find(text: str) -> dt.date | None:
    """Return the first full date in a text, or None.

    >>> find("Published on Friday, 8 March 2024 at 10:15")
    datetime.date(2024, 3, 8)
    >>> find("Mar. 8, 2024"), find("2024-03-08T23:30:00+02:00"), find("03/08/2024")
    (datetime.date(2024, 3, 8), datetime.date(2024, 3, 8), None)
    """
    for match in DATE.finditer(text):
        fields = next((match[f"y{n}"], match[f"m{n}"], match[f"d{n}"]) for n in (1, 2, 3) if match[f"y{n}"] is not None)
        if found := _date(*fields):
            return found
    return None


def in_name(name: str) -> dt.date | None:
    """Return the date in a file's name or an address, or None.

    >>> in_name("2021-07-08-foo.txt"), in_name("https://example.org/2021/07/08/foo")
    (datetime.date(2021, 7, 8), datetime.date(2021, 7, 8))
    >>> in_name("20210708_foo.txt"), in_name("report-20219999.txt")
    (datetime.date(2021, 7, 8), None)
    """
    for match in _COMPACT.finditer(name):
        if found := _date(match["y"], match["m"], match["d"]):
            return found
    return None


def _date(year: str, month: str, day: str) -> dt.date | None:
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None
