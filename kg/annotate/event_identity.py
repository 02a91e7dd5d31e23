"""Tell which mentions of events in an article name the same event.

Two mentions are one where type and subtype agree and participants, places and times do not contradict each other, and
one of them points back ("the attack", "these strikes", the same participants again). What is doubtful stays apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.annotate import casualties
from kg.annotate.document import Document
from kg.model import Casualties, Event, Participant

GENERAL = frozenset({None, "Attack", "Offensive", "Agreement", "Meeting", "Killing"})
#: subtypes that a general word never means
APART = frozenset(
    {"Coup", "War", "Displacement", "CeasefireViolation", "Interception", "Abduction", "Visit", "Mediation"}
)
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
        if not _compatible(other, event):
            continue
        if distance <= REACH and not _actors(other) and _is_headline(document, where):
            return n
        if _same_toll(other, event) or (distance <= 1 and _is_toll(document, other, event, token)):
            return n
        shared = _shared(other, event, lambda p: p.role in ("agent", "patient", "recipient"))
        if pointing and distance <= REACH and (shared > 0 or not _actors(event)):
            return n
        if shared > 1 and distance <= 2 * REACH and _shared(other, event, lambda p: p.role == "agent"):
            return n
    return None


def _same_toll(a: Event, b: Event) -> bool:
    """Say whether both tell of the same number of dead or injured, more than one or two."""
    if a.casualties is None or b.casualties is None:
        return False
    mine, theirs = a.casualties, b.casualties
    killed = mine.killed is not None and mine.killed == theirs.killed and mine.killed > 2
    injured = mine.injured is not None and mine.injured == theirs.injured and mine.injured > 2
    return killed or injured


def _is_toll(document: Document, first: Event, then: Event, token: int) -> bool:
    """Say whether a sentence gives the toll of the attack before it, as in "Two were injured"."""
    if first.type != "Assault" or document.tokens.lemma[token] not in casualties.KILLED | casualties.INJURED:
        return False
    if then.casualties is None or any(p.role == "agent" for p in then.participants):
        return False
    return first.casualties is None or first.casualties.killed is None or first.casualties.injured is None


def _is_headline(document: Document, token: int) -> bool:
    at = document.tokens.start[token]
    return any(block.kind == "headline" and block.span.start <= at < block.span.end for block in document.layout.blocks)


def _points_back(document: Document, token: int) -> bool:
    tokens = document.tokens
    if tokens.pos[token] not in ("NOUN", "PROPN"):
        return False
    return any(
        tokens.lower[c] in POINTING and tokens.dep[c] == "det" and "VERB" not in tokens.pos[c:token]
        for c in tokens.children[token]
    )


def _actors(event: Event) -> list[Participant]:
    return [p for p in event.participants if p.role in ("agent", "patient", "recipient")]


def _compatible(a: Event, b: Event) -> bool:
    if a.type != b.type:
        return False
    if a.subtype != b.subtype and (APART & {a.subtype, b.subtype} or not GENERAL & {a.subtype, b.subtype}):
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


def _tolls(a: Casualties | None, b: Casualties | None) -> Casualties | None:
    if a is None or b is None:
        return a or b
    killed = b.killed if a.killed is None else a.killed
    return Casualties(killed=killed, injured=b.injured if a.injured is None else a.injured, span=a.span)


def _join(first: Event, again: Event) -> Event:
    """Return the first mention with what the other adds."""
    roles = {p.role for p in first.participants}
    added = tuple(p for p in again.participants if p.role not in roles)
    return replace(
        first,
        subtype=again.subtype if first.subtype in GENERAL and again.subtype is not None else first.subtype,
        participants=first.participants + added,
        time=first.time or again.time,
        casualties=_tolls(first.casualties, again.casualties),
        same_as=(*first.same_as, again.trigger),
    )
