"""What services found lives beside articles and judgements: judged by persons, and taken back without a trace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import derive
from kg.graph.quads import quads
from kg.graph.stats import counts, dataset_hash
from kg.graph.store import EmbeddedStore
from kg.graph.validate import validate
from kg.match import lookup, question, run
from kg.match.lookup import Lookup, Near
from kg.model import Match
from kg.query import run as query
from kg.resolve import identity, judgement, sssom
from kg.vocabulary import BASE, term
from tests.match.conftest import ARTICLES, LOMAR, graph, placed, with_post
from tests.resolve.test_judgement import group, judged, told

NOW = dt.datetime(2024, 3, 4, 9, 30)
WD = "http://www.wikidata.org/entity/"
PARTY = identity.group_iri(("PoliticalParty", "orvan progress reform party", ""))
ORSK = group("Leila Orsk")
ADDOU = identity.group_iri(("Person", "karim addou", "IQ"))
PLACE = identity.group_iri(("authority", LOMAR.target))


def found(group_: str, number: int | None, *, service: str = "wikidata", score: float = 0.9, minute: int = 0) -> Lookup:
    when = NOW + dt.timedelta(minutes=minute)
    near = (Near(0.5, f"{WD}Q5", "Another of this name"), Near(0.4, f"{WD}Q6"))
    if number is None:
        return Lookup(group=group_, service=service, when=when, reason="candidates too near each other", others=near)
    return Lookup(
        group=group_,
        service=service,
        when=when,
        target=f"{WD}Q{number}",
        label=f"Item {number}",
        score=score,
        method=f"{service}-search",
        others=near,
    )


LOOKUPS = (found(PARTY, 20), found(ADDOU, 1), found(ORSK, None), found(PARTY, 21, service="mirror", score=0.95))


def links(store: EmbeddedStore) -> dict[tuple[str, str], str]:
    """Return the method of each link by entity and target."""
    ask = (
        f"SELECT ?e ?t ?m WHERE {{ GRAPH <{BASE}graph/matches> {{ ?l <{term('kg:entity')}> ?e ; "
        f"<{term('kg:target')}> ?t ; <{term('kg:matchMethod')}> ?m }} }}"
    )
    return {(row["e"].value, row["t"].value): row["m"].value for row in store.select(ask)}


def rows_of(store: EmbeddedStore, name: str) -> list[dict[str, str]]:
    found = query.answer(store, name)
    return [
        {variable: cell.value for variable, cell in zip(found.variables, row, strict=True) if cell}
        for row in found.rows
    ]


def with_lookups(*lookups: Lookup) -> EmbeddedStore:
    store = graph(EmbeddedStore(None))
    lookup.keep(store, lookups)
    derive.derive(store)
    return store


def test_what_is_kept_is_what_is_read(store: EmbeddedStore) -> None:
    assert lookup.keep(store, LOOKUPS) == 4
    assert lookup.read(store) == sorted(LOOKUPS, key=lambda f: (f.group, f.service))
    before = dataset_hash(store)
    assert lookup.keep(store, [found(PARTY, 20, minute=9)]) == 0
    assert dataset_hash(store) == before


def test_a_lookup_becomes_a_link_and_none_where_nothing_was_found() -> None:
    assert links(with_lookups(found(PARTY, 20), found(ORSK, None))) == {
        (PARTY, f"{WD}Q20"): "wikidata-search",
        (PLACE, LOMAR.target): "gazetteer",
    }


def test_of_two_services_the_surer_one_is_taken() -> None:
    assert (PARTY, f"{WD}Q21") in links(with_lookups(*LOOKUPS))
    assert (PARTY, f"{WD}Q20") not in links(with_lookups(*LOOKUPS))


def test_what_articles_say_goes_first() -> None:
    town = found(PLACE, None)
    wrong = Lookup(
        group=PLACE, service="geonames", when=NOW, target="https://sws.geonames.org/9/", score=0.99, method="x"
    )
    assert (PLACE, wrong.target) not in links(with_lookups(town, wrong))


def test_taking_back_restores_the_hash(store: EmbeddedStore) -> None:
    before = dataset_hash(store)
    store.write([])
    lookup.keep(store, LOOKUPS)
    derive.derive(store)
    assert dataset_hash(store) != before
    assert run.forget(store, "wikidata") == 3
    assert run.forget(store, "mirror") == 1
    assert dataset_hash(store) == before


@settings(max_examples=12, deadline=None)
@given(
    articles=st.permutations(ARTICLES),
    kept=st.integers(0, len(ARTICLES)),
    lookups=st.permutations(LOOKUPS),
    taken=st.integers(0, len(LOOKUPS)),
)
def test_the_graph_is_a_function_of_articles_and_lookups(
    articles: list[object], kept: int, lookups: list[Lookup], taken: int
) -> None:
    store = EmbeddedStore(None)
    for given_ in lookups:
        lookup.keep(store, [given_])
    for article in articles:
        store.write(quads(article))  # type: ignore[arg-type]
    derive.derive(store)
    for article in articles[kept:]:
        store.drop(article.article.iri)  # type: ignore[attr-defined]
    rest = {(f.group, f.service) for f in lookups[:taken]}
    lookup.forget(store, lambda f: (f.group, f.service) not in rest)
    derive.derive(store)
    fresh = graph(EmbeddedStore(None), tuple(a for a in ARTICLES if a in articles[:kept]))
    lookup.keep(fresh, lookups[:taken])
    derive.derive(fresh)
    assert dataset_hash(store) == dataset_hash(fresh)


def test_a_person_rejects_accepts_or_chooses_another() -> None:
    store = with_lookups(*LOOKUPS)
    verdicts = [
        judged(PARTY, f"{WD}Q21", "different", kind="match"),
        judged(ADDOU, f"{WD}Q1", "same", kind="match"),
        judged(ORSK, f"{WD}Q5", "same", kind="match"),
    ]
    before = dataset_hash(store)
    judgement.keep(store, verdicts)
    derive.derive(store)
    now = links(store)
    assert (PARTY, f"{WD}Q21") not in now
    assert now[PARTY, f"{WD}Q20"] == "wikidata-search"
    assert now[ORSK, f"{WD}Q5"] == "judgement"
    assert list(validate(store.snapshot())) == []
    # what a person accepted outlives the service
    run.forget(store, "wikidata")
    assert links(store)[ADDOU, f"{WD}Q1"] == "judgement"
    lookup.keep(store, LOOKUPS)
    for made in verdicts:
        judgement.take_back(store, made)
    derive.derive(store)
    assert dataset_hash(store) == before


def test_links_go_out_as_sssom_and_come_back_judged(tmp_path: Path) -> None:
    store, table = with_lookups(*LOOKUPS), tmp_path / "matches.tsv"
    sssom.export(store, table)
    (row,) = [line for line in table.read_text().splitlines() if "wd:Q1\t" in line]
    assert "wikidata-search" in row
    assert "Karim Addou" in row
    cells = row.replace("skos:exactMatch\t", "skos:exactMatch\tNot").replace("LexicalMatching", "ManualMappingCuration")
    cells = cells.replace("ManualMappingCuration\t\t", "ManualMappingCuration\tada\t2024-03-05").replace(
        "\t0.9\t", "\t1\t"
    )
    table.write_text(table.read_text().replace(row, cells))
    assert sssom.import_(store, table).taken == 1
    assert (ADDOU, f"{WD}Q1") not in links(store)


def test_a_label_from_the_net_is_no_formula(tmp_path: Path) -> None:
    evil = Lookup(group=ADDOU, service="x", when=NOW, target=f"{WD}Q1", label='=HYPERLINK("x")', score=0.9, method="m")
    sssom.export(with_lookups(evil), tmp_path / "matches.tsv")
    assert """\t"'=HYPERLINK(""x"")"\t""" in (tmp_path / "matches.tsv").read_text()


def test_a_person_chooses_among_what_was_left_open(tmp_path: Path) -> None:
    store, table = with_lookups(*LOOKUPS), tmp_path / "matches.tsv"
    left = [row["nearRecord"] for row in rows_of(store, "lookups-left-open")]
    assert left == [f"1 0.5 {WD}Q5 Another of this name", f"2 0.4 {WD}Q6"]
    sssom.export(store, table)
    lines = table.read_text().splitlines()
    (row,) = [line for line in lines if "sssom:NoTermFound" in line]
    assert f"{WD}Q5 (Another of this name) 0.50" in row
    header = next(line for line in lines if not line.startswith("#")).split("\t")
    cells = dict(zip(header, row.split("\t"), strict=True))
    chosen = {
        **cells,
        "object_id": "wd:Q5",
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": "ada",
        "mapping_date": "2024-03-05",
    }
    table.write_text(table.read_text().replace(row, "\t".join(chosen.values())))
    assert sssom.import_(store, table).taken == 1
    assert links(store)[ORSK, f"{WD}Q5"] == "judgement"
    assert not list(rows_of(store, "lookups-left-open"))
    sssom.export(store, table)
    assert "NoTermFound" not in table.read_text()


def test_a_graph_with_lookups_conforms() -> None:
    assert list(validate(with_lookups(*LOOKUPS).snapshot())) == []


def test_answers_are_counted() -> None:
    told = {(c.kind, c.number) for c in counts(with_lookups(*LOOKUPS)) if c.section == "lookups by answer"}
    assert told == {("wikidata: found", 2), ("wikidata: candidates too near each other", 1), ("mirror: found", 1)}


def test_a_lookup_without_service_does_not() -> None:
    store = with_lookups(*LOOKUPS)
    store.oxigraph.update(f"DELETE WHERE {{ GRAPH ?g {{ ?l <{term('kg:lookupService')}> ?s }} }}")
    assert {v.message for v in validate(store.snapshot())} == {"a lookup names its service"}


# what is asked


def test_only_what_can_be_told_apart_is_asked() -> None:
    nobody = told("the rebels", "ArmedGroup")
    (entity,) = nobody.entities
    unnamed = placed(nobody, mentions=tuple(type(m)(span=m.span, kind="nominal") for m in entity.mentions))
    named = tuple(placed(told("Ada Wei", "Person"), country=c) for c in ("SG", "FR"))
    # the first story says no country: it may mean either
    names = (*named, told("Ada Wei "))
    asked = question.read(graph(EmbeddedStore(None), (*ARTICLES, unnamed, *_distinct(names))))
    assert {q.name for q in asked.asked} >= {"Karim Addou", "Lomar"}
    assert asked.skipped == {"never named": 1, "one of several namesakes": 1}
    assert [q.country for q in asked.asked if q.name == "Ada Wei"] in (["FR", "SG"], ["SG", "FR"])


def _distinct(extractions: tuple[object, ...]) -> tuple[object, ...]:
    from dataclasses import replace

    from kg.vocabulary import article_iri, part_iri

    made = []
    for number, extraction in enumerate(extractions):
        iri = article_iri(f"story-{number}.txt", extraction.article.text)  # type: ignore[attr-defined]
        article = replace(extraction.article, iri=iri, name=f"story-{number}.txt")  # type: ignore[attr-defined]
        entity = replace(extraction.entities[0], name="Ada Wei", iri=part_iri(iri, "entity", "e1"))  # type: ignore[attr-defined]
        made.append(replace(extraction, article=article, entities=(entity,)))  # type: ignore[type-var]
    return tuple(made)


def test_posts_that_articles_tell_are_context() -> None:
    asked = question.read(graph(EmbeddedStore(None), (with_post(told("Karim Addou"), "minister", "Ministry of Oil"),)))
    (addou,) = [q for q in asked.asked if q.name == "Karim Addou"]
    assert addou.context == {"minister", "ministry", "oil"}


def test_links_of_other_services_help() -> None:
    store = with_lookups(found(PARTY, 20))
    (party,) = [q for q in question.read(store).asked if q.entity == PARTY]
    assert party.links == (f"{WD}Q20",)
    assert list(question.unlinked([party], WD)) == []
    assert list(question.unlinked([party], "http://dbpedia.org/resource/")) == [party]


def test_a_link_that_articles_and_services_share_stands_once() -> None:
    article = told("Orvan Union", "Alliance", Match(target=f"{WD}Q7", method="organizations.list", score=0.98))
    store = graph(EmbeddedStore(None), (article,))
    key = identity.group_iri(("authority", f"{WD}Q7"))
    lookup.keep(store, [found(key, 7)])
    derive.derive(store)
    assert links(store) == {(key, f"{WD}Q7"): "organizations.list"}
