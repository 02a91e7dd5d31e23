"""Replay every anchor: the article's text has its hash, spans lie inside it, and quotes stand where the graph says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.vocabulary import term

if TYPE_CHECKING:
    from kg.graph.store import Store

PREFIXES = f"PREFIX kg: <{term('kg:')}> PREFIX oa: <{term('oa:')}> "

ARTICLES = PREFIXES + (
    "SELECT ?article ?name ?text ?hash WHERE { GRAPH ?article "
    "{ ?article a kg:Article ; kg:name ?name ; kg:text ?text ; kg:textHash ?hash } } ORDER BY ?article"
)
ANCHORS = PREFIXES + (
    "SELECT ?article ?node ?start ?end ?exact ?prefix ?suffix WHERE { GRAPH ?article "
    "{ ?node oa:start ?start ; oa:end ?end . "
    "OPTIONAL { ?node oa:exact ?exact } OPTIONAL { ?node oa:prefix ?prefix } OPTIONAL { ?node oa:suffix ?suffix } } }"
)
UNANCHORED = PREFIXES + (
    "SELECT ?article ?fact WHERE { GRAPH ?article { ?fact kg:factuality ?f . "
    "FILTER NOT EXISTS { ?fact kg:evidence/oa:exact ?exact } } }"
)


@dataclass(frozen=True, slots=True)
class Broken:
    """An anchor that does not hold: which node of which article, and what is wrong."""

    article: str
    node: str
    problem: str

    def __str__(self) -> str:
        return f"{self.article}: {self.node} {self.problem}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a replay found."""

    articles: int
    anchors: int
    problems: tuple[Broken, ...]


def verify(store: Store) -> Verification:
    """Check every anchor of every article, one article at a time."""
    articles = anchors = 0
    problems: list[Broken] = []
    for row in store.select(ARTICLES):
        articles += 1
        name, text = row["name"].value, row["text"].value
        if hashlib.sha256(text.encode()).hexdigest() != row["hash"].value:
            problems.append(Broken(name, row["article"].value, "holds a text that does not fit its hash"))
        for anchor in store.select(ANCHORS, {"article": row["article"]}):
            anchors += 1
            problems.extend(Broken(name, anchor["node"].value, problem) for problem in _problems(anchor, text))
        problems.extend(
            Broken(name, fact["fact"].value, "has no passage that it was read from")
            for fact in store.select(UNANCHORED, {"article": row["article"]})
        )
    return Verification(articles, anchors, tuple(problems))


def _problems(anchor: object, text: str) -> Iterator[str]:
    start, end = int(anchor["start"].value), int(anchor["end"].value)  # type: ignore[index]
    if not 0 <= start < end <= len(text):
        yield f"spans {start} to {end} of a text of {len(text)} characters"
        return
    for part, there in (
        ("exact", text[start:end]),
        ("prefix", text[:start]),
        ("suffix", text[end:]),
    ):
        quote = anchor[part]  # type: ignore[index]
        if quote is None:
            continue
        fits = {
            "exact": there == quote.value,
            "prefix": there.endswith(quote.value),
            "suffix": there.startswith(quote.value),
        }[part]
        if not fits:
            yield f'quotes "{quote.value[:60]}" where the text has "{there[-60:] if part == "prefix" else there[:60]}"'
