"""Tell groups by whose they are: "its ally Iran" is Iran, "Mali's enemies" are enemies of Mali, whoever they may be.

Such a noun says how someone stands to another, not what he is: an ally may be a person, a state or a movement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from kg.annotate import nouns
from kg.annotate.alignments.stances.words import words
from kg.annotate.coreference.clusters import Cluster, family
from kg.annotate.document import Document, Phrase
from kg.vocabulary import ORGANIZATIONS, STATES

_POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my", "your", "whose"})
#: nouns for those beside someone, who need not take his side
_BESIDE = frozenset({"neighbour", "neighbor", "counterpart"})
#: owners of owners that a name goes through: "the leader of the supporters of A"
_DEPTH = 3


@cache
def counterparts() -> frozenset[str]:
    """Return the nouns for someone by how he stands to another: "ally", "enemy", "neighbour"."""
    return frozenset(words()["ROLE"]) | _BESIDE


def is_counterpart(document: Document, phrase: Phrase) -> bool:
    """Say whether the group is named by how it stands to another."""
    return phrase.kind == "nominal" and document.tokens.lemma[phrase.head] in counterparts()


def owner(document: Document, phrase: Phrase) -> int | None:
    """Return the number of the mention of whose a group is: "its" allies, "Mali's" enemies, the enemies "of Mali"."""
    tokens = document.tokens
    for c in tokens.children[phrase.head]:
        if tokens.dep[c] == "poss" and phrase.start <= c:
            return document.phrase_by_head.get(c, document.phrase_of[c])
        if c > phrase.head and tokens.lower[c] == "of" and tokens.dep[c] == "prep":
            for p in tokens.childs(c, "pobj"):
                inner = document.phrase_by_head.get(p)
                if inner is not None and document.phrases[inner].start >= c:
                    return inner
    return None


def typed(phrase: Phrase, holder: Cluster | None) -> Phrase:
    """Return a counterpart with the class that its owner makes likely: the ally of a state is mostly a state."""
    if phrase.plural:
        return replace(phrase, type="Population")
    if holder is None or holder.type == nouns.PERSON:
        return phrase
    if holder.type in STATES:
        return replace(phrase, type="GeopoliticalEntity")
    return replace(phrase, type="Organization") if holder.type in ORGANIZATIONS else phrase


@dataclass(slots=True)
class Belongings:
    """The groups of an article by whose they are: "its allies" and "Mali's allies" are the same."""

    _groups: dict[tuple[str, bool], dict[tuple[int, frozenset[str]], Cluster]] = field(default_factory=dict)

    def add(self, document: Document, phrase: Phrase, whose: Cluster, cluster: Cluster) -> None:
        """Remember what a group with an owner means."""
        kind = document.tokens.lemma[phrase.head], phrase.plural
        self._groups.setdefault(kind, {}).setdefault((id(whose), _told(document, phrase)), cluster)

    def replace(self, cluster: Cluster, by: Cluster) -> None:
        """Let another cluster take the place of one among what groups mean."""
        for groups in self._groups.values():
            for key, other in groups.items():
                if other is cluster:
                    groups[key] = by

    def get(self, document: Document, phrase: Phrase, whose: Cluster | None) -> Cluster | None:
        """Return what a group means: that of the same owner, or for bare "the neighbour" the last one of its kind."""
        groups = self._groups.get((document.tokens.lemma[phrase.head], phrase.plural))
        if groups is None:
            return None
        told = _told(document, phrase)
        if whose is not None:
            return groups.get((id(whose), told))
        bare = is_counterpart(document, phrase) and document.tokens.lower[phrase.start] == "the" and not told
        return list(groups.values())[-1] if bare else None


def _told(document: Document, phrase: Phrase) -> frozenset[str]:
    """Return the words that tell a group apart from others of its owner."""
    tokens, holder = document.tokens, owner(document, phrase)
    whose = range(0) if holder is None else range(document.phrases[holder].start, document.phrases[holder].end)
    return frozenset(
        tokens.lemma[i]
        for i in range(phrase.start, phrase.end)
        if i != phrase.head and i not in whose and tokens.pos[i] in ("ADJ", "NOUN", "PROPN", "VERB", "NUM")
    )


def named_beside(document: Document, phrase: Phrase) -> Iterator[int]:
    """Yield the names that a single counterpart is set beside: "its ally Iran", "Iran, its main ally,"."""
    tokens = document.tokens
    if phrase.plural:
        return
    after = phrase.end + (phrase.end < len(tokens) and tokens.text[phrase.end] == ",")
    near = [after, phrase.start - 2 if phrase.start > 1 and tokens.text[phrase.start - 1] == "," else -1]
    for i in near:
        n = document.phrase_of[i] if 0 <= i < len(tokens) else None
        if n is None or document.phrases[n].kind != "name":
            continue
        name = document.phrases[n]
        joined = phrase.head in (tokens.head[name.head], tokens.head[name.end - 1])
        if joined or tokens.head[phrase.head] in range(name.start, name.end):
            yield n


def may_be(cluster: Cluster) -> bool:
    """Say whether a named entity may be somebody's ally or enemy."""
    return cluster.type == nouns.PERSON or cluster.type in STATES or family(cluster.type) == "organization"


def renamed(document: Document) -> Document:
    """Return the document with groups called after their owners: "its supporters" become "supporters of Mali"."""
    changed = {entity.id: _name(document, entity.id, _DEPTH) for entity in document.entities if _is_owned(entity.name)}
    if not changed:
        return document
    entities = (replace(e, name=changed[e.id]) if e.id in changed else e for e in document.entities)
    return document.with_(entities=tuple(entities))


def _is_owned(name: str) -> bool:
    first, blank, _ = name.partition(" ")
    return bool(blank) and first.lower() in _POSSESSIVES


def _name(document: Document, id_: str, depth: int) -> str:
    name = document.entity[id_].name
    if not _is_owned(name):
        return name
    rest = name.partition(" ")[2].removeprefix("own ")
    for n, phrase in enumerate(document.phrases):
        if document.chain[n] != id_ or document.tokens.span(phrase.start, phrase.end).of(document.text) != name:
            continue
        holder = owner(document, phrase)
        whose = document.chain[holder] if holder is not None else None
        if whose is not None and whose != id_ and depth:
            of = _name(document, whose, depth - 1)
            named = "'s " in of or any(m.kind == "name" for m in document.entity[whose].mentions)
            return f"{rest} of {of}" if named else f"{rest} of the {of}"
    return rest
