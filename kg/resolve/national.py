"""Tell whose institution a name means, and by which name all call it: "Iraq's army" is the army, of Iraq.

A country has one army, parliament and foreign ministry, whatever words an article has for them: with the country
they are one actor in all articles. So is a coalition that a country leads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from kg.annotate import geography, lexicon
from kg.resolve import organizations
from kg.resolve.likeness import organization_words

#: a country's name or adjective has at most as many words before an institution's
_LONGEST = 3


class National(NamedTuple):
    """A name taken apart: the code of the country in it or None, the rest, and whether an adjective names it."""

    country: str | None
    rest: str
    adjective: bool = False


@cache
def _institutions() -> Mapping[frozenset[str], tuple[str, bool]]:
    return {
        organization_words(row["name"]): (row["common"], bool(row["alone"])) for row in lexicon.read("institutions")
    }


def institution(name: str) -> tuple[str, bool]:
    """Return by what name the institution is known in every country, and whether it stands so alone; "" for others.

    >>> institution("Ministry of Foreign Affairs"), institution("the Army"), institution("two armies")
    (('foreign ministry', True), ('army', True), ('', False))
    """
    return _institutions().get(organization_words(name), ("", False))


@cache
def split(name: str, told: str | None = None) -> National:
    """Return the country that a name begins or ends with, and the name without it.

    Arguments:
        told: the country that the article says it is of, for names that are not countries' alone, such as Georgia.

    >>> split("Burundi's defence ministry")[:2], split("Sri Lankan army")[:2], split("foreign ministry of Rwanda")[:2]
    (('BI', 'defence ministry'), ('LK', 'army'), ('RW', 'foreign ministry'))
    """
    bare = geography.bare(name)
    owner, found, rest = bare.partition("'s ") if "'s " in bare else bare.partition("’s ")
    if found and (code := _country(owner, told)):
        return National(code, rest)
    body, found, owner = bare.rpartition(" of ")
    if found and (code := _country(owner, told)):
        return National(code, body)
    words = bare.split()
    for n in range(min(_LONGEST, len(words) - 1), 0, -1):
        first, rest = " ".join(words[:n]), " ".join(words[n:])
        if code := geography.demonym(first):
            return National(code, rest, adjective=True)
        if (institution(rest)[0] or organizations.listed(rest)[1]) and (code := _country(first, told)):
            return National(code, rest)
    return National(None, name)


def _country(name: str, told: str | None) -> str:
    return told if told and geography.shared_country(name) == told else geography.country(name)


@cache
def led(name: str) -> str:
    """Return the name that all articles share for a coalition led by a country, or "".

    >>> led("the American-led military coalition"), led("Saudi-led coalition"), led("coalition")
    ('US-led coalition', 'SA-led coalition', '')
    """
    match = re.fullmatch(r"(?:the )?(.+?)[-\s]led (?:\w+ )?(coalition|alliance)", name, re.IGNORECASE)
    code = (geography.country(match[1]) or geography.demonym(match[1])) if match else ""
    return f"{code}-led {match[2].lower()}" if match and code else ""
