"""Tell the blocks of an article apart (headline, dateline, byline, caption, paragraph) and find its quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.model import Span

BlockKind = Literal["headline", "byline", "caption", "boilerplate", "paragraph"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of lines that belong together; ``body`` starts after a dateline, where there is one."""

    span: Span
    kind: BlockKind
    body: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """Text in quotation marks; ``inner`` is what stands between them, ``whole`` includes them.

    ``open_ended`` marks one that has no closing mark because it goes on in the next paragraph.
    """

    whole: Span
    inner: Span
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks and the quotations of an article, in text order."""

    blocks: tuple[Block, ...]
    quotations: tuple[Quotation, ...]


_QUOTED = re.compile(r'"([^"\n]+)"|“([^“”\n]+)”|\'\'([^\n]+?)\'\'|«([^«»\n]+)»')


def read_layout(text: str, title: str | None = None) -> Layout:
    """Return the layout of ``text``; a first line equal to ``title`` is the headline.

    >>> [b.kind for b in read_layout("Talks fail\\n\\nThe talks failed.", "Talks fail").blocks]
    ['headline', 'paragraph']
    """
    blocks = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        span = Span(match.start() + len(match[0]) - len(match[0].lstrip()), match.end())
        headline = title is not None and not blocks and span.of(text).strip() == title.strip()
        blocks.append(Block(span, "headline" if headline else "paragraph", span.start))
    quotations = [Quotation(Span(*m.span()), Span(*m.span(m.lastindex or 0))) for m in _QUOTED.finditer(text)]
    return Layout(tuple(blocks), tuple(quotations))
