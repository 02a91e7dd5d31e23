"""Make the derived graphs from the article graphs: who is the same, links to the outside, direct edges, tallies.

All are functions of the set of article graphs, judgements and lookups on the net. Direct edges come only from
what articles assert or report, never from what was claimed, denied or planned, and each has a derivation that names its
sources and rule.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph import infer, tables, tally
from kg.graph.columns import Columns
from kg.graph.ledger import Ledger
from kg.graph.nodes import named
from kg.graph.records import HELD, read_records, unjudged
from kg.match import links as online
from kg.match import lookup
from kg.resolve import identity, judgement
from kg.vocabulary import (
    BASE,
    INFERRED_GRAPH,
    MATCHES_GRAPH,
    ONTOLOGY_GRAPH,
    PLACES,
    RESOLUTION_GRAPH,
    TALLIES_GRAPH,
    digest,
    term,
)

if TYPE_CHECKING:
    from kg.graph.store import Store


def derive(store: Store, *, base: str = BASE) -> Counter[str]:
    """Make the resolution, matches, inferred and tallies graphs again, and the ontology's where it is missing or old.

    Returns:
        How many canonical entities, matches and direct edges there are.
    """
    if not store.query(f"ASK {{ GRAPH ?article {{ ?article a {named('kg:Article')} }} }}"):
        for graph in (RESOLUTION_GRAPH, MATCHES_GRAPH, INFERRED_GRAPH, TALLIES_GRAPH, ONTOLOGY_GRAPH):
            store.drop(base + graph)
        return Counter()
    judgements = judgement.read(store, base=base)
    links = judgement.matches(judgements)
    columns = Columns(store, base=base)
    records = list(read_records(store, columns=columns, judged=links, base=base))
    actors = identity.resolve(
        records,
        judgements=judgement.identities(judgements),
        identified=online.identified(lookup.read(store, base=base), links),
        base=base,
    )
    canonical = {member: actor.iri for actor in actors for member in actor.members}
    counts: Counter[str] = Counter()
    counts["actors and places"] = len(actors)
    edges = infer.edges(read_ties(columns, canonical))
    facts = tables.read(columns, canonical)
    places = {actor.iri for actor in actors if actor.type in PLACES}
    counted = tally.count(facts, canonical, edges, places)
    groups = {group: actor.iri for actor in actors for group in actor.groups}
    matches = set(match_links(store, canonical, columns=columns, judged=links, groups=groups, base=base))
    counts["matches"] = len(matches)
    del columns, records  # what is written next takes memory of its own
    store.replace(base + RESOLUTION_GRAPH, resolution_quads(actors, counted, base=base))
    store.replace(base + TALLIES_GRAPH, tables.quads(facts, edges, places, base=base))
    store.replace(base + MATCHES_GRAPH, match_quads(sorted(matches), base=base))
    counts["inferred edges"] = len(edges)
    store.replace(base + INFERRED_GRAPH, edge_quads(edges, base=base))
    load_ontology(store, base=base)
    return counts


@contextmanager
def behind(store: Store, *, base: str = BASE) -> Iterator[Ledger]:
    """Make the derived graphs again after the block, and have the ledger say that they are behind until that is done.

    The block changes what they are made from; if it is broken off, readers are told, and the next build makes them.
    """
    with Ledger.beside(store.location) as ledger:
        ledger.stale = True
        yield ledger
        derive(store, base=base)
        ledger.stale = False


def resolution_quads(
    actors: Iterable[identity.Actor], tallies: Mapping[str, Counter[str]] | None = None, *, base: str
) -> Iterator[ox.Quad]:
    """Yield which article-level entity means which canonical one, and once what each is, is called and counts."""
    graph = ox.NamedNode(base + RESOLUTION_GRAPH)
    for actor in actors:
        node = ox.NamedNode(actor.iri)
        yield ox.Quad(node, named("rdf:type"), named(f"kg:{actor.type}"), graph)
        yield ox.Quad(node, named("skos:prefLabel"), ox.Literal(actor.name), graph)
        for alias in actor.aliases:
            yield ox.Quad(node, named("skos:altLabel"), ox.Literal(alias), graph)
        if actor.lat is not None and actor.lon is not None:
            for name, value in (("wgs84:lat", actor.lat), ("wgs84:long", actor.lon)):
                yield ox.Quad(node, named(name), ox.Literal(str(value), datatype=named("xsd:decimal")), graph)
        if actor.country:
            yield ox.Quad(node, named("kg:countryCode"), ox.Literal(actor.country), graph)
        for name, number in sorted((tallies or {}).get(actor.iri, {}).items()):
            yield ox.Quad(node, named(f"kg:{name}"), ox.Literal(number), graph)
        for member in actor.members:
            yield ox.Quad(ox.NamedNode(member), named("kg:refersTo"), node, graph)


#: canonical entity, target, method, score, label, verdict
Link = tuple[str, str, str, str, str, str]


def match_links(
    store: Store,
    canonical: Mapping[str, str],
    *,
    columns: Columns | None = None,
    judged: Mapping[tuple[str, str], identity.Verdict],
    groups: Mapping[str, str],
    base: str = BASE,
) -> Iterator[Link]:
    """Yield the links of canonical entities that nobody rejected; of several scores for one link the best stays.

    Arguments:
        columns: what was read of the store already.
        groups: the canonical entity of each group, which lookups on the net and judgements are on.
    """
    columns = columns or Columns(store, base=base)
    every = unjudged(store, columns) if judged else ()
    group_of = {record.iri: identity.group_iri(identity.key(record), base) for record in every}
    entities, methods, scores, labels = (
        columns.one(f"kg:{name}") for name in ("entity", "matchMethod", "score", "targetLabel")
    )
    best: dict[tuple[str, str], Link] = {}
    for match, target in columns.one("kg:target").items():
        entity = canonical[entities[match]]
        verdict = judged.get((group_of.get(entities[match], ""), target))
        if verdict == "different":
            continue
        link = (
            entity,
            target,
            methods[match],
            scores[match],
            labels.get(match, ""),
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
        yield ox.Quad(node, named("rdf:type"), named("kg:Match"), graph)
        yield ox.Quad(node, named("kg:entity"), ox.NamedNode(entity), graph)
        yield ox.Quad(node, named("kg:target"), ox.NamedNode(target), graph)
        yield ox.Quad(node, named("kg:matchMethod"), ox.Literal(method), graph)
        yield ox.Quad(node, named("kg:score"), ox.Literal(score, datatype=named("xsd:decimal")), graph)
        if label:
            yield ox.Quad(node, named("kg:targetLabel"), ox.Literal(label), graph)
        if verdict:
            yield ox.Quad(node, named("kg:judgement"), named(verdict), graph)


def read_ties(columns: Columns, canonical: Mapping[str, str]) -> Iterator[infer.Tie]:
    """Yield the alignments and relations that articles assert or report, between canonical entities."""
    subjects, objects, certainties, polarities = (
        columns.one(f"kg:{name}") for name in ("subject", "object", "factuality", "polarity")
    )
    for fact, name in columns.one("kg:relationName").items():
        if fact in objects and certainties[fact] in HELD:
            yield infer.Tie(
                subject=canonical[subjects[fact]],
                object=canonical[objects[fact]],
                property=infer.direct_property(name, int(polarities[fact]) if fact in polarities else None),
                fact=fact,
            )


def edge_quads(edges: Iterable[infer.Edge], *, base: str) -> Iterator[ox.Quad]:
    """Yield the direct edges, and for each what it was derived from and by which rule."""
    graph = ox.NamedNode(base + INFERRED_GRAPH)
    for edge in edges:
        subject, object_ = ox.NamedNode(edge.subject), ox.NamedNode(edge.object)
        property_ = named(f"kg:{edge.property}")
        node = ox.NamedNode(f"{base}derivation/{digest(edge.subject, edge.property, edge.object)}")
        yield ox.Quad(subject, property_, object_, graph)
        yield ox.Quad(node, named("rdf:type"), named("kg:Derivation"), graph)
        yield ox.Quad(node, named("kg:subject"), subject, graph)
        yield ox.Quad(node, named("kg:property"), property_, graph)
        yield ox.Quad(node, named("kg:object"), object_, graph)
        for rule in edge.rules:
            yield ox.Quad(node, named("kg:rule"), ox.Literal(rule), graph)
        yield ox.Quad(node, named("kg:evidenceCount"), ox.Literal(len(edge.facts)), graph)
        for fact in edge.facts:
            yield ox.Quad(node, named("prov:wasDerivedFrom"), ox.NamedNode(fact), graph)


def load_ontology(store: Store, *, base: str) -> None:
    """Put the ontology into its graph, unless the same text of it is there."""
    from kg.resources import ontology_dir

    graph = ox.NamedNode(base + ONTOLOGY_GRAPH)
    texts = [(ontology_dir() / name).read_bytes() for name in ("kg.ttl", "alignments.ttl")]
    mark = ox.Literal(hashlib.sha256(b"".join(texts)).hexdigest())
    ontology = ox.NamedNode(term("kg:").removesuffix("#"))
    if not store.query(f"ASK {{ GRAPH {graph} {{ {ontology} {named('dcterms:identifier')} {mark} }} }}"):
        triples = [triple for text in texts for triple in ox.parse(text, format=ox.RdfFormat.TURTLE)]
        triples.append(ox.Triple(ontology, named("dcterms:identifier"), mark))
        store.replace(graph.value, (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples))
