"""Fix where sentences begin and where they cannot, before the parser decides the rest.

A sentence never crosses a block. A closing quotation mark belongs to the sentence that it closes, an
opening one to the sentence that it opens, neither a title nor "U.S." ends a sentence, and a small letter begins one
only after a full stop.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.annotate import lexicon
from kg.annotate.text.layout import Layout

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: what spaCy keeps of a token that begins a sentence, and of one that cannot: 1 and -1, unsigned
_BEGINS, _GOES_ON = 1, 2**64 - 1
_FINAL = {".", "?", "!", "…", "...", "?!", "!!", "??"}
#: what a number follows after a stop: "post No. 17"
_NUMBERED = {"No", "Nos", "Art", "Sec", "Ch", "Fig"}
#: words that open a sentence after an abbreviation rather than go on with a name
_OPENER = re.compile(
    r"(?:the|an?|this|that|these|those|he|she|it|they|we|i|you|but|and|in|on|at|as|if|when|while|after|before|his|her"
    r"|its|their|there|however|so|for|since|although|though|yet|meanwhile|also|not?|both|some|many|most|last)",
    re.IGNORECASE,
)


def preset(doc: Doc, layout: Layout) -> None:
    """Mark the tokens of an unparsed ``doc`` that begin a sentence, and those that cannot."""
    blocks = {block.span.start for block in layout.blocks} | {block.body for block in layout.blocks}
    opening = {quotation.whole.start for quotation in layout.quotations}
    closing = {quotation.inner.end for quotation in layout.quotations if not quotation.open_ended}
    after = _abbreviations()
    before = beyond = last = ""
    opened = closed = False
    # all at once: spaCy looks through the whole document for each token that is set
    starts = doc.to_array(["SENT_START"])
    for token in doc:
        text, at = token.text, token.idx
        if text.isspace():
            continue
        start: bool | None = None
        if at in blocks:
            start = True
        elif at in closing or opened or (before == "." and last in _NUMBERED and text[0].isdigit()):
            start = False
        elif at in opening:
            # an opening mark after the end of a sentence opens the next; elsewhere the quotation is part of this one
            start = before in _FINAL or (closed and beyond in _FINAL)
        elif closed and (text[0].islower() or text in {",", ";", ":", "—", "–", "-", ")"}):
            start = False
        elif closed and beyond == "." and text[0].isupper():
            start = True
        elif text[0].islower() and before not in _FINAL and beyond not in _FINAL:
            # "Leaders | of the league": small letters go on
            start = False
        elif before == "X." and text[0].isupper() and _OPENER.fullmatch(text):
            # "he posted on X. He added": the platform, no initial
            start = True
        elif before in after:
            start = False if after[before] == "never" or not _OPENER.fullmatch(text) else None
        if start is not None:
            starts[token.i] = _BEGINS if start else _GOES_ON
        beyond = before if at in closing else text
        closed, opened = at in closing, at in opening
        before, last = text, before
    doc.from_array(["SENT_START"], starts)  # type: ignore[arg-type]  # its annotation knows two-dimensional arrays only


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["after"] for row in lexicon.read("abbreviations")}
