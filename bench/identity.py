"""Measure how well actors are told apart and put together across articles, on a corpus with known identities.

    python bench/identity.py [--articles 2000] [--seed 7] [--bare] [--errors 20] [--scale 100000]

The corpus is made up: persons and organizations with other spellings, initials, ranks, acronyms, and namesakes of
another country or kind. It is read by the real pipeline; only names whose entity the annotation found are judged.

A story is set in a country, as news is: most of its cast are from there, and their country is told or left to the
reader, who is told where others are from; one story in seven does not even say where it is set. With ``--bare`` stories
are set nowhere, their cast is drawn from the whole world, and every sixth name stands without its country.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from kg.annotate import annotator
from kg.graph.quads import quads
from kg.graph.records import read_records
from kg.graph.store import EmbeddedStore
from kg.model import Article, Entity, Extraction
from kg.resolve import identity
from kg.vocabulary import article_iri

COUNTRIES = {
    "Peru": "Peruvian", "Iraq": "Iraqi", "Norway": "Norwegian", "Turkey": "Turkish", "Kenya": "Kenyan",
    "Egypt": "Egyptian", "France": "French", "Nepal": "Nepalese", "Poland": "Polish", "Libya": "Libyan",
    "Chile": "Chilean", "Ukraine": "Ukrainian", "Sudan": "Sudanese", "Japan": "Japanese", "Spain": "Spanish",
}  # fmt: skip

_TOWNS = "Lima Baghdad Oslo Ankara Nairobi Cairo Paris Kathmandu Warsaw Tripoli Santiago Kyiv Khartoum Tokyo Madrid"
TOWNS = dict(zip(COUNTRIES, _TOWNS.split(), strict=True))

#: how often an actor is from where the story is set, how often that is told of him or her, and how often of the story
AT_HOME, TOLD_AT_HOME, SET = 0.75, 0.5, 0.85

#: first names and surnames, each as romanisations have it
GIVEN = [
    w.split("/")
    for w in "Mustafa/Mustapha Mohammed/Muhammad/Mohamed Yusuf/Yousef/Yusef Khaled/Khalid Karim/Kareem Rashid/Rasheed "
    "Hassan Omar/Umar Samir/Sameer Tariq/Tarek Faisal/Faysal Leila/Layla Nadia Amina/Ameena Salim/Saleem Ibrahim "
    "Jorge Elena Pedro Ingrid Lars Anna Marek Paul Claire Kenji Rosa David Martha Igor".split()
]  # fmt: skip
SURNAME_HEADS = "Kadh/Kaz Qadd/Gadd Mah Rass/Ras Zub Sham Bart Vel Oren Tor Hal Dur Kest Lam".split()
SURNAME_TAILS = "imi/emi oul/ul eed/id afi/afi ouri/uri ani/ani ov/ov aldi/aldi esen/esen ica/ica".split()
OFFICES = ["Defence Minister", "Foreign Minister", "Interior Minister", "President", "Prime Minister"]
RANKS = ["General", "Colonel", "Admiral"]

#: share of the persons whom an article names in full; of others it gives office or rank, country and surname
FULL = 0.9
ADJECTIVES = "Green Northern Eastern United National Southern Golden Free Western Central".split()
NOUNS = "Dawn River Cedar Falcon Horizon Valley Lion Harvest Mountain Shield".split()
KINDS = {
    "ArmedGroup": "Liberation Front",
    "PoliticalParty": "Party",
    "Company": "Industries",
    "Organization": "Defence Association",
}

ACTIONS = (
    "condemned the attack near the border",
    "visited the port on Monday",
    "rejected the proposal",
    "welcomed the agreement",
    "called for talks",
    "criticised the decision",
)
SETTINGS = (
    "Shops in {town} stayed closed for a second day as talks in {country} went on.",
    "The announcement was made in {town}, where the {demonym} government met.",
    "Thousands marched through {town} on Sunday, {demonym} television reported.",
)
FRAMES = (
    "Fighting was reported along the coast road overnight.",
    "Officials gave no further details.",
    "The talks are expected to resume next week.",
    "Prices of bread rose in the markets.",
)


@dataclass(frozen=True)
class Person:
    """A person of the corpus, with all spellings of the two parts of the name."""

    id: str
    given: tuple[str, ...]
    surname: tuple[str, ...]
    country: str
    title: str


@dataclass(frozen=True)
class Organization:
    """An organization of the corpus; ``acronym`` is empty where it has none."""

    id: str
    name: str
    kind: str
    country: str
    acronym: str = ""


Member = TypeVar("Member", Person, Organization)


@dataclass(frozen=True)
class Story:
    """An article and who is meant by each name in it."""

    article: Article
    truth: dict[str, str]


def world(chance: random.Random) -> tuple[list[Person], list[Organization]]:
    """Return who there is: 170 persons and 66 organizations, namesakes among them."""
    surnames = [
        tuple(dict.fromkeys(a + b for a in head.split("/") for b in tail.split("/")))
        for head in SURNAME_HEADS
        for tail in SURNAME_TAILS
    ]
    names = chance.sample([(tuple(g), s) for g in GIVEN for s in surnames], 150)
    persons = [
        Person(f"p{n}", given, surname, chance.choice([*COUNTRIES]), chance.choice([*OFFICES, *RANKS]))
        for n, (given, surname) in enumerate(names)
    ]
    for n, one in enumerate(persons[:20]):  # a minister there, a general here
        country = chance.choice([c for c in COUNTRIES if c != one.country])
        title = "General" if one.title in OFFICES else "Foreign Minister"
        persons.append(Person(f"n{n}", one.given, one.surname, country, title))
    organizations = []
    pairs = chance.sample([(a, b) for a in ADJECTIVES for b in NOUNS], 48)
    for n, (adjective, noun) in enumerate(pairs):
        kind = [*KINDS][n % len(KINDS)]
        name = f"{adjective} {noun} {KINDS[kind]}"
        acronym = "".join(w[0] for w in name.split()) if len(name.split()) > 3 else ""
        organizations.append(Organization(f"o{n}", name, kind, chance.choice([*COUNTRIES]), acronym))
    parties = [o for o in organizations if o.kind == "PoliticalParty"][:8]
    for n, party in enumerate(parties):  # the party and the newspaper that is called after it
        organizations.append(Organization(f"m{n}", party.name.removesuffix(" Party"), "MediaOutlet", party.country))
    fronts = [o for o in organizations if o.kind == "ArmedGroup"][:10]
    for n, front in enumerate(fronts):  # the same name in another country
        country = chance.choice([c for c in COUNTRIES if c != front.country])
        organizations.append(Organization(f"f{n}", front.name, front.kind, country, front.acronym))
    return persons, organizations


def _person(person: Person, chance: random.Random, truth: dict[str, str], *, told: bool) -> str:
    """Return a sentence or two about a person, by one spelling of the name, and note who is meant."""
    given, surname = chance.choice(person.given), chance.choice(person.surname)
    if chance.random() < 0.1:
        given = f"{given[0]}."
    # an office or a rank may do for the given name
    name = f"{given} {surname}" if chance.random() < FULL or not told else surname
    truth[name] = person.id
    demonym, action = COUNTRIES[person.country], chance.choice(ACTIONS)
    form = chance.random()
    if not told:
        opening = f"{person.title} {name} {action}."
    elif form < 0.4 or name == surname:
        opening = f"{demonym} {person.title} {name} {action}."
    elif form < 0.75:
        opening = f"{person.country}'s {person.title} {name} {action}."
    else:
        opening = f"{name}, the {demonym} {person.title.lower()}, {action}."
    return f'{opening} "We will not give way," {surname} said.' if chance.random() < 0.6 else opening


def _organization(one: Organization, chance: random.Random, truth: dict[str, str], *, told: bool) -> str:
    """Return a sentence or two about an organization."""
    name = one.name
    if chance.random() < 0.5:
        name = name.replace("Defence", "Defense")
    demonym, action = COUNTRIES[one.country], chance.choice(ACTIONS)
    truth[name] = one.id
    if one.kind == "MediaOutlet":
        paper = f"The {demonym} newspaper {name}" if told else f"The newspaper {name}"
        return f"{paper} reported that the roads were closed."
    if not told:
        opening = f"The {name} {action}."
    elif chance.random() < 0.6:
        opening = f"The {demonym} {_noun(one.kind)} {name} {action}."
    else:
        opening = f"The {demonym} {name} {action}."
    if one.acronym and chance.random() < 0.6:
        truth[one.acronym] = one.id
        opening = opening.replace(name, f"{name} ({one.acronym})", 1)
        return f"{opening} The {one.acronym} gave no date."
    return opening


def _noun(kind: str) -> str:
    return {"ArmedGroup": "rebel group", "PoliticalParty": "party", "Company": "company"}.get(kind, "group")


def stories(count: int, *, seed: int, bare: bool = False) -> Iterator[Story]:
    """Yield the articles; the same seed gives the same corpus.

    Arguments:
        bare: set no story in a country.
    """
    chance = random.Random(seed)  # noqa: S311
    persons, organizations = world(chance)
    for number in range(count):
        truth: dict[str, str] = {}
        home = "" if bare else chance.choice([*COUNTRIES])
        while True:
            cast: list[Person | Organization] = [
                *_drawn(persons, home, chance),
                *_drawn(organizations, home, chance),
            ]
            if not _confusing(cast):
                break
        parts = []
        for one in cast:
            told = chance.random() < (TOLD_AT_HOME if one.country == home else 0.83 if bare else 1)
            write = _person if isinstance(one, Person) else _organization
            parts.append(write(one, chance, truth, told=told))  # type: ignore[arg-type]
        if home and chance.random() < SET:
            setting = chance.choice(SETTINGS)
            parts.insert(0, setting.format(town=TOWNS[home], country=home, demonym=COUNTRIES[home]))
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(FRAMES))
        text, name = "\n\n".join(parts), f"{number:05}.txt"
        article = Article(iri=article_iri(name, text), name=name, source=name, text=text)
        yield Story(article=article, truth=truth)


def _drawn(actors: list[Member], home: str, chance: random.Random) -> list[Member]:
    """Return one or two of the actors, each most likely one from where the story is set."""
    found: list[Member] = []
    for _ in range(chance.choice((1, 2))):
        near = [one for one in actors if one.country == home and one not in found]
        far = [one for one in actors if one not in found]
        found.append(chance.choice(near if near and chance.random() < AT_HOME else far))
    return found


def _confusing(cast: list[Person | Organization]) -> bool:
    """Say whether two of the cast share a surname or a name: no reader could tell them apart in one short text."""
    names = [set(one.surname) if isinstance(one, Person) else {one.name, one.acronym or one.id} for one in cast]
    return any(a & b or any(x in y or y in x for x in a for y in b) for a, b in combinations(names, 2))


def label(entity: Entity, story: Story) -> str | None:
    """Return who is meant by an entity of an article: by the longest of its names that the truth has."""
    names = {m.span.of(story.article.text) for m in entity.mentions if m.kind == "name"}
    found = {story.truth[t] for t in sorted(story.truth, key=len) if any(n == t or n.endswith(" " + t) for n in names)}
    return next(iter(found)) if len(found) == 1 else None


def b_cubed(clusters: dict[str, str], truth: dict[str, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1, averaged over the items of ``truth``."""
    by_cluster, by_truth = Counter(clusters[i] for i in truth), Counter(truth.values())
    both = Counter((clusters[i], truth[i]) for i in truth)
    precision = sum(n * n / by_cluster[c] for (c, _), n in both.items()) / len(truth)
    recall = sum(n * n / by_truth[t] for (_, t), n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def resolved(extractions: list[Extraction]) -> dict[str, identity.Actor]:
    """Return the actor that each article's entity was found to be, through a store as a build has it."""
    store = EmbeddedStore(None)
    for start in range(0, len(extractions), 100):
        store.write(q for found in extractions[start : start + 100] for q in quads(found))
    actors = identity.resolve(read_records(store))
    return {member: actor for actor in actors for member in actor.members}


def merged_namesakes(clusters: dict[str, str], truth: dict[str, str], kinds: dict[str, tuple[str, str]]) -> set[str]:
    """Return the pairs of different country or kind that lie in one cluster by more than one record each."""
    members: dict[str, Counter[str]] = defaultdict(Counter)
    for item, cluster in clusters.items():
        if item in truth:
            members[cluster][truth[item]] += 1
    return {f"{a} {b}" for found in members.values() for a, b in combinations(sorted(found), 2) if kinds[a] != kinds[b]}


def scale(count: int) -> None:
    """Resolve as many records as a large archive has, and print seconds and memory."""
    chance = random.Random(1)  # noqa: S311
    syllables = "ba ke li mo nu ra se ti vo za dar fen gol hus jal kor mir nab pel qas rut sha tor und wes yan".split()

    def word() -> str:
        return "".join(chance.choice(syllables) for _ in range(chance.choice((2, 3)))).capitalize()

    names = [f"{word()} {word()}" for _ in range(count // 5)]
    records = [
        identity.Record(
            iri=f"x:{n}", article=f"a{n // 10}", type="Person" if n % 3 else "Organization", name=chance.choice(names)
        )
        for n in range(count)
    ]
    start = time.perf_counter()
    actors = identity.resolve(records)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} records to {len(actors):,} actors: {seconds:.1f} s (< 60), {peak:.0f} MB (< 2000)")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--bare", action="store_true", help="set the stories nowhere")
    parser.add_argument("--errors", type=int, default=0, help="show as many wrong clusters")
    parser.add_argument("--scale", type=int, default=0, help="resolve as many records instead")
    given = parser.parse_args()
    if given.scale:
        scale(given.scale)
        return
    told = {story.article.iri: story for story in stories(given.articles, seed=given.seed, bare=given.bare)}
    extractions = list(annotator.annotate(story.article for story in told.values()))
    start = time.perf_counter()
    actors = resolved(extractions)
    seconds = time.perf_counter() - start
    truth, names = {}, {}
    for found in extractions:
        for entity in found.entities:
            meant = label(entity, told[found.article.iri])
            if meant is not None:
                truth[entity.iri], names[entity.iri] = meant, entity.name
    clusters = {item: actors[item].iri for item in truth}
    persons, organizations = world(random.Random(given.seed))  # noqa: S311
    kinds = {p.id: (p.country, "Person") for p in persons} | {o.id: (o.country, o.kind) for o in organizations}
    meant_in_all = sum(len(set(story.truth.values())) for story in told.values())
    precision, recall, f1 = b_cubed(clusters, truth)
    merged = merged_namesakes(clusters, truth, kinds)
    print(f"seed {given.seed}{', bare' if given.bare else ''}, {given.articles:,} articles, {seconds:.1f} s to resolve")
    print(f"{len(truth):,} entities found of {meant_in_all:,}")
    print(f"B³ precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (≥ .95)")
    print(f"pairs of different country or kind in one cluster: {len(merged)} (0)")
    for line in list(errors(clusters, truth, names, actors))[: given.errors]:
        print(line)


def errors(
    clusters: dict[str, str], truth: dict[str, str], names: dict[str, str], actors: dict[str, identity.Actor]
) -> Iterator[str]:
    """Yield the actors that lie in several clusters and the clusters that hold several actors, largest first."""
    spread: dict[str, Counter[tuple[str, str, str, str]]] = defaultdict(Counter)
    for item, meant in truth.items():
        actor = actors[item]
        spread[meant][clusters[item][-6:], names[item], actor.type, actor.country or "-"] += 1
    for meant, found in sorted(spread.items(), key=lambda i: -len({c[0] for c in i[1]})):
        if len({c[0] for c in found}) > 1:
            yield f"split {meant}: " + "; ".join(f"{n}× {' '.join(c)}" for c, n in found.most_common(8))
    held: dict[str, set[str]] = defaultdict(set)
    for item, meant in truth.items():
        held[clusters[item]].add(meant)
    for cluster, together in held.items():
        if len(together) > 1:
            called = sorted({names[i] for i in truth if clusters[i] == cluster})
            yield f"merged {sorted(together)}: {cluster[-6:]} {', '.join(called)}"


if __name__ == "__main__":
    main()
