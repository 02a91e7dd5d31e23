"""Count once what queries would count again and again: how much the graph holds on each canonical entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.graph import infer
from kg.vocabulary import article_of, term

if TYPE_CHECKING:
    from kg.graph.store import EmbeddedStore, EndpointStore

    Store = EmbeddedStore | EndpointStore

ALIGNED = f"""
PREFIX kg: <{term("kg:")}>
SELECT ?polarity ?subject ?object WHERE {{
  GRAPH ?article {{ ?fact kg:polarity ?polarity ; kg:subject ?subject ; kg:object ?object }}
}}"""

SAID = f"""
PREFIX kg: <{term("kg:")}>
SELECT ?speaker ?kind WHERE {{ GRAPH ?article {{ ?fact kg:statementKind ?kind ; kg:speaker ?speaker }} }}"""

HAPPENED = f"""
PREFIX kg: <{term("kg:")}>
SELECT ?place WHERE {{ GRAPH ?article {{ ?fact kg:eventType ?type ; kg:hasPlace ?place }} }}"""


def count(store: Store, canonical: Mapping[str, str], edges: Iterable[infer.Edge]) -> dict[str, Counter[str]]:
    """Return for each canonical entity its counts, by the names of their properties; what is nought is left out.

    Arguments:
        canonical: the canonical entity of each article's entity.
        edges: the direct edges, which are counted at their subjects.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity, _ in {(entity, article_of(member)) for member, entity in canonical.items()}:
        found[entity]["articleCount"] += 1
    for edge in edges:
        found[edge.subject]["tieCount"] += 1
    for row in store.select(ALIGNED):
        side = "supportCount" if int(row["polarity"].value) > 0 else "opposeCount"
        for end in (row["subject"].value, row["object"].value):
            found[canonical[end]]["alignmentCount"] += 1
            found[canonical[end]][side] += int(row["polarity"].value) != 0
    for row in store.select(SAID):
        counts = found[canonical[row["speaker"].value]]
        counts["statementCount"] += 1
        counts["quotationCount"] += row["kind"].value != term("kg:indirect")
    for row in store.select(HAPPENED):
        if place := canonical.get(row["place"].value):
            found[place]["eventCount"] += 1
    return {entity: +counts for entity, counts in found.items()}
