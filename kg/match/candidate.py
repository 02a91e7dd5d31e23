"""The records that a knowledge base offers for an entity, and how text from the net is made harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

#: characters of a text from the net that are kept
WIDTH = 300

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record of a knowledge base that may describe an entity.

    ``classes`` are those of our ontology, ``countries`` ISO codes, ``method`` names how it was found; ``began`` and
    ``ended`` are years of birth or foundation, of death or end; ``via`` is the link of ours that leads to it, where
    both sides have one identifier; ``chosen`` says that the service takes it for the right one.
    """

    target: str
    label: str
    method: str
    names: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    lat: float | None = None
    lon: float | None = None
    description: str = ""
    began: int | None = None
    ended: int | None = None
    via: str = ""
    chosen: bool = False


def text(value: Any, width: int = WIDTH) -> str:
    r"""Return text from the net in one line, without control characters and marks of direction, cut where it is long.

    >>> text(" <B>Ada\x1b[2J\n‮Wei "), text(None), text("x" * 400) == "x" * 300
    ('<B>Ada [2J Wei', '', True)
    """
    if not isinstance(value, str):
        return ""
    odd = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    plain = "".join(" " if unicodedata.category(c) in odd else c for c in value[: 4 * width])
    return " ".join(unicodedata.normalize("NFC", plain).split())[:width].rstrip()


def texts(values: Any, limit: int = 200) -> tuple[str, ...]:
    """Return the texts of a list from the net, each once.

    >>> texts(["Ada", "Ada", 5, ""]), texts("Ada"), texts({"x": 1})
    (('Ada',), ('Ada',), ())
    """
    items: Iterable[Any] = [values] if isinstance(values, str) else values if isinstance(values, list) else ()
    return tuple(dict.fromkeys(filter(None, map(text, items))))[:limit]


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list from the net; what is none is left out.

    >>> objects([{"a": 1}, "b"]), objects(None)
    ([{'a': 1}], [])
    """
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def iri(value: Any) -> str:
    """Return an http(s) IRI from the net, or "" where it is none.

    >>> iri("http://example.org/a"), iri("javascript:alert(1)"), iri("http://example.org/a> <b"), iri("http://[x/")
    ('http://example.org/a', '', '', '')
    """
    if not isinstance(value, str) or len(value) > 2000 or not value.isprintable() or not _IRI.fullmatch(value):
        return ""
    try:
        return ox.NamedNode(value).value
    except ValueError:  # what the store would refuse
        return ""


def number(value: Any, bound: float) -> float | None:
    """Return a number from the net that is not beyond a bound, else None.

    >>> number("33.3", 90), number("NaN", 90), number(1e9, 90), number({}, 90)
    (33.3, None, None, None)
    """
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if -bound <= found <= bound else None


def year(values: Iterable[str]) -> int | None:
    """Return the year of the first date among some values, None where there is none.

    >>> year(["1937-04-28T00:00:00Z"]), year(["-0043-03-15"]), year(["http://www.wikidata.org/.well-known/genid/0"])
    (1937, -43, None)
    """
    found = (re.match(r"[+-]?\d{4}(?=-|$)", value) for value in values)
    return next((int(match[0]) for match in found if match), None)
