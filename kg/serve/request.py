"""Read what a client asks, as the Reconciliation API 0.2 writes it, and refuse in one clear sentence what is not so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

#: queries of one batch
BATCH = 100
#: candidates or suggestions that may be asked for, and that are given where nothing is said
MOST, USUAL = 100, 10
#: entities and properties of one extension
ROWS, COLUMNS = 1000, 50
#: letters of a name; what is longer is no name
LONG = 300


class Refused(Exception):  # noqa: N818 - it is an answer, not an accident
    """A request that is answered with an error: its status and the sentence to send."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A name to be reconciled, and what is known of it.

    ``strict`` is False where other types than those asked for are welcome too; ``properties`` are pairs of a
    property's identifier and a value, as text.
    """

    text: str = ""
    types: tuple[str, ...] = ()
    strict: bool = True
    limit: int = USUAL
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A property that a client wants to have, and its settings."""

    id: str
    settings: Mapping[str, Any]


def batch(text: str) -> dict[str, Query]:
    """Return the queries of a batch by their keys.

    Raises:
        Refused: it is no batch of queries, or too large.

    >>> batch('{"q0": {"query": "Ada Wei", "type": "Person", "limit": 3}}')["q0"].types
    ('Person',)
    """
    found = _object(text, "queries")
    if len(found) > BATCH:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The batch has {len(found)} queries. Send {BATCH} at most.")
    return {key: _query(key, asked) for key, asked in found.items()}


def _query(key: str, asked: Any) -> Query:
    if not isinstance(asked, dict):
        raise _wrong(f'Query "{key}" is no JSON object.')
    text, types, properties = asked.get("query", ""), asked.get("type", ()), asked.get("properties", ())
    if not isinstance(text, str):
        raise _wrong(f'"query" of "{key}" is no string.')
    types = [types] if isinstance(types, str | dict) else types
    if not isinstance(types, list | tuple) or not isinstance(properties, list | tuple):
        raise _wrong(f'"type" and "properties" of "{key}" must be arrays.')
    # an empty cell of a table is no mistake, and must not cost the others of its batch their answers
    if "query" not in asked and not properties:
        raise _wrong(f'"{key}" has neither "query" nor "properties".')
    return Query(
        text=text.strip(),
        types=tuple(filter(None, (_identifier(type_) for type_ in types))),
        strict=asked.get("type_strict") != "should",
        limit=limit(asked.get("limit")),
        properties=tuple(pair for given in properties for pair in _values(key, given)),
    )


def _values(key: str, given: Any) -> list[tuple[str, str]]:
    if not isinstance(given, dict) or not isinstance(given.get("pid"), str) or "v" not in given:
        raise _wrong(f'A property of "{key}" has no "pid" and "v".')
    values = given["v"] if isinstance(given["v"], list) else [given["v"]]
    return [(given["pid"], text) for value in values if (text := _identifier(value))]


def _identifier(value: Any) -> str:
    """Return a value as text; of an object its identifier, of what is no value nothing."""
    if isinstance(value, dict):
        value = value.get("id", "")
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def limit(given: Any) -> int:
    """Return how many results a client wants, within bounds; what is no positive number means the usual.

    >>> limit("3"), limit(None), limit(0), limit(10**9), limit("many")
    (3, 10, 10, 100, 10)
    """
    try:
        number = int(given or 0)
    except (TypeError, ValueError, OverflowError):
        return USUAL
    return min(number, MOST) if number > 0 else USUAL


def extension(text: str) -> tuple[tuple[str, ...], tuple[Column, ...]]:
    """Return the identifiers and the properties of a data extension query.

    Raises:
        Refused: it is none, or too large.
    """
    found = _object(text, "extend")
    ids, columns = found.get("ids"), found.get("properties")
    if not isinstance(ids, list) or not all(isinstance(id_, str) for id_ in ids):
        raise _wrong('"ids" of the extension is no array of strings.')
    if not isinstance(columns, list) or not all(isinstance(c, dict) and isinstance(c.get("id"), str) for c in columns):
        raise _wrong('"properties" of the extension is no array of objects with an "id".')
    if len(ids) > ROWS or len(columns) > COLUMNS:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The extension has {len(ids)} ids and {len(columns)} properties. Send {ROWS} and {COLUMNS} at most.",
        )
    settings = [c.get("settings") if isinstance(c.get("settings"), dict) else {} for c in columns]
    return tuple(dict.fromkeys(ids)), tuple(
        Column(id=column["id"], settings=chosen) for column, chosen in zip(columns, settings, strict=True)
    )


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(f'"{name}" is no JSON ({error}).') from error
    if not isinstance(found, dict):
        raise _wrong(f'"{name}" is no JSON object.')
    return found


def _wrong(message: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, message)
