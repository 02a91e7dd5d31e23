"""Give every quotation its speaker's cue: beside it, before a colon, or in the turn that it goes on with.

A quotation with a sentence of its own is spoken by the cue beside it ("…," she said; He added: "…").
One without a cue goes on with the turn before it, in its paragraph or in the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.annotate.document import Document, Tokens
from kg.annotate.statements.contents import Draft
from kg.annotate.statements.cues import Cue
from kg.annotate.syntax import SUBJECTS, Range, nearest_subject, subject, verb_group

#: an act beside which somebody speaks
_ACT = Cue("", "speech", "plain", {"quote": 0.6})
#: how sure it is that who acts in the sentence before a quotation speaks it
_HINTED = 0.6
#: how sure it is that a quotation belongs to the cue beside it
_BESIDE = 0.95


class Quote(NamedTuple):
    """A quotation in tokens, its marks included; ``inside`` holds the tokens between them."""

    whole: Range
    inside: Range
    block: int
    open_ended: bool


def quotes_of(document: Document) -> list[Quote]:
    """Return the outermost quotations of a document, in text order."""
    t = document.tokens
    found, i, block = [], 0, 0
    blocks = document.layout.blocks
    for quotation in document.layout.quotations:
        while block + 1 < len(blocks) and blocks[block + 1].span.start <= quotation.whole.start:
            block += 1
        while i < len(t) and t.end[i] <= quotation.whole.start:
            i += 1
        start = i
        end = start
        while end < len(t) and t.start[end] < quotation.whole.end:
            end += 1
        inside_start = start
        while inside_start < end and t.start[inside_start] < quotation.inner.start:
            inside_start += 1
        inside_end = end
        while inside_end > inside_start and t.start[inside_end - 1] >= quotation.inner.end:
            inside_end -= 1
        if inside_start < inside_end:
            found.append(Quote(Range(start, end), Range(inside_start, inside_end), block, quotation.open_ended))
    return found


def attach(document: Document, quotes: Sequence[Quote], drafts: list[Draft]) -> None:
    """Put the quotations into the content of the drafts whose cues introduce them."""
    t = document.tokens
    quoted = {i for quote in quotes for i in range(*quote.inside)}
    open_cues = [draft for draft in drafts if draft.token not in quoted]
    speaking = {draft.token: draft for draft in open_cues if "quote" in draft.cue.frames}
    last: Draft | None = None
    last_block = -1
    taken = 0
    for n, quote in enumerate(quotes):
        while taken < len(open_cues) and open_cues[taken].token < quote.whole.start:
            taken += 1
        absorbed = _absorbing(open_cues, quote)
        full = _is_full(t, quote)
        found = _after(t, quote, speaking, absorbed) or (_before(t, quote, speaking) if full else None)
        if absorbed is not None and not (full and found is not None and found is not absorbed):
            last, last_block = absorbed, quote.block
            absorbed.quoted.append(n)
            continue
        if found is None and full and _starts_sentence(t, quote):
            found = _trailing(t, quote, speaking) or _continued(document, quote, open_cues, last, last_block)
        elif found is None:
            reporting = next((draft for draft in open_cues if _goes_on(t, quote, draft)), None)
            if reporting is not None:
                # said it was late, but "nobody left": the conjunct belongs to what was said
                reporting.content = [*reporting.content[:-1], Range(reporting.content[-1].start, quote.whole.end)]
                reporting.quoted.append(n)
                last, last_block = reporting, quote.block
        if found is None and full and _starts_sentence(t, quote):
            found = _hinted(document, quote, drafts)
            if found is not None:
                drafts.append(found)
        if found is None:
            continue
        _add(t, found, quote, n)
        last, last_block = found, quote.block
    drafts.sort(key=lambda draft: draft.token)


def _hinted(document: Document, quote: Quote, drafts: Sequence[Draft]) -> Draft | None:
    """Return a cue for a quotation that only follows what its speaker does ("Haas shook her head").

    The sentence before, in the same paragraph, has one person for its subject and quotes nobody.
    """
    t = document.tokens
    before, end = quote.whole.start - 1, quote.whole.end
    block = document.layout.blocks[quote.block].span
    if before < 0 or t.start[before] < block.start or (end < len(t) and t.start[end] < block.end):
        return None
    first, last = t.sentences[t.sent[before]]
    verb = next((i for i in range(first, last) if t.head[i] == i and t.pos[i] == "VERB"), None)
    who = None if verb is None else t.child(verb, "nsubj")
    if verb is None or who is None or any(draft.token == verb for draft in drafts):
        return None
    if t.ent_type[who] != "PERSON" and t.lower[who] not in {"he", "she"}:
        return None
    return Draft(
        cue=_ACT, token=verb, group=[verb_group(t, verb)], source=who, content=[], frame="quote", confidence=_HINTED
    )


def _absorbing(drafts: Sequence[Draft], quote: Quote) -> Draft | None:
    """Return the cue outside whose content already covers the quotation by the grammar of the sentence."""
    for draft in drafts:
        for part in draft.content:
            if part.start <= quote.inside.start and quote.inside.end <= part.end + 1:
                return draft
    return None


def _is_full(t: Tokens, quote: Quote) -> bool:
    """Say whether a quotation is more than a phrase: it ends as speech does, or has a sentence in it."""
    last = t.text[quote.inside.end - 1]
    if last in {",", ".", "?", "!", "—", "…", "..."} or quote.open_ended:
        return True
    return any(t.dep[i] in SUBJECTS for i in range(*quote.inside)) and quote.inside.end - quote.inside.start > 3


def _starts_sentence(t: Tokens, quote: Quote) -> bool:
    return quote.whole.start == t.sentences[t.sent[quote.whole.start]][0]


def _after(t: Tokens, quote: Quote, speaking: dict[int, Draft], absorbed: Draft | None) -> Draft | None:
    """Return the cue just behind the quotation: "…," she said; "…," said the minister; "…" was how she put it."""
    at = quote.whole.end
    if at >= len(t) or (
        t.text[quote.inside.end - 1] in {".", "…"}
        and t.text[at - 1] != t.text[quote.inside.end - 1]
        and t.sent[at] != t.sent[at - 1]
    ):
        return None
    end = min(t.sentences[t.sent[at]][1], at + 40)
    if _is_title(t, quote) or t.pos[at] == "CCONJ":
        # called it "a win" and urged them to wait: the verb after "and" says something else
        return None
    full = _is_full(t, quote)
    for i in range(at, end):
        draft = speaking.get(i)
        if draft is None or _is_passive(t, draft):
            continue
        named = nearest_subject(t, i)
        if not full and named is not None and t.left[named] < quote.whole.start < t.right[named] <= i:
            # known as "the Fox", he said: the quotation is part of the source
            return None
        if t.tag[i] == "VBG" and any(c > i and t.dep[c] in {"dobj", "ccomp"} for c in t.children[i]):
            # condemned the "crime," recalling the treaty
            return None
        if t.sent[at] != t.sent[at - 1] and any(c > i and _is_content(t, c) for c in t.children[i]):
            # the next sentence has a content of its own
            return None
        if draft.cue.lemma == "quote":
            # "…," the agency quoted the general as saying
            draft = next((speaking[k] for k in range(i + 1, end) if k in speaking and _is_quoted_for(t, k, i)), draft)
            if draft.token != i:
                return draft
        told = _quoted_as(t, i)
        start = min([i, *(max(at, t.left[c]) for c in t.children[told] if at <= c < i)])
        if start <= at + 1 or (start <= at + 2 and t.text[at] in {",", "—", "-", "–"}):
            speaker = _beside(t, at, told)
            if speaker is not None and (draft.source is None or not at <= draft.source < end):
                draft.source = speaker
            return draft
    return None


def _is_quoted_for(t: Tokens, verb: int, quoting: int) -> bool:
    return t.dep[verb] == "pcomp" and t.lower[t.head[verb]] == "as" and t.head[t.head[verb]] == quoting


def _quoted_as(t: Tokens, verb: int) -> int:
    """Return the verb whose subject speaks: of "was quoted as saying" the first, else the verb itself."""
    above = t.head[verb]
    return t.head[above] if t.dep[verb] == "pcomp" and t.lower[above] == "as" else verb


def _is_content(t: Tokens, i: int) -> bool:
    """Say whether a dependent of a cue tells what is said: "told him of the plan"."""
    return t.dep[i] in {"ccomp", "xcomp"} or (t.dep[i] == "prep" and t.lower[i] in {"of", "about", "for", "against"})


def _trailing(t: Tokens, quote: Quote, speaking: dict[int, Draft]) -> Draft | None:
    """Return the cue behind a sentence that begins with the quotation: "It may hold" if the rain stops, said Bohm."""
    last = t.sentences[t.sent[quote.whole.start]][1]
    for i in range(quote.whole.end + 1, last - 1):
        draft = speaking.get(i)
        if draft is not None and t.text[i - 1] == "," and t.pos[i + 1] in {"PROPN", "DET"} and not draft.passive:
            speaker = _beside(t, i, i)
            draft.source = draft.source if speaker is None else speaker
            draft.content = [Range(quote.whole.start, i - 1)]
            return draft
    return None


def _goes_on(t: Tokens, quote: Quote, draft: Draft) -> bool:
    """Say whether only a comma and a conjunction part the quotation from the content before it."""
    end = max(part.end for part in draft.content) if draft.content and draft.frame in {"that", "wh", "quote"} else 0
    gap = range(end, quote.whole.start)
    return (
        draft.token < end <= quote.whole.start
        and 0 < len(gap) <= 3
        and t.sent[end - 1] == t.sent[quote.whole.start]
        and any(t.pos[i] == "CCONJ" for i in gap)
        and all(t.pos[i] in {"CCONJ", "PUNCT", "ADV", "SCONJ"} for i in gap)
    )


def _is_title(t: Tokens, quote: Quote) -> bool:
    """Say whether a quotation is a name after a preposition: on "Newsline," in "The Times"."""
    before = quote.whole.start - 1
    return (
        before >= 0 and t.pos[before] in {"ADP", "DET"} and not any(t.dep[i] in SUBJECTS for i in range(*quote.inside))
    )


def _is_passive(t: Tokens, draft: Draft) -> bool:
    """Say whether the cue is a passive beyond doubt; a participle before a quotation is mostly a past tense."""
    return draft.passive and t.child(draft.token, "auxpass") is not None


def _beside(t: Tokens, at: int, verb: int) -> int | None:
    """Return the head of the noun phrase between a quotation and its cue, or just after the cue."""
    nominal = {"NOUN", "PROPN", "PRON"}
    for i in range(at, verb):
        if t.pos[i] in nominal and not at <= t.head[i] < verb:
            return i
    i = verb + 1
    if i < len(t) and t.pos[i] in nominal | {"DET", "ADJ", "NUM"}:
        while t.head[i] != i and t.head[i] > i and t.pos[t.head[i]] in nominal:
            i = t.head[i]
        return i if t.pos[i] in nominal else None
    return None


def _before(t: Tokens, quote: Quote, speaking: dict[int, Draft]) -> Draft | None:
    """Return the nearest cue before the quotation in its sentence, introduced by a comma, a colon or nothing."""
    start = t.sentences[t.sent[quote.whole.start]][0]
    sign = t.text[quote.whole.start - 1] if quote.whole.start > start else ""
    for i in range(quote.whole.start - 1, start - 1, -1):
        draft = speaking.get(i)
        if draft is None or _is_passive(t, draft):
            continue
        if draft.passive:
            found = subject(t, i)
            draft.source = draft.source or (None if found is None else found.head)
        if sign in {",", ":", "—", "-", "–"} or i >= quote.whole.start - 2 or t.head[quote.whole.start] == i:
            return draft
        return None
    return None


def _continued(
    document: Document, quote: Quote, drafts: Sequence[Draft], last: Draft | None, last_block: int
) -> Draft | None:
    """Return the turn that a quotation without a cue goes on with."""
    t = document.tokens
    block = document.layout.blocks[quote.block]
    before = quote.whole.start - 1
    while before >= 0 and t.text[before].isspace():
        before -= 1
    if before < 0:
        return None
    sentence = t.sentences[t.sent[before]]
    here = t.start[before] >= block.span.start
    if last is not None and last.content and last_block >= quote.block - 1:
        end = max(part.end for part in last.content)
        if end > sentence[0] or last.token >= sentence[0]:
            return last
    if not here and t.text[before] != ":":
        # a paragraph that only quotes goes on with the turn of the paragraph before
        if last is not None and last_block == quote.block - 1 and max(part.end for part in last.content) > sentence[0]:
            return last
        return None
    candidates = [
        draft
        for draft in drafts
        if sentence[0] <= draft.token < sentence[1] and "quote" in draft.cue.frames and not draft.passive
    ]
    return candidates[-1] if candidates else None


def _add(t: Tokens, draft: Draft, quote: Quote, n: int) -> None:
    """Add a quotation to the content of a draft, with the words before it that belong to the same sentence."""
    first = not draft.quoted
    draft.quoted.append(n)
    overlapping = [part for part in draft.content if part.start < quote.whole.end and quote.whole.start < part.end]
    near = [part for part in draft.content if part.end in {quote.whole.start, quote.whole.start - 1}]
    if near and draft.frame in {"inf", "objinf"}:
        # "asked them to chant, “…”": they are to say so
        draft.content = [Range(part.start, quote.whole.end) if part in near else part for part in draft.content]
        return
    if first and not overlapping and draft.frame not in {"that", "wh"}:
        # what looked like an object of the cue is its addressee or an adjunct where a quotation is the content
        draft.content = []
    start, end = quote.whole
    for part in overlapping:
        if draft.token not in part:
            start, end = min(start, part.start), max(end, part.end)
    draft.content = sorted([*(part for part in draft.content if part not in overlapping), Range(start, end)])
    draft.frame = "quote" if first else draft.frame
    draft.confidence = max(draft.confidence, _BESIDE if draft.cue is not _ACT else _HINTED)
