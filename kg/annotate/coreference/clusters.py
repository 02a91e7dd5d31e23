"""Mentions that mean the same: what is known of each such cluster while an article is being chained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg import vocabulary
from kg.annotate import geography, nouns
from kg.annotate.document import Document, Phrase
from kg.model import Entity, Mention
from kg.vocabulary import ARMS, ORGANIZATIONS, PLACES

#: classes that say little: a more telling one found for the same entity replaces them
VAGUE = frozenset({"Organization", "GeopoliticalEntity", "Location", "Population", ""})

#: capitals that mean the body that sits there in an article without a word of their own country
SEATS = {"Brussels": "European Union"}


def family(type_: str) -> str:
    """Return the large kind that a class belongs to: mentions of two kinds never mean the same.

    >>> family("ArmedGroup") == family("MediaOutlet"), family("Country") == family("Person")
    (True, False)
    """
    if type_ in ORGANIZATIONS:
        return "organization"
    if type_ in PLACES:
        return "place"
    return "arms" if type_ in ARMS else type_


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one entity so far.

    ``words`` are the content words of its names and nominal groups, ``heads`` the lemmas of their heads,
    ``titles`` the words of the titles before a person's names.
    """

    type: str
    members: list[int] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    heard: int = 0
    """How many more times "he" than "she" took it up."""
    plural: bool = False
    named: bool = False
    country: str = ""
    """The ISO code of where it is, told apart from others of its name."""
    located: int = 0
    """How often it stands after "in" and the like."""

    def add(self, n: int, phrase: Phrase) -> None:
        """Take in phrase number ``n``."""
        self.members.append(n)
        if phrase.kind == "name":
            self.named = True
        telling = phrase.kind == "name" or phrase.type not in PLACES
        if telling and self.type in VAGUE and phrase.type not in VAGUE and family(phrase.type) == family(self.type):
            self.type = phrase.type


def entities(document: Document, clusters: Iterable[Cluster]) -> tuple[tuple[str | None, ...], tuple[Entity, ...]]:
    """Return the chain of the phrases and the entities, numbered in text order."""
    chain: list[str | None] = [None] * len(document.phrases)
    found = []
    ordered = sorted((cluster for cluster in clusters if cluster.members), key=lambda cluster: min(cluster.members))
    for number, cluster in enumerate(ordered, start=1):
        id_ = f"e{number}"
        members = sorted(cluster.members)
        for n in members:
            chain[n] = id_
        found.append(
            Entity(
                id=id_,
                type=cluster.type,
                name=_name(document, members),
                iri=vocabulary.part_iri(document.article.iri, "entity", id_),
                mentions=tuple(_mention(document, document.phrases[n]) for n in members),
                country=cluster.country or None,
            )
        )
    return tuple(chain), tuple(found)


def _mention(document: Document, phrase: Phrase) -> Mention:
    return Mention(span=document.tokens.span(phrase.start, phrase.end), kind=phrase.kind)


def _name(document: Document, members: list[int]) -> str:
    """Return the longest proper name of a cluster, else its first nominal group without its article."""
    phrases = document.phrases
    names = Counter(_text(document, phrases[n]) for n in members if phrases[n].kind == "name")
    # "Brussels" says where the Union sits
    names = Counter({SEATS.get(name, name) if _is_seat(document, members) else name: n for name, n in names.items()})
    # "Iraqi" and "Baghdad" name Iraq only for want of a better name
    if any(phrases[n].type == "Country" for n in members):
        codes = {phrases[n].key.partition(":")[2] for n in members if phrases[n].key.startswith("country:")}
        names = Counter({name: n for name, n in names.items() if geography.country(name)})
        if not names and len(codes) == 1:
            return geography.name_of(codes.pop())
    # "Army" alone says no more than "the army"
    bare = all(name.casefold() in nouns.commons() for name in names) or all(
        phrases[n].rule == "nominals.capital" for n in members if phrases[n].kind == "name"
    )
    if names and not bare:
        best = max(names, key=lambda name: (len(name), names[name], name))
        # a dateline's capitals are not how the name is written
        place = best.isupper() and phrases[members[0]].type == "PopulatedPlace"
        return best.title() if place else best
    groups = [_without_article(document, phrases[n]) for n in members if phrases[n].kind != "pronoun"]
    if groups:
        # "the Congolese army" tells more than "Army" in the headline before it
        organization = family(phrases[members[0]].type) == "organization" and " " not in groups[0]
        return next((group for group in groups if " " in group), groups[0]) if organization else groups[0]
    return _text(document, phrases[members[0]])


def _is_seat(document: Document, members: list[int]) -> bool:
    return any(document.phrases[n].type == "IntergovernmentalOrganization" for n in members)


def _without_article(document: Document, phrase: Phrase) -> str:
    tokens, start = document.tokens, phrase.start
    if start < phrase.head and tokens.pos[start] == "DET":
        start += 1
    while start < phrase.head and tokens.tag[start] == "``":
        start += 1
    return " ".join(tokens.span(start, phrase.end).of(document.text).split())


def _text(document: Document, phrase: Phrase) -> str:
    return " ".join(document.tokens.span(phrase.start, phrase.end).of(document.text).split())


def is_person(cluster: Cluster) -> bool:
    """Say whether the cluster is one person."""
    return cluster.type == nouns.PERSON
