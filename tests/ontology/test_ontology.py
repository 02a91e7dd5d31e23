"""The ontology is whole, in OWL 2 DL, and says everything that kg writes; its page is up to date."""

from __future__ import annotations

import re
from typing import get_args

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import model
from kg.graph import ontology_docs
from kg.graph.portions import ontology
from kg.resources import ontology_dir, queries_dir
from kg.vocabulary import DIRECT_BY_POLARITY, DIRECT_BY_RELATION, KG, term

CLASSES = OWL.Class
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
PLOVER = (
    "Agree Consult Support Cooperate Concede Aid Retreat Request "
    "Accuse Reject Threaten Protest Sanction Mobilize Coerce Assault"
).split()


def ours(*kinds: rdflib.URIRef) -> set[rdflib.URIRef]:
    return {s for kind in kinds for s in ontology().subjects(RDF.type, kind) if str(s).startswith(KG)}  # type: ignore[misc]


def kg(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(KG + name)


def below(name: str) -> set[str]:
    return {str(c).removeprefix(KG) for c in ontology().transitive_subjects(RDFS.subClassOf, kg(name))}


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition, SKOS.example])
def test_every_term_has_one_label_definition_and_example(predicate: rdflib.URIRef) -> None:
    terms = ours(CLASSES, *PROPERTIES, OWL.NamedIndividual)
    assert len(terms) > 250
    assert {t for t in terms if len(list(ontology().objects(t, predicate))) != 1} == set()


def test_a_definition_is_one_sentence() -> None:
    found = {t: str(ontology().value(t, SKOS.definition)) for t in ours(CLASSES, *PROPERTIES)}
    assert {t: d for t, d in found.items() if not d.endswith(".") or ". " in d} == {}


def test_no_name_stands_for_two_kinds_of_term() -> None:
    kinds = [set(ontology().subjects(RDF.type, kind)) for kind in (CLASSES, *PROPERTIES, OWL.NamedIndividual)]
    assert [kinds[i] & kinds[j] for i in range(len(kinds)) for j in range(i) if kinds[i] & kinds[j]] == []


def test_every_term_that_is_used_is_declared() -> None:
    declared = set(ontology().subjects(RDF.type))
    used = {p for p in ontology().predicates() if str(p).startswith(KG)}
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf, OWL.disjointWith, RDFS.domain, SKOS.inScheme):
        used |= set(ontology().subjects(predicate)) | set(ontology().objects(None, predicate))
    assert used - declared == set()


def test_there_are_no_blank_nodes() -> None:
    assert [t for t in ontology() if any(isinstance(node, rdflib.BNode) for node in t)] == []


def test_bridges_lead_from_our_terms_to_those_of_others() -> None:
    theirs = {str(o).rpartition("#")[0] or str(o).rpartition("/")[0] for o in ontology().objects(None, RDFS.subClassOf)}
    for space in (
        "sem/",
        "prov#",
        "oa#",
        "skos/core#",
        "org#",
        "geosparql#",
        "time#",
        "dc/terms/",
        "schema.org/",
        "sssom/",
    ):
        assert any(f"{t}#".endswith(space) or f"{t}/".endswith(space) for t in theirs), space


def test_plover_has_sixteen_types_with_code_quadrant_and_cameo_codes() -> None:
    coded = {str(s).removeprefix(KG) for s in ontology().subjects(kg("ploverCode"))}
    assert coded == set(PLOVER)
    for name in PLOVER:
        quadrants = [
            q
            for q in ("VerbalCooperation", "MaterialCooperation", "VerbalConflict", "MaterialConflict")
            if name in below(q)
        ]
        assert len(quadrants) == 1
        assert ontology().value(kg(name), kg("cameoCode")) is not None


@pytest.mark.parametrize(
    ("names", "above"),
    [
        ([*get_args(model.Factuality)], "Factuality"),
        ([*get_args(model.StatementKind)], "StatementKind"),
        ([*get_args(model.Role)], "Role"),
        ([f"{basis}Basis" for basis in get_args(model.Basis)], "Basis"),
    ],
)
def test_the_kinds_of_the_records_are_those_of_the_ontology(names: list[str], above: str) -> None:
    assert {str(s).removeprefix(KG) for s in ontology().subjects(RDF.type, kg(above))} == set(names)


def test_every_relation_has_its_direct_edge() -> None:
    assert set(DIRECT_BY_RELATION) == set(get_args(model.RelationName))
    edges = {*DIRECT_BY_RELATION.values(), *DIRECT_BY_POLARITY.values()}
    assert {kg(name) for name in edges} <= set(ontology().subjects(RDFS.subPropertyOf, kg("tiedTo")))


@pytest.mark.parametrize(("lexicon", "column"), [("events", "type"), ("event_senses", "result")])
def test_the_lexicons_of_events_name_classes_of_the_ontology(lexicon: str, column: str) -> None:
    from kg.annotate.lexicon import read

    events, under = below("Event"), {name: below(name) for name in PLOVER}
    # a finer kind such as a blockade may be told of several types: then it lies under none of them
    shared = events - set().union(*under.values())
    pairs = {(row[column], row["subtype"]) for row in read(lexicon)}
    assert {kind for kind, _ in pairs} <= {*PLOVER, "Other"}
    assert {(kind, finer) for kind, finer in pairs if finer and finer not in under.get(kind, set()) | shared} == set()


def test_examples_use_declared_terms_only() -> None:
    declared = {str(s) for s in ontology().subjects(RDF.type)}
    for quad in ox.parse(path=ontology_dir() / "examples" / "rockets.trig", format=ox.RdfFormat.TRIG):
        if quad.predicate.value != term("rdf:type"):
            assert quad.predicate.value in declared
        else:
            assert quad.object.value in declared  # type: ignore[union-attr]


def test_the_named_queries_use_declared_terms_only() -> None:
    declared = {str(s).removeprefix(KG) for s in ontology().subjects(RDF.type)}
    for path in sorted(queries_dir().glob("*.rq")):
        assert set(re.findall(r"\bkg:(\w+)", path.read_text(encoding="utf-8"))) <= declared, path.name


def test_the_page_is_written_from_the_ontology() -> None:
    written = (queries_dir().parent / "docs" / "ontology.md").read_text(encoding="utf-8")
    assert written == "".join(f"{line}\n" for line in ontology_docs.page(ontology())), (
        "run: python -m kg.graph.ontology_docs > docs/ontology.md"
    )


@pytest.mark.parametrize(
    ("lexicon", "column"),
    [
        ("group_nouns", "nominal"),
        ("group_nouns", "name"),
        ("place_nouns", "nominal"),
        ("place_nouns", "name"),
        ("organizations", "type"),
        ("weapons", "type"),
    ],
)
def test_the_lexicons_of_entities_name_classes_of_the_ontology(lexicon: str, column: str) -> None:
    from kg.annotate.lexicon import read

    assert {row[column] for row in read(lexicon) if row[column]} <= below("Entity")


def test_every_class_that_has_a_family_is_one_of_entities() -> None:
    from kg.resolve.identity import FAMILIES

    assert set(FAMILIES) <= below("Entity")
