"""Tell which town is meant by a country's capital: "the Kenyan capital" is Nairobi where the article names it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate import geography
from kg.annotate.coreference.clusters import Cluster
from kg.annotate.document import Document, Phrase


def country_of(document: Document, phrase: Phrase) -> str:
    """Return the country whose capital the group means: "the Kenyan capital", or ""."""
    tokens = document.tokens
    if tokens.lemma[phrase.head] != "capital":
        return ""
    words = (tokens.text[c] for c in tokens.childs(phrase.head, "amod", "poss", "compound"))
    return next((code for word in words if (code := geography.demonym(word) or geography.country(word))), "")


def is_bare(document: Document, phrase: Phrase) -> bool:
    """Say whether the group is "the capital" and no more."""
    tokens = document.tokens
    words = tokens.lower[phrase.start : phrase.end]
    return words == ["the", "capital"] and tokens.lower[phrase.end : phrase.end + 1] != ["of"]


def only(document: Document, clusters: Sequence[Cluster]) -> Cluster | None:
    """Return the only town of the article that is the capital of a country it names, or None."""
    codes = {p.key.partition(":")[2] for p in document.phrases if p.key.startswith("country:")}
    found = {id(c): c for code in codes if (c := town(document, clusters, code)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def town(document: Document, clusters: Sequence[Cluster], code: str) -> Cluster | None:
    """Return the town of the article that is the country's capital, or None."""
    tokens, phrases = document.tokens, document.phrases
    fitting = [
        c
        for c in clusters
        if c.named and c.type in ("PopulatedPlace", "GeopoliticalEntity") and c.country in ("", code)
        if any(
            geography.capital_of(" ".join(tokens.text[phrases[m].start : phrases[m].end])) == code
            for m in c.members
            if phrases[m].kind == "name"
        )
    ]
    return min(fitting, key=lambda c: c.country != code, default=None)
