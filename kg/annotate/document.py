"""One article while it is being annotated: its text, parse and layout, and the mentions found so far.

Every layer takes a `Document` and returns frozen records; `kg.annotate.annotator` puts them into the
next `Document`. `Tokens` holds the parse as plain Python lists: reading them is ten times faster than
asking spaCy's tokens, and the layers ask often.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.annotate.layout import Layout
from kg.model import Article, Entity, MentionKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Tokens:
    """The parse of an article as parallel lists, one item a token; ``head[i] == i`` marks a root.

    ``sent[i]`` is the index of the sentence of token ``i`` and ``sentences`` their ``(start, end)``;
    ``left[i]`` and ``right[i]`` bound the subtree of token ``i`` (end exclusive).
    """

    def __init__(self, doc: Doc) -> None:
        self.text: list[str] = [t.text for t in doc]
        self.lower: list[str] = [t.lower() for t in self.text]
        self.lemma: list[str] = [t.lemma_.lower() for t in doc]
        self.pos: list[str] = [t.pos_ for t in doc]
        self.tag: list[str] = [t.tag_ for t in doc]
        self.dep: list[str] = [t.dep_ for t in doc]
        self.head: list[int] = [t.head.i for t in doc]
        self.ent_type: list[str] = [t.ent_type_ for t in doc]
        self.start: list[int] = [t.idx for t in doc]
        self.end: list[int] = [t.idx + len(t.text) for t in doc]
        self.children: list[list[int]] = [[] for _ in self.text]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)
        self.left: list[int] = [t.left_edge.i for t in doc]
        self.right: list[int] = [t.right_edge.i + 1 for t in doc]
        self.sentences: list[tuple[int, int]] = [(s.start, s.end) for s in doc.sents]
        self.sent: list[int] = [n for n, (a, b) in enumerate(self.sentences) for _ in range(a, b)]

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the characters of the tokens ``start`` to ``end`` (exclusive), without blank edges."""
        while end - 1 > start and self.text[end - 1].isspace():
            end -= 1
        while start < end - 1 and self.text[start].isspace():
            start += 1
        return Span(self.start[start], self.end[end - 1])

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first child of token ``i`` with one of the dependency labels, or None."""
        return next((c for c in self.children[i] if self.dep[c] in deps), None)

    def childs(self, i: int, *deps: str) -> list[int]:
        """Return the children of token ``i`` with one of the dependency labels, in text order."""
        return [c for c in self.children[i] if self.dep[c] in deps]

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above token ``i``, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A mention before it belongs to an entity: tokens ``[start, end)``, its head token, what it may be.

    ``type`` is a class of the ontology, or "" where the phrase does not tell (pronouns, "the group");
    ``key`` is what a gazetteer knows it by, such as an ISO code.
    """

    start: int
    end: int
    head: int
    type: str
    kind: MentionKind
    key: str = ""
    rule: str = ""
    plural: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article under annotation. Entities are empty until coreference has run.

    ``phrases`` are all mentions in text order; ``chain[n]`` is the id of the entity of phrase ``n``.
    """

    article: Article
    doc: Doc
    tokens: Tokens
    layout: Layout
    phrases: tuple[Phrase, ...] = ()
    chain: tuple[str | None, ...] = ()
    entities: tuple[Entity, ...] = field(default=())
    losses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What could not be read, by reason, with an example each."""

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.article.text

    def with_(self, **changes: object) -> Document:
        """Return a copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @cached_property
    def phrase_of(self) -> list[int | None]:
        """For every token the number of the innermost phrase that covers it, or None."""
        found: list[int | None] = [None] * len(self.tokens)
        for n in sorted(range(len(self.phrases)), key=lambda n: self.phrases[n].start - self.phrases[n].end):
            for i in range(self.phrases[n].start, self.phrases[n].end):
                found[i] = n
        return found

    @cached_property
    def phrase_by_head(self) -> dict[int, int]:
        """The number of the longest phrase with this head token."""
        found: dict[int, int] = {}
        for n, phrase in enumerate(self.phrases):
            other = found.get(phrase.head)
            if other is None or phrase.end - phrase.start > self.phrases[other].end - self.phrases[other].start:
                found[phrase.head] = n
        return found

    def phrase_at(self, i: int) -> Phrase | None:
        """Return the mention that token ``i`` heads, or else the innermost one that covers it, or None."""
        n = self.phrase_by_head.get(i, self.phrase_of[i])
        return None if n is None else self.phrases[n]

    def entity_at(self, i: int) -> str | None:
        """Return the id of the entity that token ``i`` stands for, or None.

        The mention that the token heads counts first, then the innermost mention that covers it.
        """
        n = self.phrase_by_head.get(i, self.phrase_of[i])
        return None if n is None or n >= len(self.chain) else self.chain[n]

    @cached_property
    def entity(self) -> dict[str, Entity]:
        """The entities by id."""
        return {entity.id: entity for entity in self.entities}
