"""Write a headline in title case as a sentence is written, so that the parser can read it.

"Mayor Says Port Closed" tells a parser of four names. The body of the article tells which words are
names: those that it capitalizes in mid-sentence. After a dateline it is one word that parsers take for a
name: "(AP) - Gunmen killed".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.annotate import geography, nouns
from kg.annotate.text.layout import Layout
from kg.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPENING = {".", "?", "!", ":", "…", '"', "“", "''", "``", "‘", "'", "«", "(", "—", "–"}
#: share of capitalized words from which on a headline is in title case
_SHARE = 0.6
#: the words that title case leaves small
_SMALL = frozenset(
    "a an the and or but nor of in on to for at by as with from into over after amid is be vs via per off up out than"
    " s st nd rd th".split()
)
_SENTENCE = re.compile(r"[^\n]{12,160}?[.?!](?=\s|\Z)")
_WORD = re.compile(r"[^\W\d_]+")


def words(doc: Doc, layout: Layout) -> list[str] | None:
    """Return the words of ``doc`` with its title-case headlines in sentence case, or None for no change.

    People without a name who open the text after a dateline lose their capital too.
    """
    changed = dict(_opening(doc, layout)) | _headlines(doc, layout)
    return [changed.get(token.i, token.text) for token in doc] if changed else None


def _opening(doc: Doc, layout: Layout) -> Iterator[tuple[int, str]]:
    """Yield the nouns for groups of people that open a paragraph after its dateline, with their small forms."""
    for block in layout.blocks:
        if block.body > block.span.start:
            word = _WORD.match(doc.text, block.body)
            token = doc.char_span(*word.span()) if word and word[0].lower() in nouns.plurals() else None
            if token is not None and word is not None:
                yield token.start, word[0].lower()


def _headlines(doc: Doc, layout: Layout) -> dict[int, str]:
    """Return the words of title-case headlines that lose their capital, by token.

    A word keeps its capital where the body capitalizes it in mid-sentence, or knows no small form of
    it and the vocabulary knows none either; the first word of a headline keeps it always.
    """
    spans = [block.span for block in layout.blocks if block.kind == "headline"]
    if (glued := _glued(doc.text, layout)) is not None:
        spans.insert(0, glued)
    if not spans or all(block.kind == "headline" for block in layout.blocks):
        return {}
    if not any(_may_be_titled(doc.text[span.start : span.end]) for span in spans):
        return {}
    inside: list[int] = []
    names: set[str] = set()
    small: set[str] = set()
    headlines: list[list[int]] = [[] for _ in spans]
    n, before = 0, ""
    for token in doc:
        text = token.text
        if text.isspace():
            before = "."
            continue
        while n < len(spans) and token.idx >= spans[n].end:
            n += 1
        if n < len(spans) and token.idx >= spans[n].start:
            headlines[n].append(token.i)
        elif text[0].isupper():
            if before not in _OPENING and before:
                names.add(text)
        elif text[0].islower():
            small.add(text)
        before = text
    for headline in headlines:
        long = [i for i in headline if doc[i].text.isalpha() and len(doc[i].text) > 3]
        titled = [i for i in long if doc[i].text[0].isupper() and not doc[i].text.isupper()]
        if len(long) > 2 and len(titled) >= _SHARE * len(long):
            inside.extend(headline[1:])
    return {i: low for i in inside if (low := _lowered(doc, i, names, small)) is not None}


def _glued(text: str, layout: Layout) -> Span | None:
    """Return the headline that stands as a sentence before the first paragraph's own ones, or None.

    All its words but the small ones have capitals: prose has a verb without.
    """
    if not layout.blocks or layout.blocks[0].kind != "paragraph":
        return None
    first = layout.blocks[0].span
    found = _SENTENCE.match(text, first.start, first.end)
    if found is None or found.end() >= len(text.rstrip()):
        return None
    words = _WORD.findall(found[0])
    if len(words) < 4 or not all(word[0].isupper() or word in _SMALL for word in words):
        return None
    return Span(*found.span())


def _may_be_titled(headline: str) -> bool:
    """Say, without asking for its tokens, whether a headline has words enough with a capital."""
    long = [word for word in headline.replace("-", " ").split() if len(word) > 3]
    return sum(word[:1].isupper() or not word[:1].isalpha() for word in long) >= 0.5 * len(long)


def _lowered(doc: Doc, i: int, names: set[str], small: set[str]) -> str | None:
    text = doc[i].text
    low = text.lower()
    if not text.isalpha() or not text[0].isupper() or len(low) != len(text):
        return None
    if text.isupper() and len(text) > 1:
        # an acronym, if it is not a word that the body has in small letters: "Named BEFORE the Raid"
        return low if len(text) > 4 and low in small and text not in names else None
    if text in names or geography.country(text) or geography.shared_country(text) or geography.demonym(text):
        return None
    return low if low in small or doc.vocab.has_vector(low) else None
