"""Find standing ties: member of, leads, spokesperson for, holds role, located in, part of, same as, uses weapon."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from kg.annotate import equations, memberships, roles, sites
from kg.annotate.actors import Arguments
from kg.annotate.document import Document
from kg.annotate.roles import Tie
from kg.annotate.voices import Voices
from kg.model import Evidence, Relation, Span, Statement


def find(document: Document, statements: Sequence[Statement]) -> tuple[Relation, ...]:
    """Return the relations in text order of their evidence, each tie once a sentence."""
    arguments = Arguments(document)
    voices = Voices(statements, document.tokens)
    found: dict[tuple[object, ...], Tie] = {}
    layers = (roles.find, memberships.find, sites.find, equations.find)
    for tie in chain.from_iterable(layer(arguments) for layer in layers):
        if tie.subject == tie.object:
            continue
        key = (tie.subject, tie.relation, tie.object, tie.value, document.tokens.sent[tie.token])
        other = found.get(key)
        if other is None or tie.confidence > other.confidence:
            found[key] = tie
    ties = sorted(found.values(), key=lambda tie: (tie.token, tie.subject, tie.relation, tie.object or ""))
    return tuple(_relation(document, voices, tie, n) for n, tie in enumerate(ties, start=1))


def _relation(document: Document, voices: Voices, tie: Tie, number: int) -> Relation:
    t = document.tokens
    voice = voices.at(Span(t.start[tie.token], t.end[tie.token]))
    return Relation(
        id=f"r{number}",
        subject=tie.subject,
        relation=tie.relation,
        object=tie.object,
        value=tie.value,
        evidence=Evidence(span=t.span(*t.sentences[t.sent[tie.token]]), rule=tie.rule, confidence=tie.confidence),
        attributed_to=voice.speaker,
        factuality="reported" if voice.statement else "asserted",
    )
