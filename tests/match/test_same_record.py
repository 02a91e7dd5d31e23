"""Two actors that lead to one record of a knowledge base are one where that is sure, and offered to a person else."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import derive
from kg.graph.stats import dataset_hash
from kg.graph.store import EmbeddedStore
from kg.match import lookup, question, run
from kg.match.lookup import Lookup
from kg.model import Extraction, Match
from kg.resolve import identity, judgement, review
from kg.resolve.judgement import Judgement
from tests.match.conftest import graph, placed
from tests.match.test_lookups import WD, found
from tests.resolve.test_judgement import actor_of, group, judged, told

FRONT = identity.group_iri(("ArmedGroup", "dawn front of orvan", ""))
ABBREVIATED = identity.group_iri(("ArmedGroup", "jabhat al fajr", ""))
SHEIKH, FOUNDER = group("Tarik Belhadi"), group("Abu Salim Orvani")

ARTICLES = (
    told("Dawn Front of Orvan", "ArmedGroup"),
    told("Jabhat al-Fajr", "ArmedGroup"),
    told("Tarik Belhadi"),
    told("Abu Salim Orvani"),
)
LOOKUPS = (
    found(FRONT, 5, score=0.96),
    found(ABBREVIATED, 5, score=0.95),
    found(SHEIKH, 7, score=0.88),
    found(FOUNDER, 7, score=0.9),
)
JUDGEMENTS = (judged(FRONT, ABBREVIATED, "different"), judged(SHEIKH, f"{WD}Q7", "same", kind="match"))


def built(
    articles: tuple[Extraction, ...] = ARTICLES,
    lookups: tuple[Lookup, ...] = LOOKUPS,
    judgements: tuple[Judgement, ...] = (),
) -> EmbeddedStore:
    store = graph(EmbeddedStore(None), articles)
    lookup.keep(store, lookups)
    judgement.keep(store, judgements)
    derive.derive(store)
    return store


def are_one(store: EmbeddedStore, *names: str) -> bool:
    return len({actor_of(store, name) for name in names}) == 1


def offered(store: EmbeddedStore, *, joined: bool = False) -> list[tuple[set[str], str]]:
    pairs = review.Session(store, shown="joined" if joined else "doubtful").pairs
    return [({pair.one_name, pair.other_name}, pair.reason) for pair in pairs]


def test_two_sure_finds_of_one_record_are_one_actor() -> None:
    store = built()
    assert are_one(store, "Dawn Front of Orvan", "Jabhat al-Fajr")
    assert offered(store, joined=True) == [
        ({"Dawn Front of Orvan", "Jabhat al-Fajr"}, f"both are {WD}Q5 (Item 5)"),
    ]


def test_two_less_sure_finds_are_offered_to_a_person() -> None:
    store = built()
    assert not are_one(store, "Tarik Belhadi", "Abu Salim Orvani")
    assert offered(store) == [({"Tarik Belhadi", "Abu Salim Orvani"}, f"both are {WD}Q7 (Item 7)")]
    accepted = [judged(one, f"{WD}Q7", "same", kind="match") for one in (SHEIKH, FOUNDER)]
    assert are_one(built(judgements=tuple(accepted)), "Tarik Belhadi", "Abu Salim Orvani")


def test_a_person_parts_what_a_record_joined_and_takes_it_back() -> None:
    store = built()
    before = dataset_hash(store)
    session = review.Session(store, by="ada", shown="joined")
    keys = iter("dq")
    review.walk(session, lambda: next(keys), lambda line: None)
    session.finish()
    assert not are_one(store, "Dawn Front of Orvan", "Jabhat al-Fajr")
    assert offered(store, joined=True) == []
    (made,) = judgement.read(store)
    judgement.take_back(store, made)
    derive.derive(store)
    assert dataset_hash(store) == before


def test_a_record_that_a_person_rejected_joins_nothing() -> None:
    assert not are_one(built(judgements=(judged(FRONT, f"{WD}Q5", "different", kind="match"),)), *_names(ARTICLES[:2]))


def test_forgetting_the_service_parts_them_again() -> None:
    store = built()
    run.forget(store, "wikidata")
    assert not are_one(store, "Dawn Front of Orvan", "Jabhat al-Fajr")


def test_the_record_of_articles_goes_before_what_a_service_found() -> None:
    union = told("Orvan Union", "ArmedGroup", Match(target=f"{WD}Q5", method="organizations.list", score=0.98))
    key = identity.group_iri(("authority", f"{WD}Q5"))
    assert are_one(built((*ARTICLES[:2], union)), "Orvan Union", *_names(ARTICLES[:2]))
    # asked again all the same, the service says another one: that joins nothing
    wrong = (found(key, 7, score=0.96), found(FRONT, 7, score=0.97))
    assert not are_one(built((ARTICLES[0], union), wrong), "Orvan Union", "Dawn Front of Orvan")


@pytest.mark.parametrize(
    "others",
    [
        (told("Dawn Front of Orvan", "ArmedGroup"), told("Jabhat al-Fajr", "MediaOutlet")),
        (told("Dawn Front of Orvan", "ArmedGroup"), told("Jabhat al-Fajr", "Person")),
        tuple(
            placed(told(name, "ArmedGroup"), country=code)
            for name, code in (("Dawn Front of Orvan", "IQ"), ("Jabhat al-Fajr", "SY"))
        ),
    ],
)
def test_one_record_joins_nobody_of_another_kind_or_country(others: tuple[Extraction, ...]) -> None:
    store = graph(EmbeddedStore(None), others)
    asked = question.read(store).asked
    lookup.keep(store, [found(q.entity, 5, score=0.99) for q in asked])
    derive.derive(store)
    assert len(asked) == 2
    assert not are_one(store, *_names(others))
    assert offered(store) == []


def test_the_joined_actor_is_asked_about_once() -> None:
    asked = {q.name for q in question.read(built()).asked}
    assert len(asked & {"Dawn Front of Orvan", "Jabhat al-Fajr"}) == 1


def _names(articles: tuple[Extraction, ...]) -> list[str]:
    return [article.entities[0].name for article in articles]


@settings(max_examples=15, deadline=None)
@given(
    articles=st.permutations(ARTICLES),
    kept=st.integers(0, len(ARTICLES)),
    lookups=st.permutations(LOOKUPS),
    known=st.integers(0, len(LOOKUPS)),
    judgements=st.permutations(JUDGEMENTS),
    made=st.integers(0, len(JUDGEMENTS)),
)
def test_the_graph_is_a_function_of_articles_lookups_and_judgements(
    articles: list[Extraction],
    kept: int,
    lookups: list[Lookup],
    known: int,
    judgements: list[Judgement],
    made: int,
) -> None:
    # everything is told, in any order, and then a part of each is taken back
    store = EmbeddedStore(None)
    judgement.keep(store, judgements)
    for one in lookups:
        lookup.keep(store, [one])
    graph(store, tuple(articles))
    for article in articles[kept:]:
        store.drop(article.article.iri)
    rest = {one.group for one in lookups[:known]}
    lookup.forget(store, lambda one: one.group not in rest)
    for told_ in judgements[made:]:
        judgement.take_back(store, told_)
    derive.derive(store)
    fresh = built(
        tuple(a for a in ARTICLES if a in articles[:kept]),
        tuple(one for one in LOOKUPS if one in lookups[:known]),
        tuple(one for one in JUDGEMENTS if one in judgements[:made]),
    )
    assert dataset_hash(store) == dataset_hash(fresh)


GROUPS = st.sampled_from(["Ada Wei", "Leila Orsk", "Bo Dahl", "Cleo Rask"])
RECORDS = st.lists(
    st.tuples(GROUPS, st.sampled_from(["Person", "PoliticalParty"]), st.sampled_from([None, "PE", "NO"])), max_size=8
)


@given(RECORDS, st.integers(1, 2), st.randoms())
def test_whatever_leads_to_one_record_no_two_countries_or_kinds_are_joined(
    drawn: list[tuple[str, str, str | None]], items: int, chance: object
) -> None:
    records = [
        identity.Record(iri=f"x:{n}", article=f"a{n}", type=type_, name=name, country=country)
        for n, (name, type_, country) in enumerate(drawn)
    ]
    each = sorted({identity.group_iri(identity.key(r)) for r in records})
    known = {g: (identity.Identified(f"{WD}Q{n % items}", 0.97),) for n, g in enumerate(each)}
    actors = identity.resolve(records, identified=known)
    mixed = list(records)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert actors == identity.resolve(mixed, identified=dict(reversed(known.items())))
    by_iri = {r.iri: r for r in records}
    for actor in actors:
        for a, b in combinations([by_iri[iri] for iri in actor.members], 2):
            assert a.type == b.type
            assert not (a.country and b.country) or a.country == b.country


def test_the_score_is_that_of_both_finds_together() -> None:
    sure, doubt = (identity.Identified(f"{WD}Q1", score) for score in (0.97, 0.89))
    records = [
        identity.Record(iri="x:0", article="a", type="Person", name="Ada Wei"),
        identity.Record(iri="x:1", article="b", type="Person", name="Umm Salma"),
    ]
    one, other = (identity.group_iri(identity.key(r)) for r in records)
    assert len(identity.resolve(records, identified={one: (sure,), other: (sure,)})) == 1
    assert len(identity.resolve(records, identified={one: (sure,), other: (doubt,)})) == 2
    (pair,) = identity.doubtful(records, identified={one: (sure,), other: (doubt,)})
    assert pair.score == pytest.approx(0.863)
