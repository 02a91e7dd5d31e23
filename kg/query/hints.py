"""Guess why a query found nothing: a term or a graph that is not there, or a class that no node has itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.query import syntax, tokens
from kg.query.run import Answer
from kg.vocabulary import BASE, KG, ONTOLOGY_GRAPH, term

if TYPE_CHECKING:
    from kg.graph.store import Store

TERMS = (
    f'SELECT DISTINCT ?term {{ GRAPH <{BASE}{ONTOLOGY_GRAPH}> {{ ?term a ?x }} FILTER(STRSTARTS(STR(?term), "{KG}")) }}'
)
STORED = "ASK {{ GRAPH ?any {{ ?node a <{name}> }} }}"
FINER = (
    f"PREFIX rdfs: <{term('rdfs:')}> SELECT DISTINCT ?finer WHERE {{{{ "
    f"GRAPH <{BASE}{ONTOLOGY_GRAPH}> {{{{ ?finer rdfs:subClassOf+ <{{name}}> }}}} "
    "GRAPH ?any {{ ?node a ?finer }} }}"
)


def empty(answer: Answer) -> tuple[bool, Answer]:
    """Say whether an answer holds nothing, not even a count above nought; return it to be read from its start."""
    if answer.boolean is not None or answer.triples is not None:
        return answer.boolean is False, answer
    first = list(islice(answer.rows, 2))
    nothing = not first or (len(first) == 1 and all(isinstance(c, ox.Literal) and c.value == "0" for c in first[0]))
    return nothing, replace(answer, rows=chain(first, answer.rows))


def hints(answer: Answer, store: Store) -> Iterator[str]:
    """Yield what may be the reason that a query has no answer."""
    for graph in dict.fromkeys(_graphs(answer.query.text)):
        if not store.contains(graph):
            listing = "kg query --sparql 'SELECT DISTINCT ?g { GRAPH ?g {} }'"
            yield f"There is no graph <{graph}>. See what there is: {listing}"
    yield from _misspelt(answer.query.text, store)
    asked = (term(f"kg:{answer.parameters[p.name]}") for p in answer.query.parameters if p.kind == "class")
    for name in dict.fromkeys(chain(_classes(answer.query.text), asked)):
        if store.query(STORED.format(name=name)):
            continue
        finer = sorted(row["finer"].value.removeprefix(term("kg:")) for row in store.select(FINER.format(name=name)))
        if finer:
            short = f"kg:{name.removeprefix(term('kg:'))}"
            yield (
                f"No node is stored as {short} itself, only as finer classes such as {', '.join(finer[:4])}. "
                "For all of them: GRAPH ?article { ?x a ?class } "
                f"GRAPH g:ontology {{ ?class rdfs:subClassOf* {short} }}"
            )


def _misspelt(text: str, store: Store) -> Iterator[str]:
    """Yield which of the terms that a text takes from kg's ontology are not in it."""
    known = {row["term"].value.removeprefix(KG) for row in store.select(TERMS)}
    for name in dict.fromkeys(_terms(text)):
        if known and name not in known:
            from rapidfuzz import process

            near = [f"kg:{found}" for found, _, _ in process.extract(name, sorted(known), limit=3, score_cutoff=75)]
            yield f"The ontology has no term kg:{name}." + (f" Near it: {', '.join(near)}." if near else "")


def _graphs(text: str) -> Iterator[str]:
    """Yield the graphs that a text names behind GRAPH."""
    behind = False
    for token in tokens.tokens(text):
        if behind and token.kind in ("iri", "name"):
            yield _meant(token)
        if token.kind != "space":
            behind = token.kind == "word" and token.text.upper() == "GRAPH"


def _classes(text: str) -> Iterator[str]:
    """Yield the classes of kg's ontology that a text names."""
    return (KG + name for name in _terms(text) if name[0].isupper())


def _terms(text: str) -> Iterator[str]:
    """Yield the local names of the terms of kg's ontology that a text names."""
    for token in tokens.tokens(text):
        if token.kind in ("iri", "name"):
            name = _meant(token)
            if name.startswith(KG) and name != KG:
                yield name.removeprefix(KG)


def _meant(token: tokens.Token) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return syntax.USUAL.get(prefix, "") + local
