"""The records that flow through kg: frozen values from the article to the facts read from it.

An `Article` is read, an `Extraction` holds everything that was read from it. Spans count Unicode
code points of ``Article.text``. Ids are local to one article ("e1", "v1", "s1", "a1", "r1"); IRIs are
minted from them by `kg.vocabulary`. ``shared words``: a *Statement* is what a speaker said, never an
RDF statement; an *Alignment* is an actor siding with or against another; a *Match* links an entity
to an outside knowledge base.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MentionKind = Literal["name", "nominal", "pronoun"]
Role = Literal["agent", "patient", "recipient", "instrument", "place", "origin", "destination"]
Factuality = Literal["asserted", "reported", "claimed", "denied", "planned"]
StatementKind = Literal["direct", "indirect", "mixed"]
Polarity = Literal[1, -1]
Basis = Literal["explicit", "event", "statement"]
RelationName = Literal[
    "memberOf", "leads", "spokespersonFor", "holdsRole", "locatedIn", "partOf", "sameAs", "usesWeapon"
]
Granularity = Literal["hour", "day", "week", "month", "season", "year", "decade", "open"]


class Span(NamedTuple):
    """A stretch of text, ``[start, end)`` in Unicode code points.

    >>> Span(4, 7).of("The dog")
    'dog'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the text that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Say whether ``other`` lies inside this span.

        >>> Span(0, 9).covers(Span(2, 9))
        True
        """
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character.

        >>> Span(0, 3).overlaps(Span(3, 5))
        False
        """
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article as read: its text untouched, and what is known of it.

    ``name`` identifies the article together with its text: a file's base name, a URL, or a record's
    id. ``source`` is where it was read this time, ``file`` the file of many articles that holds it. Nothing is guessed:
    what is not known is None.
    """

    iri: str
    name: str
    source: str
    text: str
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: dt.date | None = None
    url: str | None = None
    language: str = "en"
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in the text where an entity is meant."""

    span: Span
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A link from an entity to a record of an outside knowledge base, in SSSOM's terms.

    ``target`` is an IRI; ``method`` names how it was found (a SEMAPV justification or a rule of ours);
    ``score`` is between 0 and 1; ``alternatives`` are the candidates that lost, best first.
    """

    target: str
    method: str
    score: float
    label: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor, organization, location or weapon of one article with all its mentions.

    ``type`` is the local name of the most specific class of the ontology.
    """

    id: str
    type: str
    name: str
    iri: str
    mentions: tuple[Mention, ...]
    matches: tuple[Match, ...] = ()
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2 code, where known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a fact was read and by what: the span, the rule or model with its version, the confidence in [0, 1]."""

    span: Span
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """When something happens, both days included; either end may be open (None)."""

    start: dt.date | None
    end: dt.date | None
    granularity: Granularity
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who or what takes part in an event, in which role; ``entity`` is None where only the span is known."""

    role: Role
    entity: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties:
    """How many people an event killed or injured, None where the text does not say."""

    killed: int | None = None
    injured: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, is planned or is claimed, in PLOVER's terms.

    ``same_as`` holds the trigger spans of further mentions of the event; ``attributed_to`` the entity
    that the article gives as its source, ``statement`` the statement in whose content it stands.
    """

    id: str
    type: str
    subtype: str | None
    trigger: Span
    participants: tuple[Participant, ...]
    evidence: Evidence
    time: Interval | None = None
    casualties: Casualties | None = None
    same_as: tuple[Span, ...] = ()
    factuality: Factuality = "asserted"
    attributed_to: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a speaker said, wrote, believes or intends, as the article reports it.

    ``speaker`` is an entity's id and ``source`` the span that names it here; ``cue`` may be split;
    ``about`` lists ids of entities and events in the content; ``within`` is the statement that reports this one.
    """

    id: str
    speaker: str | None
    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: StatementKind
    evidence: Evidence
    addressee: str | None = None
    within: str | None = None
    about: tuple[str, ...] = ()
    factuality: Factuality = "reported"
    co_speakers: tuple[str, ...] = ()
    """The others who make the statement with the speaker: "Ames and Bohm said"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """An actor siding with (+1) or against (-1) another, with its basis, source and time."""

    id: str
    subject: str
    object: str
    polarity: Polarity
    relation: str
    basis: Basis
    evidence: Evidence
    attributed_to: str | None = None
    event: str | None = None
    statement: str | None = None
    time: Interval | None = None
    factuality: Factuality = "asserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A standing tie between two entities; ``value`` holds the title of a ``holdsRole``."""

    id: str
    subject: str
    relation: RelationName
    evidence: Evidence
    object: str | None = None
    value: str | None = None
    attributed_to: str | None = None
    factuality: Factuality = "asserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything that was read from one article, and what could not be (``losses``: reason to examples)."""

    article: Article
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    relations: tuple[Relation, ...] = ()
    losses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
