"""Measure how online matching decides, on a made-up knowledge base with namesakes and gaps; no net is asked.

    python bench/matching.py [--seed 7] [--actors 3000] [--errors 20]

A third of the actors is not in the knowledge base; many that are have namesakes there: of another country, class or
time, or, which nothing but a post tells apart, of the same. Articles spell names otherwise and often tell no country or
post; the knowledge base lacks classes, countries and descriptions. It shows what the rules do, not how good they are on
the world.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from identity import ADJECTIVES, COUNTRIES, GIVEN, KINDS, NOUNS, SURNAME_HEADS, SURNAME_TAILS

from kg.match import score
from kg.match.candidate import Candidate
from kg.match.question import Question, words
from kg.resolve import gazetteer

POSTS = (
    "defence minister,foreign minister,army general,navy admiral,police chief,opposition leader,central banker".split(
        ","
    )
)
TRADES = "footballer,singer,painter,novelist,chemist,film director,judge,businessman".split(",")
NOW = dt.datetime(2024, 3, 4)
BANDS = (0.85, 0.9, 0.95)


@dataclass(frozen=True)
class Case:
    """A question with what a search would find, and the record that is right, "" where there is none."""

    question: Question
    candidates: tuple[Candidate, ...]
    right: str
    kind: str


def cases(rng: random.Random, actors: int) -> Iterator[Case]:
    """Yield made-up actors with their candidates."""
    codes = {name: place.country for name in COUNTRIES if (place := gazetteer.default().country(name))}
    for number in range(actors):
        make = rng.choices((_person, _organization, _place), (5, 4, 2))[0]
        question, record, decoys = make(rng, number, codes)
        there = rng.random() < 0.67
        found = [*([record] if there else []), *decoys]
        rng.shuffle(found)
        yield Case(
            question, tuple(_with_gaps(rng, c) for c in found), record.target if there else "", make.__name__[1:]
        )


def _with_gaps(rng: random.Random, candidate: Candidate) -> Candidate:
    if rng.random() < 0.05:
        candidate = replace(candidate, classes=frozenset())
    if rng.random() < 0.15:
        candidate = replace(candidate, countries=frozenset())
    return replace(candidate, description="") if rng.random() < 0.2 else candidate


def _iri(number: int, nth: int) -> str:
    return f"http://www.wikidata.org/entity/Q{number * 10 + nth + 1}"


def _person(rng: random.Random, number: int, codes: dict[str, str]) -> tuple[Question, Candidate, list[Candidate]]:
    given = rng.choice(GIVEN)
    head, tail = rng.choice(SURNAME_HEADS).split("/"), rng.choice(SURNAME_TAILS).split("/")
    surnames = dict.fromkeys((head[0] + tail[0], head[-1] + tail[-1]))
    names = [f"{g} {s}" for g in given for s in surnames]
    country, other = rng.sample(sorted(codes), 2)
    post = rng.choice(POSTS)
    told = frozenset(words(f"{post} {rng.choice(('', 'Ministry'))}")) if rng.random() < 0.5 else frozenset()
    question = Question(
        entity=f"x:{number}", type="Person", names=(rng.choice(names),), context=told, years=(2023, 2024),
        country=codes[country] if rng.random() < 0.65 else None,
    )  # fmt: skip

    def record(nth: int, where: str, what: str, born: int, died: int | None = None) -> Candidate:
        return Candidate(
            target=_iri(number, nth), label=rng.choice(names), names=tuple(rng.sample(names, min(2, len(names)))),
            classes=frozenset(["Person"]), countries=frozenset([codes[where]]), began=born, ended=died,
            description=f"{COUNTRIES[where]} {what}", method="made-up",
        )  # fmt: skip

    decoys = []
    if rng.random() < 0.35:
        decoys.append(record(1, other, rng.choice(TRADES), 1980))
    if rng.random() < 0.10:
        decoys.append(record(2, country, rng.choice(POSTS + TRADES), 1821, 1890))
    if rng.random() < 0.15:
        decoys.append(record(3, country, rng.choice(TRADES), 1970))
    if rng.random() < 0.3:
        family = {"classes": frozenset(["none"]), "countries": frozenset(), "description": "family name"}
        decoys.append(replace(record(4, country, "", 1), label=next(iter(surnames)), names=(), **family))
    return question, record(0, country, post, 1965), decoys


def _organization(
    rng: random.Random, number: int, codes: dict[str, str]
) -> tuple[Question, Candidate, list[Candidate]]:
    kind = rng.choice(sorted(KINDS))
    country, other = rng.sample(sorted(codes), 2)
    short = f"{rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}"
    name = f"{short} {KINDS[kind]}"
    question = Question(
        entity=f"x:{number}", type=kind, names=(rng.choice((name, f"the {name}")),), years=(2023, 2024),
        country=codes[country] if rng.random() < 0.5 else None,
    )  # fmt: skip

    def record(nth: int, where: str, what: str, label: str = name) -> Candidate:
        return Candidate(
            target=_iri(number, nth), label=label, names=("".join(w[0] for w in name.split()),),
            classes=frozenset([what, "Organization"]), countries=frozenset([codes[where]]),
            description=f"organization in {where}", method="made-up",
        )  # fmt: skip

    decoys = []
    if rng.random() < 0.25:
        decoys.append(record(1, other, kind))
    # of one name and country, what is only called an organization may well be the party
    if rng.random() < 0.2 and kind != "Organization":
        decoys.append(record(2, country, rng.choice([k for k in sorted(KINDS) if k != kind] + ["MediaOutlet"])))
    if rng.random() < 0.4:
        decoys.append(record(3, country, kind, f"{short} {rng.choice(NOUNS)} Council"))
    return question, record(0, country, kind), decoys


def _place(rng: random.Random, number: int, codes: dict[str, str]) -> tuple[Question, Candidate, list[Candidate]]:
    country, other = rng.sample(sorted(codes), 2)
    name = rng.choice(SURNAME_HEADS).split("/")[0] + rng.choice("abad ville stad pur grad ton".split())
    lat, lon = rng.uniform(-50, 60), rng.uniform(-120, 120)
    known = rng.random() < 0.7
    question = Question(
        entity=f"x:{number}", type="PopulatedPlace", names=(name,),
        country=codes[country] if rng.random() < 0.7 else None,
        lat=lat if known else None, lon=lon if known else None,
    )  # fmt: skip

    def record(nth: int, where: str, away: float, what: str = "PopulatedPlace") -> Candidate:
        return Candidate(
            target=_iri(number, nth), label=name, classes=frozenset([what, "Location"]), method="made-up",
            countries=frozenset([codes[where]]), lat=lat + away, lon=lon, description=f"town in {where}",
        )  # fmt: skip

    decoys = [record(n, rng.choice((country, other)), rng.uniform(4, 20)) for n in range(1, rng.choice((1, 1, 2, 4)))]
    if rng.random() < 0.2:
        decoys.append(record(8, country, 0.05, "AdministrativeRegion"))
    return question, record(0, country, rng.uniform(0, 0.05)), decoys


def main() -> None:
    """Print precision and recall by kind, and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--actors", type=int, default=3000)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    shown = 0
    for case in cases(random.Random(options.seed), options.actors):  # noqa: S311
        found = score.decide(case.question, case.candidates, service="made-up", when=NOW)
        outcome = "right" if found.target and found.target == case.right else "wrong" if found.target else "none"
        told = "country known" if case.question.country else "country unknown"
        bands = [f"score >= {floor}" for floor in BANDS if found.score >= floor]
        for kind in (case.kind, told, *bands):
            counts[kind, outcome] += 1
        for kind in (case.kind, told, *(f"score >= {floor}" for floor in BANDS)):
            counts[kind, "there"] += bool(case.right)
        if outcome == "wrong" and shown < options.errors:
            shown += 1
            print(case.question, case.right, *score.rank(case.question, case.candidates), "", sep="\n  ")
    print(f"{'':16}links  precision  recall of those that are there")
    for kind in dict.fromkeys(kind for kind, _ in sorted(counts)):
        right, links = counts[kind, "right"], counts[kind, "right"] + counts[kind, "wrong"]
        print(f"{kind:16}{links:5}  {right / max(1, links):9.3f}  {right / counts[kind, 'there']:.3f}")


if __name__ == "__main__":
    main()
