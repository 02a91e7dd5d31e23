"""Find statements: who says, believes, intends or decrees what, by which cue.

Cue words are looked up by lemma; the frame in which each stands tells its content, the grammar around
it its source. Quotations go to the cue beside them or to the turn that they continue. What is found is
a `Draft` in tokens, which becomes a `Statement` once contents, sources and nesting are settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.annotate import contents, hosts, speakers, turns
from kg.annotate.syntax import Range, is_negated, trim
from kg.annotate.contents import Draft
from kg.annotate.document import Document
from kg.annotate.turns import Quote
from kg.model import Event, Evidence, Factuality, Span, Statement, StatementKind


def find(document: Document) -> tuple[Statement, ...]:
    """Return the statements in text order of their evidence."""
    quotes = turns.quotes_of(document)
    drafts = list(_once(document, list(_drafts(document))))
    turns.attach(document, quotes, drafts)
    hosts.reattach(document.tokens, drafts, {i for quote in quotes for i in range(*quote.inside)})
    found = []
    for draft in drafts:
        _settle(document, draft, quotes)
        if draft.content:
            found.append(draft)
    return tuple(_statements(document, found, quotes))


def _drafts(document: Document) -> Iterator[Draft]:
    """Yield a draft for every cue word of the article's prose, in text order."""
    t = document.tokens
    prose = [block for block in document.layout.blocks if block.kind in {"headline", "paragraph"}]
    blocks = iter(prose)
    block = next(blocks, None)
    for i, pos in enumerate(t.pos):
        while block is not None and t.start[i] >= block.span.end:
            block = next(blocks, None)
        if block is None:
            return
        if t.start[i] < block.body:
            continue
        draft = None
        if pos == "VERB" or pos == "AUX" and t.dep[i] in {"ROOT", "xcomp", "ccomp", "acl", "advcl", "relcl", "conj"}:
            draft = contents.of_verb(t, i) if t.lower[i] != "according" else hosts.of_preposition(t, i)
            if draft is not None:
                hosts.complete(t, draft)
        elif pos == "NOUN":
            draft = contents.of_noun(t, i) or hosts.of_survey(t, i)
        elif pos == "ADJ":
            draft = contents.of_adjective(t, i)
        elif pos == "ADV":
            draft = hosts.of_adverb(t, i)
        if draft is not None:
            if block.kind == "headline":
                draft.confidence *= 0.8
            yield draft


def _once(document: Document, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts, one where a verb and its object name the same: "voiced fears that", "rejected the claim that"."""
    t = document.tokens
    nouns = {draft.token for draft in drafts if t.pos[draft.token] == "NOUN" and draft.content}
    verbs = {draft.token for draft in drafts if draft.frame == "np" and t.pos[draft.token] == "VERB"}
    for draft in drafts:
        i = draft.token
        if i in nouns and t.dep[i] == "dobj" and t.head[i] in verbs and t.lemma[t.head[i]] not in speakers.LIGHT:
            continue
        if i in verbs and t.lemma[i] in speakers.LIGHT and t.child(i, "dobj") in nouns:
            continue
        yield draft


def _settle(document: Document, draft: Draft, quotes: Sequence[Quote]) -> None:
    """Fix the source's phrase and cut cue and source out of the content; complete quotations that it cuts."""
    t = document.tokens
    if draft.source is not None and not _quoted(quotes, draft.token) and _quoted(quotes, draft.source):
        draft.source = None
        draft.confidence *= 0.8
    if draft.source is not None:
        found = speakers.span_of(t, draft.source, draft.token)
        draft.source_range = found if found.end > found.start else None
    own = [*draft.group, *([draft.source_range] if draft.source_range else [])]
    parts: list[Range] = []
    for part in draft.content:
        parts.extend(_without(part, own))
    parts = [_complete(part, draft.token, quotes) for part in parts]
    if parts:
        parts[-1] = _tailed(document, draft, parts[-1], quotes)
    draft.content = [part for part in (trim(t, *part) for part in parts) if part.end > part.start]


#: frames whose content is a phrase; what follows it after a comma is the article's own word
_PHRASAL = {"np", "to", "for", "about", "of", "on", "against", "over", "at", "in", "with"}


def _tailed(document: Document, draft: Draft, part: Range, quotes: Sequence[Quote]) -> Range:
    """End a content where the speaker's words end: go on over a colon, stop before the article's own aside."""
    t = document.tokens
    first, last = t.sentences[t.sent[part.end - 1]]
    end = part.end
    if draft.frame in {"that", "wh"} and part.start > draft.token and end < last and t.text[end] == ":":
        return Range(part.start, last)
    direct = next((quote for quote in quotes if quote.whole.start == part.start), None)
    if direct is not None and direct.whole.end < end and t.pos[direct.whole.end] == "CCONJ":
        # said: "…" and left
        return direct.whole
    aside = _aside(document, part)
    if (
        draft.frame in _PHRASAL
        and aside is not None
        and draft.token < part.start
        and not any(quote.whole.start < end and aside < quote.whole.end for quote in quotes)
    ):
        return Range(part.start, aside)
    return part


def _aside(document: Document, part: Range) -> int | None:
    """Return where an apposition or a relative clause after a comma begins with which the content ends."""
    t = document.tokens
    for i in range(part.start + 1, part.end):
        if (
            t.dep[i] in {"relcl", "appos"}
            and t.text[t.left[i] - 1] in {",", "—", "–"}
            and t.left[i] - 1 > part.start
            and t.right[i] >= part.end
            and part.start <= t.head[i] < t.left[i]
        ):
            if t.dep[i] == "relcl" and t.tag[t.left[i]] not in {"WDT", "WP", "WRB", "WP$"}:
                continue
            return t.left[i] - 1
    return None


def _quoted(quotes: Sequence[Quote], token: int) -> bool:
    return any(token in quote.inside for quote in quotes)


def _without(part: Range, holes: Sequence[Range]) -> Iterator[Range]:
    """Yield what is left of a range when others are cut out."""
    start = part.start
    for hole in sorted(holes):
        if hole.start < part.end and start < hole.end:
            if hole.start > start:
                yield Range(start, hole.start)
            start = max(start, hole.end)
    if start < part.end:
        yield Range(start, part.end)


def _complete(part: Range, cue: int, quotes: Sequence[Quote]) -> Range:
    """Extend a content to the end of a quotation that it cuts, unless the cue is in the same quotation."""
    for quote in quotes:
        if quote.whole.start < part.end and part.start < quote.whole.end and cue not in quote.whole:
            start = (
                min(part.start, quote.whole.start)
                if part.start > quote.whole.start and part.start <= quote.inside.start
                else part.start
            )
            return Range(start, max(part.end, quote.whole.end) if part.end > quote.inside.start else part.end)
        if cue in quote.whole and part.end > quote.inside.end:
            return Range(part.start, quote.inside.end)
    return part


def _statements(document: Document, drafts: Sequence[Draft], quotes: Sequence[Quote]) -> Iterator[Statement]:
    t = document.tokens
    inside = [False] * len(t)
    for quote in quotes:
        for i in range(*quote.inside):
            inside[i] = True
    for n, draft in enumerate(drafts, 1):
        source = draft.source_range
        to = speakers.addressee(t, draft.token, draft.cue.lemma) if t.pos[draft.token] in {"VERB", "AUX"} else None
        tokens = [draft.token, *(part.start for part in draft.content), *(part.end - 1 for part in draft.content)]
        if source is not None:
            tokens.append(source.start)
        first, last = t.sentences[t.sent[min(tokens)]][0], t.sentences[t.sent[max(tokens)]][1]
        yield Statement(
            id=f"s{n}",
            speaker=None if draft.source is None else document.entity_at(draft.source),
            source=None if source is None else t.span(*source),
            cue=tuple(t.span(*part) for part in draft.group),
            content=tuple(t.span(*part) for part in draft.content),
            kind=_kind(draft, inside, document),
            addressee=None if to is None else document.entity_at(to),
            within=_within(draft, drafts),
            factuality=_factuality(document, draft),
            evidence=Evidence(
                span=t.span(first, last),
                rule=f"statements.{draft.cue.kind}.{draft.frame}",
                confidence=round(min(draft.confidence, 0.99), 3),
            ),
        )


def _kind(draft: Draft, inside: Sequence[bool], document: Document) -> StatementKind:
    """Say how much of the content is in quotation marks that the cue is outside of."""
    if inside[draft.token]:
        return "indirect"
    words = [i for part in draft.content for i in range(*part) if any(c.isalnum() for c in document.tokens.text[i])]
    count = sum(inside[i] for i in words)
    return "direct" if words and count == len(words) else "mixed" if count else "indirect"


def _within(draft: Draft, drafts: Sequence[Draft]) -> str | None:
    """Return the id of the innermost statement whose content holds the cue of this one."""
    best: tuple[int, str] | None = None
    for n, other in enumerate(drafts, 1):
        if other is not draft and any(draft.token in part for part in other.content) and other.token != draft.token:
            size = sum(part.end - part.start for part in other.content)
            if best is None or size < best[0]:
                best = (size, f"s{n}")
    return None if best is None else best[1]


def _factuality(document: Document, draft: Draft) -> Factuality:
    """Say how the text takes the content: reported, claimed, denied, planned."""
    t = document.tokens
    force = draft.cue.force
    negated = t.pos[draft.token] in {"VERB", "AUX"} and is_negated(t, draft.token)
    if force == "deny":
        return "reported" if negated else "denied"
    if draft.cue.kind == "intention":
        return "denied" if negated else "planned"
    if force == "distance" or negated:
        return "claimed"
    return "reported"


def link_topics(document: Document, statements: Sequence[Statement], events: Sequence[Event]) -> tuple[Statement, ...]:
    """Return the statements with ``about``: the entities and events in their content."""
    things: list[tuple[Span, str]] = [
        (mention.span, entity.id) for entity in document.entities for mention in entity.mentions
    ]
    things.extend((event.trigger, event.id) for event in events)
    things.sort()
    return tuple(
        replace(
            statement,
            about=tuple(
                dict.fromkeys(
                    name
                    for span, name in things
                    if name != statement.speaker and any(part.covers(span) for part in statement.content)
                )
            ),
        )
        for statement in statements
    )
