"""Equate entities where coreference has left them apart: "also known as", brackets, appositions."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.actors import Arguments
from kg.annotate.document import Phrase
from kg.annotate.relations.memberships import GROUPS
from kg.annotate.relations.posts import Tie

_KNOWN = frozenset({"know", "call", "dub", "nickname", "name", "title", "refer", "abbreviate"})


def find(arguments: Arguments) -> Iterator[Tie]:
    """Yield sameAs between entities of one kind that the text equates."""
    t, document = arguments.tokens, arguments.document
    for n, phrase in enumerate(document.phrases):
        entity = document.chain[n]
        if entity is None or phrase.kind == "pronoun":
            continue
        if phrase.start > 0 and t.text[phrase.start - 1] == "(" and phrase.end < len(t) and t.text[phrase.end] == ")":
            yield from _equal(arguments, _ending_at(arguments, phrase.start - 1), n, "equations.brackets", 0.85)
        if t.dep[phrase.head] == "appos":
            other = document.phrase_by_head.get(t.head[phrase.head])
            names = other is not None and document.phrases[other].kind == phrase.kind == "name"
            if other is not None and not names and _bare(arguments, phrase, t.head[phrase.head]):
                yield from _equal(arguments, other, n, "equations.apposition", 0.7)
    for i, lemma in enumerate(t.lemma):
        if lemma in _KNOWN and t.tag[i] == "VBN" and t.pos[i] == "VERB":
            yield from _known_as(arguments, i)
        elif t.lower[i] in ("aka", "a.k.a.", "alias"):
            before, after = _ending_at(arguments, i), _starting_at(arguments, i + 1)
            if after is not None:
                yield from _equal(arguments, before, after, "equations.alias", 0.85)


def _bare(arguments: Arguments, phrase: Phrase, head: int) -> bool:
    """Say whether an apposition equates: one side names, the other describes, and no list is meant."""
    t = arguments.tokens
    if t.pos[phrase.start] == "NUM" or t.sent[phrase.head] == 0:
        # a count tells nobody apart, and a headline is no sentence
        return False
    if any(t.dep[c] in ("conj", "appos") for c in t.children[phrase.head]):
        return False
    if any(t.dep[c] == "conj" for c in t.children[head]):
        return False
    return t.text[phrase.start - 1] in (",", "-", "–", "—", "(") if phrase.start else False


def _ending_at(arguments: Arguments, end: int) -> int | None:
    document = arguments.document
    while end > 0 and arguments.tokens.text[end - 1] in (",", "(", "'s", "’s", "also"):
        end -= 1
    n = document.phrase_of[end - 1] if end > 0 else None
    return n


def _starting_at(arguments: Arguments, start: int) -> int | None:
    t, document = arguments.tokens, arguments.document
    while start < len(t) and t.text[start] in ('"', "“", "‘", "'", "''", "``", "the", "The"):
        start += 1
    return document.phrase_of[start] if start < len(t) else None


def _equal(arguments: Arguments, n: int | None, m: int, rule: str, confidence: float) -> Iterator[Tie]:
    document = arguments.document
    if n is None or n == m:
        return
    a, b = document.chain[n], document.chain[m]
    if a is None or b is None or a == b:
        return
    types = {document.entity[a].type, document.entity[b].type}
    if len(types) == 1 or types <= GROUPS:
        yield Tie(a, "sameAs", b, document.phrases[m].head, rule, confidence)


def _known_as(arguments: Arguments, i: int) -> Iterator[Tie]:
    """Yield from "X, also known as Y" and "X, called Y"."""
    t, document = arguments.tokens, arguments.document
    after = next((c for c in t.children[i] if c > i and t.lower[c] in ("as", "to")), None)
    start = (after if after is not None else i) + 1
    if start < len(t) and t.lower[start] == "as":
        start += 1
    other = _starting_at(arguments, start)
    if other is None or document.phrases[other].start > start + 2:
        return
    for head in arguments.objects(i):
        n = document.phrase_by_head.get(head)
        if n is not None and document.phrases[n].plural and document.phrases[n].kind == "nominal":
            # "an umbrella of militias known as the Dawn"
            continue
        yield from _equal(arguments, document.phrase_by_head.get(head), other, "equations.known-as", 0.8)
