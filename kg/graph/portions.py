"""Cut a store into portions that can be checked one at a time: an article's graph, or a piece of a derived one.

A portion of a derived graph is closed: it brings along what is needed to judge its nodes, namely the whole description
of the canonical entities that it names, and the classes of the nodes of other graphs that it points to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDFS

from kg.resources import ontology_dir
from kg.vocabulary import INFERRED_GRAPH, MATCHES_GRAPH, ONTOLOGY_GRAPH, RESOLUTION_GRAPH, TALLIES_GRAPH, term

if TYPE_CHECKING:
    from pyoxigraph import Store

DERIVED = (RESOLUTION_GRAPH, MATCHES_GRAPH, INFERRED_GRAPH, TALLIES_GRAPH)

#: subjects of a derived graph in one portion
SUBJECTS = 500

TYPE = ox.NamedNode(term("rdf:type"))
REFERS_TO = ox.NamedNode(term("kg:refersTo"))
PREF_LABEL = ox.NamedNode(term("skos:prefLabel"))
#: what a fact of another graph counts as: of its class, it would have to be whole
FACT_ELSEWHERE = ox.NamedNode("http://www.w3.org/ns/prov#Entity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """The triples of one graph that are checked together; ``graph`` is its name, the article's IRI for an article."""

    graph: str
    triples: frozenset[ox.Triple]


def portions(store: Store) -> Iterator[Portion]:
    """Yield all articles, judgements and lookups, then the derived graphs; the ontology's own graph is left out."""
    derived = []
    for graph in sorted(node.value for node in store.named_graphs()):
        if graph.endswith("/" + ONTOLOGY_GRAPH):
            continue
        if graph.endswith(tuple("/" + name for name in DERIVED)):
            derived.append(graph)
        else:
            quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            yield Portion(graph=graph, triples=frozenset(quad.triple for quad in quads))
    for graph in derived:
        yield from _pieces(store, graph)


def _pieces(store: Store, graph: str) -> Iterator[Portion]:
    triples: set[ox.Triple] = set()
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    for number, (_, group) in enumerate(groupby(quads, key=lambda quad: quad.subject), 1):
        triples.update(quad.triple for quad in group)
        if number % SUBJECTS == 0:
            yield Portion(graph=graph, triples=frozenset(_closed(store, graph, triples)))
            triples = set()
    if triples:
        yield Portion(graph=graph, triples=frozenset(_closed(store, graph, triples)))


def _closed(store: Store, graph: str, triples: set[ox.Triple]) -> set[ox.Triple]:
    """Return the triples with what is needed to judge their nodes."""
    name, found = ox.NamedNode(graph), set(triples)
    described = {triple.subject for triple in triples}
    for triple in triples:
        if triple.predicate == PREF_LABEL:
            found.update(q.triple for q in store.quads_for_pattern(None, REFERS_TO, triple.subject, name))
        elif triple.predicate == REFERS_TO and triple.object not in described:
            found.update(q.triple for q in store.quads_for_pattern(triple.object, None, None, name))  # type: ignore[arg-type]
    named = {t.object for t in triples if isinstance(t.object, ox.NamedNode) and t.predicate != TYPE} | described
    for node in named - {triple.subject for triple in found if triple.predicate == TYPE}:
        for quad in store.quads_for_pattern(node, TYPE, None, None):
            fact = quad.object.value in fact_classes()  # type: ignore[union-attr]
            found.add(ox.Triple(node, TYPE, FACT_ELSEWHERE if fact else quad.object))
    return found


@cache
def ontology() -> rdflib.Graph:
    """Return the ontology with its bridges."""
    graph = rdflib.Graph()
    for name in ("kg.ttl", "alignments.ttl"):
        graph.parse(ontology_dir() / name)
    return graph


@cache
def fact_classes() -> frozenset[str]:
    """Return the IRIs of all classes of facts."""
    return frozenset(str(c) for c in ontology().transitive_subjects(RDFS.subClassOf, rdflib.URIRef(term("kg:Fact"))))
