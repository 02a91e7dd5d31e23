"""Know the head nouns of groups, places, weapons and roles: which class of the ontology they tell.

A noun may have several words ("air base", "security force"): the longest that ends at a token counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from kg.annotate import lexicon
from kg.annotate.document import Tokens

#: what a head noun says: its words before the last, and the class
_Entries = dict[str, list[tuple[tuple[str, ...], str]]]

PERSON = "Person"


def _index(pairs: Iterable[tuple[str, str]]) -> _Entries:
    """Return the nouns by their last word, longest first."""
    entries: _Entries = {}
    for noun, value in pairs:
        *before, last = noun.split()
        entries.setdefault(last, []).append((tuple(before), value))
    for found in entries.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return entries


@cache
def names() -> _Entries:
    """Return the nouns that end a proper name of an organization or place."""
    rows = (*lexicon.read("group_nouns"), *lexicon.read("place_nouns"))
    return _index((row["lemma"], row["name"]) for row in rows if row["name"])


@cache
def commons() -> _Entries:
    """Return the common nouns for groups, places, weapons and persons; a role counts before a group."""
    pairs = {row["lemma"]: row["nominal"] for row in lexicon.read("place_nouns") if row["nominal"]}
    pairs |= {row["lemma"]: row["nominal"] for row in lexicon.read("group_nouns") if row["nominal"]}
    pairs |= {row["lemma"]: row["type"] for row in lexicon.read("weapons")}
    for row in lexicon.read("roles"):
        pairs.setdefault(row["lemma"], PERSON)
    return _index(pairs.items())


@cache
def plurals() -> frozenset[str]:
    """Return the plurals of the nouns of one word for groups and people.

    >>> {"gunmen", "militias", "parties"} <= plurals()
    True
    """
    rows = (*lexicon.read("group_nouns"), *lexicon.read("roles"))
    return frozenset(_plural(row["lemma"]) for row in rows if " " not in row["lemma"])


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun.removesuffix("man") + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun.removesuffix("y") + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def weapons() -> Mapping[str, str]:
    """Return the weapons and platforms with their class."""
    return {row["lemma"]: row["type"] for row in lexicon.read("weapons")}


@cache
def roles() -> Mapping[str, str]:
    """Return the nouns that name one person by role, with the gender that they tell, or ""."""
    return {row["lemma"]: row["gender"] for row in lexicon.read("roles")}


@cache
def surnames() -> frozenset[str]:
    """Return the nouns of places and groups that are common surnames too."""
    return frozenset(row["noun"] for row in lexicon.read("surname_nouns"))


def class_at(tokens: Tokens, i: int, entries: _Entries, *, first: int = 0) -> tuple[str, int] | None:
    """Return the class that the noun ending at token ``i`` tells and where it begins, not before ``first``."""
    word = tokens.lower[i]
    found = entries.get(word) or entries.get(tokens.lemma[i])
    if found is None and tokens.tag[i] == "NNPS":
        # the lemma of a proper noun keeps its plural: "Armed Forces"
        found = entries.get(word.removesuffix("s"))
    for before, value in found or ():
        start = i - len(before)
        if start >= first and all(tokens.lower[start + n] == word for n, word in enumerate(before)):
            return value, start
    return None
