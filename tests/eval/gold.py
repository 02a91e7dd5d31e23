"""Load what a reader found in each example article: quoted strings in the files, spans of the article's text here.

A place in a text is written so that edits elsewhere do not move it:

    "the whole string"            it stands once in the text
    "Kigali [rejects] the"        the part in brackets; the whole stands once
    "We urge … in Nairobi."       from the first string, which stands once, to the next place of the last
    ["Georgia", 4]                the fourth time that the string stands as a word of its own

Names of entities and what else may stand for them ("also", not scored) are meant wherever they stand as words.

Times, casualties, addressees and reporting statements are asked for where a file gives them; where its "complete"
names them they are asked everywhere, and their absence says that there are none ("?" leaves one open):

    "time": ["2024-05-10", null, "day"]     first and last day (null: open) and how precisely the text means them
    "casualties": {"killed": 14}
    "addressee": "us" or "told [reporters]" an entity or a place in the text
    "within": "Caracas [denied]"            the cue of the statement in whose content this one stands
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.model import Article, Span
from kg.read import source

GOLD = Path(__file__).parent / "gold"
EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@dataclass(frozen=True, kw_only=True)
class GoldEntity:
    """An actor or place: types that are right, best first, spans of its names, and spans that also mean it."""

    id: str
    types: tuple[str, ...]
    names: tuple[Span, ...]
    also: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class GoldStatement:
    """Who said what; ``speaker`` is the id of an entity, ``source`` a span, and one of them is there.

    ``addressee`` is the id of an entity or a span, ``within`` the cue of another statement; ``asked`` names those
    two where the gold decides them.
    """

    speaker: str | None
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    addressee: str | Span | None = None
    within: Span | None = None
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class GoldTime:
    """The first and the last day, either None where the text leaves it open, and how precisely they are meant."""

    start: dt.date | None
    end: dt.date | None
    granularity: str


@dataclass(frozen=True, kw_only=True)
class GoldEvent:
    """An event: types that are right, best first, and spans that name it.

    ``roles`` holds by role the ids that are right (none: nobody); a role that is not named there is open.
    ``asked`` names "time" and "casualties" where the gold decides them.
    """

    types: tuple[str, ...]
    triggers: tuple[Span, ...]
    roles: Mapping[str, frozenset[str]]
    factuality: str
    time: GoldTime | None = None
    casualties: Mapping[str, int] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class GoldTie:
    """An alignment (``name`` is "1" or "-1") or a relation, with the ids that are right at either end."""

    subject: frozenset[str]
    name: str
    object: frozenset[str]
    value: str | None = None


@dataclass(frozen=True, kw_only=True)
class Gold:
    """Everything that was found in one article; ``…_also`` is neither asked for nor held against a reader."""

    name: str
    article: Article
    entities: tuple[GoldEntity, ...]
    statements: tuple[GoldStatement, ...]
    statements_also: tuple[Span, ...]
    events: tuple[GoldEvent, ...]
    events_also: tuple[Span, ...]
    alignments: tuple[GoldTie, ...]
    alignments_also: tuple[GoldTie, ...]
    relations: tuple[GoldTie, ...]


def load() -> Iterator[Gold]:
    """Yield the gold of every example."""
    for path in sorted(GOLD.glob("*.json")):
        yield _gold(path.stem, json.loads(path.read_text(encoding="utf-8")))


def locate(text: str, place: str | list[Any]) -> Span:
    """Return the span that a place means.

    Raises:
        ValueError: it does not stand in the text, or stands there more than once.

    >>> locate("A denied it. B denied it.", "B [denied]"), locate("He left. He wept.", ["He", 2])
    (Span(start=15, end=21), Span(start=9, end=11))
    """
    if not isinstance(place, str):
        string, number = place
        return words(text, string)[number - 1]
    first, gap, last = place.partition(" … ")
    before, bracket, rest = first.partition("[")
    inner, _, after = rest.partition("]")
    whole = before + inner + after if bracket else first
    if text.count(whole) != 1:
        raise ValueError(f"{whole!r} stands {text.count(whole)} times in the text")
    start = text.index(whole)
    if bracket:
        return Span(start + len(before), start + len(before) + len(inner))
    if gap:
        return Span(start, text.index(last, start + len(first)) + len(last))
    return Span(start, start + len(whole))


def words(text: str, string: str) -> list[Span]:
    """Return every place where a string stands as words of its own.

    Raises:
        ValueError: there is none.
    """
    found = [Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", text)]
    if not found:
        raise ValueError(f"{string!r} does not stand in the text")
    return found


def _gold(name: str, data: dict[str, Any]) -> Gold:
    article = _article(data["article"], data.get("record"))
    text = article.text
    entities = tuple(_entity(text, id_, entity) for id_, entity in data["entities"].items())
    known = {entity.id for entity in entities}
    complete = frozenset(data.get("complete", ()))
    return Gold(
        name=name,
        article=article,
        entities=entities,
        statements=tuple(_statement(text, s, known, complete) for s in data["statements"]),
        statements_also=tuple(locate(text, place) for place in data["statements_also"]),
        events=tuple(_event(text, v, known, complete) for v in data["events"]),
        events_also=tuple(locate(text, place) for place in data["events_also"]),
        alignments=tuple(_tie(row, known) for row in data["alignments"]),
        alignments_also=tuple(_tie(row, known) for row in data["alignments_also"]),
        relations=tuple(_tie(row, known) for row in data["relations"]),
    )


def _article(file: str, record: str | None) -> Article:
    for item in source.read([str(EXAMPLES / file)]):
        if isinstance(item, Article) and record in (None, item.name):
            return item
    raise ValueError(f"examples/{file} has no article {record or ''}")


def _entity(text: str, id_: str, data: dict[str, Any]) -> GoldEntity:
    types = data["type"]
    names = {
        span
        for name in data.get("names", [])
        for span in (words(text, name) if isinstance(name, str) else [locate(text, name)])
    }
    # of "Córdoba Province" and "Córdoba" the longer one counts, unless the shorter is pinned by its number
    return GoldEntity(
        id=id_,
        types=(types,) if isinstance(types, str) else tuple(types),
        names=tuple(sorted(n for n in names if not any(o != n and o.covers(n) for o in names))),
        also=tuple(span for name in data.get("also", []) for span in words(text, name)),
    )


def _ids(value: str | None, known: set[str]) -> frozenset[str]:
    # "-" stands for nobody
    ids = frozenset("" if id_ == "-" else id_ for id_ in value.split("|")) if value else frozenset()
    if not ids <= {*known, ""}:
        raise ValueError(f"no entity {', '.join(sorted(ids - known))}")
    return ids


def _asked(data: dict[str, Any], complete: frozenset[str], names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for name in names if data.get(name) != "?" and (name in data or name in complete))


def _statement(text: str, data: dict[str, Any], known: set[str], complete: frozenset[str]) -> GoldStatement:
    _ids(data.get("speaker"), known)
    asked = _asked(data, complete, ("addressee", "within"))
    whom = data.get("addressee") if "addressee" in asked else None
    return GoldStatement(
        speaker=data.get("speaker"),
        source=locate(text, data["source"]) if "source" in data else None,
        cue=locate(text, data["cue"]),
        content=tuple(locate(text, place) for place in data["content"]),
        addressee=whom if whom is None or whom in known else locate(text, whom),
        within=locate(text, data["within"]) if "within" in asked and data.get("within") else None,
        asked=asked,
    )


def _event(text: str, data: dict[str, Any], known: set[str], complete: frozenset[str]) -> GoldEvent:
    asked = _asked(data, complete, ("time", "casualties"))
    return GoldEvent(
        types=tuple(data["type"].split("|")),
        triggers=tuple(locate(text, place) for place in [data["trigger"], *data.get("same", [])]),
        roles={role: _ids(data[role], known) for role in ("agent", "patient", "recipient", "place") if role in data},
        factuality=data["factuality"],
        time=_time(data.get("time")) if "time" in asked else None,
        casualties=data.get("casualties", {}) if "casualties" in asked else {},
        asked=asked,
    )


def _time(row: list[str | None] | None) -> GoldTime | None:
    if row is None:
        return None
    start, end, granularity = row
    first, last = (dt.date.fromisoformat(day) if day else None for day in (start, end))
    return GoldTime(start=first, end=last, granularity=str(granularity))


def _tie(row: list[Any], known: set[str]) -> GoldTie:
    subject, second, third, *value = row
    name, object_ = (str(third), second) if isinstance(third, int) else (second, third)
    return GoldTie(
        subject=_ids(subject, known), name=name, object=_ids(object_, known), value=value[0] if value else None
    )
