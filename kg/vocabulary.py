"""Namespaces and deterministic IRIs."""

from __future__ import annotations

import hashlib
import unicodedata

BASE = "https://w3id.org/newskg/"
KG = "https://w3id.org/newskg/ontology#"

ONTOLOGY_GRAPH = "graph/ontology"
MATCHES_GRAPH = "graph/matches"
RESOLUTION_GRAPH = "graph/resolution"
INFERRED_GRAPH = "graph/inferred"


def digest(*fields: str) -> str:
    """Return 20 hexadecimal digits that depend on the fields and their order, and on nothing else.

    >>> digest("a", "b") == digest("a", "b") != digest("ab")
    True
    """
    return hashlib.sha256(
        "\x1f".join(unicodedata.normalize("NFC", f) for f in fields).encode("utf-8", "surrogatepass")
    ).hexdigest()[:20]


def article_iri(name: str, text: str, base: str = BASE) -> str:
    """Return the IRI of the article that has this name (a file's base name, a URL, a record's id) and text."""
    return f"{base}article/{digest(name, text)}"


def part_iri(article: str, kind: str, local_id: str) -> str:
    """Return the IRI of a part of an article: an entity, event, statement, alignment, relation, evidence.

    >>> part_iri("https://w3id.org/newskg/article/0a", "event", "v1")
    'https://w3id.org/newskg/article/0a/event/v1'
    """
    return f"{article}/{kind}/{local_id}"
