"""Read plain text: a title line, a date line and a byline are taken as such, the text itself stays untouched."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise

from kg.read import dates

__all__ = ["Head", "read_head"]

#: a longer first line is the news itself
_LONGEST_TITLE = 200

#: lines that are looked at for a title, a date, a byline and a dateline
_HEAD_LINES = 8

_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*$")
_ABBREVIATION_END = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Co|Corp|Inc|Jr|Ltd|Sr|St)\.$")
_BYLINE = re.compile(
    r"(?:By|BY) (?:the )?"
    r"(?P<names>[A-Z][\w.’'-]*(?: [\w.’'-]+){0,4}(?:(?:,| and|, and) [A-Z][\w.’'-]*(?: [\w.’'-]+){0,3})*)"
)
_DATELINE = re.compile(r"(?P<place>[A-Z][^\n—–]{1,90}?)\s?(?:—|–|--| - )")
_AGENCY = re.compile(r"\((?P<name>[A-Z][\w.&’' -]{1,40})\)\s*$")
_LABEL = re.compile(
    r"(?:for immediate release|embargoed\b.*|(?:press|news|media) (?:release|statement|advisory)|press|breaking"
    r"|breaking news|exclusive|opinion|op-ed|editorial|commentary|comment|analysis|explainer|interview"
    r"|feature|world|politics|live)"
    r"(?: no\.? ?[\w/-]+)?[ :|]*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[—–-]{1,2}\s+")
_DATE_WORDS = re.compile(
    r"\b(?:first |last )?(?:published|updated|posted|issued|modified|date|on|at|gmt|utc|edt|est|cet|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b|\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\W",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the first lines of a text tell about it; None and () where they do not."""

    title: str | None = None
    published: dt.date | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; ``joined`` if it follows the one before without a blank line between."""

    text: str
    joined: bool


def read_head(text: str) -> Head:
    r"""Return the title, date, publisher and authors that the first lines of a text name.

    The first line is the title unless it is the only one, ends like a sentence, is longer than 200
    characters, is itself a date line or byline, or is the first of lines wrapped at a fixed width; what only
    tells the kind of text ("PRESS RELEASE", "Opinion") is no line.

    >>> read_head("Talks fail\nPublished 8 March 2024 | Meridian Wire\nBy Amara Oduya in Goma\n\nThe talks failed.")
    Head(title='Talks fail', published=datetime.date(2024, 3, 8), publisher='Meridian Wire', authors=('Amara Oduya',))
    >>> read_head("BEIRUT, 8 July 2021 (Newswire) — Shops closed.").published
    datetime.date(2021, 7, 8)
    """
    lines = _first_lines(text)
    while len(lines) > 1 and _LABEL.fullmatch(lines[0].text):
        del lines[0]
    title = _title(lines)
    published: dt.date | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    for line in lines[1:] if title else lines:
        if _is_prose(line.text):
            date, agency = _dateline(line.text)
            published, publisher = published or date, publisher or agency
            break
        if found := dates.find(line.text):
            published, publisher = published or found, publisher or _publisher(line.text)
        elif byline := _BYLINE.match(line.text):
            authors = authors or _names(byline["names"])
    return Head(title=title, published=published, publisher=publisher, authors=authors)


def _first_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    for match in re.finditer(r"[^\n]*(?:\n|$)", text):
        stripped = match[0].strip()
        if stripped:
            lines.append(_Line(stripped, not blank))
        blank = not stripped
        if len(lines) >= _HEAD_LINES:
            break
    return lines


def _title(lines: list[_Line]) -> str | None:
    if len(lines) < 2 or len(lines[0].text) > _LONGEST_TITLE:
        return None
    first = lines[0].text
    if _ends_sentence(first) or _is_date_line(first) or _BYLINE.fullmatch(first) or not any(map(str.isalpha, first)):
        return None
    return None if _is_wrapped(lines) else first


def _ends_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) and not _ABBREVIATION_END.search(line)


def _is_wrapped(lines: list[_Line]) -> bool:
    """Say whether the first line runs on in the second: lines broken at a fixed width."""
    first, second = lines[0].text, lines[1]
    if not second.joined:
        return False
    if second.text[:1].islower():
        return True
    paragraph = [first]
    for line in lines[1:]:
        if not line.joined:
            break
        paragraph.append(line.text)
    width = max(map(len, paragraph))
    return (
        len(paragraph) > 2
        and 40 <= width <= 120
        and all(len(line) + 1 + len(after.split(maxsplit=1)[0]) > width for line, after in pairwise(paragraph))
    )


def _is_date_line(line: str) -> bool:
    """Say whether a line holds a date and hardly anything else but a place and an outlet."""
    found = dates.DATE.search(line)
    if not found:
        return False
    rest = [_DATE_WORDS.sub("", part) for part in _SEPARATOR.split(line[: found.start()] + line[found.end() :])]
    return not rest[0] or (line[: found.start()].rstrip(" ,").isupper() and not _ends_sentence(line))


def _is_prose(line: str) -> bool:
    return len(line) > 120 or (_ends_sentence(line) and len(line.split()) > 6)


def _dateline(line: str) -> tuple[dt.date | None, str | None]:
    """Return the date and the agency that a dateline names."""
    match = _DATELINE.match(line[:120])
    if not match:
        return None, None
    place = match["place"]
    city = re.split(r"[,(]", place)[0].strip()
    agency = _AGENCY.search(place)
    if not (city.isupper() or agency):
        return None, None
    return dates.find(place), agency["name"].strip() if agency else None


def _publisher(line: str) -> str | None:
    """Return the part of a date line that names an outlet, or None."""
    for part in _SEPARATOR.split(line):
        words = part.split()
        if (
            not dates.DATE.search(part)
            and 0 < len(words) <= 6
            and part[0].isupper()
            and words[0].lower() not in ("by", "updated", "published", "posted")
            and _DATE_WORDS.sub("", part)
        ):
            return part
    return None


def _names(names: str) -> tuple[str, ...]:
    """Return the persons of a byline, without the place that follows them."""
    people = (re.split(r" (?:in|at|for|from|of)\b", part)[0].strip() for part in re.split(r",? and |, ", names))
    return tuple(person for person in people if person)
