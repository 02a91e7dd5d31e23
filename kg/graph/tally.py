"""Count once what queries would count again and again: how much the graph holds on each canonical entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from kg.graph import infer
from kg.graph.tables import ATTACK, Facts
from kg.vocabulary import article_of, term


def count(
    facts: Facts, canonical: Mapping[str, str], edges: Iterable[infer.Edge], places: Collection[str]
) -> dict[str, Counter[str]]:
    """Return for each canonical entity its counts, by the names of their properties; what is nought is left out.

    Arguments:
        canonical: the canonical entity of each article's entity.
        edges: the direct edges, which are counted at their subjects.
        places: the canonical entities that are places.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity, _ in {(entity, article_of(member)) for member, entity in canonical.items()}:
        found[entity]["articleCount"] += 1
    for edge in edges:
        found[edge.subject]["tieCount"] += 1
    for _, polarity, *ends in facts.aligned:
        for end in ends:
            found[end]["alignmentCount"] += 1
            found[end]["supportCount" if int(polarity) > 0 else "opposeCount"] += 1
    for _, kind, speaker in facts.said:
        found[speaker]["statementCount"] += 1
        found[speaker]["quotationCount"] += kind != term("kg:indirect")
    for sites in facts.sites.values():
        for place in sites:
            found[place]["eventCount"] += 1
    for fact, type_, _ in facts.events:
        for place in facts.scenes(fact, places) if type_ == ATTACK else ():
            found[place]["attackCount"] += 1
    return {entity: +counts for entity, counts in found.items()}
