"""Give every speaker his own where the parser runs the words of two together.

"He said X, adding that Y", "He said X while the union vowed Y", "He says it is X, according to Z": where
one content ends, whose the next cue is.
"""

from __future__ import annotations

from kg.annotate.document import Tokens
from kg.annotate.statements import speakers
from kg.annotate.statements.contents import Draft
from kg.annotate.statements.cues import members, table
from kg.annotate.syntax import SUBJECTS, Range, is_passive, subject, verb_group

_COMMAS = {",", "—", "–", "-", "--", ";"}


def settle(t: Tokens, drafts: list[Draft], quoted: set[int]) -> None:
    """Part the contents of all drafts and bind the cues that go on with a speaker before; ``quoted``: tokens."""
    _leave_quotation(t, drafts, quoted)
    _reattach(t, drafts, quoted)
    _rejoin(t, drafts, quoted)
    _take_back(t, drafts, quoted)
    _part_contrast(t, drafts)
    _part_clauses(t, drafts)
    _part_sources(drafts)


def _part_sources(drafts: list[Draft]) -> None:
    """Give each of two sources its own: "He says it is close, at 263 votes, according to the agency"."""
    for other in drafts:
        if other.cue.lemma != "according" or not other.content:
            continue
        start = min(other.token, other.content[0].start)
        for draft in drafts:
            last = draft.content[-1] if draft is not other and draft.content else None
            if last is not None and other.token in last and draft.token < start:
                end = start if start > last.start else other.token
                draft.content = [*draft.content[:-1], Range(last.start, end)]


def _part_clauses(t: Tokens, drafts: list[Draft]) -> None:
    """Give each of two speakers his own: "Ames said it was over; the union disagreed"."""
    for draft in drafts:
        other = draft.source
        if other is None or t.pos[other] == "PRON" or other > draft.token or t.dep[other] not in SUBJECTS:
            continue
        start = t.left[other]
        if t.text[start - 1] != ";":
            continue
        for before in drafts:
            if before is not draft and before.frame in {"that", "wh", "np"} and before.token < start:
                before.content = [
                    Range(part.start, start - 1)
                    if before.token < part.start < start - 1 and draft.token in part
                    else part
                    for part in before.content
                ]


#: what a thing cannot do, so that its subject must be somebody
_SAYERS = ("nsubj", "nsubjpass")


def _take_back(t: Tokens, drafts: list[Draft], quoted: set[int]) -> None:
    """Give "He confirmed that the clinic was hit but would not comment" its speaker, not the clinic.

    A verb of speech without a subject of its own, coordinated within what is said of a thing, goes on with the speaker.
    """
    for n, draft in enumerate(drafts):
        i = draft.token
        first = t.head[i]
        silent = draft.cue.kind == "speech" or draft.cue.lemma in {"decline", "refuse"}
        if t.dep[i] != "conj" or not silent or i in quoted or t.child(i, *SUBJECTS) is not None or t.pos[i] != "VERB":
            continue
        start = verb_group(t, i).start
        thing = t.child(first, *_SAYERS)
        if thing is None or t.pos[thing] != "NOUN" or t.ent_type[thing] or t.lemma[thing] in members("sayer"):
            continue
        many = t.tag[thing] == "NNS" and not _keeps_silent(t, i)
        if t.pos[start - 1] != "CCONJ" or table("noun").get(t.lemma[thing]) or many:
            continue
        for before in reversed(drafts[:n]):
            parts = [part for part in before.content if i in part and first in part and part.start > before.token]
            if parts and before.cue.kind == "speech" and before.source is not None and before.token not in quoted:
                draft.source = before.source
                before.content = [Range(part.start, start - 1) if part in parts else part for part in before.content]
                break


def _keeps_silent(t: Tokens, verb: int) -> bool:
    """Say whether a verb is one of the formulas by which sources stop: "declined to elaborate"."""
    below = t.child(verb, "xcomp")
    return below is not None and t.lemma[verb] in {"decline", "refuse"} and t.lemma[below] in members("silence")


def _part_contrast(t: Tokens, drafts: list[Draft]) -> None:
    """Give each speaker his own: "He said it was over while the union vowed to go on"."""
    for draft in drafts:
        i = draft.token
        mark, own = t.child(i, "mark"), t.child(i, "nsubj")
        if t.dep[i] != "advcl" or mark is None or own is None or t.lower[mark] != "while" or t.pos[own] == "PRON":
            continue
        for before in drafts:
            if before is not draft and before.source is not None and before.frame in {"that", "host"}:
                end = mark - (t.text[mark - 1] == ",")
                before.content = [
                    Range(part.start, end) if i in part and before.token < part.start < end else part
                    for part in before.content
                ]


def _rejoin(t: Tokens, drafts: list[Draft], quoted: set[int]) -> None:
    """Give the speaker of "He said that A fell, and accused B" the second verb, which the parser hangs on "fell".

    A comma before the conjunction and the same tense as the cue before tell that it goes on from there.
    """
    for n, draft in enumerate(drafts):
        i = draft.token
        if t.dep[i] != "conj" or i in quoted or t.child(i, "aux", *SUBJECTS) is not None or t.pos[i] != "VERB":
            continue
        start = verb_group(t, i).start
        perfect = t.tag[t.head[i]] == "VBN" and t.child(t.head[i], "aux") is not None and t.tag[i] == "VBD"
        if start < 2 or t.pos[start - 1] != "CCONJ" or not (t.text[start - 2] == "," or perfect):
            continue
        for before in reversed(drafts[:n]):
            if t.sent[before.token] != t.sent[i]:
                break
            inside = before.frame == "that" and any(i in part and part.start > before.token for part in before.content)
            if inside and before.source is not None and t.tag[before.token] == t.tag[i] and before.token not in quoted:
                draft.source = before.source
                end = start - 1 - (t.text[start - 2] == ",")
                before.content = [Range(part.start, end) if i in part else part for part in before.content]


def _leave_quotation(t: Tokens, drafts: list[Draft], quoted: set[int]) -> None:
    """Give a cue behind a quotation the speaker of it: "saying: '…' and vowing to", which the parser hangs inside."""
    for n, draft in enumerate(drafts):
        if draft.source is None or draft.token in quoted or draft.source > draft.token:
            continue
        if draft.source not in quoted or t.left[draft.source] not in quoted:
            # a "handbook" is only named in quotation marks
            continue
        for before in reversed(drafts[:n]):
            if t.sent[before.token] != t.sent[draft.token]:
                break
            if before.token not in quoted and any(draft.source in part for part in before.content):
                draft.source = before.source
                break


def _is_thoughtless(t: Tokens, draft: Draft) -> bool:
    """Say whether a stance has a thing for its source, so that it must be the speaker's: "rejecting the appeal"."""
    minded = draft.cue.kind in {"stance", "speech"} and draft.cue.lemma != "according"
    return minded and draft.source is not None and speakers.is_thing(t, draft.source)


def _reattach(t: Tokens, drafts: list[Draft], quoted: set[int]) -> None:
    """Let a participle after a comma go on with the speaker before: "He said X, adding that Y"."""
    for n, draft in enumerate(drafts):
        i = draft.token
        if (
            not draft.content
            or t.tag[i] != "VBG"
            or not ("cont" in draft.cue.frames or _is_thoughtless(t, draft))
            or i in quoted
            or t.child(i, "aux", "nsubj") is not None
        ):
            continue
        start = verb_group(t, i).start
        mark = start - 1
        while mark > 0 and t.text[mark] in {'"', "”", "''", "’", "'", "»"}:
            mark -= 1
        if t.text[mark] not in _COMMAS:
            continue
        for before in reversed(drafts[:n]):
            if t.sent[before.token] != t.sent[i]:
                break
            parts = [part for part in before.content if i in part and part.start > before.token]
            if parts and t.pos[before.token] == "NOUN" and t.dep[before.token] == "dobj" and before.source is None:
                # "dismissed reports that a boat sank, describing them as lies"
                above = subject(t, t.head[before.token])
                draft.source = None if above is None or above.empty else above.head
                before.content = [Range(part.start, start - 1) if part in parts else part for part in before.content]
                break
            if not parts or before.token in quoted or before.source is None or is_passive(t, before.token):
                continue
            if before.cue.kind not in {"speech", "stance", "belief", "decree"} or before.frame not in {
                "that",
                "np",
                "wh",
                "quote",
            }:
                continue
            draft.source = before.source
            before.content = [Range(part.start, start - 1) if part in parts else part for part in before.content]
