"""Refuse what is no English article, with a reason: empty, too long, broken characters, another language."""

from __future__ import annotations

import re

from kg.errors import ReadError

__all__ = ["LIMIT", "check", "is_english"]

#: characters of one article; a newspaper's longest reads have a tenth of it
LIMIT = 2_000_000

#: words that make up some 40 % of English prose and hardly any of another language's
_FUNCTION_WORDS = frozenset(
    "the of and to that for with on as by from it be has have are were this which not but had will who its after their "
    "they been would said is was at an he she his her them when there what could than more about into over".split()
)

#: shares of function words: English news has .25 to .45, other languages, names of English bodies included, under .08
_ENGLISH_SHARE = 0.1

#: with fewer words than this a text gets the benefit of the doubt
_ENOUGH_WORDS = 40

#: characters that are looked at
_SAMPLE = 8_000

_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def check(text: str, where: str) -> None:
    """Let an article's text pass or refuse it.

    Raises:
        ReadError: the text is empty or too long, is broken, or is not English.
    """
    if not text.strip():
        raise ReadError(where, "it is empty", "Give an article with text in it")
    if len(text) > LIMIT:
        raise ReadError(
            where,
            f"its text is too long for one article, over {LIMIT:,} characters",
            "Split it into articles, one a file or one a line of a .jsonl file",
        )
    if "\x00" in text:
        raise ReadError(where, f"it holds a NUL character, at {text.index(chr(0)):,}", "Take it out")
    if broken := _SURROGATE.search(text):
        raise ReadError(
            where,
            f"it holds half of a character, U+{ord(broken[0]):04X}, at {broken.start():,}",
            "Write characters beyond U+FFFF as whole pairs of escapes",
        )
    if "\r" in text and "\n" not in text:
        raise ReadError(
            where,
            "its lines end in bare carriage returns, as on old Macintoshes",
            "Turn them into line feeds, with tr '\\r' '\\n' for example",
        )
    if not is_english(text):
        raise ReadError(where, "it does not look like English", "kg reads English only: translate it first")


def is_english(text: str) -> bool:
    """Say whether a text looks like English; a short one gets the benefit of the doubt.

    >>> is_english("Le gouvernement a rejeté les accusations de la rébellion et de ses alliés. " * 5)
    False
    >>> is_english("Bonjour.")
    True
    """
    words = _WORD.findall(text[:_SAMPLE].lower())
    letters = sum(map(len, words))
    if letters > 60 and len(_NOT_LATIN.findall(text[:_SAMPLE])) > letters / 2:
        return False
    return len(words) < _ENOUGH_WORDS or sum(map(_FUNCTION_WORDS.__contains__, words)) >= _ENGLISH_SHARE * len(words)
