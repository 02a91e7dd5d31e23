"""Tell names that every country has ("the Army", "Foreign Ministry") from names of one actor."""

from __future__ import annotations

import re
from functools import cache

from kg.annotate import lexicon
from kg.resolve.likeness import plain


@cache
def _words() -> frozenset[str]:
    rows = (row for name in ("group_nouns", "place_nouns", "roles") for row in lexicon.read(name))
    # a river or a valley in a name tells which party or council it is
    nouns = (row["lemma"] for row in rows if row.get("name") != "NaturalFeature")
    return frozenset(nouns) | {row["word"] for row in lexicon.read("office_modifiers")}


def is_generic(name: str) -> bool:
    """Say whether a name is made only of words for offices, forces and groups, so that it needs a country.

    >>> is_generic("the Army"), is_generic("Foreign Ministry"), is_generic("Kivu Patriotic Movement")
    (True, True, False)
    """
    words = [w for w in re.findall(r"[^\W_]+", name.casefold()) if w not in ("the", "of", "and", "for", "s", "a", "an")]
    known = _words()
    return all(w in known or w.removesuffix("s") in known or re.sub(r"ies$", "y", w) in known for w in words)


@cache
def _designations() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.read("designations"))


@cache
def undesignated(name: str) -> str:
    """Return a name without a last word that says what it names, "" where it has none.

    >>> undesignated("the Houthi movement"), undesignated("Movement for Change"), undesignated("opposition party")
    ('houthi', '', '')
    """
    rest, _, last = plain(name).rpartition(" ")
    return rest if last in _designations() and rest and not is_generic(rest) else ""
