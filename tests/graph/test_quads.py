"""What an article's graph holds, against a graph written down, and what it must never hold."""

from __future__ import annotations

import dataclasses
import hashlib

import pyoxigraph as ox
import pytest
from example_article import EXTRACTION, IRI, TEXT
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.quads import quads
from kg.model import Entity, Extraction, Mention, Span
from kg.resources import ontology_dir
from kg.vocabulary import term


@pytest.fixture(scope="module")
def written() -> list[ox.Quad]:
    return list(quads(EXTRACTION))


def values(written: list[ox.Quad], part: str, name: str) -> set[str]:
    node = ox.NamedNode(f"{IRI}/{part}" if part else IRI)
    return {q.object.value for q in written if q.subject == node and q.predicate.value == term(name)}  # type: ignore[union-attr]


def canonical(graph: list[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(graph)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_the_graph_is_the_one_written_down(written: list[ox.Quad]) -> None:
    golden = [
        quad
        for quad in ox.parse(path=ontology_dir() / "examples" / "rockets.trig", format=ox.RdfFormat.TRIG)
        if quad.graph_name == ox.NamedNode(IRI)
    ]
    assert canonical(written) == canonical(golden)


def test_no_quad_comes_twice_or_leaves_the_articles_graph_or_has_a_blank_node(written: list[ox.Quad]) -> None:
    assert len(written) == len(set(written))
    assert {q.graph_name for q in written} == {ox.NamedNode(IRI)}
    assert not [q for q in written if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_where_an_article_lay_leaves_no_trace(written: list[ox.Quad]) -> None:
    elsewhere = dataclasses.replace(EXTRACTION.article, source="-")
    assert list(quads(dataclasses.replace(EXTRACTION, article=elsewhere))) == written


def test_what_a_store_gives_back_is_what_was_written(written: list[ox.Quad]) -> None:
    store = ox.Store()
    store.bulk_extend(written)
    assert set(store) == set(written)


def test_every_anchor_covers_its_words(written: list[ox.Quad]) -> None:
    assert values(written, "", "kg:text") == {TEXT}
    assert values(written, "", "kg:textHash") == {hashlib.sha256(TEXT.encode()).hexdigest()}
    for quad in written:
        if quad.predicate.value == term("oa:exact"):
            part = quad.subject.value.removeprefix(IRI + "/")  # type: ignore[union-attr]
            (start,), (end,) = values(written, part, "oa:start"), values(written, part, "oa:end")
            (prefix,), (suffix,) = values(written, part, "oa:prefix"), values(written, part, "oa:suffix")
            assert Span(int(start), int(end)).of(TEXT) == quad.object.value  # type: ignore[union-attr]
            assert prefix + quad.object.value + suffix in TEXT  # type: ignore[union-attr]


def test_an_event_names_its_type_its_finer_kind_and_who_takes_part(written: list[ox.Quad]) -> None:
    assert values(written, "event/v1", "rdf:type") == {term("kg:Assault"), term("kg:RocketAttack")}
    assert values(written, "event/v1", "kg:hasAgent") == {f"{IRI}/entity/e1"}
    assert values(written, "event/v1", "kg:hasPatient") == {f"{IRI}/entity/e2"}
    assert len(values(written, "event/v1", "kg:participant")) == 4
    assert values(written, "event/v1", "kg:startDate") == {"2021-06-01"}
    assert values(written, "event/v1", "kg:injured") == {"2"}
    assert values(written, "event/v1", "kg:killed") == set()


def test_who_says_it_and_how_sure_it_is_stay_with_the_fact(written: list[ox.Quad]) -> None:
    assert values(written, "alignment/a2", "kg:attributedTo") == {f"{IRI}/entity/e4"}
    assert values(written, "alignment/a2", "kg:factuality") == {term("kg:reported")}
    assert values(written, "relation/r1", "kg:factuality") == {term("kg:asserted")}
    assert values(written, "relation/r1", "kg:attributedTo") == set()


def test_a_split_quotation_keeps_its_parts(written: list[ox.Quad]) -> None:
    assert values(written, "statement/s2", "kg:contentText") == {"They will pay … and soon"}
    assert len(values(written, "statement/s2", "kg:contentAnchor")) == 2


@pytest.mark.parametrize(("number", "digits"), [(0.0, "0"), (1.0, "1"), (-0.0, "0"), (1e-7, "0"), (-33.25, "-33.25")])
def test_numbers_are_canonical_decimals(number: float, digits: str) -> None:
    place = Entity(id="e1", type="Country", name="X", iri="", mentions=(), lat=number, lon=number)
    found = list(quads(Extraction(article=EXTRACTION.article, entities=(place,))))
    assert values(found, "entity/e1", "wgs84:lat") == {digits}


@given(name=st.text(min_size=1), text=st.text())
def test_any_text_comes_back_as_it_was(name: str, text: str) -> None:
    article = dataclasses.replace(EXTRACTION.article, text=text)
    place = Entity(id="e1", type="Country", name=name, iri="", mentions=(Mention(span=Span(0, 1), kind="name"),))
    store = ox.Store()
    store.bulk_extend(quads(Extraction(article=article, entities=(place,))))
    lines = store.dump(format=ox.RdfFormat.N_QUADS)
    found = list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    assert values(found, "entity/e1", "skos:prefLabel") == {name}
    assert values(found, "", "kg:text") == {text}
