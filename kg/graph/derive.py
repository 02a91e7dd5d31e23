"""Make the derived graphs from the article graphs: who is the same, links to the outside, direct edges, tallies.

All are functions of the set of article graphs, judgements and lookups on the net. Direct edges come only from
what articles assert or report, never from what was claimed, denied or planned, and each has a derivation that names its
sources and rule.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph import infer, tables, tally
from kg.graph.records import read_records, unjudged
from kg.match import links as online
from kg.match import lookup
from kg.resolve import identity, judgement
from kg.vocabulary import (
    BASE,
    INFERRED_GRAPH,
    MATCHES_GRAPH,
    ONTOLOGY_GRAPH,
    RESOLUTION_GRAPH,
    TALLIES_GRAPH,
    digest,
    term,
)

if TYPE_CHECKING:
    from kg.graph.store import EmbeddedStore, EndpointStore

    Store = EmbeddedStore | EndpointStore


@cache
def _n(curie: str) -> ox.NamedNode:
    return ox.NamedNode(term(curie))


def derive(store: Store, *, base: str = BASE) -> Counter[str]:
    """Make the resolution, matches, inferred and tallies graphs again, and the ontology's where it is missing or old.

    Returns:
        How many canonical entities, matches and direct edges there are.
    """
    if not store.query(f"ASK {{ GRAPH ?article {{ ?article a {_n('kg:Article')} }} }}"):
        for graph in (RESOLUTION_GRAPH, MATCHES_GRAPH, INFERRED_GRAPH, TALLIES_GRAPH, ONTOLOGY_GRAPH):
            store.drop(base + graph)
        return Counter()
    judgements = judgement.read(store, base=base)
    links = judgement.matches(judgements)
    records = list(read_records(store, judged=links, base=base))
    actors = identity.resolve(records, judgements=judgement.identities(judgements), base=base)
    canonical = {member: actor.iri for actor in actors for member in actor.members}
    counts: Counter[str] = Counter()
    counts["actors and places"] = len(actors)
    edges = infer.edges(read_ties(store, canonical))
    facts = tables.read(store, canonical)
    places = {actor.iri for actor in actors if actor.type in tables.PLACES}
    counted = tally.count(facts, canonical, edges, places)
    store.replace(base + RESOLUTION_GRAPH, resolution_quads(actors, counted, base=base))
    store.replace(base + TALLIES_GRAPH, tables.quads(facts, edges, places, base=base))
    groups = {group: actor.iri for actor in actors for group in actor.groups}
    matches = set(match_links(store, canonical, judged=links, groups=groups, base=base))
    counts["matches"] = len(matches)
    store.replace(base + MATCHES_GRAPH, match_quads(sorted(matches), base=base))
    counts["inferred edges"] = len(edges)
    store.replace(base + INFERRED_GRAPH, edge_quads(edges, base=base))
    load_ontology(store, base=base)
    return counts


TARGETS = f"""
PREFIX kg: <{term("kg:")}>
SELECT ?article ?entity ?target ?method ?score ?label WHERE {{
  GRAPH ?article {{
    ?match a kg:Match ; kg:entity ?entity ; kg:target ?target ; kg:matchMethod ?method ; kg:score ?score .
    ?article a kg:Article .
    OPTIONAL {{ ?match kg:targetLabel ?label }}
  }}
}}"""

TIES = f"""
PREFIX kg: <{term("kg:")}>
SELECT ?fact ?subject ?object ?polarity ?name WHERE {{
  GRAPH ?article {{
    ?fact kg:subject ?subject ; kg:object ?object ; kg:relationName ?name ; kg:factuality ?factuality .
    ?article a kg:Article .
    OPTIONAL {{ ?fact kg:polarity ?polarity }}
    FILTER(?factuality IN (kg:asserted, kg:reported))
  }}
}}"""


def resolution_quads(
    actors: Iterable[identity.Actor], tallies: Mapping[str, Counter[str]] | None = None, *, base: str
) -> Iterator[ox.Quad]:
    """Yield which article-level entity means which canonical one, and once what each is, is called and counts."""
    graph = ox.NamedNode(base + RESOLUTION_GRAPH)
    for actor in actors:
        node = ox.NamedNode(actor.iri)
        yield ox.Quad(node, _n("rdf:type"), _n(f"kg:{actor.type}"), graph)
        yield ox.Quad(node, _n("skos:prefLabel"), ox.Literal(actor.name), graph)
        for alias in actor.aliases:
            yield ox.Quad(node, _n("skos:altLabel"), ox.Literal(alias), graph)
        if actor.lat is not None and actor.lon is not None:
            for name, value in (("wgs84:lat", actor.lat), ("wgs84:long", actor.lon)):
                yield ox.Quad(node, _n(name), ox.Literal(str(value), datatype=_n("xsd:decimal")), graph)
        if actor.country:
            yield ox.Quad(node, _n("kg:countryCode"), ox.Literal(actor.country), graph)
        for name, number in sorted((tallies or {}).get(actor.iri, {}).items()):
            yield ox.Quad(node, _n(f"kg:{name}"), ox.Literal(number), graph)
        for member in actor.members:
            yield ox.Quad(ox.NamedNode(member), _n("kg:refersTo"), node, graph)


#: canonical entity, target, method, score, label, verdict
Link = tuple[str, str, str, str, str, str]


def match_links(
    store: Store,
    canonical: Mapping[str, str],
    *,
    judged: Mapping[tuple[str, str], identity.Verdict],
    groups: Mapping[str, str],
    base: str = BASE,
) -> Iterator[Link]:
    """Yield the links of canonical entities that nobody rejected; of several scores for one link the best stays.

    Arguments:
        groups: the canonical entity of each group, which lookups on the net and judgements are on.
    """
    every = unjudged(store, base=base) if judged else ()
    group_of = {record.iri: identity.group_iri(identity.key(record), base) for record in every}
    best: dict[tuple[str, str], Link] = {}
    for row in store.select(TARGETS):
        entity, target = canonical[row["entity"].value], row["target"].value
        verdict = judged.get((group_of.get(row["entity"].value, ""), target))
        if verdict == "different":
            continue
        link = (
            entity,
            target,
            row["method"].value,
            row["score"].value,
            row["label"].value if row["label"] else "",
            judgement.VERDICTS[verdict] if verdict else "",
        )
        other = best.get((entity, target))
        if other is None or (float(other[3]), other[2:]) < (float(link[3]), link[2:]):
            best[entity, target] = link
    yield from best.values()
    yield from online.looked_up(lookup.read(store, base=base), best, groups=groups, judged=judged)


def match_quads(links: Iterable[Link], *, base: str) -> Iterator[ox.Quad]:
    """Yield the matches graph: one record a link, in SSSOM's terms."""
    graph = ox.NamedNode(base + MATCHES_GRAPH)
    for entity, target, method, score, label, verdict in links:
        node = ox.NamedNode(f"{base}match/{digest(entity, target)}")
        yield ox.Quad(node, _n("rdf:type"), _n("kg:Match"), graph)
        yield ox.Quad(node, _n("kg:entity"), ox.NamedNode(entity), graph)
        yield ox.Quad(node, _n("kg:target"), ox.NamedNode(target), graph)
        yield ox.Quad(node, _n("kg:matchMethod"), ox.Literal(method), graph)
        yield ox.Quad(node, _n("kg:score"), ox.Literal(score, datatype=_n("xsd:decimal")), graph)
        if label:
            yield ox.Quad(node, _n("kg:targetLabel"), ox.Literal(label), graph)
        if verdict:
            yield ox.Quad(node, _n("kg:judgement"), _n(verdict), graph)


def read_ties(store: Store, canonical: dict[str, str]) -> Iterator[infer.Tie]:
    """Yield the alignments and relations that articles assert or report, between canonical entities."""
    for row in store.select(TIES):
        yield infer.Tie(
            subject=canonical[row["subject"].value],
            object=canonical[row["object"].value],
            property=infer.direct_property(row["name"].value, int(row["polarity"].value) if row["polarity"] else None),
            fact=row["fact"].value,
        )


def edge_quads(edges: Iterable[infer.Edge], *, base: str) -> Iterator[ox.Quad]:
    """Yield the direct edges, and for each what it was derived from and by which rule."""
    graph = ox.NamedNode(base + INFERRED_GRAPH)
    for edge in edges:
        subject, object_ = ox.NamedNode(edge.subject), ox.NamedNode(edge.object)
        property_ = _n(f"kg:{edge.property}")
        node = ox.NamedNode(f"{base}derivation/{digest(edge.subject, edge.property, edge.object)}")
        yield ox.Quad(subject, property_, object_, graph)
        yield ox.Quad(node, _n("rdf:type"), _n("kg:Derivation"), graph)
        yield ox.Quad(node, _n("kg:subject"), subject, graph)
        yield ox.Quad(node, _n("kg:property"), property_, graph)
        yield ox.Quad(node, _n("kg:object"), object_, graph)
        for rule in edge.rules:
            yield ox.Quad(node, _n("kg:rule"), ox.Literal(rule), graph)
        yield ox.Quad(node, _n("kg:evidenceCount"), ox.Literal(len(edge.facts)), graph)
        for fact in edge.facts:
            yield ox.Quad(node, _n("prov:wasDerivedFrom"), ox.NamedNode(fact), graph)


def load_ontology(store: Store, *, base: str) -> None:
    """Put the ontology into its graph, unless the same text of it is there."""
    from kg.resources import ontology_dir

    graph = ox.NamedNode(base + ONTOLOGY_GRAPH)
    texts = [(ontology_dir() / name).read_bytes() for name in ("kg.ttl", "alignments.ttl")]
    mark = ox.Literal(hashlib.sha256(b"".join(texts)).hexdigest())
    ontology = ox.NamedNode(term("kg:").removesuffix("#"))
    if not store.query(f"ASK {{ GRAPH {graph} {{ {ontology} {_n('dcterms:identifier')} {mark} }} }}"):
        triples = [triple for text in texts for triple in ox.parse(text, format=ox.RdfFormat.TURTLE)]
        triples.append(ox.Triple(ontology, _n("dcterms:identifier"), mark))
        store.replace(graph.value, (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples))
