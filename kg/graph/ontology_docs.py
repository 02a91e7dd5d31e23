"""Write ``docs/ontology.md`` from the ontology.

python -m kg.graph.ontology_docs > docs/ontology.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.graph.portions import ontology
from kg.vocabulary import KG, PREFIXES

HEAD = """\
# The ontology

Written by `python -m kg.graph.ontology_docs > docs/ontology.md` from `ontology/kg.ttl` and `ontology/alignments.ttl`;
do not edit it by hand. It is in OWL 2 DL, version {version}, and its namespace is `{namespace}`, prefix `kg:`.
How the terms are put together in the graph is shown in [graph.md](graph.md).

Three words mean here what they do not mean elsewhere: a **Statement** is what a speaker said, never an RDF statement;
an **Alignment** is an actor siding with or against another, never ontology matching; a **Match** is an entity's link
into an outside knowledge base, never a text match.
"""
KINDS = (
    (OWL.ObjectProperty, "Properties that lead to a node"),
    (OWL.DatatypeProperty, "Properties that lead to a value"),
    (OWL.AnnotationProperty, "Properties of classes and of derivations"),
)
CHARACTERISTICS = (
    (OWL.FunctionalProperty, "at most one"),
    (OWL.TransitiveProperty, "transitive"),
    (OWL.SymmetricProperty, "symmetric"),
    (OWL.IrreflexiveProperty, "never of a node with itself"),
)
MAPPINGS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)
CODES = tuple(
    (rdflib.URIRef(KG + name), word)
    for name, word in (("ploverCode", "PLOVER"), ("ploverMode", "mode"), ("cameoCode", "CAMEO"))
)


def page(graph: rdflib.Graph) -> Iterator[str]:
    """Yield the lines of the page: classes as a tree, concepts by scheme, properties by kind, bridges."""
    version = graph.value(rdflib.URIRef(KG.rstrip("#")), OWL.versionInfo)
    yield HEAD.format(version=version, namespace=KG)
    yield "## Classes\n"
    for root in _ours(c for c in graph.subjects(RDF.type, OWL.Class) if not list(_parents(graph, c))):
        yield from _class(graph, root, 0)
    yield "\n## Disjoint classes\n"
    yield "Nothing is both in the first class of a line and in another of that line.\n"
    for c in _ours(set(graph.subjects(OWL.disjointWith))):
        yield f"- {_name(c)}: {', '.join(_name(d) for d in _ours(graph.objects(c, OWL.disjointWith)))}"
    yield "\n## Kinds\n"
    for scheme in _ours(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        yield f"\n{graph.value(scheme, SKOS.definition)}\n"
        yield "| term | definition | example |\n| --- | --- | --- |"
        for concept in _ours(graph.subjects(SKOS.inScheme, scheme)):
            yield _row(_code(concept), graph.value(concept, SKOS.definition), graph.value(concept, SKOS.example))
    for kind, title in KINDS:
        yield f"\n## {title}\n"
        yield "| property | of | leads to | definition | example | besides |\n| --- | --- | --- | --- | --- | --- |"
        for p in _ours(graph.subjects(RDF.type, kind)):
            yield _row(
                _code(p),
                _names(graph, p, RDFS.domain),
                _names(graph, p, RDFS.range),
                graph.value(p, SKOS.definition),
                graph.value(p, SKOS.example),
                "; ".join(_besides(graph, p)),
            )
    yield "\n## Bridges\n"
    yield "| ours | how | theirs |\n| --- | --- | --- |"
    for mapping in MAPPINGS:
        for ours in _ours(set(graph.subjects(mapping))):
            theirs = sorted(_name(t) for t in graph.objects(ours, mapping) if not str(t).startswith(KG))
            if theirs:
                yield _row(_code(ours), _name(mapping), ", ".join(theirs))


def _class(graph: rdflib.Graph, node: rdflib.URIRef, depth: int) -> Iterator[str]:
    codes = [
        f"{word} {', '.join(sorted(str(code) for code in graph.objects(node, predicate)))}"
        for predicate, word in CODES
        if graph.value(node, predicate) is not None
    ]
    told = f" [{'; '.join(codes)}]" if codes else ""
    parents = _ours(_parents(graph, node))
    besides = f" (also a kind of {', '.join(_name(p) for p in parents[1:])})" if len(parents) > 1 else ""
    definition, example = graph.value(node, SKOS.definition), graph.value(node, SKOS.example)
    yield f"{'  ' * depth}- **{_name(node)}**{told}{besides}: {definition} *{example}*"
    for below in _ours(graph.subjects(RDFS.subClassOf, node)):
        # a class of two parents is told under the first of them
        if _ours(_parents(graph, below))[0] == node:
            yield from _class(graph, below, depth + 1)


def _parents(graph: rdflib.Graph, node: rdflib.term.Node) -> Iterator[rdflib.term.Node]:
    return (parent for parent in graph.objects(node, RDFS.subClassOf) if str(parent).startswith(KG))


def _besides(graph: rdflib.Graph, node: rdflib.URIRef) -> Iterator[str]:
    yield from (word for kind, word in CHARACTERISTICS if (node, RDF.type, kind) in graph)
    for above in _ours(graph.objects(node, RDFS.subPropertyOf)):
        yield f"a kind of {_code(above)}"
    for inverse in _ours({*graph.objects(node, OWL.inverseOf), *graph.subjects(OWL.inverseOf, node)}):
        yield f"inverse of {_code(inverse)}"


def _ours(nodes: Iterable[rdflib.term.Node]) -> list[rdflib.URIRef]:
    """Return the terms of our namespace, in the order of their names."""
    return sorted(node for node in nodes if isinstance(node, rdflib.URIRef) and node.startswith(KG))


def _names(graph: rdflib.Graph, node: rdflib.URIRef, predicate: rdflib.URIRef) -> str:
    return ", ".join(sorted(_name(value) for value in graph.objects(node, predicate)))


def _name(node: rdflib.term.Node) -> str:
    """Return the local name of a term of ours, the prefixed name of another's."""
    iri = str(node)
    if iri.startswith(KG):
        return iri.removeprefix(KG)
    others = {**PREFIXES, "foaf": "http://xmlns.com/foaf/0.1/", "geo": "http://www.opengis.net/ont/geosparql#"}
    return next((f"{p}:{iri.removeprefix(space)}" for p, space in others.items() if iri.startswith(space)), iri)


def _code(node: rdflib.term.Node) -> str:
    return f"`{_name(node)}`"


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Print the page."""
    sys.stdout.writelines(f"{line}\n" for line in page(ontology()))


if __name__ == "__main__":
    main()
