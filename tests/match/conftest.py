"""A stage, a client that never waits long, and a graph of a few actors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.graph import derive
from kg.graph.quads import quads
from kg.graph.store import EmbeddedStore
from kg.match.cache import Cache
from kg.match.client import Client, Manners
from kg.model import Entity, Evidence, Extraction, Match, Relation, Span
from tests.match.stage import Stage, stage
from tests.resolve.test_judgement import told


@pytest.fixture
def scene() -> Iterator[Stage]:
    with stage() as opened:
        yield opened


@pytest.fixture
def waited() -> list[float]:
    """The seconds that a client would have slept."""
    return []


@pytest.fixture
def client(tmp_path: Path, scene: Stage, waited: list[float]) -> Iterator[Callable[..., Client]]:
    """Make a client with the cache of this test; what it waits is only written down."""
    made: list[Client] = []

    def make(**manners: object) -> Client:
        settings = {"pause": 0.0, "timeout": 1.0, "trusted": (scene.url,), "sleep": waited.append, **manners}
        made.append(Client(Cache(tmp_path / "answers"), Manners(**settings)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for opened in made:
        opened.__exit__()


LOMAR = Match(target="https://sws.geonames.org/7001/", method="gazetteer", score=0.9, label="Lomar")


def placed(extraction: Extraction, **known: object) -> Extraction:
    (entity,) = extraction.entities
    return replace(extraction, entities=(replace(entity, **known),))  # type: ignore[arg-type]


ARTICLES = (
    placed(told("Karim Addou"), country="IQ"),
    placed(told("Lomar", "PopulatedPlace", LOMAR), country="IQ", lat=33.3, lon=44.4),
    told("Orvan Progress Reform Party", "PoliticalParty"),
    told("Leila Orsk"),
    told("Nobody Knowsher"),
)


def graph(store: EmbeddedStore, articles: tuple[Extraction, ...] = ARTICLES) -> EmbeddedStore:
    for article in articles:
        store.write(quads(article))
    derive.derive(store)
    return store


@pytest.fixture
def store() -> EmbeddedStore:
    return graph(EmbeddedStore(None))


def with_post(extraction: Extraction, title: str, where: str) -> Extraction:
    """Let an article say what post its person holds."""
    (entity,) = extraction.entities
    office = Entity(id="e2", type="GovernmentBody", name=where, iri=entity.iri + "b", mentions=entity.mentions)
    evidence = Evidence(span=Span(0, 3), rule="relations.test", confidence=0.9)
    relation = Relation(id="r1", subject="e1", relation="holdsRole", object="e2", value=title, evidence=evidence)
    return replace(extraction, entities=(entity, office), relations=(relation,))
