"""An article of our own invention and, by hand, everything that is to be read from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph import derive
from kg.graph.quads import quads
from kg.graph.store import EmbeddedStore
from kg.model import (
    Alignment,
    Article,
    Casualties,
    Entity,
    Event,
    Evidence,
    Extraction,
    Interval,
    Match,
    Mention,
    MentionKind,
    Participant,
    Relation,
    Span,
    Statement,
)
from kg.vocabulary import article_iri

TITLE = "Rockets hit Norland air base"
FIRST = (
    "The Sudland-backed Green Brigades fired two rockets at Lomar Air Base last month, wounding two soldiers, "
    "Norland's defence minister, Yara Domm, told The Daily on Thursday."
)
SECOND = '"They will pay," she said, "and soon."'
TEXT = f"{TITLE}\n\n{FIRST} {SECOND}\n"
NAME = "rockets.txt"
IRI = article_iri(NAME, TEXT)


def at(words: str, *, after: int = 0) -> Span:
    """Return where the words first stand in the text."""
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


BODY = len(TITLE)


def entity(local_id: str, kind: str, name: str, *mentions: tuple[str, MentionKind], **more: object) -> Entity:
    return Entity(
        id=local_id,
        type=kind,
        name=name,
        iri=f"{IRI}/entity/{local_id}",
        mentions=tuple(Mention(span=at(words, after=BODY), kind=kind) for words, kind in mentions),
        **more,  # type: ignore[arg-type]
    )


def read(words: str, rule: str, confidence: float) -> Evidence:
    return Evidence(span=at(words), rule=rule, confidence=confidence)


JUNE = Interval(
    start=dt.date(2021, 6, 1), end=dt.date(2021, 6, 30), granularity="month", span=at("last month", after=BODY)
)

EXTRACTION = Extraction(
    article=Article(
        iri=IRI,
        name=NAME,
        source="/somewhere/rockets.txt",
        text=TEXT,
        title=TITLE,
        publisher="Norland Wire",
        authors=("Ann Lee",),
        published=dt.date(2021, 7, 8),
        url="https://example.org/rockets",
    ),
    entities=(
        entity("e1", "ArmedGroup", "Green Brigades", ("Green Brigades", "name")),
        entity("e2", "Facility", "Lomar Air Base", ("Lomar Air Base", "name")),
        entity(
            "e3",
            "Country",
            "Norland",
            ("Norland", "name"),
            lat=1.5,
            lon=-2.25,
            country="NX",
            matches=(
                Match(
                    target="https://example.org/gazetteer/norland",
                    method="gazetteer.country",
                    score=0.99,
                    label="Norland",
                    alternatives=("https://example.org/gazetteer/norland-on-sea",),
                ),
            ),
        ),
        entity("e4", "Person", "Yara Domm", ("Yara Domm", "name"), ("defence minister", "nominal"), ("she", "pronoun")),
        entity("e5", "MediaOutlet", "The Daily", ("The Daily", "name")),
        entity("e6", "Country", "Sudland", ("Sudland", "name")),
        entity("e7", "Weapon", "two rockets", ("two rockets", "nominal")),
    ),
    events=(
        Event(
            id="v1",
            type="Assault",
            subtype="RocketAttack",
            trigger=at("fired"),
            same_as=(at("hit"),),
            participants=(
                Participant(role="agent", entity="e1", span=at("Green Brigades")),
                Participant(role="patient", entity="e2", span=at("Lomar Air Base")),
                Participant(role="patient", entity=None, span=at("two soldiers")),
                Participant(role="instrument", entity="e7", span=at("two rockets")),
            ),
            time=JUNE,
            casualties=Casualties(injured=2, span=at("two soldiers")),
            factuality="reported",
            attributed_to="e4",
            statement="s1",
            evidence=read(FIRST, "events.verb", 0.9),
        ),
    ),
    statements=(
        Statement(
            id="s1",
            speaker="e4",
            source=at("Yara Domm"),
            cue=(at("told"),),
            content=(at(FIRST[: FIRST.index(", Norland's")]),),
            kind="indirect",
            addressee="e5",
            about=("e1", "e2", "v1"),
            evidence=read(FIRST, "statements.indirect", 0.9),
        ),
        Statement(
            id="s2",
            speaker="e4",
            source=at("she"),
            cue=(at("said"),),
            content=(at("They will pay"), at("and soon")),
            kind="direct",
            about=("e1",),
            within="s1",
            evidence=read(SECOND, "statements.direct", 0.95),
        ),
    ),
    alignments=(
        Alignment(
            id="a1",
            subject="e6",
            object="e1",
            polarity=1,
            relation="backs",
            basis="explicit",
            evidence=read(FIRST, "alignments.compound", 0.85),
            attributed_to="e4",
            statement="s1",
            factuality="reported",
        ),
        Alignment(
            id="a2",
            subject="e1",
            object="e3",
            polarity=-1,
            relation="attacks",
            basis="event",
            evidence=read(FIRST, "alignments.event", 0.7),
            attributed_to="e4",
            event="v1",
            statement="s1",
            time=JUNE,
            factuality="reported",
        ),
    ),
    relations=(
        Relation(
            id="r1",
            subject="e4",
            relation="holdsRole",
            object="e3",
            value="defence minister",
            evidence=read(FIRST, "relations.title", 0.9),
        ),
        Relation(
            id="r2", subject="e2", relation="locatedIn", object="e3", evidence=read(TITLE, "relations.compound", 0.6)
        ),
    ),
    losses={"time without a date": ("soon",)},
)


def example_quads() -> Iterator[ox.Quad]:
    """Yield the quads of the article and of the graphs that are derived from it."""
    with EmbeddedStore(None) as store:
        store.write(quads(EXTRACTION))
        derive.derive(store)
        for quad in store.quads():
            if "graph/ontology" not in str(quad.graph_name):
                yield quad
