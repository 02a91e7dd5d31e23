"""Judgements outrank scores, travel with the graph, and leave no trace when they are taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import derive
from kg.graph.quads import quads
from kg.graph.stats import dataset_hash
from kg.graph.store import EmbeddedStore
from kg.graph.validate import validate
from kg.model import Article, Entity, Extraction, Match, Mention, Span
from kg.resolve import identity, judgement
from kg.resolve.judgement import Judgement
from kg.resolve.likeness import plain
from kg.vocabulary import BASE, article_iri, part_iri, term

TRIPOLI = "https://sws.geonames.org/1/"


def told(text: str, type_: str = "Person", *matches: Match) -> Extraction:
    """Return an article of one name."""
    iri = article_iri("story.txt", text)
    entity = Entity(
        id="e1",
        type=type_,
        name=text,
        iri=part_iri(iri, "entity", "e1"),
        mentions=(Mention(span=Span(0, len(text)), kind="name"),),
        matches=matches,
    )
    return Extraction(article=Article(iri=iri, name="story.txt", source="story.txt", text=text), entities=(entity,))


def group(name: str, family: str = "Person") -> str:
    return identity.group_iri((family, plain(name), ""))


ARTICLES = tuple(
    [told(name) for name in ("Mustafa al-Kadhimi", "Mustapha Kazemi", "M. Kadhimi", "Leila Orsk")]
    + [told("Tripoli", "PopulatedPlace", Match(target=TRIPOLI, method="gazetteer", score=0.9))]
)
MOMENT = dt.datetime(2024, 3, 4, 9, 30)


def judged(
    one: str, other: str, verdict: identity.Verdict, *, minute: int = 0, kind: judgement.Kind = "identity"
) -> Judgement:
    when = MOMENT + dt.timedelta(minutes=minute)
    return Judgement(subject=one, object=other, verdict=verdict, who="ada", when=when, kind=kind)


SAME = judged(group("Mustafa al-Kadhimi"), group("Leila Orsk"), "same")
APART = judged(group("Mustafa al-Kadhimi"), group("Mustapha Kazemi"), "different")
NOT_THERE = judged(identity.group_iri(("authority", TRIPOLI)), TRIPOLI, "different", kind="match")
THERE = judged(NOT_THERE.subject, TRIPOLI, "same", kind="match")
JUDGEMENTS = (SAME, APART, NOT_THERE, judged(group("M. Kadhimi"), group("Mustafa al-Kadhimi"), "unsure"))


def built(articles: Iterable[Extraction], judgements: Iterable[Judgement] = ()) -> EmbeddedStore:
    store = EmbeddedStore(None)
    for article in articles:
        store.write(quads(article))
    for made in judgements:
        judgement.keep(store, [made])
    derive.derive(store)
    return store


def actor_of(store: EmbeddedStore, name: str) -> str:
    ask = f'SELECT ?a WHERE {{ GRAPH ?g {{ ?e <{term("skos:prefLabel")}> "{name}" }} ?e <{term("kg:refersTo")}> ?a }}'
    return str(next(iter(store.select(ask)))["a"].value)


def test_a_judgement_outranks_the_score_either_way() -> None:
    alone = built(ARTICLES)
    assert actor_of(alone, "Mustafa al-Kadhimi") == actor_of(alone, "Mustapha Kazemi")
    assert actor_of(alone, "Mustafa al-Kadhimi") != actor_of(alone, "Leila Orsk")
    after = built(ARTICLES, JUDGEMENTS)
    assert actor_of(after, "Mustafa al-Kadhimi") != actor_of(after, "Mustapha Kazemi")
    assert actor_of(after, "Mustafa al-Kadhimi") == actor_of(after, "Leila Orsk")


def test_a_rejected_link_is_gone_and_an_accepted_one_says_so() -> None:
    linked = f"ASK {{ GRAPH <{BASE}graph/matches> {{ ?m <{term('kg:target')}> <{TRIPOLI}> }} }}"
    accepted = f"ASK {{ GRAPH <{BASE}graph/matches> {{ ?m <{term('kg:judgement')}> <{term('kg:accepted')}> }} }}"
    assert built(ARTICLES).query(linked)
    assert not built(ARTICLES, [NOT_THERE]).query(linked)
    assert built(ARTICLES, [THERE]).query(accepted)


def test_a_rejected_link_no_longer_names_the_actor() -> None:
    assert actor_of(built(ARTICLES), "Tripoli") == NOT_THERE.subject
    assert actor_of(built(ARTICLES, [NOT_THERE]), "Tripoli") == group("Tripoli", "PopulatedPlace")


@settings(max_examples=25, deadline=None)
@given(
    articles=st.permutations(ARTICLES),
    kept=st.integers(0, len(ARTICLES)),
    judgements=st.permutations(JUDGEMENTS),
    made=st.integers(0, len(JUDGEMENTS)),
)
def test_the_graph_is_a_function_of_articles_and_judgements(
    articles: list[Extraction], kept: int, judgements: list[Judgement], made: int
) -> None:
    # judgements first, articles later, some of both taken away again
    store = EmbeddedStore(None)
    for given_ in judgements:
        judgement.keep(store, [given_])
    for article in articles:
        store.write(quads(article))
    derive.derive(store)
    for article in articles[kept:]:
        store.drop(article.article.iri)
    for given_ in judgements[made:]:
        judgement.take_back(store, given_)
    derive.derive(store)
    in_order = [a for a in ARTICLES if a in articles[:kept]]
    assert dataset_hash(store) == dataset_hash(built(in_order, judgements[:made]))


@given(st.permutations([judged("a", "b", v, minute=m) for m, v in enumerate(("same", "unsure", "different"))]))
def test_the_newest_judgement_on_a_pair_stays(judgements: list[Judgement]) -> None:
    store = EmbeddedStore(None)
    ends = [judged(f"{BASE}{j.subject}", f"{BASE}{j.object}", j.verdict, minute=j.when.minute - 30) for j in judgements]
    for made in ends:
        judgement.keep(store, [made])
    assert [j.verdict for j in judgement.read(store)] == ["different"]


def test_judgements_sleep_while_their_articles_are_away() -> None:
    store = built(ARTICLES, JUDGEMENTS)
    before = dataset_hash(store)
    for article in ARTICLES:
        store.drop(article.article.iri)
    derive.derive(store)
    assert len(judgement.read(store)) == len(JUDGEMENTS)
    for article in ARTICLES:
        store.write(quads(article))
    derive.derive(store)
    assert dataset_hash(store) == before


def test_what_was_judged_before_stands_again() -> None:
    store = built(ARTICLES, JUDGEMENTS)
    before = dataset_hash(store)
    changed = judged(SAME.subject, SAME.object, "different", minute=5)
    judgement.keep(store, [changed])
    judgement.take_back(store, changed, former=SAME)
    derive.derive(store)
    assert dataset_hash(store) == before


def test_a_graph_with_judgements_conforms() -> None:
    assert list(validate(built(ARTICLES, JUDGEMENTS).snapshot())) == []


def test_a_judgement_without_a_verdict_does_not() -> None:
    store = built(ARTICLES, JUDGEMENTS)
    store.oxigraph.update(
        f"DELETE {{ GRAPH ?g {{ ?j <{term('kg:verdict')}> ?v }} }} "
        f"WHERE {{ GRAPH ?g {{ ?j <{term('kg:verdict')}> ?v }} }}"
    )
    messages = {v.message for v in validate(store.snapshot())}
    assert messages == {"a decision accepts, rejects or leaves open"}


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_what_is_kept_is_what_is_read(verdict: identity.Verdict) -> None:
    store, made = EmbeddedStore(None), judge(verdict)
    judgement.keep(store, [made])
    assert judgement.read(store) == [made]


def judge(verdict: identity.Verdict) -> Judgement:
    one, other = sorted((group("Ada"), group("Bo")))
    return judgement.judge(one, other, verdict, who="ada")
