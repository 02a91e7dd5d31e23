"""Find the organizations that news presupposes, and any other list of names, in the tokens of an article.

Names are compared without spaces, so that it does not matter how a tokenizer cuts "al-Qaida" or "U.N.".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.annotate import lexicon
from kg.annotate.document import Tokens

_QUOTES = str.maketrans("’‘`", "'''")


@dataclass(frozen=True, slots=True)
class Known:
    """What a list says of a name: its class, the name that all its names share, its country where it has one."""

    type: str
    key: str
    country: str = ""


def squeeze(words: Iterable[str]) -> str:
    """Return the words in one, without spaces and with plain apostrophes.

    >>> squeeze(["al", "-", "Qa’ida"])
    "al-Qa'ida"
    """
    return "".join(words).translate(_QUOTES).replace(" ", "")


class NameList:
    """Names with what is known of them, found in token lists in one walk."""

    def __init__(self, names: Iterable[tuple[str, Known]]) -> None:
        self._known: dict[str, dict[str, Known]] = {}
        for name, known in names:
            exact = squeeze(name)
            self._known.setdefault(exact.casefold(), {}).setdefault(exact, known)
        self._prefixes = {name[:n] for name in self._known for n in range(1, len(name) + 1)}

    def get(self, name: str) -> Known | None:
        """Return what is known of ``name``; short names and acronyms only as they are written in the list."""
        exact = squeeze(name)
        found = self._known.get(exact.casefold())
        if found is None:
            return None
        if exact in found:
            return found[exact]
        listed, known = next(iter(found.items()))
        if listed.isupper() and listed.isalpha() and len(listed) > 3 and exact == listed.capitalize():
            # British papers write acronyms that are spoken as words in this way: "Ecowas"
            return known
        if listed.startswith("The") and not exact.startswith("The"):
            # "the Hill" is no newspaper
            return None
        return None if len(listed) < 5 or listed.isupper() or exact.islower() else known

    def find(self, tokens: Tokens) -> Iterator[tuple[int, int, Known]]:
        """Yield the longest names that begin at each token, as start, end and what is known."""
        lower, prefixes, n = tokens.lower, self._prefixes, len(tokens)
        for i in range(n):
            squeezed = lower[i]
            if not squeezed.isascii():
                squeezed = squeezed.translate(_QUOTES)
            if squeezed not in prefixes:
                continue
            best: tuple[int, int, Known] | None = None
            end = i + 1
            while True:
                if squeezed in self._known and (known := self.get("".join(tokens.text[i:end]))) is not None:
                    best = (i, end, known)
                if end == n:
                    break
                squeezed += lower[end].translate(_QUOTES)
                if squeezed not in prefixes:
                    break
                end += 1
            if best is not None:
                yield best


@cache
def known() -> NameList:
    """Return the packaged list of organizations."""
    return NameList(_names(lexicon.read("organizations")))


def _names(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, Known]]:
    for row in rows:
        entry = Known(row["type"], row["name"].casefold(), row["country"])
        yield row["name"], entry
        for alias in filter(None, row["aliases"].split(" | ")):
            yield alias, entry
