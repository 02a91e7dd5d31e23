"""Read posts from the titles before names: "Iraqi Defense Ministry spokesperson Yahya Rasool"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate import nouns
from kg.annotate.actors import HYPHENS, Arguments
from kg.annotate.names import titles
from kg.annotate.relations.posts import BODIES, Tie, held

#: what stands before a title as if it were one: "deputy spokesman"
_PARTIAL = frozenset({"deputy", "vice", "assistant", "senior", "acting", "head", "chief", "lead"})


def find(arguments: Arguments) -> Iterator[Tie]:
    """Yield the ties that titles before names tell."""
    document, t = arguments.document, arguments.tokens
    for n, phrase in enumerate(document.phrases):
        person = document.chain[n]
        if phrase.kind != "name" or phrase.type != nouns.PERSON or person is None:
            continue
        span = titles.before(document, phrase)
        if span is None:
            continue
        body = _body_in(arguments, span[0], span[1], person) or _owner_before(arguments, span[0], person)
        for start, end in _parts(arguments, span):
            kind = titles.kind(t, (start, end))
            if kind == "honorific":
                continue
            first = _field(arguments, span[0], start) if kind != "rank" else start
            value = t.span(first, end).of(document.text)
            whose = body if kind != "rank" else None
            if t.tag[end - 1] == "NNS":
                # "council members Stroud and Pike": each is one, and a member is one only of something
                if t.lemma[end - 1] == "member" and whose is None:
                    continue
                value = t.span(first, end).of(document.text).removesuffix(t.text[end - 1]) + t.lemma[end - 1]
            for tie in held(arguments, person, whose, end - 1, value, "roles.title", 0.9):
                if tie.relation != "leads" or first == start:
                    yield tie


def _owner_before(arguments: Arguments, start: int, person: str) -> str | None:
    """Return whose a title is after a possessive: "Chad's Prime Minister Ali Saleh"."""
    document, t = arguments.document, arguments.tokens
    if start < 2 or t.lower[start - 1] not in ("'s", "’s", "'", "’"):
        return None
    n = document.phrase_of[start - 2]
    entity = document.chain[n] if n is not None and document.phrases[n].end <= start - 1 else None
    return entity if entity is not None and entity != person and document.entity[entity].type in BODIES else None


def _field(arguments: Arguments, low: int, start: int) -> int:
    """Return where the words begin that tell what a title is about: "EU | foreign policy chief", "Majority Whip"."""
    t, phrase_of = arguments.tokens, arguments.document.phrase_of
    first = start
    shouted = t.text[start].istitle()
    while (
        first > low
        and (t.text[first - 1].islower() or (shouted and t.text[first - 1].istitle()))
        and t.pos[first - 1] in (("NOUN", "ADJ", "PROPN") if shouted else ("NOUN", "ADJ"))
        and phrase_of[first - 1] is None
        and not (t.tag[first - 1] == "NNS" and (t.lemma[first - 1] in nouns.roles() or t.text[first].islower()))
    ):
        first -= 1
    while first < start and t.text[first - 1] in HYPHENS:
        # half a word: "two-time presidential candidate"
        first += 1
    return first


def _parts(arguments: Arguments, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the single titles at the end of the range before a name, last first: "spokesperson", "Major General".

    "Lt. Gen." is one rank, and "Deputy Chief" one post.
    """
    t = arguments.tokens
    end = span[1]
    while end > span[0]:
        start = titles.ending_at(t, end, first=span[0])
        if start is None:
            if end == span[1]:
                start = next((i for i in range(span[0], end) if t.lemma[i] in nouns.roles()), end - 1)
                yield start, end
            return
        rank = titles.kind(t, (start, end)) == "rank"
        while True:
            # the tokenizer cuts the full stop off "Lt."
            stop = start - 1 if start > span[0] and t.text[start - 1] == "." else start
            before = titles.ending_at(t, stop, first=span[0])
            if before is None or not (
                t.lower[before] in _PARTIAL or (rank and titles.kind(t, (before, stop)) == "rank")
            ):
                break
            start = before
        yield start, end
        end = start


def _body_in(arguments: Arguments, start: int, end: int, person: str) -> str | None:
    """Return the organization or country named last between two tokens."""
    document, t = arguments.document, arguments.tokens
    for i in range(end - 1, start - 1, -1):
        n = document.phrase_of[i]
        # "opponents of President Salim" hold the title, and "In Norway Minister Orsk met" tells where
        if n is None or document.phrases[n].end > end or t.lower[document.phrases[n].start - 1] == "in":
            continue
        entity = document.chain[n]
        if entity is not None and entity != person and document.entity[entity].type in BODIES:
            return entity
    return None
