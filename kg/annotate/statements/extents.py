"""Settle where a statement's content ends: without cue and source, with whole quotations, without asides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.annotate.document import Document, Tokens
from kg.annotate.statements import speakers
from kg.annotate.statements.contents import Draft
from kg.annotate.statements.cues import Cue, table
from kg.annotate.statements.turns import Quote
from kg.annotate.syntax import SUBJECTS, Range, trim

#: frames whose content is a phrase; what follows it after a comma is the article's own word
_PHRASAL = {"np", "to", "for", "about", "of", "on", "against", "over", "at", "in", "with"}


def settle(document: Document, draft: Draft, quotes: Sequence[Quote]) -> None:
    """Fix the source's phrase and cut cue and source out of the content; complete quotations that it cuts."""
    t = document.tokens
    inside = draft.source is not None and _quoted(quotes, draft.source) and _quoted(quotes, t.left[draft.source])
    if inside and not _quoted(quotes, draft.token):
        draft.source = None
        draft.confidence *= 0.8
    if draft.source is not None and draft.source_range is None:
        found = speakers.span_of(t, draft.source, draft.token)
        if draft.frame == "host" and found.start > draft.token:
            # "as reported by X, the clause goes on"
            found = Range(found.start, next((i for i in range(*found) if t.text[i] == ","), found.end))
        found = _beside_the_cue(t, draft, found)
        draft.source_range = found if found.end > found.start else None
    own = [*draft.group, *([draft.source_range] if draft.source_range else [])]
    parts: list[Range] = []
    for part in draft.content:
        parts.extend(_without(part, own))
    parts = [_complete(t, part, draft.token, quotes) for part in parts]
    if parts:
        parts[-1] = _without_conjunction(t, _tailed(document, draft, parts[-1], quotes))
    draft.content = [part for part in (trim(t, *part) for part in parts) if part.end > part.start]


def _without_conjunction(t: Tokens, part: Range) -> Range:
    """Return a content without the "and" at its end that joins the next clause, which the parser hangs elsewhere."""
    end = trim(t, *part).end
    joins = end - 1 > part.start and t.dep[end - 1] == "cc" and t.text[end - 1] in {"and", "or", "but"}
    return trim(t, part.start, end - 1) if joins else part


def _beside_the_cue(t: Tokens, draft: Draft, found: Range) -> Range:
    """Return the source of a cue after its content without a clause that the parser takes for part of it.

    "Two were hurt, one when a wall fell, the army said": the army alone.
    """
    commas = [i for i in range(*found) if t.text[i] == ","]
    before = found.end <= draft.token and draft.content and draft.content[0].start < found.start
    clause = any(
        t.dep[i] in SUBJECTS and t.head[i] in found and t.dep[t.head[i]] not in {"relcl", "acl"} for i in range(*found)
    )
    if not commas or not before or not clause:
        return found
    near = trim(t, commas[-1] + 1, found.end)
    head = next((i for i in range(*near) if t.head[i] not in near and t.pos[i] in {"NOUN", "PROPN", "PRON"}), None)
    if head is None:
        return found
    draft.source = head
    draft.content = [*draft.content[:-1], Range(draft.content[-1].start, commas[-1])]
    return near


def _tailed(document: Document, draft: Draft, part: Range, quotes: Sequence[Quote]) -> Range:
    """End a content where the speaker's words end: go on over a colon, stop before the article's own aside."""
    t = document.tokens
    _first, last = t.sentences[t.sent[part.end - 1]]
    end = part.end
    if draft.frame in {"that", "wh"} and part.start > draft.token and end < last and t.text[end] == ":":
        return Range(part.start, last)
    if draft.frame in {"that", "wh"} and part.start > draft.token:
        hedge = _hedge(document, part)
        if hedge is not None:
            draft.hedged = True
            return Range(part.start, hedge)
        if end + 1 < last and t.text[end] in {"-", "–", "—", "--"} and t.pos[end + 1] == "SCONJ":
            # "it will hold - unless it rains"
            return Range(part.start, last)
        bare = _without_details(t, part)
        if bare is not None:
            return Range(part.start, bare)
        resumed = _resumed(t, part, last)
        if resumed is not None:
            return Range(part.start, resumed)
        shifted = _shifted(t, draft.token, part)
        if shifted is not None:
            return Range(part.start, shifted)
        more = end + 1 < last and t.text[end] == "," and t.lower[end + 1] in {"or", "nor"}
        if more and not any(t.dep[i] in SUBJECTS for i in range(end + 1, last)):
            # a conjunct without a verb of its own, hung on the wrong word
            return Range(part.start, last)
    direct = next((quote for quote in quotes if quote.whole.start == part.start), None)
    if direct is not None and direct.whole.end < end and t.pos[direct.whole.end] == "CCONJ":
        # said: "…" and left
        return direct.whole
    told = draft.frame in {"that", "quote", "host"} and draft.cue.kind != "decree"
    outcome = None if told else _outcome(t, part)
    if outcome is not None and draft.token < part.start and not _quoted(quotes, outcome):
        return Range(part.start, outcome)
    aside = _aside(document, part)
    if aside is not None and draft.token < part.start and (other := _own_source(t, aside)) is not None:
        draft.hedged = draft.hedged or other.force == "deny"
        return Range(part.start, aside)
    if (
        aside is not None
        and (draft.frame in _PHRASAL or t.text[aside] in {"—", "–"})
        and draft.token < part.start
        and not any(quote.whole.start < aside < quote.whole.end for quote in quotes)
    ):
        return Range(part.start, aside)
    return part


def _without_details(t: Tokens, part: Range) -> int | None:
    """Return where the article adds that the speaker said no more: "…, but gave no details"."""
    for i in range(part.start + 2, part.end):
        if t.lemma[i] in {"give", "offer", "provide"} and t.dep[i] == "conj" and t.child(i, *SUBJECTS) is None:
            thing = t.child(i, "dobj")
            if thing is not None and t.right[i] >= part.end and any(t.lower[c] == "no" for c in t.children[thing]):
                cc = max((c for c in t.childs(t.head[i], "cc") if c < i), default=None)
                return cc if cc is None or t.text[cc - 1] != "," else cc - 1
    return None


def _resumed(t: Tokens, part: Range, last: int) -> int | None:
    """Return where a clause ends that goes on after an aside between dashes: "the grant — a big one — would expire"."""
    dashes, end = {"-", "–", "—", "--"}, part.end
    if end + 1 >= last or t.text[end] not in dashes or not any(t.text[i] in dashes for i in range(*part)):
        return None
    verb = t.head[end + 1] if t.dep[end + 1] in {"aux", "auxpass"} else end + 1
    finite = t.pos[verb] in {"VERB", "AUX"} and t.child(verb, *SUBJECTS) is None
    return max(end + 2, t.right[verb]) if finite else None


def _shifted(t: Tokens, verb: int, part: Range) -> int | None:
    """Return where a conjunct ends whose tense is that of speech retold: "he said it leaked, but nobody had come"."""
    joined = t.lower[part.end : part.end + 2] in ([",", "and"], [",", "but"])
    if not joined or t.tag[verb] != "VBD":
        return None
    for clause in t.childs(verb, "conj"):
        own = t.child(clause, "nsubj", "nsubjpass")
        retold = any(t.lower[c] in {"had", "would"} for c in t.childs(clause, "aux"))
        if retold and own is not None and t.left[own] == part.end + 2:
            return t.right[clause]
    return None


def _own_source(t: Tokens, comma: int) -> Cue | None:
    """Return the cue by which an aside is another's word: "…, which his office denied", "…, a claim Rome denied"."""
    pronoun = next((i for i in range(comma + 1, min(comma + 4, len(t))) if t.tag[i] in {"WDT", "WP"}), None)
    if pronoun is not None:
        verb: int | None = t.head[pronoun]
    else:
        noun = comma + 1 if t.lower[comma + 1] == "something" else comma + 2
        verb = t.child(noun, "relcl") if noun < len(t) and _is_verdict(t, noun) else None
    cue = None if verb is None else table("verb").get(t.lemma[verb])
    if cue is None or verb is None or cue.kind not in {"speech", "stance"}:
        return None
    named = t.child(verb, "nsubj")
    other = named is not None and named != pronoun and (t.pos[named] != "PRON" or cue.force == "deny")
    return cue if other else None


#: what an act brings about in others
_OUTCOMES = {"prompt", "spark", "draw", "trigger", "fuel", "dash", "deepen", "set", "allow", "pave", "clear", "force"}


def _outcome(t: Tokens, part: Range) -> int | None:
    """Return where the article tells what came of it: "refused to answer, prompting uproar"."""
    for i in range(part.start + 2, part.end):
        if t.tag[i] == "VBG" and t.text[i - 1] == "," and t.dep[i] == "advcl" and t.lemma[i] in _OUTCOMES:
            return i - 1
    return None


def _is_verdict(t: Tokens, noun: int) -> bool:
    """Say whether a noun sums up what was said, for somebody else to judge it: ", a claim the rebels dismissed"."""
    named = t.lower[noun - 1] in {"a", "an"} and t.text[noun - 2] == "," and t.lemma[noun] in table("noun")
    bare = t.lower[noun] == "something" and t.text[noun - 1] == ","
    return (named or bare) and t.child(noun, "relcl") is not None


def _hedge(document: Document, part: Range) -> int | None:
    """Return where the article's own doubt begins: "…, though this could not be verified", "without evidence"."""
    t = document.tokens
    for i in range(part.start + 1, part.end):
        if t.lower[i] == "without" and part.end - i < 6 and t.lemma[part.end - 1] in {"evidence", "proof"}:
            return i - (t.text[i - 1] == ",")
        if t.lower[i] in {"though", "although", "but"} and t.text[i - 1] == ",":
            rest = t.lemma[i : part.end]
            if any(word in {"verify", "confirm", "corroborate", "substantiate"} for word in rest) and len(rest) < 16:
                return i - 1
    return None


def _aside(document: Document, part: Range) -> int | None:
    """Return where an apposition or a relative clause after a comma begins with which the content ends."""
    t = document.tokens
    for i in range(part.start + 1, part.end):
        if i > part.start + 2 and _is_verdict(t, i) and t.right[i] >= part.end - 2:
            return i - 1 if t.lower[i] == "something" else i - 2
        if (
            t.dep[i] in {"relcl", "appos"}
            and t.text[t.left[i] - 1] in {",", "—", "–"}
            and t.left[i] - 1 > part.start
            and t.right[i] >= part.end
            and part.start <= t.head[i] < t.left[i]
            and t.child(i, "cc") is None
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


def _complete(t: Tokens, part: Range, cue: int, quotes: Sequence[Quote]) -> Range:
    """Extend a content to the end of a quotation that it cuts, unless the cue is in the same quotation."""
    for quote in quotes:
        if quote.whole.start < part.end and part.start < quote.whole.end and cue not in quote.whole:
            start = (
                min(part.start, quote.whole.start)
                if part.start > quote.whole.start and part.start <= quote.inside.start
                else part.start
            )
            return Range(start, max(part.end, quote.whole.end) if part.end > quote.inside.start else part.end)
        if cue in quote.whole and part.start < quote.inside.end < part.end:
            return Range(part.start, quote.inside.end)
        if (
            cue in quote.whole
            and part.start >= quote.inside.end
            and t.text[quote.inside.end - 1] in {",", ".", "?", "!"}
        ):
            # what comes after a quotation that is over is not said in it
            return Range(part.start, part.start)
    return part
