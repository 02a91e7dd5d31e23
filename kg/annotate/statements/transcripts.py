"""Read who speaks in a transcript or an interview: turns under labels, "SMITH: …", "Q: …" and "A: …".

One line with a colon makes no transcript: at least three turns do, with a label that comes back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from kg.annotate.document import Document
from kg.annotate.statements.contents import Draft
from kg.annotate.statements.cues import table
from kg.annotate.syntax import Range, trim

#: "MS. WEISS:", "Q:", "Anna Weiss (by telephone):"
_LABEL = re.compile(
    r"(?P<name>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|al|el|van|von|bin|of)){0,5})"
    r"(?: ?[(\[][^)\]\n]{1,40}[)\]])?:(?=\s+\S)"
)
_RELIABILITY = 0.9


class _Turn(NamedTuple):
    """A turn: where its label begins and ends, the colon, and the blocks that hold it."""

    label: str
    start: int
    colon: int
    blocks: list[tuple[int, int]]


def turns_of(document: Document) -> Mapping[int, Draft]:
    """Return what is said under each label of a transcript, by the token of the label's colon."""
    t = document.tokens
    found: dict[int, Draft] = {}
    for turn in _turns(document):
        first = bisect_right(t.start, turn.start) - 1
        colon = bisect_right(t.start, turn.colon) - 1
        if not first < colon:
            # "Q:" is one token
            source, own, mark = first, Range(first, first + 1), first
        else:
            source, own, mark = colon - 1, Range(first, colon), colon
        content = []
        for start, end in turn.blocks:
            words = Range(bisect_right(t.start, start) - 1, bisect_right(t.start, end - 1))
            words = Range(max(words.start, mark + 1), words.end)
            words = trim(t, *words)
            if words.end > words.start:
                content.append(Range(words.start, max(words.end, _closed(t.text, words.end))))
        found[mark] = Draft(
            cue=table("preposition")["colon"],
            token=mark,
            group=[Range(mark, mark + 1)],
            source=source,
            content=content,
            frame="turn",
            confidence=_RELIABILITY,
            source_range=own,
        )
    return found


def interviewee(document: Document) -> str | None:
    """Return the one person of whom the text before the first turn speaks most, who answers under "A:", or None."""
    turns = _turns(document)
    end = turns[0].start if turns else 0
    counts = Counter(
        entity.id
        for entity in document.entities
        for mention in entity.mentions
        if entity.type == "Person" and mention.span.end <= end and any(m.kind == "name" for m in entity.mentions)
    )
    best = counts.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


def _closed(text: list[str], end: int) -> int:
    return end + 1 if end < len(text) and text[end] in {".", "?", "!"} else end


def _turns(document: Document) -> list[_Turn]:
    """Return the turns of a transcript in text order, none where the labels do not make one."""
    text = document.text
    blocks = document.layout.blocks
    labels: list[tuple[int, re.Match[str]]] = []
    for n, block in enumerate(blocks):
        if (match := _LABEL.match(text, block.span.start, block.span.end)) is not None:
            labels.append((n, match))
    if len(labels) < 3:
        return []
    counts = Counter(match["name"] for _, match in labels)
    labels = [(n, match) for n, match in labels if counts[match["name"]] > 1 or match["name"].isupper()]
    if len(labels) < 3 or max(counts.values()) < 2:
        return []
    turns = []
    for k, (n, match) in enumerate(labels):
        until = labels[k + 1][0] if k + 1 < len(labels) else n + 1
        spans = [
            (match.end() if m == n else blocks[m].span.start, blocks[m].span.end)
            for m in range(n, until)
            if m == n or blocks[m].kind == "paragraph"
        ]
        turns.append(_Turn(match["name"], match.start(), match.end() - 1, spans))
    return turns
