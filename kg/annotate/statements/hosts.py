"""Find what is attributed by words beside a clause rather than above it.

"According to the ministry, …", "…, the ministry said, …", "As the ministry put it, …", "In a new poll, …",
"reportedly": the content is the clause around them, less what belongs to the cue.
"""

from __future__ import annotations

from kg.annotate.document import Tokens
from kg.annotate.statements import subclauses
from kg.annotate.statements.contents import Draft
from kg.annotate.statements.cues import Cue, members, table
from kg.annotate.syntax import SUBJECTS, Range, nearest_subject, trim, verb_group

_COMMAS = {",", "—", "–", "-", "--", ";"}


def of_preposition(t: Tokens, i: int) -> Draft | None:
    """Return what "according to X" attributes to X: the clause that it stands beside."""
    if t.lower[i] != "according" or i + 1 >= len(t) or t.lower[i + 1] != "to":
        return None
    to = i + 1
    source = t.child(to, "pobj") if t.head[to] == i else next((c for c in t.children[i] if c > to), None)
    cue = table("preposition")["according"]
    return None if source is None else _beside(t, i, cue_end=to + 1, source=source, cue=cue, frame="of")


def of_view(t: Tokens, noun: int) -> Draft | None:
    """Return what is so "in her view", "by his own account", "in the words of X": the clause that it stands beside."""
    cue = table("preposition").get(t.lemma[noun])
    prep = t.head[noun]
    if (
        cue is None
        or t.tag[noun] not in {"NN", "NNS"}
        or t.dep[noun] != "pobj"
        or f"poss{t.lower[prep]}" not in cue.frames
    ):
        return None
    frame = f"poss{t.lower[prep]}"
    whose = t.child(noun, "poss")
    of = next((c for c in t.childs(noun, "prep") if t.lower[c] == "of"), None)
    whose = whose if whose is not None or of is None else t.child(of, "pobj")
    opens = t.sentences[t.sent[prep]][0] == prep
    if whose is None or t.pos[t.head[prep]] not in {"VERB", "AUX"} or not (opens or t.text[prep - 1] == ","):
        return None
    return _beside(t, prep, cue_end=noun + 1, source=whose, cue=cue, frame=frame)


def of_survey(t: Tokens, noun: int) -> Draft | None:
    """Return what is so "in a poll", "in the latest survey": the clause that the phrase stands beside."""
    cue = table("preposition").get(t.lemma[noun])
    prep = t.head[noun]
    if (
        cue is None
        or t.tag[noun] != "NN"
        or t.dep[noun] != "pobj"
        or t.lower[prep] not in cue.frames
        or t.pos[t.head[prep]] not in {"VERB", "AUX"}
    ):
        return None
    draft = _beside(t, prep, cue_end=prep + 1, source=noun, cue=cue, frame=t.lower[prep])
    verb = t.head[prep]
    if t.dep[verb] == "acl" and t.tag[verb] == "VBN":
        # "of the people surveyed in the poll"
        verb = next((i for i in t.ancestors(verb) if t.pos[i] in {"VERB", "AUX"}), verb)
    if draft is not None and t.dep[verb] != "ROOT":
        draft.content = [trim(t, t.left[verb], t.right[verb])]
    elif draft is not None:
        after = [t.left[c] for c in t.children[verb] if t.dep[c] in {"conj", "advcl"} and c > prep > verb]
        draft.content = [trim(t, t.sentences[t.sent[prep]][0], min([t.right[verb], *after]))]
    return draft


def of_colon(t: Tokens, i: int, *, headline: bool) -> Draft | None:
    """Return what a name before a colon says, as in "Police: Two bridges closed".

    In running text only a person's name that opens a sentence counts, as in a transcript.
    """
    first, last = t.sentences[t.sent[i]]
    if not 0 < i - first <= 6 or any(t.pos[k] in {"VERB", "AUX", "PUNCT"} for k in range(first, i)):
        return None
    source = i - 1
    kinds = {"PERSON", "ORG", "GPE", "NORP"} if headline else {"PERSON"}
    named = t.ent_type[source] in kinds and t.pos[source] == "PROPN"
    if not named and not (headline and t.lower[source] in members("sayer")):
        return None
    content = trim(t, i + 1, last)
    if not any(t.dep[k] in SUBJECTS for k in range(*content)):
        return None
    cue = table("preposition")["colon"]
    return Draft(
        cue=cue,
        token=i,
        group=[Range(i, i + 1)],
        source=source,
        content=[content],
        frame="that",
        confidence=cue.frames["that"],
        source_range=Range(first, i),
    )


def of_adverb(t: Tokens, i: int) -> Draft | None:
    """Return what "reportedly" keeps its distance from: the clause of its verb, with no source."""
    cue = table("adverb").get(t.lower[i])
    verb = t.head[i]
    if cue is None or t.pos[verb] not in {"VERB", "AUX"}:
        return None
    start, end = t.left[verb], t.right[verb]
    if t.dep[start] == "mark" and t.head[start] == verb:
        start += 1
    return Draft(
        cue=cue,
        token=i,
        group=[Range(i, i + 1)],
        source=None,
        content=[trim(t, start, end)],
        frame="clause",
        confidence=cue.frames["clause"],
    )


def _beside(t: Tokens, prep: int, *, cue_end: int, source: int, cue: Cue, frame: str) -> Draft | None:
    own = Range(prep, max(cue_end, t.right[source]))
    first, last = t.sentences[t.sent[prep]]
    verb = prep
    while t.head[verb] != verb and (verb == prep or t.pos[verb] not in {"VERB", "AUX"}):
        verb = t.head[verb]
    content = trim(t, first, last)
    aside = _aside(t, prep)
    if prep - 2 > first and t.text[prep - 1] == "," and t.pos[prep - 2] == "CCONJ":
        # "they fired gas and, according to witnesses, live rounds"
        content = trim(t, own.end, last)
    elif aside is not None:
        content = aside
    elif t.left[verb] < prep <= verb and t.dep[verb] in {"advcl", "pcomp", "relcl", "ccomp"}:
        # "after, according to him, the network censored it"
        content = trim(t, own.end, t.right[verb])
    if content.end <= content.start:
        return None
    return Draft(
        cue=cue,
        token=prep,
        group=[Range(prep, cue_end)],
        source=source,
        content=[content],
        frame=frame,
        confidence=cue.frames[frame],
    )


def _aside(t: Tokens, prep: int) -> Range | None:
    """Return the relative clause after a comma that ends with the phrase: "…, which stood at 12, according to X"."""
    if prep > 0 and t.text[prep - 1] not in _COMMAS:
        prep += 1
    for at in range(prep - 1, t.sentences[t.sent[prep]][0], -1):
        start = t.left[at]
        if (
            t.dep[at] == "relcl"
            and t.text[start - 1] in _COMMAS
            and t.right[at] >= prep - 1
            and t.tag[start] in {"WDT", "WP"}
        ):
            return trim(t, start, min(t.right[at], prep - 1) if t.right[at] < prep + 1 else t.right[at])
    return None


def complete(t: Tokens, draft: Draft) -> None:
    """Give a cue that has no content of its own the clause in which it is inserted, or that it follows."""
    verb = draft.token
    if t.pos[verb] not in {"VERB", "AUX"} or draft.cue.kind not in {"speech", "belief", "decree"}:
        return
    if _is_as_clause(t, verb) and (not draft.content or draft.cue.lemma == "put"):
        if draft.source is not None and "host" in draft.cue.frames:
            _as_clause(t, draft)
        return
    if draft.passive or "that" not in draft.cue.frames:
        return
    first, last = t.sentences[t.sent[verb]]
    subject = nearest_subject(t, verb)
    start = verb_group(t, verb).start if subject is None else min(t.left[subject], verb_group(t, verb).start)
    end = verb_group(t, verb).end if subject is None else max(verb_group(t, verb).end, t.right[subject])
    before = start - 1
    while before > first and t.text[before].isspace():
        before -= 1
    if before <= first or t.text[before] not in _COMMAS - {";"} or t.dep[verb] in {"advcl", "acl", "xcomp", "pcomp"}:
        return
    if subject is not None and t.lower[subject + 1] == "of" and t.tag[subject + 2] in {"WP", "WDT"}:
        # "for doctors, fifteen of whom responded"
        return
    if t.dep[verb] == "relcl" and (subject is None or t.tag[subject] in {"WDT", "WP"} or t.text[end] not in _COMMAS):
        return
    if draft.content and min(part.start for part in draft.content) >= verb:
        return
    inserted = t.dep[verb] == "parataxis" and t.head[verb] >= end
    opening = t.left[t.head[verb]] if inserted else first
    if t.tag[before - 1] in {"WDT", "WP"}:
        # "a deal which, he said, would fail": no more than the relative clause is his
        opening = before - 1
    if subclauses.opens_with_question(t, first):
        # "Asked whether it had failed, he sighed": the question is no word of his
        return
    left = trim(t, max([opening, *(b + 1 for b in _breaks(t, first, before))]), before)
    if left.end <= left.start:
        return
    right = _remainder(t, left, end, last, inserted=inserted)
    plain = subject is not None and draft.cue.kind == "speech" and _is_plain(t, left, end)
    if right is None and not draft.content and not (_has_clause(t, left) or plain):
        return
    if right is not None:
        # "And, he said, they fled"
        draft.content = [right] if left.end == left.start + 1 and t.pos[left.start] == "CCONJ" else [left, right]
    elif not draft.content:
        draft.content = [left]
    else:
        return
    draft.frame, draft.confidence = "host", draft.cue.frames["that"] * 0.9


def lend_subject(t: Tokens, draft: Draft) -> None:
    """Give "Two were shot near Hinckley, the Bureau of Mines said" its subject, which the parser hangs on a noun."""
    verb = draft.token
    if draft.source is not None or draft.passive or not draft.content or draft.frame == "raise":
        return
    if t.head[verb] == verb and nearest_subject(t, verb) is None:
        first = next((c for c in t.childs(verb, "ccomp") if c < verb and t.tag[c] == t.tag[verb]), None)
        shared = None if first is None else t.child(first, "nsubj")
        if first is not None and shared is not None and t.text[t.right[first]] == "," and t.right[first] == verb - 1:
            # "Senator slams governor, praises mayor"
            draft.source = shared
            return
        # "Rome, meanwhile, has urged": a name that opens the sentence, cut off by a comma
        name = t.sentences[t.sent[verb]][0]
        while name + 1 < verb and t.pos[name + 1] == "PROPN":
            name += 1
        named = t.pos[name] == "PROPN" and t.ent_type[name] in {"PERSON", "ORG", "GPE", "NORP"}
        if named and t.text[name + 1] == "," and t.text[verb_group(t, verb).start - 1] == ",":
            draft.source = name
            return
    if t.tag[verb] not in {"VBD", "VBZ", "VBP"}:
        return
    start = verb_group(t, verb).start
    content = draft.content[-1]
    if content.start > verb and t.head[verb] == verb and nearest_subject(t, verb) is None:
        # "In a letter to Le Monde, the aide, who hides his name, said that": hung on the newspaper
        end = start - (t.text[start - 1] == ",")
        hung = (i for i in range(end - 1, t.sentences[t.sent[verb]][0], -1) if t.dep[i] == "appos")
        draft.source = next((i for i in hung if end <= t.right[i] <= start and t.text[t.left[i] - 1] == ","), None)
        if draft.source is None and t.text[start - 1] == ",":
            draft.source = _before_relative(t, verb)
        return
    if draft.frame != "that" or content.end != start or nearest_subject(t, verb) is not None:
        return
    head = start - 1
    while t.text[t.left[head] - 1] != "," and t.right[t.head[head]] == start and t.head[head] != head:
        head = t.head[head]
    left = t.left[head]
    if t.pos[head] in {"NOUN", "PROPN"} and content.start < left - 1 and t.text[left - 1] == ",":
        draft.source = head
        draft.content = [*draft.content[:-1], Range(content.start, left - 1)]


def _before_relative(t: Tokens, verb: int) -> int | None:
    """Return the subject of "Ames of the party, which is planning a march, said: …", hung on the verb of the clause."""
    clause = next((c for c in t.childs(verb, "ccomp") if c < verb), None)
    opening = None if clause is None else t.child(clause, "nsubj")
    if clause is None or opening is None or t.left[opening] != t.sentences[t.sent[verb]][0]:
        return None
    return opening if any(t.tag[i] in {"WDT", "WP"} for i in range(opening, clause)) else None


def _is_as_clause(t: Tokens, verb: int) -> bool:
    return t.dep[verb] == "advcl" and any(
        t.lower[c] == "as" and c < verb and t.dep[c] in {"mark", "advmod", "prep"} for c in t.children[verb]
    )


def _as_clause(t: Tokens, draft: Draft) -> None:
    """Give "as X put it" the clause before or after it."""
    verb, host = draft.token, t.head[draft.token]
    start = t.left[verb]
    first, last = t.sentences[t.sent[verb]]
    if host == verb:
        return
    if verb < host or t.left[host] >= t.right[verb]:
        comma = next((i for i in range(verb, last) if t.text[i] in _COMMAS | {":"}), t.right[verb])
        content = trim(t, comma + 1, last)
        if draft.source is not None and verb < comma <= draft.source:
            draft.source = None
    else:
        content = trim(t, max(first, t.left[host]), start)
    draft.content = [content] if content.end > content.start else []
    draft.frame, draft.confidence = "host", 0.8


def _breaks(t: Tokens, first: int, before: int) -> list[int]:
    """Return the tokens of a sentence at which a new one begins in all but name: semicolons."""
    return [i for i in range(first, before) if t.text[i] == ";"]


def _is_plain(t: Tokens, left: Range, end: int) -> bool:
    """Say whether a cue can only end the sentence before it, however that is parsed: "The men chosen pay, he said."."""
    opens = t.pos[left.start] in {"ADP", "SCONJ", "VERB"}
    return not opens and t.text[end] in {".", ","} and any(t.pos[i] in {"VERB", "AUX"} for i in range(*left))


def _has_clause(t: Tokens, part: Range) -> bool:
    return any(
        t.dep[i] in SUBJECTS and t.head[i] in part and t.dep[t.head[i]] not in {"relcl", "acl", "advcl"}
        for i in range(*part)
    )


def _remainder(t: Tokens, left: Range, end: int, last: int, *, inserted: bool) -> Range | None:
    """Return what of the content follows an inserted cue: "The talks, she said, were dead"."""
    comma = next((i for i in range(end, min(last, end + 12)) if t.text[i] in _COMMAS), None)
    if comma is None or comma + 1 >= last:
        return None
    if any(t.pos[i] == "VERB" for i in range(end, comma)):
        return None
    after = comma + 1
    if inserted:
        return trim(t, after, last)
    if t.pos[after] == "CCONJ" or t.tag[after] in {"VBG", "WDT", "WP"} or (t.lower[after] in {"as", "while", "when"}):
        return None
    rest = trim(t, after, last)
    verbs = any(t.dep[i] in SUBJECTS or t.pos[i] in {"AUX", "VERB"} for i in range(*rest))
    subordinate = t.dep[left.start] == "mark" or t.lower[left.start] in {
        "if",
        "when",
        "although",
        "while",
        "because",
        "even",
    }
    return rest if verbs and (subordinate or not _has_clause(t, left) or t.lower[after] == "that") else None
