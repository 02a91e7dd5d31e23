"""Find standing ties: member of, leads, spokesperson for, holds role, located in, part of, same as, uses weapon.

What is read inside a statement stands as far as the statement does: a weapon of an unverified claim is only claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kg.annotate import factuality
from kg.annotate.actors import Arguments
from kg.annotate.document import Document
from kg.annotate.relations import armament, equations, memberships, roles, sites
from kg.annotate.relations.posts import Tie
from kg.annotate.voices import Voices
from kg.model import Event, Evidence, Relation, Span, Statement

#: rules for what a statement takes for granted: who denies that "minister Ames lied" does not deny that he is one
_PRESUPPOSED = ("roles.title", "roles.apposition", "roles.nominal", "sites.")
#: how far a text may stand behind a fact, the firmest first
_FIRMNESS = ("asserted", "reported", "claimed", "planned", "denied")
#: how sure it is that who does an armed event uses the weapon, against the event itself
_OF_EVENT = 0.9


def find(document: Document, statements: Sequence[Statement], events: Sequence[Event] = ()) -> tuple[Relation, ...]:
    """Return the relations in text order of their evidence, each tie once a sentence, each role once an article.

    Who does an event with a weapon uses it; that stands as far as the event does.
    """
    arguments = Arguments(document)
    voices = Voices(statements, document.tokens)
    found: dict[tuple[object, ...], Tie] = {}
    layers = (roles.find, memberships.find, sites.find, armament.find, equations.find)
    for tie in chain.from_iterable(layer(arguments) for layer in layers):
        if tie.subject == tie.object:
            continue
        key = (tie.subject, tie.relation, tie.object, tie.value, document.tokens.sent[tie.token])
        other = found.get(key)
        if other is None or tie.confidence > other.confidence:
            found[key] = tie
    ties = sorted(found.values(), key=lambda tie: (tie.token, tie.subject, tie.relation, tie.object or ""))
    standing = list(_armed([_relation(document, voices, tie) for tie in ties], document, events))
    return tuple(replace(relation, id=f"r{n}") for n, relation in enumerate(_held_once(standing), start=1))


def _relation(document: Document, voices: Voices, tie: Tie) -> Relation:
    t = document.tokens
    standing = factuality.judge("", voices.at(Span(t.start[tie.token], t.end[tie.token])).statement)
    if tie.rule.startswith(_PRESUPPOSED) and standing.factuality != "asserted":
        standing = replace(standing, factuality="reported")
    return Relation(
        id="",
        subject=tie.subject,
        relation=tie.relation,
        object=tie.object,
        value=tie.value,
        evidence=Evidence(span=t.span(*t.sentences[t.sent[tie.token]]), rule=tie.rule, confidence=tie.confidence),
        attributed_to=standing.attributed_to,
        factuality=standing.factuality,
    )


def _armed(relations: Sequence[Relation], document: Document, events: Sequence[Event]) -> Iterator[Relation]:
    """Yield the relations with those of armed events: "a drone strike by X" tells that X uses drones."""
    types = {entity.id: entity.type for entity in document.entities}
    used: dict[tuple[str, str], list[Event]] = {}
    for event, agent, weapon in armament.of_events(events, types):
        used.setdefault((agent, weapon), []).append(event)
    for relation in relations:
        done = used.pop((relation.subject, relation.object or ""), []) if relation.relation == "usesWeapon" else []
        if done:
            first = min(done, key=lambda event: _FIRMNESS.index(event.factuality))
            relation = replace(relation, factuality=first.factuality, attributed_to=first.attributed_to)
        yield relation
    for (agent, weapon), done in used.items():
        event = min(done, key=lambda event: _FIRMNESS.index(event.factuality))
        yield Relation(
            id="",
            subject=agent,
            relation="usesWeapon",
            object=weapon,
            evidence=replace(event.evidence, rule="armament.event", confidence=_OF_EVENT * event.evidence.confidence),
            attributed_to=event.attributed_to,
            factuality=event.factuality,
        )


def _held_once(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the relations, of those that give someone one role in one organization only the best founded.

    What the article says itself counts before what it reports, then the fuller title; a title without an
    organization adds nothing where it is given with one.
    """
    best: dict[tuple[str, str | None, str], Relation] = {}
    for relation in relations:
        if relation.relation == "holdsRole":
            key = relation.subject, relation.object, _post(relation)
            if key not in best or _weight(relation) > _weight(best[key]):
                best[key] = relation
    placed = {(subject, post) for subject, body, post in best if body is not None}
    for relation in relations:
        key = relation.subject, relation.object, _post(relation)
        only = best.get(key) is relation and (relation.object is not None or key[::2] not in placed)
        if relation.relation != "holdsRole" or only:
            yield relation


def _post(relation: Relation) -> str:
    """Return the last word of a title, by which two wordings of one post agree."""
    return (relation.value or "").casefold().rpartition(" ")[2]


def _weight(relation: Relation) -> tuple[bool, float, int]:
    return relation.factuality == "asserted", relation.evidence.confidence, len(relation.value or "")
