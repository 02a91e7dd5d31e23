"""Tell what a person is known for, so that a minister and a footballer of one name are two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from kg.annotate import lexicon


@cache
def _fields() -> Mapping[str, tuple[str, bool]]:
    """Return the field of work of each word for an occupation, and whether it is a public one."""
    rows = lexicon.read("occupations")
    return {word: (row["field"], row["public"] == "yes") for row in rows for word in row["words"].split("|")}


def calling(roles: Iterable[str]) -> str:
    """Return what a person is known for by all the roles: "public", or a field such as "sport"; "" where they differ.

    >>> calling(["Foreign Minister"]), calling(["tennis player"]), calling(["player", "minister"]), calling(["uncle"])
    ('public', 'sport', '', '')
    """
    found: Counter[str] = Counter()
    for role in roles:
        for word in role.casefold().split():
            field, public = _fields().get(word, ("", False))
            if field:
                found["public" if public else field] += 1
    return next(iter(found)) if len(found) == 1 else ""
