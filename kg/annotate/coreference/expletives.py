"""Tell where "it" stands for nothing: "it is expected that", "it rained"."""

from __future__ import annotations

from kg.annotate.document import Document


def is_empty(document: Document, i: int) -> bool:
    """Say whether "it" stands for nothing: "it is expected that", "it rained", "it is clear to"."""
    tokens = document.tokens
    if tokens.dep[i] == "expl":
        return True
    if tokens.dep[i] not in ("nsubj", "nsubjpass"):
        return False
    verb = tokens.head[i]
    children = tokens.children[verb]
    if tokens.lower[verb] in ("'s", "’s") or tokens.lemma[verb] in (
        "be",
        "seem",
        "appear",
        "become",
        "remain",
        "take",
        "make",
        "turn",
        "happen",
        "mean",
    ):
        return True
    return any(tokens.dep[c] in ("nsubjpass", "auxpass") for c in children) and any(
        tokens.dep[c] in ("ccomp", "xcomp") for c in children
    )
