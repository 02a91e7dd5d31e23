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

from kg.annotate.text.layout import Layout
from kg.model import Article, Entity, MentionKind, Span

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_ATTRIBUTES: list[int | str] = ["ORTH", "LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_TYPE", "IDX", "LENGTH"]


class _Names(dict[int, str]):
    """The strings of spaCy's identifiers, each looked up once; identifiers come as signed numbers."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__({0: ""})
        self.strings = strings

    def __missing__(self, number: int) -> str:
        self[number] = found = self.strings[number % 2**64]
        return found


def _edges(head: list[int]) -> tuple[list[int], list[int]]:
    """Return the first token and the end of the subtree of every token.

    >>> _edges([1, 1, 1])
    ([0, 0, 2], [1, 3, 3])
    """
    left, right = list(range(len(head))), list(range(1, len(head) + 1))
    changed = True
    while changed:  # once more for every crossing of arcs
        changed = False
        for order in (range(len(head)), range(len(head) - 1, -1, -1)):
            for i in order:
                above = head[i]
                if left[i] < left[above]:
                    left[above], changed = left[i], True
                if right[i] > right[above]:
                    right[above], changed = right[i], True
    return left, right


class Tokens:
    """The parse of an article as parallel lists, one item a token; ``head[i] == i`` marks a root.

    ``sent[i]`` is the index of the sentence of token ``i`` and ``sentences`` their ``(start, end)``;
    ``left[i]`` and ``right[i]`` bound the subtree of token ``i`` (end exclusive).
    """

    def __init__(self, doc: Doc) -> None:
        # one array for all tokens: asking each token for each attribute costs ten times as much
        columns = doc.to_array(_ATTRIBUTES).T.astype("int64").tolist() if len(doc) else [[] for _ in _ATTRIBUTES]
        orth, lemma, pos, tag, dep, head, kind, start, length = columns
        name = _Names(doc.vocab.strings)
        self.text: list[str] = [name[i] for i in orth]
        self.lower: list[str] = [t.lower() for t in self.text]
        self.lemma: list[str] = [name[i].lower() for i in lemma]
        self.pos: list[str] = [name[i] for i in pos]
        self.tag: list[str] = [name[i] for i in tag]
        self.dep: list[str] = [name[i] for i in dep]
        self.head: list[int] = [i + offset for i, offset in enumerate(head)]
        self.ent_type: list[str] = [name[i] for i in kind]
        self.start: list[int] = start
        self.end: list[int] = [begin + size for begin, size in zip(start, length, strict=True)]
        self.children: list[list[int]] = [[] for _ in self.text]
        for i, above in enumerate(self.head):
            if above != i:
                self.children[above].append(i)
        self.left, self.right = _edges(self.head)
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
