"""Read JSON Lines, one article a line, as a stream; a JSON array or a single object of moderate size is taken too."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

from kg.errors import ReadError, UsageError
from kg.read import dates, encoding

__all__ = ["KEYS", "Record", "check_keys", "looks_like_records", "read_records", "record", "renaming"]

#: what a record may say, each with the keys that are looked for, in order
KEYS: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "title": ("title",),
    "date": ("date", "published"),
    "publisher": ("publisher",),
    "author": ("author", "authors"),
    "url": ("url",),
    "id": ("id",),
    "language": ("language",),
}
_OTHER_NAMES = {"published": "date", "authors": "author"}

#: bytes of one line, and of a whole array: what has to be held at once
_LIMIT = 64_000_000

_ENGLISH = ("en", "eng", "english")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: ``place`` is "L12" for the twelfth line, "12" for the twelfth item of an array or row of a table."""

    place: str
    text: str
    title: str | None
    published: dt.date | None
    publisher: str | None
    authors: tuple[str, ...]
    url: str | None
    id: str | None


def looks_like_records(start: bytes) -> bool:
    """Say whether an input that begins like this holds JSON objects.

    >>> looks_like_records(b' {"text": "Shops'), looks_like_records(b'[{"text"'), looks_like_records(b"[Photo]")
    (True, True, False)
    """
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip().startswith(b"{"))


def check_keys(keys: Mapping[str, str]) -> None:
    """Let a renaming of keys, ours to theirs, pass.

    Raises:
        UsageError: one of ours is none of ours.
    """
    for key in keys:
        if _OTHER_NAMES.get(key, key) not in KEYS:
            raise UsageError(f'Records have no key "{key}". Rename one of these: {", ".join(KEYS)}.')


def read_records(
    stream: BinaryIO, where: str, *, keys: Mapping[str, str] | None = None
) -> Iterator[Record | ReadError]:
    """Yield the records of a stream, or what is wrong with one; only one line is held at a time.

    Arguments:
        where: what to call the stream in errors.
        keys: our keys to those of the records; a dotted one ("source.name") goes into nested objects.
    """
    renamed = renaming(keys or {})
    number, first = 1, stream.readline(_LIMIT).removeprefix(b"\xef\xbb\xbf")
    while first and not first.strip():
        number, first = number + 1, stream.readline(_LIMIT)
    whole = _whole(first, stream, where)
    if isinstance(whole, ReadError):
        yield whole
    elif whole is not None:
        for number, value in enumerate(whole, start=1):
            yield record(value, str(number), f"{where}, item {number}", renamed)
    else:
        lines = iter(lambda: stream.readline(_LIMIT), b"")
        for place, line in enumerate(chain([first], lines), start=number):
            if len(line) == _LIMIT:
                # pass over the rest of it
                while not line.endswith(b"\n") and (line := stream.readline(_LIMIT)):
                    pass
                yield ReadError(f"{where}, line {place}", "the line is too long to hold", "Write one record a line")
            elif line.strip():
                yield _line(line, place, where, renamed)


def _whole(first: bytes, stream: BinaryIO, where: str) -> list[Any] | ReadError | None:
    """Return the items of an array or the one object of a stream that is no JSON Lines, None if it may be."""
    start = first.strip()
    if not (start.startswith(b"[") or start == b"{"):
        return None
    data = first + stream.read(_LIMIT)
    if len(data) > _LIMIT:
        return ReadError(where, "it is one JSON value too long to hold", "Write one record a line, with jq -c '.[]'")
    try:
        value = json.loads(encoding.decode(data, where))
    except ReadError as error:
        return error
    except (ValueError, RecursionError) as error:
        return ReadError(where, f"it is broken JSON ({error})", "Mend it, or write one record a line")
    return value if isinstance(value, list) else [value]


def _line(line: bytes, number: int, where: str, keys: Mapping[str, str]) -> Record | ReadError:
    place = f"{where}, line {number}"
    try:
        text = encoding.decode(line.rstrip(b"\r\n"), place)
        value = json.loads(text)
    except ReadError as error:
        return error
    except json.JSONDecodeError as error:
        return ReadError(
            place, f"it is broken JSON ({error.msg}, column {error.colno})", "Write one whole object a line"
        )
    except (ValueError, RecursionError) as error:
        return ReadError(place, f"its JSON cannot be read ({error})", "Mend the line")
    return record(value, f"L{number}", place, keys)


def renaming(keys: Mapping[str, str]) -> dict[str, str]:
    """Return a renaming of keys with ours by the names that a record has them under."""
    return {_OTHER_NAMES.get(ours, ours): theirs for ours, theirs in keys.items()}


def record(value: Any, place: str, where: str, keys: Mapping[str, str]) -> Record | ReadError:
    """Return the record that a JSON value or the cells of a row make, or what is wrong with it.

    Arguments:
        place: where it lies in its input.
        where: what to call it in an error.
        keys: see :func:`renaming`.
    """
    if not isinstance(value, dict):
        return ReadError(where, f"it is {_kind(value)}, not an object", 'Write records like {"text": "…"}')
    text = _get(value, "text", keys)
    if not isinstance(text, str):
        key = keys.get("text", "text")
        problem = f'it has no "{key}"' if text is None else f'its "{key}" is {_kind(text)}, not a string'
        others = ", ".join(str(k) for k in list(value)[:8] if k != key)
        named = f"Name the key that holds the text, with --key text=…; it has {others}"
        return ReadError(where, problem, named if others else 'Write records like {"text": "…"}')
    language = _string(_get(value, "language", keys))
    if language and language.lower().replace("_", "-").split("-")[0] not in _ENGLISH:
        return ReadError(where, f'its language is "{language}"', "kg reads English only: translate it first")
    return Record(
        place=place,
        text=text,
        title=_string(_get(value, "title", keys)),
        published=_date(_get(value, "date", keys)),
        publisher=_string(_get(value, "publisher", keys)),
        authors=_strings(_get(value, "author", keys)),
        url=_string(_get(value, "url", keys)),
        id=_string(_get(value, "id", keys)),
    )


def _get(record: Mapping[str, Any], key: str, keys: Mapping[str, str]) -> Any:
    """Return what a record holds under one of our keys, or None."""
    for name in (keys[key],) if key in keys else KEYS[key]:
        value: Any = record.get(name)
        if value is None and "." in name:
            value = record
            for part in name.split("."):
                value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            return value
    return None


def _string(value: Any) -> str | None:
    """Return a string, a number or the name of an object as text without broken characters, or None."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip() or None


def _strings(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(found for item in values if (found := _string(item)))


def _date(value: Any) -> dt.date | None:
    text = _string(value) or ""
    return dates.find(text) or dates.in_name(text)


def _kind(value: Any) -> str:
    names = {list: "an array", dict: "an object", str: "a string", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
