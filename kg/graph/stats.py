"""Count what a store holds, by kind and by how sure the texts are, and hash it as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.vocabulary import BASE, INFERRED_GRAPH, LOOKUPS_GRAPH, MATCHES_GRAPH, RESOLUTION_GRAPH, term

if TYPE_CHECKING:
    from kg.graph.store import Store

_PREFIXES = f"PREFIX kg: <{term('kg:')}> PREFIX dc: <{term('dc:')}> PREFIX prov: <{term('prov:')}> "


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one kind a store holds: the section of the table, the kind, the number."""

    section: str
    kind: str
    number: int


def _in_articles(pattern: str) -> str:
    return (
        f"{_PREFIXES} SELECT ?kind (COUNT(?x) AS ?n) "
        f"WHERE {{ GRAPH ?article {{ ?article a kg:Article . {pattern} }} }} "
        "GROUP BY ?kind ORDER BY DESC(?n) ?kind"
    )


def _in_graph(graph: str, pattern: str) -> str:
    return (
        f"{_PREFIXES} SELECT ?kind (COUNT(?x) AS ?n) WHERE {{ GRAPH <{graph}> {{ {pattern} }} }} "
        "GROUP BY ?kind ORDER BY DESC(?n) ?kind"
    )


def counts(store: Store, *, base: str = BASE) -> Iterator[Count]:
    """Yield how many articles, actors, events, statements, alignments and relations there are, by kind."""
    sections = {
        "articles by publisher": _in_articles(
            'BIND(?article AS ?x) OPTIONAL { ?article dc:publisher ?p } BIND(COALESCE(?p, "(none named)") AS ?kind)'
        ),
        "actors, places, weapons": _in_graph(base + RESOLUTION_GRAPH, "?x a ?kind"),
        "events by type": _in_articles("?x kg:eventType ?kind"),
        "events by factuality": _in_articles("?x kg:eventType ?type ; kg:factuality ?kind"),
        "statements by kind": _in_articles("?x kg:statementKind ?kind"),
        "alignments by side": _in_articles(
            '?x kg:polarity ?polarity BIND(IF(?polarity > 0, "with (+1)", "against (-1)") AS ?kind)'
        ),
        "alignments by factuality": _in_articles("?x kg:polarity ?polarity ; kg:factuality ?kind"),
        "relations by name": _in_articles("?x a kg:Relation ; kg:relationName ?kind"),
        "direct edges": _in_graph(base + INFERRED_GRAPH, "?x a kg:Derivation ; kg:property ?kind"),
        "matches by knowledge base": _in_graph(
            base + MATCHES_GRAPH, '?x kg:target ?t BIND(REPLACE(STR(?t), "^https?://([^/]+)/.*$", "$1") AS ?kind)'
        ),
        "lookups by answer": _in_graph(
            base + LOOKUPS_GRAPH,
            "?x kg:lookupService ?s OPTIONAL { ?x kg:notFoundBecause ?r } "
            'BIND(CONCAT(?s, ": ", COALESCE(?r, "found")) AS ?kind)',
        ),
        "not read, by reason": _in_articles("?x a kg:Loss ; kg:reason ?kind"),
    }
    for section, query in sections.items():
        for row in store.select(query):
            yield Count(section, row["kind"].value.removeprefix(term("kg:")), int(row["n"].value))
    total = next(iter(store.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")))
    yield Count("quads", "in all graphs", int(total["n"].value))


def folded(counts: Iterable[Count], *, kinds: int = 12) -> Iterator[Count]:
    """Yield the counts with all but the largest kinds of a long section as one.

    >>> list(folded([Count("events", kind, n) for kind, n in (("a", 3), ("b", 2), ("c", 1))], kinds=2))
    [Count(section='events', kind='a', number=3), Count(section='events', kind='2 more kinds', number=3)]
    """
    for section, group in groupby(counts, key=lambda count: count.section):
        found = list(group)
        cut = kinds - 1 if len(found) > kinds else len(found)
        yield from found[:cut]
        if rest := found[cut:]:
            yield Count(section, f"{len(rest)} more kinds", sum(count.number for count in rest))


def dataset_hash(store: Store) -> str:
    """Return the SHA-256 of the dataset in canonical form (RDF Dataset Canonicalization 1.0).

    kg writes no blank nodes, so the canonical form is the sorted N-Quads.
    """
    lines = sorted(f"{quad} .\n" for quad in store.quads())
    canonical = hashlib.sha256()
    for line in lines:
        canonical.update(line.encode())
    return canonical.hexdigest()
