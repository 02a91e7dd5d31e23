"""Read the sides that blame tells: who blames is against the one he blames, who, as he says, attacked the victims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.annotate.actors import ACTORS, Arguments
from kg.annotate.alignments import blame
from kg.annotate.alignments.stances.holding import Holding, hold
from kg.annotate.alignments.stances.stance import Stance
from kg.model import Event


def find(arguments: Arguments, events: Sequence[Event]) -> Iterator[Stance]:
    """Yield that who blames is against whom he blames, and that those are, as he says, against who suffered the act."""
    t = arguments.tokens
    by_trigger = {span.end: event for event in events for span in (event.trigger, *event.same_as)}
    for v, pos in enumerate(t.pos):
        put = blame.read(t, v) if pos == "VERB" else None
        if put is None or (put.act is not None and arguments.entity(put.act) is not None):
            continue
        holding = hold(arguments, v)
        if holding not in (Holding(), Holding("planned")):
            continue
        subjects = tuple(dict.fromkeys(e for s in arguments.subjects(v) for e in arguments.actors(s)))
        blamed = tuple(e for e in arguments.actors(put.blamed, owned=False) if e not in subjects)
        if not blamed:
            continue
        if subjects:
            yield Stance(v, subjects, blamed, -1, "accuses", "statement", 0.85, rule="blame")
        event = None if put.act is None else by_trigger.get(t.end[put.act])
        for victims in () if event is None or event.type != "Assault" else (_victims(arguments, event),):
            source = subjects[0] if subjects else None
            others = tuple(e for e in victims if e not in blamed)
            if others and put.act is not None:
                yield Stance(
                    put.act, blamed, others, -1, "attacks", "event", 0.6, "claimed", source, rule="blame.claimed"
                )


def _victims(arguments: Arguments, event: Event) -> Iterator[str]:
    entity = arguments.document.entity
    for p in event.participants:
        if p.role == "patient" and p.entity is not None and entity[p.entity].type in ACTORS:
            yield p.entity
