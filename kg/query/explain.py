"""Tell where a fact comes from: what it says, who asserts it and how surely, its sentence, its article.

A direct edge is told with the rules that it follows from and every fact that it was derived from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query import names, tokens
from kg.vocabulary import BASE, DIRECT_BY_POLARITY, DIRECT_BY_RELATION, INFERRED_GRAPH, article_of, term

if TYPE_CHECKING:
    from kg.graph.store import Store

#: facts of one edge that are told in full
TOLD = 10

_PREFIXES = "".join(f"PREFIX {p}: <{term(f'{p}:')}> " for p in ("kg", "oa", "skos", "dc", "dcterms", "prov", "schema"))

PROPERTIES = _PREFIXES + "SELECT ?property ?value WHERE { GRAPH $article { $fact ?property ?value } }"
PASSAGE = _PREFIXES + "SELECT * WHERE { GRAPH $article { $passage oa:exact ?exact ; oa:start ?start ; oa:end ?end } }"
ARTICLE = _PREFIXES + (
    "SELECT * WHERE { GRAPH $article { $article kg:name ?name . OPTIONAL { $article dcterms:title ?title } "
    "OPTIONAL { $article dc:publisher ?publisher } OPTIONAL { $article dcterms:issued ?date } "
    "OPTIONAL { $article schema:url ?url } } }"
)
STATEMENT = _PREFIXES + (
    "SELECT ?content ?speaker WHERE { GRAPH $article { $statement kg:contentText ?content "
    "OPTIONAL { $statement kg:speaker ?speaker } } }"
)
EDGE = _PREFIXES + (
    f"SELECT ?edge WHERE {{ GRAPH <{BASE}{INFERRED_GRAPH}> "
    "{ ?edge kg:subject $subject ; kg:property $property ; kg:object $object } }"
)
DERIVATION = (
    _PREFIXES + f"SELECT ?property ?value WHERE {{ GRAPH <{BASE}{INFERRED_GRAPH}> {{ $fact ?property ?value }} }}"
)

#: what a fact says, in the order in which it is told
TELLING = (
    "subject relationName polarity object value speaker cueText contentText addressee about within eventType "
    "triggerText hasAgent hasPatient hasRecipient hasInstrument hasPlace hasOrigin hasDestination killed injured "
    "startDate endDate granularity attributedTo factuality basis"
).split()

#: polarities in words
SIDES = {("polarity", "1"): "with (+1)", ("polarity", "-1"): "against (-1)"}

Line = tuple[str, str]


def explain(store: Store, fact: str) -> Iterator[Line]:
    """Yield what is known of a fact or a direct edge, as names and values in the order of reading.

    Raises:
        QueryError: it is no fact of this graph.
    """
    if "/derivation/" in fact:
        yield from _edge(store, fact)
    else:
        yield from _fact(store, fact)


def ends(text: str) -> tuple[str, ...]:
    """Return subject, property and object of a direct edge written in one, or the text alone where it is none.

    >>> ends('Rwanda opposes "Kivu Movement"'), ends("Ada Wei memberOf New Path")
    (('Rwanda', 'opposes', 'Kivu Movement'), ('Ada Wei', 'memberOf', 'New Path'))
    """
    known = "|".join(sorted({*DIRECT_BY_RELATION.values(), *DIRECT_BY_POLARITY.values()}))
    found = re.fullmatch(rf"(.+?)\s+({known})\s+(.+)", text.strip())
    return tuple(part.strip("\"' ") for part in found.groups()) if found else (text,)


def edge(store: Store, subject: str, property_: str, object_: str) -> str:
    """Return the IRI of the derivation of a direct edge, given by the names of its ends.

    Raises:
        QueryError: there is no such edge.
    """
    terms = {
        "subject": names.node(names.find(store, subject).iri),
        "property": names.node(term(f"kg:{property_}")),
        "object": names.node(names.find(store, object_).iri),
    }
    for row in store.select(tokens.substitute(EDGE, terms)):
        return str(row["edge"].value)
    raise QueryError(
        f"No article asserts or reports that {subject} {property_} {object_}. "
        f'See all ties with: kg query direct-edges --param actor="{subject}"'
    )


def _fact(store: Store, fact: str) -> Iterator[Line]:
    if not re.search(r"/article/[^/]+/(event|statement|alignment|relation)/[^/]+$", fact):
        raise QueryError(f"{fact} is no fact. Name an event, statement, alignment, relation or derivation by its IRI.")
    article = names.node(article_of(fact))
    rows = list(store.select(tokens.substitute(PROPERTIES, {"article": article, "fact": names.node(fact)})))
    if not rows:
        raise QueryError(f"{fact} is not in this graph.")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(_local(row["property"].value), []).append(row["value"].value)
    labels = names.labels_of(store, [value for values in found.values() for value in values if "://" in value])
    kind = fact.rsplit("/", 2)[1]
    yield "fact", f"{kind} {fact}"
    for name in TELLING:
        for value in sorted(found.get(name, ())):
            yield _words(name), labels.get(value) or SIDES.get((name, value)) or _local(value).removesuffix("Basis")
    yield "read by", f"rule {found['rule'][0]}, confidence {found['confidence'][0]}"
    for statement in found.get("fromStatement", ()):
        yield from _stated(store, article.value, statement)
    yield from _passage(store, article.value, found["evidence"][0])
    yield from _article(store, article.value)


def _stated(store: Store, article: str, statement: str) -> Iterator[Line]:
    terms = {"article": names.node(article), "statement": names.node(statement)}
    for row in store.select(tokens.substitute(STATEMENT, terms)):
        who = names.labels_of(store, [row["speaker"].value]).values() if row["speaker"] else ()
        yield "as said by", f"{next(iter(who), 'an unnamed speaker')}: {row['content'].value}"


def _passage(store: Store, article: str, passage: str) -> Iterator[Line]:
    terms = {"article": names.node(article), "passage": names.node(passage)}
    for row in store.select(tokens.substitute(PASSAGE, terms)):
        yield "sentence", row["exact"].value
        yield "place in the text", f"characters {row['start'].value} to {row['end'].value}"


def _article(store: Store, article: str) -> Iterator[Line]:
    for row in store.select(tokens.substitute(ARTICLE, {"article": names.node(article)})):
        parts = [row[name].value for name in ("title", "publisher", "date", "url") if row[name] is not None]
        yield "article", ", ".join([row["name"].value, *parts])


def _edge(store: Store, fact: str) -> Iterator[Line]:
    rows = list(store.select(tokens.substitute(DERIVATION, {"fact": names.node(fact)})))
    if not rows:
        raise QueryError(f"{fact} is not in this graph.")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(_local(row["property"].value), []).append(row["value"].value)
    labels = names.labels_of(store, [*found["subject"], *found["object"]])
    ends = [labels.get(found[name][0], found[name][0]) for name in ("subject", "object")]
    yield "edge", f"{ends[0]} {_local(found['property'][0])} {ends[1]}"
    yield "follows by", "; ".join(sorted(found["rule"]))
    sources = sorted(found["wasDerivedFrom"])
    yield "derived from", f"{len(sources)} facts" if len(sources) > 1 else "1 fact"
    for source in sources[:TOLD]:
        yield "", ""
        yield from _fact(store, source)
    if len(sources) > TOLD:
        yield "", f"and {len(sources) - TOLD} more facts"


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1] if "://" in iri else iri


def _words(name: str) -> str:
    """Return a property's name as words.

    >>> _words("hasPlace"), _words("attributedTo")
    ('place', 'attributed to')
    """
    return re.sub(r"(?<=[a-z])([A-Z])", r" \1", name).lower().removeprefix("has ")
