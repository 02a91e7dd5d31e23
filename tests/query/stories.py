"""A small graph made by hand: two outlets, four actors, a place, and what the outlets say of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.graph.derive import derive
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
    Participant,
    Relation,
    Span,
    Statement,
)
from kg.vocabulary import article_iri, part_iri

TYPES = {
    "Norland": "Country",
    "Sudria": "Country",
    "Green Brigades": "ArmedGroup",
    "Ada Wei": "Person",
    "Port Hale": "PopulatedPlace",
    "drones": "Weapon",
}


class Story:
    """One article that grows by sentences; every fact stands in one of them."""

    def __init__(self, name: str, publisher: str, day: str, title: str = "A story") -> None:
        self.name, self.publisher, self.day, self.title = name, publisher, day, title
        self.text = ""
        self.entities: dict[str, str] = {}
        self.mentions: dict[str, list[Mention]] = {}
        self.facts: dict[str, list[Any]] = {"events": [], "statements": [], "alignments": [], "relations": []}

    def sentence(self, text: str) -> Span:
        start = len(self.text)
        self.text += text + " "
        span = Span(start, start + len(text))
        for name in TYPES:
            at = text.find(name)
            if at >= 0:
                self.entities.setdefault(name, f"e{len(self.entities) + 1}")
                spot = Span(start + at, start + at + len(name))
                self.mentions.setdefault(name, []).append(Mention(span=spot, kind="name"))
        return span

    def evidence(self, span: Span, confidence: float = 0.9) -> Evidence:
        return Evidence(span=span, rule="test.rule", confidence=confidence)

    def add(self, kind_: str, prefix: str, fact: type, **fields: Any) -> str:
        local = f"{prefix}{len(self.facts[kind_]) + 1}"
        self.facts[kind_].append(fact(id=local, **fields))
        return local

    def align(self, subject: str, polarity: int, object_: str, text: str, **more: Any) -> str:
        span = self.sentence(text)
        more["attributed_to"] = self.entities.get(more.pop("by", ""))
        return self.add(
            "alignments", "a", Alignment, subject=self.entities[subject], object=self.entities[object_],
            polarity=polarity, relation="backs" if polarity > 0 else "condemns", basis="explicit",
            evidence=self.evidence(span), **more,
        )  # fmt: skip

    def extraction(self) -> Extraction:
        article = Article(
            iri=article_iri(self.name, self.text), name=self.name, source=self.name, text=self.text, title=self.title,
            publisher=self.publisher, published=dt.date.fromisoformat(self.day),
        )  # fmt: skip
        entities = tuple(
            Entity(
                id=local, type=TYPES[name], name=name, iri=part_iri(article.iri, "entity", local),
                mentions=tuple(self.mentions[name]),
                matches=(Match(target="https://sws.geonames.org/1/", method="gazetteer", score=0.9, label="Hale"),)
                if name == "Port Hale" else (),
                lat=1.5 if name == "Port Hale" else None, lon=2.5 if name == "Port Hale" else None,
            )
            for name, local in self.entities.items()
        )  # fmt: skip
        facts = {kind: tuple(found) for kind, found in self.facts.items()}
        return Extraction(article=article, entities=entities, **facts, losses={"no type": ("thing",)})


def stories() -> Iterator[Extraction]:
    one = Story("one.txt", "The Daily", "2024-01-10")
    one.align("Norland", 1, "Green Brigades", "Norland arms the Green Brigades.")
    one.align("Green Brigades", -1, "Sudria", "The Green Brigades fight Sudria.")
    one.align("Norland", -1, "Sudria", "Norland has long opposed Sudria.")
    span = one.sentence(
        "Ada Wei, spokeswoman of Norland, told reporters the Green Brigades had shelled Port Hale with drones."
    )
    ids, at = one.entities, one.text.index("shelled")
    speech = one.add(
        "statements", "s", Statement, speaker=ids["Ada Wei"], source=None, cue=(Span(at - 30, at - 25),),
        content=(Span(at, span.end),), kind="indirect", evidence=one.evidence(span),
        about=(ids["Green Brigades"], "v1"),
    )  # fmt: skip
    one.add(
        "events", "v", Event, type="Assault", subtype=None, trigger=Span(at, at + 7),
        participants=tuple(
            Participant(role=role, entity=ids[name], span=Span(at, at + 7))
            for role, name in (("agent", "Green Brigades"), ("place", "Port Hale"), ("instrument", "drones"))
        ),
        evidence=one.evidence(span), factuality="claimed", attributed_to=ids["Ada Wei"], statement=speech,
        casualties=Casualties(killed=2, injured=5),
        time=Interval(start=dt.date(2024, 1, 9), end=dt.date(2024, 1, 9), granularity="day", span=None),
    )  # fmt: skip
    for relation, value in (("holdsRole", "spokeswoman"), ("memberOf", None)):
        one.add("relations", "r", Relation, subject=ids["Ada Wei"], relation=relation, object=ids["Norland"],
                value=value, evidence=one.evidence(span, 0.4))  # fmt: skip
    yield one.extraction()

    two = Story("two.txt", "The Other", "2024-03-10", title="=HYPERLINK(1) of two")
    two.align("Norland", -1, "Green Brigades", "Norland now fights the Green Brigades.")
    two.align("Ada Wei", -1, "Sudria", "Ada Wei condemned Sudria.")
    two.align(
        "Sudria",
        1,
        "Green Brigades",
        "Norland said Sudria pays the Green Brigades.",
        by="Norland",
        factuality="claimed",
    )
    two.align("Sudria", -1, "Norland", "Sudria denied that it would attack Norland.", factuality="denied")
    yield two.extraction()


def graph(directory: Path | None = None, *more: Extraction) -> EmbeddedStore:
    store = EmbeddedStore(directory)
    store.write(quad for found in (*stories(), *more) for quad in quads(found))
    derive(store)
    return store
