"""Tell which mentions of events in an article name the same event.

Two mentions are one where type and subtype agree and participants, places and times do not contradict each other, and
one of them points back ("the attack", "these strikes", the same participants again). What is doubtful stays apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.annotate.document import Document
from kg.annotate.events import casualties
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
            kept[at] = (_join(first, event), token if _is_headline(document, where) else where)
    return tuple(event for event, _ in _with_headlines(document, kept))


def _with_headlines(document: Document, kept: list[tuple[Event, int]]) -> list[tuple[Event, int]]:
    """Return the events with those of the headline joined to the first that tells of the same."""
    sent = document.tokens.sent
    told: dict[int, int] = {}
    for n, (_, where) in enumerate(kept):
        if not _is_headline(document, where):
            break
        for m in range(n + 1, len(kept)):
            if sent[kept[m][1]] - sent[where] > REACH:
                break
            if m not in told and _echoes(document, kept[n], *kept[m]):
                told[m] = n
                break
    # the lead tells it in full
    joined = [(_join(event, kept[told[m]][0]) if m in told else event, token) for m, (event, token) in enumerate(kept)]
    gone = set(told.values())
    return [pair for n, pair in enumerate(joined) if n not in gone]


def _same(document: Document, kept: Sequence[tuple[Event, int]], event: Event, token: int) -> int | None:
    tokens = document.tokens
    pointing = _points_back(document, token)
    host = _toll_of(document, kept, event, token)
    if host is not None:
        return host
    for n in _by_salience(document, kept, token) if pointing else range(len(kept) - 1, -1, -1):
        other, where = kept[n]
        distance = tokens.sent[token] - tokens.sent[where]
        if distance == 0 and not pointing:
            continue
        if not _compatible(other, event, pointing=pointing):
            continue
        if _is_headline(document, where) and not _is_headline(document, token):
            # the event of the headline is joined to the sentence that tells it in full, later
            if distance <= REACH and not _actors(other):
                return n
            continue
        if _same_toll(other, event):
            return n
        shared = _shared(other, event, lambda p: p.role in ("agent", "patient", "recipient"))
        if pointing and distance <= REACH and (shared > 0 or not _actors(event)):
            return n
        if shared > 1 and distance <= 2 * REACH and _shared(other, event, lambda p: p.role == "agent"):
            return n
    return None


def _by_salience(document: Document, kept: Sequence[tuple[Event, int]], token: int) -> list[int]:
    """Return the order in which "the attack" looks for what it means: what was just told, then the main story."""
    sent = document.tokens.sent
    near = [n for n, (_, where) in enumerate(kept) if sent[token] - sent[where] <= 1]
    far = [n for n in range(len(kept)) if n not in near]
    return near[::-1] + sorted(far, key=lambda n: (-len(kept[n][0].same_as), -n))


def _toll_of(document: Document, kept: Sequence[tuple[Event, int]], event: Event, token: int) -> int | None:
    """Return the attack that an event only gives the toll of: the main one of the sentence before."""
    sent = document.tokens.sent
    before = [n for n, (_, where) in enumerate(kept) if sent[where] == sent[token] - 1]
    found = [n for n in before if _is_toll(document, kept[n][0], event, token)]
    return max(found, key=lambda n: kept[n][0].evidence.confidence, default=None)


def _echoes(document: Document, headline: tuple[Event, int], event: Event, token: int) -> bool:
    """Say whether an event is the one of the headline: "Gunmen kill 14", "Jihadists stormed two villages"."""
    other, where = headline
    if other.type != event.type or not _both_happened(other, event) or not _overlapping(other, event):
        return False
    if other.subtype != event.subtype and not GENERAL & {other.subtype, event.subtype}:
        return False
    tolls = other.casualties and other.casualties.killed, event.casualties and event.casualties.killed
    if None not in tolls and tolls[0] != tolls[1]:
        return False
    same = document.tokens.lemma[where] == document.tokens.lemma[token] or _same_toll(other, event)
    for role in ("agent", "patient"):
        mine = [p for p in other.participants if p.role == role]
        theirs = [p for p in event.participants if p.role == role]
        if not mine or not theirs:
            continue
        if set().union(*(_words(document, p) for p in mine)) & set().union(*(_words(document, p) for p in theirs)):
            same = True
        elif all(_is_named(document, p) for p in mine + theirs):
            return False
    return same


def _words(document: Document, p: Participant) -> set[str]:
    """Return what tells a participant in a headline: its entity's name, or the words of its phrase."""
    if p.entity is not None and _is_named(document, p):
        return {p.entity}
    words = p.span.of(document.text).lower().split()
    return {word.removesuffix("s") for word in words if len(word) > 3 and not word.isdecimal()}


def _is_named(document: Document, p: Participant) -> bool:
    return p.entity is not None and any(m.kind == "name" for m in document.entity[p.entity].mentions)


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
    if then.casualties is None or any(p.role == "agent" for p in then.participants) or not _both_happened(first, then):
        return False
    if first.attributed_to is not None and then.attributed_to not in (None, first.attributed_to):
        # what the other side says of its dead is no toll of what this one says it did
        return False
    if (
        casualties.is_cumulative(document.tokens, token)
        or first.subtype in APART
        or not _overlapping(first, then)
        or _contradict(first, then, "place")
    ):
        return False
    told = first.casualties
    if told is None:
        return True
    new = then.casualties
    agree = all(a is None or b is None or a == b for a, b in ((told.killed, new.killed), (told.injured, new.injured)))
    return agree and (told.killed is None or told.injured is None)


def _both_happened(a: Event, b: Event) -> bool:
    return not {a.factuality, b.factuality} & {"planned", "denied"}


def _contradict(a: Event, b: Event, role: str) -> bool:
    """Say whether two events name different participants in a role."""
    mine = {p.entity for p in a.participants if p.role == role} - {None}
    theirs = {p.entity for p in b.participants if p.role == role} - {None}
    return bool(mine and theirs and not mine & theirs)


def _is_headline(document: Document, token: int) -> bool:
    return _is_in_headline(document, document.tokens.start[token])


def _is_in_headline(document: Document, at: int) -> bool:
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


def _compatible(a: Event, b: Event, *, pointing: bool) -> bool:
    if a.type != b.type:
        return False
    if a.subtype != b.subtype and (APART & {a.subtype, b.subtype} or not GENERAL & {a.subtype, b.subtype}):
        return False
    if any((a.factuality == unreal) != (b.factuality == unreal) for unreal in ("planned", "denied")):
        return False
    if any(_contradict(a, b, role) for role in ("agent", "patient", "place")):
        return False
    # of one attack two sides may give their own dead
    if not pointing and a.casualties and b.casualties and a.casualties.killed and b.casualties.killed:
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


def _is_finer(first: str | None, again: str | None) -> bool:
    """Say whether the later word tells more; that people were killed in a raid makes it no other than a raid."""
    return first in GENERAL and again is not None and (again != "Killing" or first is None)


def _join(first: Event, again: Event) -> Event:
    """Return the first mention with what the other adds."""
    roles = {p.role for p in first.participants}
    added = tuple(p for p in again.participants if p.role not in roles)
    return replace(
        first,
        subtype=again.subtype if _is_finer(first.subtype, again.subtype) else first.subtype,
        participants=first.participants + added,
        time=first.time or again.time,
        casualties=_tolls(first.casualties, again.casualties),
        same_as=(*first.same_as, again.trigger, *again.same_as),
    )
