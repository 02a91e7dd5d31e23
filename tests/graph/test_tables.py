"""What is counted ahead is what counting in the articles gives."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph.store import EmbeddedStore
from kg.model import Event, Extraction, Interval, Participant, Span
from kg.query.syntax import declared

sys.path.insert(0, str(Path(__file__).parent.parent / "query"))

from stories import Story, graph

RESOLVED = "GRAPH g:resolution { ?a kg:refersTo ?actor . ?b kg:refersTo ?other }"
DAY = (
    "OPTIONAL { GRAPH ?article { ?fact kg:startDate ?start } } "
    "OPTIONAL { GRAPH ?article { ?article dcterms:issued ?issued } } "
    "BIND(COALESCE(?start, ?issued) AS ?day)"
)

#: what a tally holds, and the same counted in the articles
PAIRS = {
    "events by month": (
        "SELECT ?month ?type ?certainty ?n ?m { GRAPH g:tallies { ?tally kg:inMonth ?month ; kg:ofType ?type ; "
        "kg:atCertainty ?certainty ; kg:factCount ?n ; kg:tellingArticleCount ?m } }",
        "SELECT ?month ?type ?certainty (COUNT(?fact) AS ?n) (COUNT(DISTINCT ?article) AS ?m) { GRAPH ?article "
        "{ ?fact kg:eventType ?type ; kg:factuality ?certainty } "
        f"{DAY} FILTER(BOUND(?day)) BIND(SUBSTR(STR(?day), 1, 7) AS ?month) }} GROUP BY ?month ?type ?certainty",
    ),
    "attacks by pair": (
        "SELECT ?actor ?other ?n ?m { GRAPH g:tallies { ?tally a kg:PairTally ; kg:byActor ?actor ; "
        "kg:onActor ?other ; kg:factCount ?n ; kg:tellingArticleCount ?m } }",
        "SELECT ?actor ?other (COUNT(DISTINCT ?fact) AS ?n) (COUNT(DISTINCT ?article) AS ?m) { GRAPH ?article "
        f'{{ ?fact kg:eventType "Assault" ; kg:hasAgent ?a ; kg:hasPatient ?b }} {RESOLVED} }} GROUP BY ?actor ?other',
    ),
    "days of events": (
        "SELECT ?fact ?day { GRAPH g:tallies { ?fact kg:onDay ?day } }",
        f"SELECT ?fact ?day {{ GRAPH ?article {{ ?fact kg:eventType ?type }} {DAY} FILTER(BOUND(?day)) }}",
    ),
    "speakers": (
        "SELECT ?actor ?n ?first { GRAPH g:tallies { ?actor kg:speakingArticleCount ?n ; kg:firstSpoke ?first } }",
        "SELECT ?actor (COUNT(DISTINCT ?article) AS ?n) (MIN(?issued) AS ?first) { GRAPH ?article "
        "{ ?fact kg:speaker ?a . ?article dcterms:issued ?issued } "
        "GRAPH g:resolution { ?a kg:refersTo ?actor } } GROUP BY ?actor",
    ),
    "contradictions": (
        "SELECT DISTINCT ?actor ?other ?fact { GRAPH g:tallies { ?pair a kg:Contradiction ; kg:byActor ?actor ; "
        "kg:onActor ?other ; kg:restsOn ?fact } }",
        "SELECT DISTINCT ?actor ?other ?fact { { SELECT ?actor ?other { GRAPH ?article { ?tie kg:polarity ?sign ; "
        f"kg:subject ?a ; kg:object ?b }} {RESOLVED} }} GROUP BY ?actor ?other HAVING (MIN(?sign) < MAX(?sign)) }} "
        f"GRAPH ?any {{ ?fact kg:polarity ?one ; kg:subject ?a ; kg:object ?b }} {RESOLVED} }}",
    ),
}


def shelling(name: str, publisher: str) -> Extraction:
    """Return an article that tells of one shelling of a country's town."""
    story = Story(name, publisher, "2024-05-03")
    span = story.sentence("The Green Brigades shelled Norland at Port Hale.")
    at = story.text.index("shelled")
    roles = (("agent", "Green Brigades"), ("patient", "Norland"), ("place", "Port Hale"))
    story.add(
        "events", "v", Event, type="Assault", subtype=None, trigger=Span(at, at + 7), evidence=story.evidence(span),
        participants=tuple(
            Participant(role=role, entity=story.entities[name], span=Span(at, at + 7)) for role, name in roles
        ),
        time=Interval(start=dt.date(2024, 5, 2), end=dt.date(2024, 5, 2), granularity="day", span=None),
    )  # fmt: skip
    story.align("Norland", 1, "Sudria", "Norland backs Sudria.")
    story.align("Norland", 1, "Green Brigades", "Norland backs the Green Brigades.")
    return story.extraction()


@pytest.fixture(scope="module")
def store() -> Iterator[EmbeddedStore]:
    with graph(None, shelling("three.txt", "The Daily"), shelling("four.txt", "The Other")) as made:
        yield made


@pytest.mark.parametrize("name", PAIRS)
def test_tallies_are_what_counting_gives(store: EmbeddedStore, name: str) -> None:
    ahead, counted = (sorted(str(list(row)) for row in store.select(declared(text))) for text in PAIRS[name])
    assert ahead == counted
    assert ahead


def test_actors_between_two_sides_and_several_tellers_are_found(store: EmbeddedStore) -> None:
    divided = (
        "SELECT ?actor ?one ?other { GRAPH g:inferred { ?actor kg:supports ?one , ?other . ?one kg:opposes ?other } }"
    )
    ahead = (
        "SELECT ?actor ?one ?other { GRAPH g:tallies "
        "{ ?x kg:supporter ?actor ; kg:opposingSide ?one ; kg:opposedSide ?other } }"
    )
    found, wanted = (sorted(str(list(row)) for row in store.select(declared(text))) for text in (ahead, divided))
    assert found == wanted
    assert found
    told = "SELECT ?teller { GRAPH g:tallies { ?x a kg:Corroboration ; kg:toldBy ?teller } }"
    assert sorted(row["teller"].value for row in store.select(declared(told))) == ["The Daily", "The Other"]
