"""Keep the names of all canonical entities in memory, to find those that a text may mean and those it begins.

A name is found by its words, as their consonants: so by other spellings too. Words that many names share are looked
at last, and not at all where rarer ones are enough.
"""

from __future__ import annotations

import gc
import heapq
import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from kg.resolve.likeness import EMPTY, organization_words, plain, skeleton
from kg.vocabulary import BASE, MATCHES_GRAPH, RESOLUTION_GRAPH, term

if TYPE_CHECKING:
    from kg.graph.store import Store

#: the namespace of canonical entities
ENTITIES = f"{BASE}entity/"

#: names of a word that are looked at, for all words of a text together
WALKED = 8_000

#: entities that are compared in full
COMPARED = 100

#: what a word must share with a known one where no word of a text is known
MISSPELT = 75.0

_PREFIXES = f"PREFIX kg: <{term('kg:')}> PREFIX skos: <{term('skos:')}> "
_HERE = f"GRAPH <{BASE}{RESOLUTION_GRAPH}>"
NAMES = f"{_PREFIXES} SELECT ?entity ?value {{ {_HERE} {{ ?entity skos:prefLabel ?value }} }}"
ALIASES = f"{_PREFIXES} SELECT ?entity ?value {{ {_HERE} {{ ?entity skos:altLabel ?value }} }}"
TYPES = f"{_PREFIXES} SELECT ?entity ?value {{ {_HERE} {{ ?entity a ?value }} }}"
COUNTRIES = f"{_PREFIXES} SELECT ?entity ?value {{ {_HERE} {{ ?entity kg:countryCode ?value }} }}"
ARTICLES = f"{_PREFIXES} SELECT ?entity ?value {{ {_HERE} {{ ?entity kg:articleCount ?value }} }}"
LINKS = f"""{_PREFIXES} SELECT ?entity ?target ?score ?judgement {{ GRAPH <{BASE}{MATCHES_GRAPH}> {{
  ?match kg:entity ?entity ; kg:target ?target ; kg:score ?score OPTIONAL {{ ?match kg:judgement ?judgement }} }} }}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A canonical entity as far as it is looked up: names (the preferred one first), class, country, articles."""

    iri: str
    names: tuple[str, ...]
    type: str
    country: str = ""
    articles: int = 0

    @property
    def name(self) -> str:
        """The preferred name."""
        return self.names[0]

    @property
    def id(self) -> str:
        """The identifier in the service: the IRI without its namespace."""
        return self.iri.removeprefix(ENTITIES)


class Link(NamedTuple):
    """What an identifier of a knowledge base is linked to: an entry's number, the score, whether a person accepted."""

    number: int
    score: float
    accepted: bool


class Index:
    """The entities of a graph by their names and identifiers.

    >>> index = Index([Entry(iri=ENTITIES + "1", names=("Ada Wei",), type="Person", articles=2)])
    >>> [entry.name for entry in index.named_like("Adda Wey")], index.entry("1").name
    (['Ada Wei'], 'Ada Wei')
    """

    def __init__(self, entries: Iterable[Entry], links: Iterable[tuple[str, str, float, bool]] = ()) -> None:
        #: those of most articles first, so that a number is a rank
        self.entries = sorted(entries, key=lambda entry: (-entry.articles, entry.iri))
        self._numbers = {entry.iri: number for number, entry in enumerate(self.entries)}
        self._exact: defaultdict[str, list[int]] = defaultdict(list)
        self._words: defaultdict[str, list[int]] = defaultdict(list)
        self.codes: dict[str, str] = {}
        starts: list[tuple[str, int]] = []
        for number, entry in enumerate(self.entries):
            keys = {skeleton(letters) for name in entry.names if (letters := initials(name))}
            for folded in dict.fromkeys(map(plain, entry.names)):
                self._exact[folded].append(number)
                keys.update(_keys(folded))
                starts.append((folded, number))
                starts.extend((folded[found.end() :], number) for found in re.finditer(" ", folded))
                if entry.type == "Country" and entry.country:
                    self.codes[folded] = entry.country
            for key in keys:
                self._words[key].append(number)
        starts.sort()
        self._starts = [text for text, _ in starts]
        self._started = [number for _, number in starts]
        self._links: defaultdict[str, list[Link]] = defaultdict(list)
        self._targets: defaultdict[str, list[str]] = defaultdict(list)
        for iri, target, score, accepted in links:
            if iri in self._numbers:
                self._links[target].append(Link(self._numbers[iri], score, accepted))
                self._targets[iri].append(target)
        self._vocabulary: defaultdict[str, list[str]] = defaultdict(list)
        for key in self._words:
            self._vocabulary[key[:1]].append(key)

    @classmethod
    def of(cls, store: Store) -> Index:
        """Return the index of the canonical entities of a store."""
        collecting = gc.isenabled()
        gc.disable()  # nothing of what is made here is garbage, and looking for it takes as long as making it
        try:
            return cls(_entries(store), _links(store))
        finally:
            if collecting:
                gc.enable()

    def __len__(self) -> int:
        return len(self.entries)

    def entry(self, identifier: str) -> Entry | None:
        """Return the entity with this identifier or IRI, or None."""
        number = self._numbers.get(identifier, self._numbers.get(ENTITIES + identifier))
        return None if number is None else self.entries[number]

    def linked(self, target: str) -> Iterator[tuple[Entry, float, bool]]:
        """Yield the entities linked to an identifier outside, with the score and whether a person accepted it."""
        for link in self._links.get(target, ()):
            yield self.entries[link.number], link.score, link.accepted

    def targets(self, entry: Entry) -> Iterable[str]:
        """Return the identifiers outside that an entity is linked to."""
        return self._targets.get(entry.iri, ())

    def named_like(self, text: str) -> list[Entry]:
        """Return the entities whose names may be meant by a text, at most `COMPARED`."""
        folded = plain(text)
        keys = _keys(folded)
        known = [key for key in keys if key in self._words] or self._misspelt(keys)
        weight: defaultdict[int, float] = defaultdict(float)
        walked = 0
        for key in sorted(known, key=lambda k: (len(self._words[k]), k)):
            numbers = self._words[key]
            if walked and walked + len(numbers) > WALKED:
                # too common to find anybody by; but it still tells those found apart
                numbers = [number for number in islice(numbers, WALKED) if number in weight]
            walked += len(numbers)
            rarity = math.log(1 + len(self.entries) / (1 + len(self._words[key])))
            for number in numbers[:WALKED]:
                weight[number] += rarity
        for number in self._exact.get(folded, ())[:COMPARED]:
            weight[number] = math.inf
        best = heapq.nsmallest(COMPARED, weight, key=lambda number: (-weight[number], number))
        return [self.entries[number] for number in best]

    def _misspelt(self, keys: Iterable[str]) -> list[str]:
        """Return known words that look like some that nobody has."""
        found = []
        for key in keys:
            near = process.extract(key, self._vocabulary.get(key[:1], ()), scorer=fuzz.ratio, score_cutoff=MISSPELT)
            found += [word for word, _, _ in near]
        return list(dict.fromkeys(found))

    def beginning(self, prefix: str, *, types: frozenset[str] | None = None, limit: int, skip: int = 0) -> list[Entry]:
        """Return entities with a name or a word in it that begins so, those of most articles first.

        Arguments:
            types: only entities of these classes.
        """
        folded = plain(prefix)
        numbers: Iterable[int] = range(len(self.entries))
        if prefix.strip():
            low, high = (
                bisect_left(self._starts, folded),
                bisect_left(self._starts, f"{folded}\U0010ffff" if folded else ""),
            )
            numbers = sorted(set(self._started[low:high]))
        found = (self.entries[n] for n in numbers)
        return list(islice((e for e in found if types is None or e.type in types), skip, skip + limit))


def _keys(folded: str) -> set[str]:
    words = folded.split()
    return {_key(word) for word in words if word not in EMPTY} or {_key(word) for word in words}


@lru_cache(maxsize=262_144)
def _key(word: str) -> str:
    """Return what a word is found by, whatever its spelling and number.

    >>> _key("defence") == _key("defense"), _key("brigades") == _key("brigade")
    (True, True)
    """
    return skeleton(next(iter(organization_words(word)), word))


def initials(name: str) -> str:
    """Return the letters that a name of several words may be called by, or nothing.

    >>> initials("World Health Organization"), initials("Bank for International Settlements"), initials("Ada Wei")
    ('who', 'bis', '')
    """
    if name.count(" ") < 2:
        return ""
    capitals = [word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()]
    return "".join(capitals).casefold() if len(capitals) > 2 else ""


def _entries(store: Store) -> Iterator[Entry]:
    types = {iri: type_.removeprefix(term("kg:")) for iri, type_ in _pairs(store, TYPES)}
    countries, articles = dict(_pairs(store, COUNTRIES)), dict(_pairs(store, ARTICLES))
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for iri, alias in _pairs(store, ALIASES):
        aliases[iri].add(alias)
    for iri, name in sorted(_pairs(store, NAMES)):
        others = sorted(aliases.get(iri, set()) - {name})
        yield Entry(
            iri=iri,
            names=(name, *others),
            type=types.get(iri, "Entity"),
            country=countries.get(iri, ""),
            articles=int(articles.get(iri, "0")),
        )


def _pairs(store: Store, query: str) -> Iterator[tuple[str, str]]:
    for entity, value in store.select(query):
        yield entity.value, value.value


def _links(store: Store) -> Iterator[tuple[str, str, float, bool]]:
    for row in store.select(LINKS):
        accepted = bool(row["judgement"]) and row["judgement"].value == term("kg:accepted")
        yield row["entity"].value, row["target"].value, float(row["score"].value), accepted
