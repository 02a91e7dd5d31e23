"""Shapes and reasoner let through what kg writes and name what is broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest
from example_article import EXTRACTION, IRI, example_quads

from kg.errors import KgError
from kg.graph import portions, reasoner
from kg.graph.quads import quads
from kg.graph.validate import Violation, reason, validate
from kg.model import Extraction
from kg.resources import ontology_dir
from kg.vocabulary import BASE, INFERRED_GRAPH, MATCHES_GRAPH, RESOLUTION_GRAPH, term

XSD = "http://www.w3.org/2001/XMLSchema#"
ARTICLE = ox.NamedNode(IRI)
INFERRED, RESOLUTION, MATCHES = (
    ox.NamedNode(BASE + name) for name in (INFERRED_GRAPH, RESOLUTION_GRAPH, MATCHES_GRAPH)
)

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")


@pytest.fixture(scope="module")
def example() -> list[ox.Quad]:
    return list(example_quads())


def store_of(found: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(found)
    return store


def load(name: str) -> ox.Store:
    store = ox.Store()
    store.load(path=ontology_dir() / "examples" / name, format=ox.RdfFormat.TRIG)
    return store


def node(value: str) -> ox.NamedNode:
    return ox.NamedNode(term(value) if ":" in value and "//" not in value else value)


def part(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{IRI}/{name}")


def literal(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


Term = ox.NamedNode | ox.Literal


def broken(
    example: list[ox.Quad],
    subject: ox.NamedNode,
    predicate: str,
    value: Term | None = None,
    *,
    keep: bool = False,
    graph: ox.NamedNode = ARTICLE,
) -> list[Violation]:
    """Put a value in the place of a node's own (or beside it, or take its own away) and validate."""
    name = node(predicate)
    found = [q for q in example if keep or (q.subject, q.predicate, q.graph_name) != (subject, name, graph)]
    if value is not None:
        found.append(ox.Quad(subject, name, value, graph))
    return list(validate(store_of(found)))


def test_the_example_conforms(example: list[ox.Quad]) -> None:
    assert list(validate(store_of(example))) == []
    assert list(validate(load("rockets.trig"))) == []


def test_what_is_read_from_a_text_conforms(extract: Callable[..., Extraction]) -> None:
    found = extract(
        "The army shelled two villages near Goma on Monday, a U.N. spokesman said. Rwanda denied the claim.\n\n"
        '"We condemn this attack by the M23 rebels," President Felix Tshisekedi told reporters in Kinshasa.\n'
    )
    assert found.events
    assert found.statements
    assert list(validate(store_of(quads(found)))) == []


EVIDENCE = next(q.object for q in quads(EXTRACTION) if q.predicate.value == term("kg:evidence"))
TIME = next(q.object for q in quads(EXTRACTION) if q.predicate.value == term("kg:time"))


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "message"),
    [
        (ARTICLE, "kg:textHash", ox.Literal("0"), "SHA-256"),
        (ARTICLE, "dcterms:issued", ox.Literal("yesterday"), "issued"),
        (part("entity/e1"), "rdf:type", node("kg:Militia"), "class of the ontology"),
        (part("entity/e1"), "kg:mention", None, "mentioned somewhere"),
        (part("entity/e3"), "wgs84:lat", literal("91.5", "decimal"), "latitude"),
        (part("mention/e1.0"), "oa:start", ox.Literal(-1), "start, from 0"),
        (part("mention/e1.0"), "oa:end", ox.Literal(1), "before its end"),
        (part("mention/e1.0"), "rdf:type", node("kg:Anchor"), "a mention is"),
        (part("match/e3.0"), "kg:score", literal("1.5", "decimal"), "score from 0 to 1"),
        (part("event/v1"), "kg:eventType", ox.Literal("Attack"), "PLOVER"),
        (part("event/v1"), "kg:trigger", None, "trigger in the text"),
        (part("event/v1"), "kg:hasAgent", part("entity/e99"), "is an entity"),
        (part("event/v1"), "kg:injured", ox.Literal(-2), "injured"),
        (part("event/v1"), "kg:endDate", literal("2021-05-01", "date"), "not after the last"),
        (part("event/v1"), "kg:factuality", node("kg:certain"), "asserted, reported"),
        (part("participant/v1.0"), "kg:role", node("kg:victim"), "one role"),
        (TIME, "kg:granularity", ox.Literal("fortnight"), "as exact as"),
        (EVIDENCE, "oa:exact", None, "gives its words"),
        (part("statement/s1"), "kg:contentText", None, "one content"),
        (part("statement/s2"), "kg:within", part("event/v1"), "within at most one"),
        (part("statement/s1"), "kg:about", part("statement/s2"), "about entities and events"),
        (part("alignment/a1"), "kg:polarity", ox.Literal(2), "polarity is 1 or -1"),
        (part("alignment/a1"), "kg:subject", part("entity/e1"), "not its object"),
        (part("alignment/a1"), "kg:evidence", None, "passage it was read from"),
        (part("alignment/a1"), "kg:confidence", literal("1.1", "decimal"), "confidence from 0 to 1"),
        (part("relation/r1"), "kg:relationName", ox.Literal("marriedTo"), "one of the eight"),
        (part("loss/time-without-a-date.0"), "kg:example", None, "shows the text"),
    ],
)
def test_each_shape_sees_what_breaks_it(
    example: list[ox.Quad], subject: ox.NamedNode, predicate: str, value: Term | None, message: str
) -> None:
    found = broken([q for q in example if q.graph_name == ARTICLE], subject, predicate, value)
    assert any(message in v.message and not v.warning and v.article == IRI for v in found), found


def test_a_violation_names_the_article_the_node_and_what_it_found(example: list[ox.Quad]) -> None:
    (found,) = broken(
        [q for q in example if q.graph_name == ARTICLE], part("alignment/a1"), "kg:polarity", ox.Literal(2)
    )
    assert found.path == term("kg:polarity")
    assert str(found) == (
        f'rockets.txt: Alignment "backs" <{IRI}/alignment/a1>: an alignment\'s polarity is 1 or -1 (found "2")'
    )


def subject_in(example: list[ox.Quad], graph: ox.NamedNode, predicate: str) -> ox.NamedNode:
    return next(q.subject for q in example if q.graph_name == graph and q.predicate == node(predicate))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("graph", "having", "predicate", "value", "message"),
    [
        (RESOLUTION, "skos:prefLabel", "skos:prefLabel", None, "exactly one name"),
        (RESOLUTION, "kg:countryCode", "kg:countryCode", ox.Literal("Norland"), "two capital letters"),
        (RESOLUTION, "kg:refersTo", "kg:refersTo", node("https://example.org/nobody"), "class of the ontology"),
        (MATCHES, "kg:target", "kg:target", None, "one target"),
        (MATCHES, "kg:target", "kg:entity", node("https://example.org/nobody"), "of one entity"),
        (INFERRED, "kg:property", "kg:property", node("kg:admires"), "one direct edge"),
        (INFERRED, "kg:property", "prov:wasDerivedFrom", part("alignment/a99"), "facts that are in the graph"),
        (INFERRED, "kg:property", "kg:rule", None, "names its rules"),
    ],
)
def test_the_derived_graphs_have_their_shapes(
    example: list[ox.Quad], graph: ox.NamedNode, having: str, predicate: str, value: Term | None, message: str
) -> None:
    found = broken(example, subject_in(example, graph, having), predicate, value, graph=graph)
    assert any(message in v.message and v.article == graph.value for v in found), found


def test_a_derived_graph_conforms_however_it_is_cut(example: list[ox.Quad], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "SUBJECTS", 2)
    assert list(validate(store_of(example))) == []


def test_what_is_odd_but_not_wrong_is_a_warning(example: list[ox.Quad]) -> None:
    base = subject_in(example, INFERRED, "kg:locatedIn")
    weapon = next(
        q.subject
        for q in example
        if q.graph_name == RESOLUTION and q.predicate == node("rdf:type") and q.object == node("kg:Weapon")
    )
    (found,) = broken(example, base, "kg:locatedIn", weapon, graph=INFERRED, keep=True)  # type: ignore[arg-type]
    assert found.warning
    assert "is a place" in found.message


def test_the_contradicting_example_does_not_conform() -> None:
    messages = " ".join(str(v) for v in validate(load("contradiction.trig")))
    assert "exactly one class" in messages
    assert 'polarity is 1 or -1 (found "2")' in messages


@needs_java
def test_the_reasoner_finds_the_example_consistent(example: list[ox.Quad]) -> None:
    verdict = reason(store_of(example))
    assert verdict.consistent
    assert verdict.unsatisfiable == ()


@needs_java
def test_the_reasoner_refuses_the_contradicting_example_and_names_the_culprits() -> None:
    verdict = reason(load("contradiction.trig"))
    assert not verdict.consistent
    assert verdict.graphs == ("https://w3id.org/newskg/article/bad",)
    reasons = {(c.node.rpartition("bad/")[2], c.reason) for c in verdict.contradictions}
    assert reasons == {
        ("entity/e1", "nothing is both Person and Organization"),
        ("event/v1", "nothing is both MaterialCooperation and MaterialConflict"),
        ("event/v1", "factuality has one value at most"),
    }
    assert all(len(c.triples) == 2 for c in verdict.contradictions)


def test_what_follows_from_domains_and_ranges_counts(example: list[ox.Quad]) -> None:
    speaker = ox.Triple(part("statement/s1"), node("kg:speaker"), part("event/v1"))
    typed = ox.Triple(part("event/v1"), node("rdf:type"), node("kg:Airstrike"))
    (found,) = reasoner.clashes(portions.Portion(graph=IRI, triples=frozenset((speaker, typed))))
    assert found.node == part("event/v1").value
    assert found.reason == "nothing is both Entity and Event"


def test_nothing_opposes_itself() -> None:
    itself = ox.Triple(part("entity/e1"), node("kg:opposes"), part("entity/e1"))
    (found,) = reasoner.clashes(portions.Portion(graph=IRI, triples=frozenset((itself,))))
    assert "with itself" in found.reason


def test_without_java_the_reasoner_says_so(example: list[ox.Quad], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(KgError, match="needs Java"):
        reason(store_of(example))
