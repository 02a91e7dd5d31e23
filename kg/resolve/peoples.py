"""Tell which names of peoples, faiths and parties' followers mean the same: "American" and "Americans"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.annotate import geography, lexicon
from kg.resolve.likeness import plain


@cache
def people(name: str) -> str:
    """Return by what all names of a people are compared: its country's code, or its name in one form.

    >>> people("American") == people("Americans"), people("Kurdish") == people("the Kurds")
    (True, True)
    >>> people("Sudanese"), people("Tutsis")
    ('people of SD', 'tutsi')
    """
    if code := geography.demonym(name):
        return f"people of {code}"
    bare = plain(name)
    return _singular(_listed().get(bare, bare))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


@cache
def _listed() -> Mapping[str, str]:
    return {plain(other): plain(row["name"]) for row in lexicon.read("peoples") for other in row["others"].split(" | ")}
