"""Find the quotations of a paragraph, whatever its quotation marks: doubled, single, nested or left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """Text in quotation marks; ``inner`` is what stands between them, ``whole`` includes them.

    ``open_ended`` marks one that has no closing mark because it goes on in the next paragraph;
    ``nested`` are the quotations inside this one.
    """

    whole: Span
    inner: Span
    open_ended: bool = False
    nested: tuple[Quotation, ...] = ()


#: marks that a closing mark of the same class may end; news mixes straight and curly ones
_DOUBLE = {'"', "“", "”", "„", "‟", "''", "``"}
_ANGLE = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_MARK = re.compile(r"''|``|[\"“”„‟«»‹›‘’']")
_ELISION = re.compile(r"['’](?:\d0s|em|til|tis|twas|cause|n|bout|round)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """A quotation whose closing mark has not come yet."""

    mark: str
    start: int
    inner: int
    nested: list[Quotation]


def find(text: str, block: Span, *, continues: bool = False) -> Iterator[Quotation]:
    r"""Yield the outermost quotations of the paragraph at ``block``.

    A mark left open counts to the end of the paragraph where the next paragraph opens with a mark
    again (``continues``), or where the paragraph begins with it or a colon or comma introduces it;
    elsewhere it is taken for a slip and dropped.

    >>> [q.inner.of('He said “no ‘deal’ yet.”') for q in find('He said “no ‘deal’ yet.”', Span(0, 24))]
    ['no ‘deal’ yet.']
    >>> list(find("The rebels' camp", Span(0, 16)))
    []
    """
    stack: list[_Open] = []
    for match in _MARK.finditer(text, block.start, block.end):
        mark, at = match[0], match.start()
        before = text[at - 1] if at > block.start else " "
        after = text[match.end()] if match.end() < block.end else " "
        closing = next((n for n in range(len(stack) - 1, -1, -1) if _closes(mark, stack[n].mark, before, after)), None)
        if closing is not None and not (mark in "'’" and _later_close(text, at, block.end, stack[closing].mark)):
            opened = stack[closing]
            del stack[closing:]
            found = Quotation(
                Span(opened.start, match.end()), Span(opened.inner, max(opened.inner, at)), False, tuple(opened.nested)
            )
            if stack:
                stack[-1].nested.append(found)
            elif at > opened.inner:
                yield found
        elif _opens(text, match, before, after, block.end) and len(stack) < 3:
            if stack and mark == stack[-1].mark:
                # the same mark again: the one before was never closed
                stack.pop()
            stack.append(_Open(mark, at, match.end(), []))
    if stack and stack[0].mark not in "'‘" and (continues or _introduced(text, stack[0].start, block)):
        opened = stack[0]
        yield Quotation(Span(opened.start, block.end), Span(opened.inner, block.end), True, tuple(opened.nested))


def _class(mark: str) -> str:
    return '"' if mark in _DOUBLE else "'" if mark in "'‘’" else "«"


def _closes(mark: str, opened: str, before: str, after: str) -> bool:
    if opened in _ANGLE:
        return mark == _ANGLE[opened]
    if _class(mark) != _class(opened):
        return False
    if mark in {"“", "„", "‘", "``"}:
        # German and French typesetters close with what English opens with
        return opened in {"„", "‚"} and not before.isspace()
    if mark in {'"', "''"}:
        return not (before.isspace() and not after.isspace() and after not in ".,;:?!)")
    return mark == "”" or not (before.isspace() or after.isalnum())


def _opens(text: str, match: re.Match[str], before: str, after: str, end: int) -> bool:
    mark = match[0]
    if mark in {"”", "’", "»", "›", "‟"}:
        return mark in "»›" and before.isspace() and not after.isspace()
    if mark in {"“", "„", "``", "«", "‹"}:
        return True
    if after.isspace() or before.isalnum() or before in ".,;?!%":
        # a straight mark glued to the word before it cannot open, save after a full stop without its blank
        return mark in {'"', "''"} and before in ".,;?!" and after.isalnum()
    if mark in {'"', "''"}:
        return True
    return not _ELISION.match(text, match.start()) and _single_close(text, match.end(), end) is not None


_SINGLE_CLOSE = re.compile(r"(?<=[^\s‘])['’](?![\w'’])")


def _single_close(text: str, at: int, end: int) -> int | None:
    found = _SINGLE_CLOSE.search(text, at, end)
    return found.start() if found else None


def _later_close(text: str, at: int, end: int, opened: str) -> bool:
    """Say whether a possible single closing mark is rather a plural's genitive, the true mark coming later."""
    if _class(opened) != "'" or text[at - 1] != "s" or not re.match(r"['’] [a-z]", text[at : at + 3]):
        return False
    later = _single_close(text, at + 1, end)
    return later is not None and not re.search(r"[‘“\"]|(?<!\w)'\w", text[at + 1 : later])


def _introduced(text: str, start: int, block: Span) -> bool:
    return start == block.start or text[:start].rstrip(" ")[-1:] in {",", ":", "\n"}
