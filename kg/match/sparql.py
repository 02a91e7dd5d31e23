"""Ask SPARQL endpoints for facts on many records at once, as a table of item, key and value."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from kg.match.candidate import objects, texts
from kg.match.client import Client, Request, TransientError

#: key to values, of one record
Facts = Mapping[str, list[str]]

_POINT = re.compile(r"Point\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)


def facts(client: Client, endpoint: str, query: str, items: Sequence[str]) -> dict[str, Facts]:
    """Return what an endpoint knows of each item: the values of ``?item ?key ?value`` by their keys.

    The query is posted, so that it may be long; what is known of an item is kept by itself.

    Arguments:
        query: with a VALUES block in the place of ``%s``.
        items: IRIs or literals as SPARQL writes them, which were checked before; each is a value of the variable that
            the block names, and what is found of it comes under the item's text.

    Raises:
        ServiceError: the endpoint cannot be reached, refuses, or goes on failing.
    """
    requests = {item: Request(endpoint, form=(("query", query), ("item", item))) for item in items}

    def send(missing: list[Request]) -> dict[Request, dict[str, Any]]:
        wanted = [dict(request.form)["item"] for request in missing]
        form = (("query", query.replace("%s", f"{{ {' '.join(wanted)} }}")), ("format", "json"))
        answer = client.ask(Request(endpoint, form=form), check, keep=False)
        found: dict[Request, dict[str, Any]] = defaultdict(lambda: defaultdict(list))
        for row in objects(answer["results"]["bindings"]):
            item, key, value = (_value(row.get(name)) for name in ("item", "key", "value"))
            request = requests.get(f"<{item}>") or requests.get(f'"{item}"')
            if request and key and value:
                found[request][key].append(value)
        return found

    kept = client.ask_together(list(requests.values()), send)
    return {
        item: {key: list(texts(found)) for key, found in kept[request].items()} for item, request in requests.items()
    }


def _value(cell: Any) -> str:
    value = cell.get("value") if isinstance(cell, dict) else None
    return value if isinstance(value, str) else ""


def check(answer: Any, headers: Mapping[str, str]) -> None:
    """Refuse what is no whole result.

    Raises:
        TransientError: it is an error in the place of a result, or the part of one that was ready when time ran out.
    """
    # Virtuoso answers 200 with what it has when its time is up, and says so here alone
    if headers.get("X-SQL-State"):
        raise TransientError("it ran out of time and sends a part of the result")
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, dict) or not isinstance(results.get("bindings"), list):
        raise TransientError("it sends no result")


def point(facts: Facts) -> tuple[float | None, float | None]:
    """Return latitude and longitude of a record whose ``point`` is well-known text.

    >>> point({"point": ["Point(44.4 33.3)"]}), point({})
    ((33.3, 44.4), (None, None))
    """
    for value in facts.get("point", ()):
        if match := _POINT.search(value):
            lon, lat = float(match[1]), float(match[2])
            if abs(lat) <= 90 and abs(lon) <= 180:
                return lat, lon
    return None, None
