"""Say in which quotation a token stands, and whose name is beside the quotation as its speaker's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from kg.annotate.document import Document
from kg.annotate.statements import cues

#: tokens between a quotation and the verb of saying beside it
_BESIDE = 6


class Quotes:
    """Which quotation a token stands in."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._speakers: dict[int, int | None] = {}
        self._starts = [quotation.whole.start for quotation in document.layout.quotations]
        self._ends = [quotation.whole.end for quotation in document.layout.quotations]
        self._at = document.tokens.start

    def of(self, i: int) -> int:
        """Return the number of the quotation around token ``i``, or -1."""
        n = bisect_right(self._starts, self._at[i]) - 1
        return n if n >= 0 and self._at[i] < self._ends[n] else -1

    def speaker(self, n: int) -> int | None:
        """Return the number of the name that says quotation ``n`` right before or after it, or None."""
        if n not in self._speakers:
            first, end = bisect_left(self._at, self._starts[n]), bisect_left(self._at, self._ends[n])
            self._speakers[n] = _speaker_beside(self._document, first, end)
        return self._speakers[n]


def _speaker_beside(document: Document, first: int, end: int) -> int | None:
    """Return the number of the name whose verb of saying stands beside the quotation from token ``first`` to ``end``.

    That is "Osei said" or "said Osei" right after it, or "Osei told reporters:" right before.
    """
    tokens = document.tokens
    low = max(first - _BESIDE, tokens.sentences[tokens.sent[first - 1]][0]) if first else 0
    last = range(end, min(end + _BESIDE, len(tokens)))
    for verb in (*last, *range(first - 1, low - 1, -1)):
        cue = cues.table("verb").get(tokens.lemma[verb]) if tokens.tag[verb] in ("VBD", "VBZ", "VBP") else None
        subject = tokens.child(verb, "nsubj") if cue is not None and cue.kind == "speech" else None
        n = document.phrase_by_head.get(subject) if subject is not None else None
        if n is not None and document.phrases[n].kind == "name":
            inside = first <= document.phrases[n].start < end
            return None if inside else n
    return None
