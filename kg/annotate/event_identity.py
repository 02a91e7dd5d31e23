"""Tell which mentions of events in an article name the same event.

Two mentions are one where type and subtype agree and participants, places and times do not contradict each other, and
one of them points back ("the attack", "these strikes", the same participants again). What is doubtful stays apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.annotate.document import Document
from kg.model import Event, Participant

GENERAL = frozenset({None, "Attack", "Offensive", "Agreement", "Meeting", "Killing"})
POINTING = frozenset("the this that these those".split())
#: how many sentences back a mention without participants of its own may point
REACH = 6


def merge(document: Document, events: Sequence[tuple[Event, int]]) -> tuple[Event, ...]:
    """Return the events with the further mentions of each joined to its first.

    Args:
        events: each with the token of its trigger, in text order.
    """
    kept: list[tuple[Event, int]] = []
    for event, token in events:
        at = _same(document, kept, event, token)
        if at is None:
            kept.append((event, token))
        else:
            first, where = kept[at]
            kept[at] = (_join(first, event), where)
    return tuple(event for event, _ in kept)


def _same(document: Document, kept: Sequence[tuple[Event, int]], event: Event, token: int) -> int | None:
    tokens = document.tokens
    pointing = _points_back(document, token)
    for n in range(len(kept) - 1, -1, -1):
        other, where = kept[n]
        distance = tokens.sent[token] - tokens.sent[where]
        if distance == 0 and not pointing:
            continue
        if _is_headline(document, where) and not _actors(other) and distance <= REACH and _compatible(other, event):
            return n
        if not _compatible(other, event):
            continue
        shared = _shared(other, event, lambda p: p.role in ("agent", "patient", "recipient"))
        if pointing and distance <= REACH and (shared > 0 or not _actors(event)):
            return n
        if shared > 1 and distance <= 2 * REACH and _shared(other, event, lambda p: p.role == "agent"):
            return n
    return None


def _is_headline(document: Document, token: int) -> bool:
    at = document.tokens.start[token]
    return any(block.kind == "headline" and block.span.start <= at < block.span.end for block in document.layout.blocks)


def _points_back(document: Document, token: int) -> bool:
    tokens = document.tokens
    if tokens.pos[token] not in ("NOUN", "PROPN") or tokens.tag[token] == "NNS":
        return tokens.tag[token] == "NNS" and any(tokens.lower[c] in POINTING - {"the"} for c in tokens.children[token])
    return any(tokens.lower[c] in POINTING and tokens.dep[c] == "det" for c in tokens.children[token])


def _actors(event: Event) -> list[Participant]:
    return [p for p in event.participants if p.role in ("agent", "patient", "recipient")]


def _compatible(a: Event, b: Event) -> bool:
    if a.type != b.type or (a.subtype != b.subtype and a.subtype not in GENERAL and b.subtype not in GENERAL):
        return False
    if (a.factuality == "planned") != (b.factuality == "planned"):
        return False
    for role in ("agent", "patient", "place"):
        mine = {p.entity for p in a.participants if p.role == role} - {None}
        theirs = {p.entity for p in b.participants if p.role == role} - {None}
        if mine and theirs and not mine & theirs:
            return False
    if a.casualties and b.casualties and a.casualties.killed and b.casualties.killed:
        return a.casualties.killed == b.casualties.killed
    return _overlapping(a, b)


def _overlapping(a: Event, b: Event) -> bool:
    if a.time is None or b.time is None or a.time.start is None or b.time.start is None:
        return True
    a_end, b_end = a.time.end or a.time.start, b.time.end or b.time.start
    return a.time.start <= b_end and b.time.start <= a_end


def _shared(a: Event, b: Event, wanted: Callable[[Participant], bool]) -> int:
    mine = {(p.role, p.entity) for p in a.participants if p.entity is not None and wanted(p)}
    theirs = {(p.role, p.entity) for p in b.participants if p.entity is not None and wanted(p)}
    return len(mine & theirs)


def _join(first: Event, again: Event) -> Event:
    """Return the first mention with what the other adds."""
    roles = {p.role for p in first.participants}
    added = tuple(p for p in again.participants if p.role not in roles)
    return replace(
        first,
        subtype=again.subtype if first.subtype in GENERAL and again.subtype is not None else first.subtype,
        participants=first.participants + added,
        time=first.time or again.time,
        casualties=first.casualties or again.casualties,
        same_as=(*first.same_as, again.trigger),
    )
