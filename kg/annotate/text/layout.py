"""Tell the blocks of an article apart (headline, byline, caption, boilerplate, paragraph) and find its quotations.

Everything is read from the text alone. A block is a paragraph: a line, or a run of lines that were
wrapped at a fixed width. What is not prose is told by its form and by the patterns of
``lexicons/blocks.tsv``; a block in doubt is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from kg.annotate import lexicon
from kg.annotate.text import quotations
from kg.annotate.text.quotations import Quotation
from kg.model import Span

__all__ = ["Block", "BlockKind", "Layout", "Quotation", "read_layout"]

BlockKind = Literal["headline", "byline", "caption", "boilerplate", "paragraph"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of lines that belong together; ``body`` starts after a dateline, where there is one."""

    span: Span
    kind: BlockKind
    body: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks and the quotations of an article, in text order; quotations do not overlap."""

    blocks: tuple[Block, ...]
    quotations: tuple[Quotation, ...]

    def is_furniture(self, offset: int) -> bool:
        """Say whether a character belongs to what a page says of itself: "Read more", "Filed under"."""
        return any(block.kind == "boilerplate" and block.span.start <= offset < block.span.end for block in self.blocks)


def read_layout(text: str, title: str | None = None) -> Layout:
    r"""Return the layout of ``text``; a first line equal to ``title`` is the headline.

    >>> [b.kind for b in read_layout("Talks fail\n\nThe talks failed.", "Talks fail").blocks]
    ['headline', 'paragraph']
    """
    spans = list(_paragraphs(text))
    head = _head(text, spans, title)
    kinds: list[BlockKind] = ["boilerplate"] * head
    kinds += [_kind(text, spans, n, title, first=n == head) for n in range(head, len(spans))]
    for n, kind in enumerate(kinds):
        # keywords of a picture stand above its caption
        if (
            kind in ("paragraph", "headline")
            and n
            and kinds[n + 1 : n + 2] == ["caption"]
            and _is_keywords(spans[n].of(text))
        ):
            kinds[n] = "boilerplate"
    blocks = tuple(
        Block(span, kind, _body(text, span) if kind == "paragraph" else span.start)
        for span, kind in zip(spans, kinds, strict=True)
    )
    return Layout(blocks, tuple(_quotations(text, blocks)))


_LINE = re.compile(r"[^\n]*\S[^\n]*")
_TERMINAL = re.compile(r"[.?!…:;][\"”’'»)\]]*$")


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the blocks: lines, those of a fixed width joined."""
    run: list[Span] = []
    for match in _LINE.finditer(text):
        line = Span(match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip()))
        if run and text.count("\n", run[-1].end, line.start) > 1:
            yield from _unwrap(text, run)
            run = []
        run.append(line)
    yield from _unwrap(text, run)


def _unwrap(text: str, lines: list[Span]) -> Iterator[Span]:
    """Yield lines that stand together as one block if a fixed width broke them, else one by one."""
    widths = [line.end - line.start for line in lines]
    # of two lines the longer one always looks full: only a small letter tells that the second goes on
    several = len(lines) > 2 or (len(lines) == 2 and lines[1].of(text)[0].islower())
    wrapped = (
        several
        and 40 <= max(widths) <= 120
        and all(
            width + 1 + len(after.of(text).split(maxsplit=1)[0]) > max(widths)
            for width, after in zip(widths, lines[1:], strict=False)
        )
        and any(not _TERMINAL.search(line.of(text)) for line in lines[:-1])
    )
    if wrapped:
        yield Span(lines[0].start, lines[-1].end)
    else:
        yield from lines


#: longest block that a pattern of a whole block may match, and longest credit at the end of a caption
_SHORT, _CREDIT = 420, 120


def _head(text: str, spans: list[Span], title: str | None) -> int:
    """Return which block is the title, where lines such as "PRESS RELEASE" precede it, or 0."""
    blocks = [span.of(text) for span in spans[:4]]
    return blocks.index(title.strip()) if title is not None and title.strip() in blocks else 0


def _kind(text: str, spans: list[Span], n: int, title: str | None, *, first: bool) -> BlockKind:
    block = spans[n].of(text)
    words = block.split()
    unfinished = not _TERMINAL.search(block[-8:])
    if (
        first
        and len(spans) > n + 1
        and len(words) <= 30
        and (unfinished or (title is not None and block == title.strip()))
    ):
        return "headline"
    for kind, where, pattern in _patterns():
        if where == "start":
            found = pattern.match(block)
        elif where == "whole":
            found = pattern.fullmatch(block) if len(block) < _SHORT else None
        else:
            found = pattern.search(block, max(0, len(block) - _CREDIT)) if n > 0 and len(words) <= 80 else None
        if found:
            return kind
    if (
        unfinished
        and n + 1 < len(spans)
        and len(words) <= 12
        and not block.endswith(('"', "”", "]", ",", "-", "–", "—"))
    ):
        # a crosshead between paragraphs
        return "headline"
    return "paragraph"


@cache
def _patterns() -> tuple[tuple[BlockKind, str, re.Pattern[str]], ...]:
    anchors = {"start": r"(?:{})", "end": r"(?:{})[\s.)\]]*\Z", "whole": "{}"}
    return tuple(
        (
            cast(BlockKind, row["kind"]),
            row["where"],
            re.compile(anchors[row["where"]].format(row["pattern"]), re.I | re.S),
        )
        for row in lexicon.read("blocks")
    )


def _is_keywords(block: str) -> bool:
    """Say whether a line is a list of keywords: short items between commas, no sentence."""
    items = block.split(",")
    return len(items) > 2 and not _TERMINAL.search(block) and all(len(item.split()) <= 3 for item in items)


#: "TRIPOLI, Libya (Reuters) — ", "Mexico City, Aug. 19 (AFP) - ", "(CNN) — "
_DATELINE = re.compile(
    r"(?:[A-Z][\w.’'-]+(?:[ /][A-Z][\w.’'-]+){0,3}(?:,? (?:[A-Z][\w.’'-]*|\d{1,2}|\d{4}|of|de|al|el|and)){0,6},?)?"
    r"(?: ?\((?:[A-Z][\w.& /-]{1,30})\))? ?(?:—|–|--|-(?=\s)) ?"
)


def _body(text: str, span: Span) -> int:
    """Return where the prose of a paragraph begins, after its dateline."""
    found = _DATELINE.match(text, span.start, min(span.end, span.start + 90))
    if not found or found.end() >= span.end:
        return span.start
    place = found[0].rstrip(" —–-")
    # a name before a dash is a dateline only where it is in capitals or an agency follows
    first = re.split(r"[,(]", place)[0].strip()
    return found.end() if place.endswith(")") or (first and first.isupper()) else span.start


def _quotations(text: str, blocks: tuple[Block, ...]) -> Iterator[Quotation]:
    for n, block in enumerate(blocks):
        after = blocks[n + 1].span.start if n + 1 < len(blocks) else len(text)
        continues = text.startswith(('"', "“", "''", "``", "«", "„"), after)
        yield from quotations.find(text, block.span, continues=continues)
