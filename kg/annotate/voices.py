"""Tell in whose voice a stretch of text stands: the article's own, or a speaker's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.annotate.document import Tokens
from kg.model import Span, Statement


@dataclass(frozen=True, slots=True)
class Voice:
    """The innermost statement that covers a stretch of text, None where the article speaks itself."""

    statement: Statement | None = None

    @property
    def speaker(self) -> str | None:
        """The entity that says it, None for the article itself."""
        return self.statement.speaker if self.statement else None


class Voices:
    """The statements of an article, by what they cover and by their cues.

    Only a quotation or a clause is in its speaker's voice: who "praised the Saudi-backed government" need not
    call it that.
    """

    def __init__(self, statements: Sequence[Statement], tokens: Tokens) -> None:
        contents = [(span, s) for s in statements for span in s.content if s.kind == "direct" or _clausal(tokens, span)]
        self._contents = sorted(contents, key=lambda pair: pair[0].end - pair[0].start)
        self._cues = sorted(((span, s) for s in statements for span in s.cue), key=lambda pair: pair[0])
        self._starts = [span.start for span, _ in self._cues]
        self._by_id = {s.id: s for s in statements}

    def at(self, span: Span) -> Voice:
        """Return the voice of the innermost statement whose content covers the span."""
        return Voice(next((s for content, s in self._contents if content.covers(span)), None))

    def cued(self, span: Span) -> Statement | None:
        """Return the statement whose cue covers the beginning of the span."""
        n = bisect_right(self._starts, span.start) - 1
        return self._cues[n][1] if n >= 0 and span.start < self._cues[n][0].end else None

    def around(self, statement: Statement) -> Voice:
        """Return the voice that reports a statement."""
        return Voice(self._by_id.get(statement.within) if statement.within else None)


def _clausal(tokens: Tokens, span: Span) -> bool:
    """Say whether what stands at the top of the span is a verb."""
    first = bisect_left(tokens.start, span.start)
    last = bisect_left(tokens.start, span.end)
    return any(
        tokens.pos[i] in ("VERB", "AUX")
        for i in range(first, last)
        if not first <= tokens.head[i] < last or tokens.head[i] == i
    )
