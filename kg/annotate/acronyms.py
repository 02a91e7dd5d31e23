"""Join acronyms with the names that they stand for: "Economic Community of West African States (ECOWAS)"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.annotate.candidates import Candidate
from kg.annotate.document import Tokens
from kg.annotate.organizations import squeeze

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "-", "&", "to", "du", "des"})


def expansions(tokens: Tokens, names: Sequence[Candidate]) -> Mapping[str, str]:
    """Return for each acronym in brackets after a name that name, both as `organizations.squeeze` writes them."""
    found = {}
    by_start = {name.start: name for name in names}
    for name in names:
        i = name.end
        if i + 2 < len(tokens) and tokens.text[i] == "(":
            acronym = by_start.get(i + 1)
            end = acronym.end if acronym else i + 2
            if end < len(tokens) and tokens.text[end] in (")", ",", ";"):
                short, long = tokens.text[i + 1 : end], tokens.text[name.start : name.end]
                if stands_for("".join(short), long):
                    found[squeeze(short).casefold()] = squeeze(long).casefold()
                elif stands_for("".join(long), short):
                    found[squeeze(long).casefold()] = squeeze(short).casefold()
    return found


def stands_for(short: str, words: Sequence[str]) -> bool:
    """Say whether ``short`` may be an acronym of ``words``: mostly their initials, in order.

    >>> stands_for("ECOWAS", "Economic Community of West African States".split())
    True
    >>> stands_for("IRGC", ["Islamic", "Revolutionary", "Guard", "Corps"])
    True
    >>> stands_for("Tehran", ["Hassan", "Rouhani"])
    False
    """
    letters = [c for c in short if c.isalpha()]
    if not 2 <= len(letters) <= 8 or sum(c.isupper() for c in letters) < len(letters) - 2 or not letters[0].isupper():
        return False
    initials = [word[0].casefold() for word in words if word.casefold() not in _SMALL and word[0].isalnum()]
    if len(words) < 2 or not initials or initials[0] != letters[0].casefold():
        return False
    long = "".join(words).casefold()
    at = 0
    for letter in letters:
        at = long.find(letter.casefold(), at) + 1
        if at == 0:
            return False
    return len(initials) >= len(letters) / 2 and len([c for c in short if c.isupper()]) >= 2
