"""Decide which entities of different articles are the same: a function of the set of entities, not of their order.

1. Entities with the same key are one group: an authority's identifier, or else the family (person, organization,
   population, weapon …), the plain name and the country. What an article never names ("the rebels") stays its own.
2. Pairs of groups that share a block (surname, rare word, acronym) get a score from their names.
3. Pairs are joined best first, ties in the order of their keys, unless the joined cluster would hold two countries,
   two kinds that exclude each other, two identifiers of one authority, or a pair that a person judged different.
   A person's judgement comes first. So are pairs for which services on the net found one record.
4. A group of unknown country or kind is joined to the one cluster that it fits, or that nearly all records of such
   a name are in. Else nobody knows which of the namesakes each article means: the group falls apart into its articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from kg.resolve import countries, evidence, surnames
from kg.resolve.group import Group, blocks, is_acronym, likeness, most_frequent
from kg.resolve.identified import Identified, sharing
from kg.resolve.record import FAMILIES, SPHERES, Key, Record, group_iri, key
from kg.vocabulary import BASE, digest

__all__ = [
    "FAMILIES",
    "SPHERES",
    "Actor",
    "Candidate",
    "Identified",
    "Key",
    "Record",
    "Verdict",
    "doubtful",
    "group_iri",
    "is_acronym",
    "joined",
    "key",
    "resolve",
]

#: pairs below this are not joined
JOIN = 0.88

#: pairs from here up to `JOIN` are worth a person's look
DOUBTFUL = 0.75

#: who has this share of the records of all whom a name fits is meant where nothing else tells
LIKELY = 0.9

#: a block with more groups than this tells nothing
BLOCK = 200

Verdict = Literal["same", "different", "unsure"]
Pair = tuple[Key, Key]
Judged = Mapping[frozenset[str], Verdict]
#: the records of knowledge bases of each group, by its IRI
Known = Mapping[str, Iterable[Identified]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A canonical entity: its IRI, what it is called and what it is, and the article-level entities that mean it."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    groups: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two groups that may be one, or were found to be, with the score and what speaks for it."""

    one: str
    other: str
    score: float
    reason: str
    one_name: str = ""
    other_name: str = ""


def resolve(
    records: Iterable[Record],
    *,
    judgements: Judged | None = None,
    identified: Known | None = None,
    base: str = BASE,
) -> list[Actor]:
    """Return the canonical entities of all records, ordered by IRI.

    Arguments:
        records: the entities of all articles, in any order.
        judgements: what persons decided of two groups, by the pair of their IRIs.
        identified: what services and persons say which record outside a group is, by its IRI.

    >>> one, = resolve([Record(iri="x:1", article="a", type="Person", name="Mustafa al-Kadhimi"),
    ...                 Record(iri="x:2", article="b", type="Person", name="Mustapha Kadhimi")])
    >>> one.members
    ('x:1', 'x:2')
    """
    _, _, clusters = _put_together(records, judgements or {}, identified or {}, base)
    return sorted((_actor(members) for members in clusters.members()), key=lambda actor: actor.iri)


def doubtful(
    records: Iterable[Record],
    *,
    judgements: Judged | None = None,
    identified: Known | None = None,
    base: str = BASE,
) -> list[Candidate]:
    """Return the pairs that a person should look at, the most useful first: those that touch most records."""
    groups, scores, clusters = _put_together(records, judgements or {}, identified or {}, base)
    weight = {k: len(g.records) for k, g in groups.items()}
    found = _unjudged(groups, (pair for pair in scores if clusters.open(*pair)), judgements or {})
    found.sort(key=lambda pair: (-weight[pair[0]] * weight[pair[1]], -scores[pair][0], pair))
    return [_candidate(groups, pair, *scores[pair]) for pair in found]


def joined(
    records: Iterable[Record],
    *,
    judgements: Judged | None = None,
    identified: Known | None = None,
    base: str = BASE,
) -> list[Candidate]:
    """Return the pairs that were joined and that no person judged, the least sure first."""
    groups, scores, clusters = _put_together(records, judgements or {}, identified or {}, base)
    found = _unjudged(groups, clusters.made, judgements or {})
    reasons = {pair: scores.get(pair, (surnames.SCORE, surnames.REASON)) for pair in found}
    found.sort(key=lambda pair: (reasons[pair][0], pair))
    return [_candidate(groups, pair, *reasons[pair]) for pair in found]


Scores = Mapping[Pair, tuple[float, str]]


def _put_together(
    records: Iterable[Record], judgements: Judged, identified: Known, base: str
) -> tuple[Mapping[Key, Group], Scores, _Clusters]:
    """Return the groups of records, the scores of the pairs that may be one, and what was joined of them."""
    groups = _groups(records, base)
    scores = _scores(groups, identified)
    clusters = _Clusters(groups, judgements)
    for pair, (score, _) in sorted(scores.items(), key=lambda c: (-c[1][0], c[0])):
        clusters.join(*pair, score=score)
    clusters.join_unplaced()
    clusters.join_surnames()
    return groups, scores, clusters


def _unjudged(groups: Mapping[Key, Group], pairs: Iterable[Pair], judgements: Judged) -> list[Pair]:
    return [pair for pair in pairs if frozenset(groups[k].iri for k in pair) not in judgements]


def _candidate(groups: Mapping[Key, Group], pair: Pair, score: float, reason: str) -> Candidate:
    one, other = (groups[k] for k in pair)
    return Candidate(one=one.iri, other=other.iri, score=score, reason=reason, one_name=one.name, other_name=other.name)


def _groups(records: Iterable[Record], base: str) -> dict[Key, Group]:
    groups: dict[Key, Group] = {}
    for record in records:
        k = key(record)
        groups.setdefault(k, Group(k, group_iri(k, base))).records.append(record)
    for group in groups.values():
        group.records.sort(key=lambda r: r.iri)
    return groups


def _scores(groups: Mapping[Key, Group], identified: Known) -> Scores:
    """Return the score of each pair of groups that may be one, and why; of two reasons the better."""
    found = dict(_alike(groups))
    for score, pair, reason in sharing(groups, identified):
        if score >= found.get(pair, (0.0, ""))[0]:
            found[pair] = (score, reason)
    return found


def _alike(groups: Mapping[Key, Group]) -> Iterator[tuple[Pair, tuple[float, str]]]:
    """Yield the pairs of groups that share a block with their scores, each pair once."""
    shared: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for k, group in groups.items():
        for block in blocks(group):
            shared[group.family, block].append(k)
    seen: set[Pair] = set()
    for _, keys in sorted(shared.items()):
        if len(keys) > BLOCK:
            continue
        for pair in combinations(sorted(keys), 2):
            if pair not in seen:
                seen.add(pair)
                found = likeness(groups[pair[0]], groups[pair[1]])
                if found.score >= DOUBTFUL:
                    yield pair, found


class _Clusters:
    """Groups being joined, under the constraints of country, authority and judgement."""

    def __init__(self, groups: Mapping[Key, Group], judgements: Judged) -> None:
        self.groups = groups
        self.made: list[Pair] = []
        self.cluster: dict[Key, set[Key]] = {k: {k} for k in groups}
        by_iri = {group.iri: k for k, group in groups.items()}
        self.different: set[frozenset[Key]] = set()
        self.torn: dict[Key, list[Key]] = {}
        self.meant: dict[Key, dict[str, Key]] = {}
        self.judged: set[Key] = set()
        self.unplaced: dict[Key, set[Key]] = defaultdict(set)
        for pair, verdict in sorted(judgements.items(), key=lambda item: sorted(item[0])):
            keys = [by_iri[iri] for iri in sorted(pair) if iri in by_iri]
            if len(keys) == 2 and verdict == "different":
                self.different.add(frozenset(keys))
        for pair, verdict in sorted(judgements.items(), key=lambda item: sorted(item[0])):
            keys = [by_iri[iri] for iri in sorted(pair) if iri in by_iri]
            if len(keys) == 2 and verdict == "same":
                self._merge(*keys)
                self.judged.update(keys)

    def join(self, one: Key, other: Key, *, score: float) -> None:
        """Join two groups, unless something forbids it; of whom less is known waits for `join_unplaced`."""
        if score < JOIN or self.cluster[one] is self.cluster[other]:
            return
        known = [self._known(k) for k in (one, other)]
        if known[0] != known[1]:
            without, where = (one, other) if known[0] < known[1] else (other, one)
            self.unplaced[without].add(where)
            return
        if self._allowed(one, other):
            self._merge(one, other)
            self.made.append((one, other))

    def open(self, one: Key, other: Key) -> bool:
        """Say whether two groups are apart though nothing forbids that they are one."""
        return self.cluster[one] is not self.cluster[other] and self._allowed(one, other)

    def join_unplaced(self) -> None:
        """Join each cluster of which less is known to the one that it fits; take it apart where it fits several."""
        for known in sorted(product((True, False), repeat=3), reverse=True)[1:]:
            waiting: dict[Key, set[Key]] = defaultdict(set)
            for without, targets in sorted(self.unplaced.items()):
                if self._known(without) == known:
                    waiting[min(self.cluster[without])] |= targets
            for without, targets in sorted(waiting.items()):
                fitting = {min(self.cluster[t]): t for t in sorted(targets) if self._fits(without, t)}
                likely = self._likely(list(fitting.values()))
                if likely:
                    self._note(without, likely)
                    self._merge(without, likely)
                elif fitting and not self.cluster[without] & self.judged:
                    self.torn.update((k, list(fitting.values())) for k in self.cluster[without])

    def join_surnames(self) -> None:
        """Find whom each article means by a surname alone; where all that tell mean the one of most, so do the rest."""
        heads = sorted(self._heads() - self.torn.keys())
        persons = {
            k: [self.groups[m] for m in sorted(self.cluster[k])]
            for k in heads
            if self.groups[k].family == "Person" and self.groups[k].key[0] != "unnamed"
        }
        company = self._company()
        for k, bearers in surnames.namesakes(persons):
            fitting = [n for n in bearers if self._allowed(k, n)]
            found = surnames.meant(persons[k], [persons[n] for n in fitting], company)
            prevailing = surnames.prevailing(found, [persons[n] for n in fitting])
            if prevailing is not None:
                target = fitting[prevailing]
                self.made.append((min(k, target), max(k, target)))
                self._merge(k, target)
            elif found:
                self.meant[k] = {article: fitting[number] for article, number in found.items()}

    def _note(self, without: Key, target: Key) -> None:
        """Remember which pair of groups a waiting cluster is joined by."""
        pairs = [(k, t) for k in self.cluster[without] for t in self.unplaced.get(k, ()) if t in self.cluster[target]]
        one, other = sorted(min(pairs))
        self.made.append((one, other))

    def _likely(self, fitting: list[Key]) -> Key | None:
        """Return whom nearly all articles mean, of those that a name fits; the rest may be misread."""
        sizes = {k: sum(len(self.groups[m].records) for m in self.cluster[k]) for k in fitting}
        best = max(fitting, key=lambda k: (sizes[k], k), default=None)
        return best if best and sizes[best] >= LIKELY * sum(sizes.values()) else None

    def _fits(self, without: Key, target: Key) -> bool:
        apart = self.cluster[without] is not self.cluster[target]
        return apart and target not in self.torn and self._allowed(without, target)

    def members(self) -> list[list[Group]]:
        """Return the groups of each cluster, in the order of their keys."""
        whole = {k: [self.groups[m] for m in sorted(self.cluster[k])] for k in self._heads() if k not in self.torn}
        head = {m: k for k in whole for m in self.cluster[k]}
        told = {k: [r for group in found for r in group.records] for k, found in whole.items()}
        company = self._company() if self.torn else {}
        alone = []
        for k in sorted(self._heads() & self.torn.keys()):
            namesakes = [head[target] for target in self.torn[k] if self._fits(k, target)]
            for found in _articles_of([self.groups[m] for m in sorted(self.cluster[k])]):
                number = evidence.meant(found[0].records, [told[n] for n in namesakes], company)
                if number is None or not _agree([*found, *whole[namesakes[number]]]):
                    alone.append(found)
                else:
                    whole[namesakes[number]].extend(found)
        for k, articles in sorted(self.meant.items()):
            for found in _articles_of(whole[k]):
                if target := articles.get(found[0].records[0].article):
                    whole[head[target]].extend(found)
            whole[k] = [rest for group in whole[k] if (rest := _without(group, articles)).records]
        return [*filter(None, whole.values()), *alone]

    def _heads(self) -> set[Key]:
        """Return one key of each cluster."""
        return {min(members) for members in {id(members): members for members in self.cluster.values()}.values()}

    def _company(self) -> dict[str, set[str]]:
        """Return the named persons and organizations of each article, by the cluster that they are in."""
        found: dict[str, set[str]] = defaultdict(set)
        for k in self._heads() - self.torn.keys():
            for group in (self.groups[m] for m in self.cluster[k]):
                if group.family in ("Person", "organization") and group.key[0] != "unnamed":
                    for record in group.records:
                        found[record.article].add(self.groups[k].iri)
        return found

    def _known(self, k: Key) -> tuple[bool, bool, bool]:
        """Say whether the country of a cluster is known, and of an organization its full name and its kind."""
        members = [self.groups[m] for m in self.cluster[k]]
        other = self.groups[k].family != "organization"
        named, kind = other or any(g.whole for g in members), other or any(g.kinds for g in members)
        return named, bool(self._countries(k)), kind

    def _countries(self, k: Key) -> set[str]:
        return {c for member in self.cluster[k] for c in self.groups[member].countries}

    def _allowed(self, one: Key, other: Key) -> bool:
        authorities = {m for k in (one, other) for m in self.cluster[k] if m[0] == "authority"}
        if len(authorities) > 1:
            return False
        if not _agree([self.groups[m] for k in (one, other) for m in self.cluster[k]]):
            return False
        return not any(frozenset((a, b)) in self.different for a in self.cluster[one] for b in self.cluster[other])

    def _merge(self, one: Key, other: Key) -> None:
        small, large = sorted((self.cluster[one], self.cluster[other]), key=len)
        if small is large:
            return
        large |= small
        for k in small:
            self.cluster[k] = large


def _agree(groups: list[Group]) -> bool:
    """Say whether the groups may be one by their countries, by what they are, and by what persons are known for."""
    if len({country for g in groups for country in g.countries}) > 1:
        return False
    if any(not a & b for a, b in combinations({kind for g in groups for kind in g.kinds}, 2)):
        return False
    return len({g.calling for g in groups if g.calling}) < 2


def _articles_of(groups: list[Group]) -> list[list[Group]]:
    """Return what each article says of the groups by itself."""
    articles: dict[str, list[Record]] = defaultdict(list)
    for record in (r for g in groups for r in g.records):
        articles[record.article].append(record)
    first = groups[0]
    base = first.iri.removesuffix(f"entity/{digest(*first.key)}")
    return [
        [Group(key := (*first.key, article), group_iri(key, base), sorted(records, key=lambda r: r.iri))]
        for article, records in sorted(articles.items())
    ]


def _without(group: Group, articles: Container[str]) -> Group:
    return Group(group.key, group.iri, [record for record in group.records if record.article not in articles])


def _label(head: Group) -> str:
    """Return what an actor is called: a linked country by its own name, all others as their articles most often do."""
    if head.key[0] == "authority" and (country := countries.named_by(head.records)):
        return country
    names = Counter(r.name for r in head.records)
    if head.family == "Population":  # "Americans", where some article says so, and not the adjective
        names = Counter({name: n for name, n in names.items() if name.endswith("s")}) or names
    return most_frequent(names)


def _actor(groups: list[Group]) -> Actor:
    """Return the canonical entity of a cluster; an authority's group names it, or else the fullest name does."""
    head = min(groups, key=lambda g: (g.key[0] != "authority", -len(g.key[1]), g.key))
    records = sorted((r for g in groups for r in g.records), key=lambda r: r.iri)
    name = _label(head)
    placed = next((r for r in records if r.lat is not None), None)
    others = {alias for r in records for alias in (r.name, *r.aliases)}
    return Actor(
        iri=head.iri,
        type=most_frequent(Counter(r.type for r in records)),
        name=name,
        aliases=tuple(sorted(others - {name})),
        members=tuple(r.iri for r in records),
        groups=tuple(g.iri for g in groups),
        lat=placed.lat if placed else None,
        lon=placed.lon if placed else None,
        country=next((r.country for r in records if r.country), None),
    )
