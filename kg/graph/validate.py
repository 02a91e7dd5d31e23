"""Check a graph against the SHACL shapes of ``ontology/shapes.ttl``, an article at a time.

What does not conform comes as values that a person can read: which node of which article, what it is called there,
and what should be so. `reason` asks the reasoner whether the graph contradicts the ontology.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pyshacl
import rdflib
from pyoxigraph import Literal
from rdflib.namespace import RDF, RDFS, SH

from kg.graph.portions import Portion, ontology, portions
from kg.graph.reasoner import Contradiction, Verdict, reason
from kg.resources import ontology_dir
from kg.vocabulary import article_of, term

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

__all__ = ["Contradiction", "Verdict", "Violation", "reason", "validate"]

EVENT_CLASS = rdflib.URIRef("https://w3id.org/newskg/shapes#EventClass")

TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)

#: what a node is called, best first
LABELS = tuple(
    rdflib.URIRef(term(name))
    for name in (
        "dcterms:title",
        "skos:prefLabel",
        "kg:triggerText",
        "kg:contentText",
        "kg:relationName",
        "kg:targetLabel",
        "oa:exact",
        "kg:name",
    )
)
LABEL_WIDTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A node that does not conform: where, what it is called, what should be so, and what is so instead.

    ``article`` is the name of the graph: the article's IRI, or that of a derived graph. ``path`` is the property
    that is judged, "" where it is the node itself; ``warning`` tells what is worth a look from what is wrong.
    """

    article: str
    article_label: str
    node: str
    label: str
    path: str
    message: str
    value: str = ""
    warning: bool = False

    def __str__(self) -> str:
        found = f" (found {self.value})" if self.value else ""
        return f"{self.article_label}: {self.label} <{self.node}>: {self.message}{found}"


def validate(store: Store) -> Iterator[Violation]:
    """Yield what does not conform, an article at a time; memory holds one portion of the store.

    Arguments:
        store: the quads, as `kg.graph.store.Store.snapshot` gives them.
    """
    seen: set[Violation] = set()
    for portion in portions(store):
        for violation in sorted(check(portion), key=lambda v: (v.node, v.path, v.message, v.value)):
            # the same canonical entity is judged in each portion that names it
            if violation not in seen:
                seen.add(violation)
                yield violation


def check(portion: Portion) -> Iterator[Violation]:
    """Yield what does not conform in one portion."""
    data = _to_rdflib(portion.triples)
    for kind in set(data.objects(None, RDF.type)):
        for triple in _ancestry(kind):
            data.add(triple)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inplace=True, allow_warnings=False)
    if conforms or not isinstance(report, rdflib.Graph):
        return
    article = _article_label(data, portion.graph)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node = report.value(result, SH.focusNode)
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        yield Violation(
            article=portion.graph,
            article_label=article,
            node=str(node),
            label=_label(data, node),
            path=str(path) if isinstance(path, rdflib.URIRef) else "",
            message=str(report.value(result, SH.resultMessage)),
            value="" if value is None or value == node else _shown(value),
            warning=report.value(result, SH.resultSeverity) == SH.Warning,
        )


@cache
def _shapes() -> rdflib.Graph:
    """Return the shapes, each property's with the targets of the node's: pySHACL then judges all nodes at once.

    Under a node's shape it would judge each property of each node by itself, which takes twice as long.
    """
    graph = rdflib.Graph(store="SimpleMemory").parse(ontology_dir() / "shapes.ttl")
    for node, _, shape in list(graph.triples((None, SH.property, None))):
        graph.remove((node, SH.property, shape))
        graph.add((shape, RDF.type, SH.PropertyShape))
        for kind in TARGETS:
            for target in graph.objects(node, kind):
                graph.add((shape, kind, target))
    return graph


@cache
def _ancestry(kind: rdflib.URIRef) -> tuple[tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef], ...]:
    """Return what a class lies under, and whether it is a class of events: all that shapes ask of the ontology."""
    above = list(ontology().transitive_objects(kind, RDFS.subClassOf))
    edges = [(c, RDFS.subClassOf, d) for c in above for d in ontology().objects(c, RDFS.subClassOf)]
    event = [(kind, RDF.type, EVENT_CLASS)] if rdflib.URIRef(term("kg:Event")) in above else []
    return (*edges, *event)  # type: ignore[arg-type]


def _to_rdflib(triples: frozenset[Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(node: Any) -> rdflib.URIRef | rdflib.Literal:
    """Return a named node or literal of Oxigraph as rdflib's; the data has no blank nodes."""
    if not isinstance(node, Literal):
        return rdflib.URIRef(node.value)
    # rdflib tells "a" from "a"^^xsd:string; the shapes write the former
    plain = node.language or node.datatype.value == term("xsd:string")
    return rdflib.Literal(
        node.value, lang=node.language, datatype=None if plain else rdflib.URIRef(node.datatype.value)
    )


def _article_label(data: rdflib.Graph, graph: str) -> str:
    found = data.value(rdflib.URIRef(graph), rdflib.URIRef(term("kg:name")))
    return str(found) if found else "/".join(graph.rsplit("/", 2)[1:])


def _label(data: rdflib.Graph, node: rdflib.term.Node | None) -> str:
    """Return what a node is, by its class, and what it is called, or else what it is a part of."""
    kinds = sorted(str(c).rpartition("#")[2].rpartition("/")[2] for c in data.objects(node, RDF.type))
    name = next((str(value) for label in LABELS if (value := data.value(node, label)) is not None), "")
    if not name and "/article/" in str(node):
        owner = data.value(None, None, node)
        name = str(owner).removeprefix(article_of(str(node)) + "/") if owner else ""
    return " ".join((*kinds, f'"{_cut(name)}"')) if name else " ".join(kinds) or "a node of no class"


def _shown(value: rdflib.term.Node) -> str:
    return f'"{_cut(value)}"' if isinstance(value, rdflib.Literal) else f"<{value}>"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LABEL_WIDTH else flat[: LABEL_WIDTH - 1] + "…"
