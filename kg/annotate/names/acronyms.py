"""Join acronyms with the names that they stand for: "Economic Community of West African States (ECOWAS)"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.annotate import geography
from kg.annotate.document import Tokens
from kg.annotate.names.organizations import squeeze
from kg.vocabulary import ORGANIZATIONS

if TYPE_CHECKING:
    from kg.annotate.names.candidates import Candidate

_ALSO = frozenset({"also", "formerly", "better", "commonly", "known", "called", "previously", "widely"})
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "-", "&", "to", "du", "des"})


def expansions(tokens: Tokens, names: Sequence[Candidate]) -> Mapping[str, str]:
    """Return for each other name that the article gives to a name that name, as `organizations.squeeze` writes them.

    They stand in brackets ("Naval Forces Central Command's (NAVCENT)") or after "also known as".
    """
    found = {}
    by_start = {name.start: name for name in names}
    for name in names:
        bracket = name.end + (name.end < len(tokens) and tokens.lower[name.end] in ("'s", "’s"))
        other = _in_brackets(tokens, by_start, bracket)
        if other is not None:
            short, long = tokens.text[other[0] : other[1]], tokens.text[name.start : name.end]
            hull = name.type == "MilitaryPlatform" and any(c.isdigit() for c in "".join(short))
            # "U.S. Naval Forces Central Command (NAVCENT)": the country is left out of the acronym
            if hull or stands_for("".join(short), long) or stands_for("".join(short), long[1:]):
                found[squeeze(short).casefold()] = squeeze(long).casefold()
            elif stands_for("".join(long), short):
                found[squeeze(long).casefold()] = squeeze(short).casefold()
            elif name.type in ORGANIZATIONS and len(short) == 1 and _is_foreign(short[0]):
                # "Doctors Without Borders (MSF)": the acronym is that of another language's name
                found[squeeze(short).casefold()] = squeeze(long).casefold()
        known_as = _known_as(tokens, name.end)
        # "the mission in Mali, known as MINUSMA"
        if known_as in by_start and name.type != "Country":
            second = by_start[known_as]
            words = tokens.text[second.start : second.end]
            found[squeeze(words).casefold()] = squeeze(tokens.text[name.start : name.end]).casefold()
    return found


def _is_foreign(short: str) -> bool:
    return 3 <= len(short) <= 6 and short.isalpha() and short.isupper() and not geography.country(short)


def _in_brackets(tokens: Tokens, by_start: Mapping[int, Candidate], i: int) -> tuple[int, int] | None:
    """Return the tokens of the name in the brackets that open at token ``i``, or None."""
    if i + 2 >= len(tokens) or tokens.text[i] != "(":
        return None
    inside = by_start.get(i + 1)
    end = inside.end if inside else i + 2
    if end >= len(tokens) or tokens.text[end] not in (")", ",", ";"):
        return None
    return i + 1, end


def _known_as(tokens: Tokens, i: int) -> int:
    """Return where the name after ", also known as" at token ``i`` begins, or -1."""
    if i < len(tokens) and tokens.text[i] in (",", "("):
        i += 1
    if i + 2 >= len(tokens) or tokens.lower[i] not in _ALSO:
        return -1
    words = tokens.lower[i : i + 5]
    for n, word in enumerate(words):
        if word in ("as", "called", "dubbed", "named"):
            after = i + n + 1
            while after < len(tokens) and (tokens.lower[after] in ("the", "as") or not tokens.text[after][0].isalnum()):
                after += 1
            return after
        if word not in _ALSO:
            return -1
    return -1


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


def start_of(acronym: str, words: Sequence[str]) -> int | None:
    """Return where the capitalised name at the end of ``words`` begins whose initials the acronym takes, or None.

    Small words may be passed over, and one capitalised word may give several letters.

    >>> start_of("UNSMIL", "by the UN Support Mission in Libya".split())
    2
    >>> start_of("NATO", "he joined the club".split())
    """
    letters = acronym.casefold()
    n = len(letters)
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if word[:1].isupper() and word[0].casefold() == letters[0] and len(words) - i <= n + 4:
            inside = [w for w in words[i:] if w.casefold() not in _SMALL]
            capitals = all(w[:1].isupper() for w in inside)
            if capitals and len(inside) > 1 and _spelled(letters, inside):
                return i
    return None


def _spelled(letters: str, words: Sequence[str]) -> bool:
    """Say whether the letters are beginnings of all the words, in order."""
    if not words:
        return not letters
    word = words[0].casefold()
    longest = 0
    while longest < min(len(word), len(letters)) and word[longest] == letters[longest]:
        longest += 1
    return any(_spelled(letters[taken:], words[1:]) for taken in range(longest, 0, -1))
