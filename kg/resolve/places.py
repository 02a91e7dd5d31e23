"""Choose for each place of an article the GeoNames entry that it names, by the article alone.

A name has a prior (what news most often means by it: countries and states before towns, large before small) and
evidence: the region or country after a comma, the countries and regions that the article names, and how near its
other places lie. The places of an article are chosen together, each by the others; where nothing speaks for any
entry, none is chosen.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from kg.annotate import lexicon
from kg.annotate.document import Document, Phrase
from kg.annotate.names.gazetted import world_regions
from kg.annotate.names.toponyms import ends_in_counties, evidence
from kg.model import Entity, Match
from kg.resolve.gazetteer import Gazetteer, Place
from kg.resolve.gazetteer_names import normalize
from kg.vocabulary import ORGANIZATIONS, PLACES

#: how much each kind of evidence counts; calibrated together, so do not tune one alone
_POPULATION = 1.15
_MAIN_NAME = 0.25
_FAME = 0.4
_FIRST_SENSE = 0.8
_COUNTRY = 1.0
_CAPITAL = 0.3
_COUNTY = -0.8
_COUNTIES = 2.5
_OLD_NAME = -0.5
_WITHIN = 3.0
_SAME_REGION = 1.3
_SAME_COUNTRY = 0.7
_NEAR = 0.7
#: an entry in a country or region that the article names, where nothing else is where the best known bearer lies
_ONLY_NAMED = 0.5
_ADJECTIVE = 1.5
_HOME = 0.5

#: how many places' worth of evidence context needs before it counts half
_DOUBT = 1.0

#: a city of so many people needs no context
_FAMOUS = 500_000

#: kilometres within which two places speak for each other
_NEIGHBOURHOOD = 120.0

#: a town of at least this share of its region's people is what their common name means
_CITY_SHARE = 0.1

#: below this no entry is chosen
_NOTHING = 0.62

#: nor is one chosen that so many others nearly equal
_UNSURE = 0.2

#: a paper may be named for a place of so many people, and for these words without being so
_READERSHIP = 10_000
_NEWSPAPERS = frozenset("the daily times post star sun mirror globe herald tribune guardian independent nation".split())

#: a town or region of so many people is known everywhere
_RENOWNED = 1_000_000

#: words of other meanings are the names of places of fewer people
_SMALL = 3_000

#: how sharply scores become certainty
_SHARPNESS = 4.0

#: a name's best known bearer is so much likelier than the others
_WELL_KNOWN = 0.5

_ROUNDS = 3

#: the gazetteer has no buildings, rivers or mountains: such a name is in it only where a town bears it ("Palm Beach")
_OFF_MAP = frozenset({"Facility", "NaturalFeature"})

#: where a town's other names are old ones, not what English calls it
_ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})


#: what parts the first word of a place's full name, for which it is short, from the rest
_JOINED = re.compile(r" (?:am|an der|d[aeo]s?|de las?|de los|del|della|di|du|of|on|upon) (?=[A-Z])")


@dataclass(slots=True)
class _Node:
    """A place of the article: its entity, what it may be, what a comma says, and the choice so far.

    ``entity`` is its number, or None for a place in the publisher's name.
    """

    entity: int | None
    weight: float
    candidates: Sequence[Place]
    prior: Sequence[float]
    within: dict[int, bool] = field(default_factory=dict)
    plural: bool = False
    #: whether the article has it nowhere but inside the name of something else: "Continental News Agency"
    inside: bool = False
    named: int = 0
    regional: int = 0
    chosen: int = 0
    scores: list[float] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return self.candidates[self.chosen]

    @property
    def certainty(self) -> float:
        """How sure the choice is among the candidates."""
        return _share(self.scores or list(self.prior), self.chosen)


def link(document: Document, gazetteer: Gazetteer) -> Document:
    """Return the document with its places matched to GeoNames, and territories to Wikidata too.

    A matched entity gets its coordinates and country, and the class of the entry where the name left it open.
    """
    nodes = list(_nodes(document, gazetteer))
    _read_commas(document, nodes)
    nodes.extend(_publisher(document, gazetteer))
    homes = _homes(document)
    for _ in range(_ROUNDS):
        _choose(nodes, homes)
    entities = list(document.entities)
    for node in nodes:
        if node.entity is not None and node.inside and not _spoken_for(node, nodes):
            continue
        if node.entity is not None and node.scores[node.chosen] >= _NOTHING and node.certainty >= _UNSURE:
            entities[node.entity] = _matched(entities[node.entity], node)
    for n, entity in enumerate(entities):
        if entity.type == "Population" and entity.country is None and (home := gazetteer.demonym(entity.name)):
            entities[n] = replace(entity, country=home.country)
    return document.with_(entities=tuple(entities))


def _nodes(document: Document, gazetteer: Gazetteer) -> Iterator[_Node]:
    names: dict[str, dict[str, bool]] = defaultdict(dict)
    counts: dict[str, int] = defaultdict(int)
    outside: set[str] = set()
    named = [p for p in document.phrases if p.kind == "name" and p.type in ORGANIZATIONS]
    bodies = {token for phrase in named for token in range(phrase.start, phrase.end)}
    for phrase, id_ in zip(document.phrases, document.chain, strict=True):
        if id_ is not None and phrase.kind == "name" and phrase.rule != "names.compass":
            names[id_].setdefault(_written(document, phrase), phrase.type == "Country")
            counts[id_] += 1
            if phrase.start not in bodies:
                outside.add(id_)
    written = {name: gazetteer.find(name) for found in names.values() for name in found if _JOINED.search(name)}
    for n, entity in enumerate(document.entities):
        if entity.type not in PLACES or entity.id not in names:
            continue
        candidates, adjective = _candidates(names[entity.id], entity, gazetteer)
        candidates = list({place.id: place for place in (*candidates, *_in_full(names[entity.id], written))}.values())
        # of two places of one name the text says where each lies
        candidates = [place for place in candidates if place.country == entity.country] or candidates
        if candidates:
            prior = _priors(candidates, gazetteer, adjective=adjective)
            inside = entity.id not in outside
            yield _Node(n, math.sqrt(counts[entity.id]), candidates, prior, inside=inside)


def _in_full(names: Iterable[str], written: Mapping[str, Sequence[Place]]) -> Iterator[Place]:
    """Yield what a name may be short for, as the article has it in full elsewhere: "Valle" and "Valle del Cauca"."""
    for name in names:
        for whole, places in written.items():
            if whole.startswith(f"{name} ") and _JOINED.match(whole, len(name)):
                yield from (place for place in places if place.main)


def _spoken_for(node: _Node, nodes: Sequence[_Node]) -> bool:
    """Say whether the article has to do with a place that only the name of something else holds, or everybody knows it.

    Small places are called by words of other meanings, and a paper by a word that some far town is called by too.
    """
    place = node.place
    if place.kind == "Country" or place.population >= _RENOWNED:
        return True
    others = [other.place for other in nodes if other.place.name != place.name]
    if any(_region(other) == _region(place) != 0 or lies_in(other, place) for other in others):
        return True
    here = not others or any(other.country == place.country for other in others)
    return here and place.population >= _SMALL


def _publisher(document: Document, gazetteer: Gazetteer) -> Iterator[_Node]:
    """Yield the place in the publisher's name, if there is one: a newspaper writes of where it is read."""
    words = (document.article.publisher or "").split()
    for start in range(len(words)):
        for end in range(min(len(words), start + 3), start, -1):
            found = [p for p in gazetteer.find(" ".join(words[start:end])) if p.main and p.population >= _READERSHIP]
            if found and words[start][0].isupper() and normalize(words[start]) not in _NEWSPAPERS:
                yield _Node(None, _HOME, found, _priors(found, gazetteer, adjective=False))
                return


def _written(document: Document, phrase: Phrase) -> str:
    written = document.tokens.span(phrase.start, phrase.end).of(document.text)
    return written[4:] if written[:4].casefold() == "the " else written


def _candidates(written: Mapping[str, bool], entity: Entity, gazetteer: Gazetteer) -> tuple[Sequence[Place], bool]:
    """Return what the names of an entity may mean, and whether one of them is a country's adjective."""
    found: dict[int, Place] = {}
    adjective = False
    for name in written:
        seat = gazetteer.capital(name) if entity.type == "Country" and not gazetteer.country(name) else None
        if seat is not None:
            # a capital that stands for its government: "Beijing" for China
            government = gazetteer.country(seat.country)
            if government is not None:
                adjective = True
                found.setdefault(government.id, government)
            continue
        home = gazetteer.demonym(name) if entity.type == "Country" else None
        if home is not None and not gazetteer.country(name):
            adjective = True
            found.setdefault(home.id, home)
            continue
        if normalize(name) in world_regions():
            continue
        region, state = gazetteer.abbreviation(name), gazetteer.country(name)
        for place in (region,) if region is not None else gazetteer.find(name):
            if entity.type in _OFF_MAP and not (place.main and place.level == 3 and " " in name.strip()):
                continue
            # "New York City" is what "New York" is short for, but "Mexico" is the country
            short = not place.main and normalize(place.name) == normalize(name) + " city" and state is None
            found.setdefault(place.id, place._replace(main=1) if short else place)
    return tuple(found.values()), adjective


def _priors(candidates: Sequence[Place], gazetteer: Gazetteer, *, adjective: bool) -> list[float]:
    """Return how likely each entry is before the article is read."""
    towns = [p for p in candidates if p.kind == "PopulatedPlace" and p.main]
    regions = [p for p in candidates if p.level == 1]
    # what a region and its chief town, or the nation's capital, share a name for
    seats = {
        (region.id, town.id)
        for region in regions
        for town in towns
        if town.country == region.country
        and (town.admin1 == region.id or gazetteer.is_capital(town))
        and town.population >= _CITY_SHARE * region.population
    }
    seated = {region for region, _ in seats}
    chief = {town for _, town in seats}
    peopled = {town.country for town in towns}
    priors = []
    for place in candidates:
        score = _POPULATION * math.log10(max(place.population, 1)) / 7 + _MAIN_NAME * bool(place.main)
        if place.level == 3 and place.main:
            score += _FAME * min(1.0, place.population / _FAMOUS)
        if place.kind in ("Country", "Location"):
            score += _COUNTRY + _ADJECTIVE * (adjective and place.kind == "Country")
        elif place.level == 1:
            score += 0.0 if place.id in seated else _FIRST_SENSE
        elif place.level == 2:
            score += _COUNTY if place.country in peopled else 0.0
        else:
            score += _FIRST_SENSE if place.id in chief else 0.0
            if gazetteer.is_capital(place):
                score += _CAPITAL
            elif not place.main and place.country in _ENGLISH:
                score += _OLD_NAME
        priors.append(score)
    return priors


def _read_commas(document: Document, nodes: Sequence[_Node]) -> None:
    """Note which entries lie in what a comma puts after the name, and which "counties" ends a list of."""
    tokens = document.tokens
    by_entity = {document.entities[node.entity].id: node for node in nodes if node.entity is not None}
    named = [
        (phrase, by_entity[id_])
        for phrase, id_ in zip(document.phrases, document.chain, strict=True)
        if id_ in by_entity and phrase.kind == "name"
    ]
    starts = {phrase.start: (phrase, node) for phrase, node in reversed(named)}
    for phrase, node in named:
        node.named += 1
        node.regional += tokens.text[phrase.end : phrase.end + 1] in _region_nouns()
        if ends_in_counties(tokens, phrase.end):
            node.plural = True
        if tokens.text[phrase.end : phrase.end + 1] not in ([","], ["("]) or phrase.end + 1 not in starts:
            continue
        after, outer = starts[phrase.end + 1]
        if outer is node:
            continue
        pairs = [
            (i, j)
            for i, inner in enumerate(node.candidates)
            for j, place in enumerate(outer.candidates)
            if lies_in(inner, place)
        ]
        if not pairs or _is_list(node, [i for i, _ in pairs], after.end, tokens.text, starts):
            continue
        for i, j in pairs:
            node.within[i] = True
            outer.within.setdefault(j, False)


@cache
def _region_nouns() -> tuple[list[str], ...]:
    return tuple([word] for word in evidence("region"))


def _is_list(
    node: _Node, inside: Sequence[int], end: int, words: Sequence[str], starts: Mapping[int, tuple[Phrase, _Node]]
) -> bool:
    """Say whether a comma parts two items of a list: "China, Japan and Brazil", though Japan has a China too."""
    best = max(node.prior)
    if best - max(node.prior[i] for i in inside) < _WELL_KNOWN:
        return False
    if node.candidates[node.prior.index(best)].kind == "Country":
        return True
    return words[end : end + 1] in ([","], ["and"], ["or"]) and (end + 1 in starts or end + 2 in starts)


def lies_in(inner: Place, outer: Place) -> bool:
    """Say whether one entry is a part of the other, by the gazetteer."""
    if inner.id == outer.id or inner.level <= outer.level:
        return False
    if outer.kind == "Country":
        return inner.country == outer.country
    return outer.id in (inner.admin1, inner.admin2)


def _homes(document: Document) -> dict[str, float]:
    """Return how much the article's organizations and peoples speak for each country."""
    homes: dict[str, float] = defaultdict(float)
    for entity in document.entities:
        code = _organizations().get(entity.name.casefold()) if entity.type in ORGANIZATIONS else ""
        if code:
            homes[code] += _HOME
    return homes


@cache
def _organizations() -> Mapping[str, str]:
    """Return the countries of known organizations by their names."""
    return {
        name.strip().casefold(): row["country"]
        for row in lexicon.read("organizations")
        if len(row["country"]) == 2
        for name in (row["name"], *row["aliases"].split("|"))
        if name.strip()
    }


def _choose(nodes: Sequence[_Node], homes: Mapping[str, float]) -> None:
    """Score every candidate by the choices so far and choose anew."""
    countries: dict[str, float] = defaultdict(float, homes)
    regions: dict[int, float] = defaultdict(float)
    votes = []
    for node in nodes:
        weight = node.weight * node.certainty
        country, region = node.place.country, _region(node.place)
        countries[country] += weight
        if region:
            regions[region] += weight
        votes.append((weight, country, region))
    all_countries, all_regions = sum(countries.values()), sum(regions.values())
    chosen = []
    outer = [(node, node.place) for node in nodes if node.place.level < 2]
    near = Counter(node.place.country for node in nodes)
    for node, (weight, country, region) in zip(nodes, votes, strict=True):
        scores = []
        known = node.candidates[node.prior.index(max(node.prior))]
        alien = known.level > 1 and near[known.country] == (node.place.country == known.country)
        for n, place in enumerate(node.candidates):
            score = node.prior[n]
            if n in node.within:
                score += _WITHIN if node.within[n] else _WITHIN / 2
            elif any(node.within.values()):
                score -= _WITHIN / 3
            if node.plural and place.level == 2:
                score += _COUNTIES
            if 0 < node.named == node.regional and place.level in (1, 2):
                score += _COUNTIES
            if place.kind != "Location":
                own = weight if place.country == country else 0.0
                score += _SAME_COUNTRY * _part(countries[place.country] - own, all_countries - weight)
                here = _region(place)
                own = weight if here == region else 0.0
                score += _SAME_REGION * _part(regions.get(here, 0.0) - own, all_regions - (weight if region else 0.0))
                if place.level > 1:
                    score += _NEAR * _nearness(node, place, nodes)
                    if alien and any(other is not node and lies_in(place, whole) for other, whole in outer):
                        score += _ONLY_NAMED
            scores.append(score)
        node.scores = scores
        chosen.append(max(range(len(scores)), key=lambda n: (scores[n], node.candidates[n].population, -n)))
    for node, best in zip(nodes, chosen, strict=True):
        node.chosen = best


def _region(place: Place) -> int:
    """Return the first-level region that a place is or lies in, or 0."""
    return place.id if place.level == 1 else place.admin1


def _part(value: float, whole: float) -> float:
    return max(value, 0.0) / (whole + _DOUBT) if whole > 0 else 0.0


def _nearness(node: _Node, place: Place, nodes: Sequence[_Node]) -> float:
    """Return how near the nearest other chosen town or county lies, 1 for next door."""
    best = 0.0
    for other in nodes:
        if other is node or other.place.level < 2 or other.place.id == place.id:
            continue
        if other.place.country != place.country:
            continue
        kilometres = distance(place, other.place)
        if kilometres is not None and kilometres < 4 * _NEIGHBOURHOOD:
            best = max(best, math.exp(-kilometres / _NEIGHBOURHOOD) * (0.4 + 0.6 * other.certainty))
    return best


def distance(one: Place, other: Place) -> float | None:
    """Return the great-circle distance in kilometres, or None where a place has no point."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return kilometres((one.lat, one.lon), (other.lat, other.lon))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points, each as latitude and longitude.

    >>> round(kilometres((52.52, 13.40), (48.86, 2.35)))
    877
    """
    a, b = math.radians(one[0]), math.radians(other[0])
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def _share(scores: Sequence[float], n: int) -> float:
    """Return the softmax share of score number ``n``."""
    return 1.0 / sum(math.exp(_SHARPNESS * (score - scores[n])) for score in scores)


def _matched(entity: Entity, node: _Node) -> Entity:
    place = node.place
    order = sorted(range(len(node.candidates)), key=lambda n: -node.scores[n])
    score = round(min(0.99, node.certainty), 3)
    others = tuple(node.candidates[n].iri for n in order if n != node.chosen)[:5]
    method = (
        "places.within"
        if node.within.get(node.chosen)
        else ("places.unique" if len(node.candidates) == 1 else "places.context")
    )
    matches = [Match(target=place.iri, method=method, score=score, label=place.name, alternatives=others)]
    if place.wikidata:
        target = f"http://www.wikidata.org/entity/{place.wikidata}"
        matches.append(Match(target=target, method="places.territory", score=score, label=place.name))
    return replace(
        entity,
        type=place.kind,
        matches=(*matches, *entity.matches),
        lat=place.lat,
        lon=place.lon,
        country=place.country or None,
    )
