"""Score the candidates of a question and decide: one record, or none where the best is not good enough or not alone.

A score adds up what speaks for a candidate: its name, class, country, nearness on the map, words of its description
that the articles use of the entity too, and whether a name is rare enough to tell by itself. What speaks against it
divides. A wrong link poisons what follows, a missing one can be added: so a name alone is never enough.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import JaroWinkler

from kg.annotate import lexicon
from kg.match import classes
from kg.match.candidate import Candidate
from kg.match.lookup import Lookup, Near
from kg.match.question import Question, words
from kg.resolve import gazetteer
from kg.resolve.generic import is_generic, undesignated
from kg.resolve.group import DESIGNATED
from kg.resolve.identity import is_acronym
from kg.resolve.likeness import PersonName, organization_words, person_likeness, plain, skeleton

#: what a perfect agreement adds
NAME, CLASS, COUNTRY, CONTEXT, NEARNESS, SURE, ALONE = 0.60, 0.15, 0.15, 0.10, 0.15, 0.10, 0.06
#: what a name of three telling words adds, each further word, and all of them at most
RARE, WORD, RAREST = 0.08, 0.04, 0.16
#: what a score is multiplied by where class, country, place or time speak against it
OTHER_CLASS, OTHER_COUNTRY, OTHER_PLACE, OTHER_TIME = 0.3, 0.6, 0.4, 0.7

#: what each other record of the name takes away that is of our class or may be, up to two: the name is a common one
CROWD = 0.03
#: what a description of another walk of life leaves of a score
OTHER_FIELD = 0.7

#: a link needs this score, and this much more than the next candidate
ENOUGH, MARGIN = 0.85, 0.05
#: names less alike than this are those of others
ALIKE = 0.75
#: kilometres within which a place is the same, and beyond which it is another one
NEAR_KM, FAR_KM = 30.0, 300.0
#: years after its end in which a person or an organization is still in the news
REMEMBERED = 40
#: words of a description that tell what its record is; what comes after tells of others too
TELLING = 16
#: candidates that lost and are kept
KEPT = 5
BEST = 0.99


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score."""

    score: float
    candidate: Candidate


def decide(
    question: Question, candidates: Iterable[Candidate], *, service: str, when: dt.datetime, enough: float = ENOUGH
) -> Lookup:
    """Return which record describes the entity, or why none does.

    Arguments:
        enough: the score that a link needs.

    >>> wei = Question(entity="x:1", type="Person", names=("Ada Wei",), country="SG")
    >>> found = decide(wei, [Candidate(target="kb:1", label="Ada Wei", method="search", classes=frozenset(["Person"]),
    ...     countries=frozenset(["SG"]))], service="kb", when=dt.datetime(2024, 3, 1))
    >>> found.target, found.score
    ('kb:1', 0.9)
    """
    ranked = rank(question, candidates)
    near = tuple(Near(s.score, s.candidate.target, s.candidate.label) for s in ranked)
    found = Lookup(group=question.entity, service=service, when=when, others=near[:KEPT])
    if not ranked:
        return Lookup(group=question.entity, service=service, when=when, reason="no candidate")
    best = ranked[0]
    # what our own link leads to stands and falls with it, not with a score
    fits = best.candidate.via and classes.agreement(question.type, best.candidate.classes) != "clash"
    reason = "" if fits or best.score >= enough else "no candidate is good enough"
    if not reason and len(ranked) > 1 and round(best.score - ranked[1].score, 3) < MARGIN:
        reason = "candidates too near each other"
    if reason:
        return Lookup(group=found.group, service=service, when=when, reason=reason, others=found.others)
    return Lookup(
        group=question.entity,
        service=service,
        when=when,
        target=best.candidate.target,
        label=best.candidate.label,
        score=best.score,
        method=best.candidate.method,
        others=near[1 : KEPT + 1],
    )


def rank(question: Question, candidates: Iterable[Candidate]) -> list[Scored]:
    """Return the candidates that have a name of the entity and were not rejected by a person, best first."""
    unique = {c.target: c for c in candidates if c.target not in question.refused}
    named = {target: likeness for target, c in unique.items() if (likeness := name_likeness(question, c)) >= ALIKE}
    offered = [c for target, c in unique.items() if target in named or c.via]
    likely = [c for c in offered if classes.agreement(question.type, c.classes) != "clash"]
    found = [Scored(_score(question, c, named.get(c.target, 0.0), others=len({*likely} - {c})), c) for c in offered]
    return sorted(found, key=lambda s: (-s.score, s.candidate.target))


def _score(question: Question, candidate: Candidate, named: float, *, others: int) -> float:
    agreement = classes.agreement(question.type, candidate.classes)
    if candidate.via:
        # an identifier that both have leads here: as sure as our link is, unless it is a thing of another kind
        sure = question.sureness.get(candidate.via, BEST)
        return round(min(BEST, sure) * (OTHER_CLASS if agreement == "clash" else 1.0), 3)
    score = NAME * named + CLASS * {"same": 1.0, "kin": 0.7}.get(agreement, 0.0)
    factor = OTHER_CLASS if agreement == "clash" else 1.0
    description = " ".join(candidate.description.split()[:TELLING])
    countries = candidate.countries or countries_in(description)
    if question.country and countries:
        score += COUNTRY if question.country in countries else 0.0
        factor *= 1.0 if question.country in countries else OTHER_COUNTRY
    if classes.family(question.type) == "place":
        near, far = _nearness(question, candidate)
        score += NEARNESS if near else 0.0
        factor *= OTHER_PLACE if far else 1.0
    else:
        score -= CROWD * min(2, others)
        rare = rarity(question) if named >= 0.95 else 0.0
        score += rare or (ALONE if not others and _may_stand_alone(question) else 0.0)
        factor *= OTHER_TIME if is_of_another_time(question, candidate) else 1.0
    score += SURE if candidate.chosen else 0.0
    told = words(description)
    shared, field_ = question.context & told, fields(question.context) & fields(told)
    score += CONTEXT if field_ or len(shared) > 1 else CONTEXT / 2 if shared else 0.0
    factor *= OTHER_FIELD if question.type == "Person" and _of_another_field(question.context, told) else 1.0
    return round(max(0.0, min(BEST, score)) * factor, 3)


def _nearness(question: Question, candidate: Candidate) -> tuple[bool, bool]:
    """Say whether a place is near the record's, and whether it is too far to be it; regions are wide."""
    km = distance(question, candidate)
    wide = question.type in ("Country", "AdministrativeRegion")
    return km is not None and km <= NEAR_KM, km is not None and km > FAR_KM and not wide


@cache
def _fields() -> Mapping[str, tuple[str, bool]]:
    return {
        word: (row["field"], row["public"] == "yes")
        for row in lexicon.read("occupations")
        for word in row["words"].split("|")
    }


def fields(told: Iterable[str]) -> frozenset[str]:
    """Return the walks of life that words tell.

    >>> sorted(fields(["iraqi", "general", "politician"]))
    ['military', 'politics']
    """
    return frozenset(_fields()[word][0] for word in told if word in _fields())


def _of_another_field(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Say whether one holds a public office and the other is known for something else altogether."""
    one, other = ([_fields()[word][1] for word in told if word in _fields()] for told in (ours, theirs))
    return any(one) and bool(other) and not any(other)


def name_likeness(question: Question, candidate: Candidate) -> float:
    """Return how likely one of the entity's names is one of the record's, between 0 and 1."""
    family = classes.family(question.type)
    ours = [(name, 1.0 if n == 0 else 0.97) for n, name in enumerate(question.names)]
    theirs = [(name, 1.0 if n == 0 else 0.98) for n, name in enumerate((candidate.label, *candidate.names))]
    return max(
        (likeness(a, _bare(b), family=family) * x * y for a, x in ours for b, y in theirs if a and b), default=0.0
    )


def _bare(name: str) -> str:
    """Return a name without what tells it from its namesakes.

    >>> _bare("Ministry of Health (Kenya)")
    'Ministry of Health'
    """
    return re.sub(r"\s*\([^()]*\)$", "", name) or name


def likeness(one: str, other: str, *, family: str) -> float:
    """Return how likely two names are one, between 0 and 1.

    >>> likeness("Mustafa al-Kadhimi", "Mustafa Al-Kadhimi", family="Person")
    1.0
    >>> likeness("Defence Ministry", "Ministry of Defence", family="organization")
    0.95
    >>> likeness("the Houthis", "Houthi movement", family="organization")
    0.9
    >>> likeness("Karimi", "Karimi", family="Person")
    0.75
    """
    a, b = plain(one), plain(other)
    if not a or not b:
        return 0.0
    if family == "Person":
        if a == b:
            return 1.0 if " " in a else 0.75
        return person_likeness(PersonName(one), PersonName(other))
    if a == b:
        return 0.85 if is_acronym(one) and is_acronym(other) else 1.0
    if family == "organization":
        ours, theirs = organization_words(one), organization_words(other)
        if ours == theirs:
            return 0.95 if len(ours) > 1 else 0.0
        return DESIGNATED if _core(one) == theirs or _core(other) == ours else 0.0
    spelt = [skeleton(word) for word in a.split()] == [skeleton(word) for word in b.split()]
    return 0.85 if spelt and JaroWinkler.similarity(a, b) >= 0.85 else 0.0


def _core(name: str) -> frozenset[str] | None:
    bare = undesignated(name)
    return organization_words(bare) if bare else None


def rarity(question: Question) -> float:
    """Return what it tells that a name is long: others hardly bear it.

    >>> rarity(Question(entity="x", type="Alliance", names=("Economic Community of West African States",)))
    0.16
    >>> rarity(Question(entity="x", type="Person", names=("Karim Addou",)))
    0.0
    """
    if classes.family(question.type) == "Person":
        return RARE if len(PersonName(question.name).parts) > 3 else 0.0
    telling = 0 if is_generic(question.name) else len(words(question.name))
    return min(RAREST, RARE + WORD * (telling - 3)) if telling > 2 else 0.0


def _may_stand_alone(question: Question) -> bool:
    """Say whether it tells something that a knowledge base has one record of the name: not so with people."""
    return classes.family(question.type) != "Person" and not is_acronym(question.name)


def is_of_another_time(question: Question, candidate: Candidate) -> bool:
    """Say whether a record began after the articles, or had long ended before them.

    >>> wei = Question(entity="x", type="Person", names=("Ada Wei",), years=(2024, 2024))
    >>> is_of_another_time(wei, Candidate(target="y", label="Ada Wei", method="", began=1790, ended=1855))
    True
    """
    if question.years is None or classes.family(question.type) == "place":
        return False
    first, last = question.years
    return (candidate.began or first) > last or (candidate.ended or first) < first - REMEMBERED


def countries_in(description: str) -> frozenset[str]:
    """Return the ISO codes of the countries that a description names, by themselves or by their people.

    >>> sorted(countries_in("Iraqi politician, ambassador to Saudi Arabia"))
    ['IQ', 'SA']
    """
    places = gazetteer.default()
    found: list[gazetteer.Place | None] = []
    for run in re.findall(r"\b[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)*", description):
        whole = places.country(run)
        found += [whole] if whole else [places.demonym(word) or places.country(word) for word in run.split()]
    return frozenset(place.country for place in found if place)


def distance(question: Question, candidate: Candidate) -> float | None:
    """Return the kilometres between where the entity and where the record lies, None where one of them is unknown."""
    if question.lat is None or question.lon is None or candidate.lat is None or candidate.lon is None:
        return None
    a, b = math.radians(question.lat), math.radians(candidate.lat)
    across = math.radians(candidate.lon - question.lon)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))
