"""Read clauses off the parse: verb groups, who the subject of a verb is, and the tokens of a phrase."""

from __future__ import annotations

from typing import NamedTuple

from kg.annotate.document import Tokens
from kg.annotate.statements.cues import members

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_EDGE = {",", ";", ":", "-", "–", "—", "--", "(", ")", "[", "]", ".", "?", "!"}
_QUOTE = {'"', "“", "”", "''", "``", "«", "»", "‘", "’", "'"}
_MODAL = {"will", "'ll", "’ll", "would", "'d", "’d", "may", "might", "could", "should", "must", "shall", "wo", "ca"}
_GROUP = {"aux", "auxpass", "neg", "advmod", "prt"}


class Range(NamedTuple):
    """Tokens ``[start, end)``."""

    start: int
    end: int

    def __contains__(self, token: object) -> bool:
        return isinstance(token, int) and self.start <= token < self.end


def trim(t: Tokens, start: int, end: int, *, quotes: bool = False) -> Range:
    """Return the range without punctuation and blanks at its edges; ``quotes``: without quotation marks, too."""
    last = len(t)
    while start < end and (t.text[start] in _EDGE or t.text[start].isspace() or (quotes and t.text[start] in _QUOTE)):
        start += 1
    while end > start and (
        t.text[end - 1] in _EDGE or t.text[end - 1].isspace() or (quotes and t.text[end - 1] in _QUOTE)
    ):
        end -= 1
    if end < last and t.text[end] == ")" and "(" in t.text[start:end] and ")" not in t.text[start:end]:
        end += 1
    return Range(start, end)


def verb_group(t: Tokens, verb: int) -> Range:
    """Return the verb with the auxiliaries, negation and adverbs just before it and a particle just after."""
    start, end = verb, verb + 1
    for child in reversed(t.children[verb]):
        if child < start and t.dep[child] in _GROUP and child == start - 1 and t.right[child] == start:
            start = child
    if end < len(t) and t.head[end] == verb and t.dep[end] == "prt":
        end += 1
    while (
        start < verb
        and t.dep[start] == "advmod"
        and t.lower[start] in {"so", "then", "as", "when", "where", "how", "why"}
    ):
        start += 1
    return Range(start, end)


def is_passive(t: Tokens, verb: int) -> bool:
    """Say whether the verb is passive: "was told", or "documents released by"."""
    if t.child(verb, "auxpass", "nsubjpass") is not None:
        # "'s" is "has" before what only a speaker does: "he's said"
        clipped = t.child(verb, "auxpass")
        return not (clipped is not None and t.lower[clipped] in {"'s", "’s"} and t.child(verb, "agent") is None)
    if t.tag[verb] != "VBN":
        return False
    if t.dep[verb] in {"acl", "advcl", "amod"}:
        # with an object of its own it is a past tense that the tagger mistook
        return t.child(verb, "aux", "nsubj", "dobj") is None
    if t.dep[verb] == "conj":
        head = t.head[verb]
        return t.child(verb, "aux", "nsubj") is None and t.tag[head] == "VBN" and is_passive(t, head)
    return False


def is_negated(t: Tokens, token: int) -> bool:
    """Say whether a verb is negated: "did not say", "never said", "refused and did not say" only for its own."""
    return any(
        t.dep[c] == "neg"
        or (t.lower[c] in {"not", "never", "n't", "n’t", "neither", "hardly", "barely"} and t.dep[c] == "advmod")
        for c in t.children[token]
    ) or is_neither(t, token)


def is_neither(t: Tokens, token: int) -> bool:
    """Say whether a verb is one of "neither confirmed nor denied"."""
    first = t.head[token] if t.dep[token] == "conj" else token
    return any(t.lower[c] == "neither" and t.dep[c] in {"preconj", "cc", "advmod", "det"} for c in t.children[first])


def is_unreal(t: Tokens, verb: int) -> bool:
    """Say whether what a verb tells is still to come or only supposed: "will announce", "if they confirm"."""
    children = t.children[verb]
    if any(t.dep[c] == "aux" and t.lower[c] in _MODAL for c in children):
        return True
    if t.tag[verb] == "VBD" and any(t.dep[c] == "mark" and t.lower[c] == "until" for c in children):
        return False
    return any(t.dep[c] == "mark" and t.lower[c] in {"if", "unless", "until", "whether"} for c in children)


def nearest_subject(t: Tokens, verb: int) -> int | None:
    """Return the verb's own subject; of two that the parser gives an inserted cue, the one beside it."""
    found = t.childs(verb, *SUBJECTS)
    before = [c for c in found if c < verb]
    if not before and t.tag[verb] == "VBG":
        # "telling Reuters that": the parser takes the addressee for a subject
        return None
    return before[-1] if before else found[0] if found else None


class Subject(NamedTuple):
    """Who the subject of a verb is: its head token, and whether it is passive or an empty "it"."""

    head: int
    passive: bool = False
    empty: bool = False


def subject(t: Tokens, verb: int) -> Subject | None:
    """Return the subject of a verb, also where a verb above it lends its own, or None.

    Coordination, infinitives, participles and reduced relatives are followed upwards.
    """
    passed: set[int] = set()
    at = verb
    while at not in passed:
        passed.add(at)
        own = nearest_subject(t, at)
        if own is not None:
            passive = t.dep[own] in {"nsubjpass", "csubjpass"}
            if t.dep[own] == "expl" and at != verb:
                # "there were emails showing": what there is
                there = t.child(at, "attr")
                if there is not None and there < verb:
                    return Subject(there)
            empty = t.dep[own] == "expl" or (t.lower[own] in {"it", "there"} and _is_empty(t, at, passive))
            return Subject(own, passive, empty)
        head, dep = t.head[at], t.dep[at]
        if head == at:
            return None
        if dep == "conj" and t.tag[at] in {"VBD", "VBZ"} and t.tag[head] == "VB":
            # "met to consult and condemned the raid": a finite verb goes on with a finite one
            finite = next((i for i in t.ancestors(head) if t.tag[i] in {"VBD", "VBZ", "VBP"}), None)
            if finite is not None:
                at = finite
                continue
        if dep in {"acl", "relcl"}:
            if t.pos[head] in {"NOUN", "PROPN", "PRON", "NUM", "DET"}:
                while dep == "acl" and t.dep[head] == "appos" and t.pos[t.head[head]] == "PROPN":
                    head = t.head[head]
                return Subject(head) if t.tag[at] != "VB" else _infinitive_of_noun(t, head)
            at = head
        elif dep in {"xcomp", "ccomp"} and t.pos[head] in {"VERB", "AUX", "ADJ", "NOUN"}:
            addressed = t.child(head, "dobj", "dative") if dep == "xcomp" else None
            if addressed is not None and t.tag[at] == "VB" and addressed < at and t.lemma[head] in members("control"):
                return Subject(addressed)
            at = head
        elif dep in {
            "conj",
            "advcl",
            "prep",
            "pcomp",
            "aux",
            "auxpass",
            "dep",
            "acomp",
            "parataxis",
            "attr",
            "appos",
            "pobj",
            "advmod",
        }:
            if (
                dep in {"appos", "pobj", "conj"}
                and t.pos[head] in {"NOUN", "PROPN", "PRON"}
                and t.pos[at] not in {"VERB", "AUX"}
            ):
                return None
            if t.pos[head] in {"NOUN", "PROPN"} and dep in {"advcl", "conj"}:
                return Subject(head)
            at = head
        else:
            return None
    return None


def _is_empty(t: Tokens, verb: int, passive: bool) -> bool:
    """Say whether "it" or "there" before this verb names nothing: "it is expected that", "it seems that"."""
    clause = t.child(verb, "ccomp", "csubj", "csubjpass", "xcomp", "advcl")
    return (
        t.pos[verb] == "AUX" or passive or (t.lemma[verb] in {"seem", "appear", "look", "turn"} and clause is not None)
    )


def _infinitive_of_noun(t: Tokens, noun: int) -> Subject | None:
    """Return who is to act in "her promise to", "gave him a chance to": the owner or the subject above the noun."""
    owner = t.child(noun, "poss")
    if owner is not None:
        return Subject(owner)
    above = t.head[noun]
    return (
        subject(t, above)
        if t.dep[noun] in {"dobj", "attr", "pobj"} and above != noun and t.pos[above] in {"VERB", "AUX"}
        else None
    )


def phrase(t: Tokens, head: int, *, without: int | None = None) -> Range:
    """Return the noun phrase of ``head`` with its modifiers, up to the clause that holds ``without``."""
    start, end = t.left[head], t.right[head]
    if without is not None and start <= without < end:
        # the phrase has its own clause as modifier: "emails showing that ..."
        branch = without
        while t.head[branch] != head and t.head[branch] != branch:
            branch = t.head[branch]
        if branch > head:
            end = max(head + 1, t.left[without if t.dep[branch] == "prep" else branch])
        else:
            start = min(head, t.right[branch])
    if t.dep[head] == "conj":
        start = max(start, t.left[head])
    while start < head and t.dep[start] in {"cc", "punct", "mark"}:
        start += 1
    return trim(t, start, end)
