"""Find canonical entities by what they are called, and call them by their labels again.

A name is compared with every preferred and alternative label of the resolution graph: as it stands, then
without case, accents and punctuation. Nothing is taken for another name only because it looks like it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.query import tokens
from kg.vocabulary import BASE, PLACES, PREFIXES, RESOLUTION_GRAPH, term

if TYPE_CHECKING:
    from kg.graph.store import Store

_PREFIXES = f"PREFIX kg: <{term('kg:')}> PREFIX skos: <{term('skos:')}> PREFIX dcterms: <{term('dcterms:')}> "
_RESOLUTION = f"<{BASE}{RESOLUTION_GRAPH}>"

BY_LABEL = _PREFIXES + (
    f"SELECT ?entity ?type ?label ?called (COUNT(?here) AS ?n) WHERE {{ GRAPH {_RESOLUTION} {{ "
    "?entity skos:prefLabel|skos:altLabel $called ; skos:prefLabel ?label ; a ?type . ?here kg:refersTo ?entity } } "
    "GROUP BY ?entity ?type ?label ?called"
)
BY_IRI = _PREFIXES + (f"SELECT ?label ?type WHERE {{ GRAPH {_RESOLUTION} {{ $iri skos:prefLabel ?label ; a ?type }} }}")
CANONICAL = _PREFIXES + f"SELECT ?entity WHERE {{ GRAPH {_RESOLUTION} {{ $iri kg:refersTo ?entity }} }}"
ALL_LABELS = _PREFIXES + (
    f"SELECT DISTINCT ?called ?type WHERE {{ GRAPH {_RESOLUTION} "
    "{ ?entity skos:prefLabel|skos:altLabel ?called ; a ?type } }"
)
# Two scans for the largest count: sorting all of them takes a hundred times as long in Oxigraph.
MOST = _PREFIXES + (
    f"SELECT ?entity WHERE {{ {{ SELECT (MAX(?n) AS ?most) WHERE {{ GRAPH {_RESOLUTION} {{ ?any $count ?n }} }} }} "
    f"GRAPH {_RESOLUTION} {{ ?entity $count ?most }} }}"
)
LABELS = _PREFIXES + (
    "SELECT ?node ?label WHERE { VALUES ?node { %s } "
    f"{{ GRAPH {_RESOLUTION} {{ ?node skos:prefLabel ?label }} }} "
    f"UNION {{ GRAPH {_RESOLUTION} {{ ?node kg:refersTo/skos:prefLabel ?label }} }} "
    "UNION { GRAPH ?node { ?node a kg:Article ; kg:name ?label } } }"
)
CLASSES = (
    f"PREFIX owl: <{term('owl:')}> SELECT DISTINCT ?class WHERE {{ GRAPH <{BASE}graph/ontology> "
    f"{{ ?class a owl:Class FILTER(STRSTARTS(STR(?class), '{term('kg:')}')) }} }}"
)

#: nodes that are asked for in one query
LABELS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A canonical entity that a name was found to mean, and how many others have that name."""

    iri: str
    label: str
    type: str
    others: tuple[str, ...] = ()


def fold(name: str) -> str:
    """Return a name without case, accents, punctuation and a leading "the".

    >>> fold("The Forces de défense"), fold("al-Kadhimi")
    ('forces de defense', 'al kadhimi')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"\W+", " ", bare).strip().removeprefix("the ")


def find(store: Store, name: str, *, places: bool = False) -> Named:
    """Return the canonical entity that a name or an IRI means.

    Of several with that name, the one that most articles mention is taken; a preferred label goes before an
    alternative one.

    Arguments:
        places: consider places only.

    Raises:
        QueryError: nothing is called so; the message lists names like it.
    """
    if "://" in name:
        return _by_iri(store, name)
    found = _called(store, [name], places)
    if found is None:
        labels = [
            row["called"].value for row in store.select(ALL_LABELS) if not places or _local(row["type"]) in PLACES
        ]
        wanted = fold(name)
        found = _called(store, sorted({label for label in labels if fold(label) == wanted}), places)
        if found is None:
            raise QueryError(_unknown(name, labels, "place" if places else "actor"))
    return found


def _by_iri(store: Store, iri: str) -> Named:
    for row in store.select(tokens.substitute(CANONICAL, {"iri": node(iri)})):
        iri = row["entity"].value
    for row in store.select(tokens.substitute(BY_IRI, {"iri": node(iri)})):
        return Named(iri=iri, label=row["label"].value, type=_local(row["type"]))
    raise QueryError(f"<{iri}> is no entity of this graph. Find it by its name.")


def _called(store: Store, labels: Iterable[str], places: bool) -> Named | None:
    found: dict[str, tuple[tuple[bool, int, str], Named]] = {}
    for label in labels:
        for row in store.select(tokens.substitute(BY_LABEL, {"called": Literal(label)})):
            named = Named(iri=row["entity"].value, label=row["label"].value, type=_local(row["type"]))
            rank = (row["label"].value != label, -int(row["n"].value), named.iri)
            if (not places or named.type in PLACES) and (named.iri not in found or rank < found[named.iri][0]):
                found[named.iri] = (rank, named)
    ranked = [named for _, named in sorted(found.values(), key=lambda pair: pair[0])]
    if not ranked:
        return None
    best = ranked[0]
    return Named(iri=best.iri, label=best.label, type=best.type, others=tuple(named.iri for named in ranked[1:]))


def _unknown(name: str, labels: list[str], kind: str) -> str:
    from rapidfuzz import fuzz, process

    by_fold = {fold(label): label for label in sorted(labels, reverse=True)}
    found = process.extract(fold(name), list(by_fold), limit=5, score_cutoff=65, scorer=fuzz.WRatio)
    near = [by_fold[folded] for folded, _, _ in found]
    hint = f" Near it: {'; '.join(near)}." if near else " List the actors with: kg query top-actors"
    return f'No {kind} of this graph is called "{name}".{hint}'


def most_mentioned(store: Store, *, places: bool = False) -> Named | None:
    """Return the actor with most alignments, or the place with most events; None where there is none."""
    count = NamedNode(term("kg:eventCount" if places else "kg:alignmentCount"))
    found = [row["entity"].value for row in store.select(tokens.substitute(MOST, {"count": count}))]
    return _by_iri(store, min(found)) if found else None


def find_class(store: Store, name: str) -> NamedNode:
    """Return the class of the ontology that has this local name.

    Raises:
        QueryError: the ontology has none; the message lists names like it.
    """
    wanted = name.removeprefix(term("kg:")).removeprefix("kg:")
    classes = {_local(row["class"]) for row in store.select(CLASSES)}
    for known in classes:
        if known.casefold() == wanted.casefold():
            return NamedNode(term(f"kg:{known}"))
    if not classes and re.fullmatch(r"[A-Za-z]\w*", wanted):
        return NamedNode(term(f"kg:{wanted}"))
    from rapidfuzz import process

    near = [found for found, _, _ in process.extract(wanted, sorted(classes), limit=4, score_cutoff=60)]
    hint = f" Near it: {', '.join(near)}." if near else ""
    raise QueryError(f'The ontology has no class "{name}".{hint} See docs/ontology.md')


def labels_of(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Return the label of each entity and the name of each article among some IRIs."""
    labels: dict[str, str] = {}
    for some in _batches(sorted(set(iris))):
        query = LABELS % " ".join(str(node(iri)) for iri in some)
        labels.update((row["node"].value, row["label"].value) for row in store.select(query))
    return labels


def _batches(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), LABELS_AT_ONCE):
        yield items[start : start + LABELS_AT_ONCE]


def node(iri: str) -> NamedNode:
    """Return an IRI as a term.

    Raises:
        QueryError: it is no absolute IRI.
    """
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f'"{iri}" is no IRI ({error}).') from error


def short(iri: str) -> str:
    """Return an IRI with a prefix of kg in the place of its namespace, or whole where none fits.

    >>> short("https://w3id.org/newskg/ontology#Event"), short("https://example.org/x")
    ('kg:Event', 'https://example.org/x')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _local(value: NamedNode) -> str:
    return value.value.removeprefix(term("kg:"))
