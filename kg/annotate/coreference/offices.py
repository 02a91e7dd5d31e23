"""Tell whom a group means by his office or rank: "the Turkish leader", "the general", "the head of state"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate import geography, nouns
from kg.annotate.coreference.clusters import Cluster
from kg.annotate.document import Document, Phrase
from kg.annotate.names import titles

#: words of the titles of those whom "the Turkish leader" may mean
_RULERS = frozenset(
    {"president", "premier", "prime", "chancellor", "king", "queen", "emir", "sultan", "leader", "ruler"}
)
_HEADS = {
    "leader": _RULERS,
    "strongman": _RULERS,
    "ruler": _RULERS,
    "president": frozenset({"president"}),
    "premier": frozenset({"premier", "prime"}),
    "chancellor": frozenset({"chancellor"}),
    "king": frozenset({"king"}),
}
#: words around the name of one who has a rank, though the article does not give it with the name
_IN_ARMS = frozenset({"army", "military", "navy", "force", "forces", "armed", "police", "commander", "troops"})
#: sentences over which a rank alone takes up who bears it
_NEAR = 3


def bearer(document: Document, clusters: Sequence[Cluster], phrase: Phrase) -> Cluster | None:
    """Return the only named person so far whom a definite group can mean by his office, or None."""
    tokens = document.tokens
    if phrase.type != nouns.PERSON or phrase.plural or tokens.lower[phrase.start] != "the":
        return None
    before = [c for c in clusters if c.named and c.type == nouns.PERSON and c.members and _first(document, c, phrase)]
    head = tokens.lemma[phrase.head]
    if titles.titles().get(" ".join(tokens.lower[phrase.start + 1 : phrase.end]), ("",))[0] == "rank":
        return _by_rank(document, before, phrase, head)
    if tokens.lower[phrase.start + 1 : phrase.end] == ["head", "of", "state"]:
        return _only([c for c in before if c.titles & {"president", "king", "queen", "emir", "sultan"}])
    code = geography.demonym(tokens.text[phrase.start + 1])
    fits = _HEADS.get(head)
    if not code or fits is None or phrase.head != phrase.start + 2:
        return None
    return _ruler(document, before, phrase, code, fits)


def _ruler(
    document: Document, persons: Sequence[Cluster], phrase: Phrase, code: str, fits: frozenset[str]
) -> Cluster | None:
    """Return the ruler of a country: the one called so, or the only one of no other country, which the article names.

    Arguments:
        persons: those named so far.
        fits: words of the titles of such a ruler.
    """
    rulers = [c for c in persons if c.titles & fits]
    countries = [_countries(c) for c in rulers]
    own = [c for c, codes in zip(rulers, countries, strict=True) if code in codes]
    if own:
        return _only(own)
    named = any(p.key == f"country:{code}" and p.start < phrase.start for p in document.phrases)
    nobodys = [c for c, codes in zip(rulers, countries, strict=True) if not codes]
    return _only(nobodys) if named and len(rulers) == len(nobodys) else None


def _by_rank(document: Document, persons: Sequence[Cluster], phrase: Phrase, head: str) -> Cluster | None:
    """Return the only person of the last sentences who serves, where nobody has been given the rank."""
    if any(head in c.titles for c in persons):
        return None
    here = document.tokens.sent[phrase.head]
    last = max(persons, key=lambda c: _last(document, c, phrase), default=None)
    serving = [c for c in persons if c.titles & _IN_ARMS]
    near = last is not None and here - _sentence(document, _last(document, last, phrase)) <= _NEAR
    return last if near and serving == [last] else None


def _countries(cluster: Cluster) -> set[str]:
    """Return the codes of the countries in a person's titles."""
    return {code for word in cluster.titles for code in (_code(word),) if code}


def _code(word: str) -> str:
    return geography.demonym(word.capitalize()) or geography.country(word.capitalize())


def _first(document: Document, cluster: Cluster, phrase: Phrase) -> bool:
    return document.phrases[min(cluster.members)].start < phrase.start


def _last(document: Document, cluster: Cluster, phrase: Phrase) -> int:
    """Return the number of the last mention of a person before the group."""
    return max(m for m in cluster.members if document.phrases[m].start < phrase.start)


def _sentence(document: Document, m: int) -> int:
    return document.tokens.sent[document.phrases[m].head]


def _only(found: Sequence[Cluster]) -> Cluster | None:
    return found[0] if len(found) == 1 else None
