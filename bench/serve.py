"""Measure the reconciliation service on made-up entities: how soon it starts and how fast it answers.

    python bench/serve.py [--entities 100000] [--seed 7]

Times are of this process; the last column has the goals. Starting is also told as a ratio to what Oxigraph alone takes
to read the same names.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph.store import EmbeddedStore
from kg.serve.index import ALIASES, ARTICLES, COUNTRIES, NAMES, TYPES, Index
from kg.serve.service import Service
from kg.vocabulary import BASE, RESOLUTION_GRAPH, digest, term

ONSETS = "b d f g h k l m n r s t v z sh kh".split()
RHYMES = "a e i o u an ar el in or".split()
KINDS = {
    "ArmedGroup": ("Liberation Front", "Brigade", "Movement"),
    "GovernmentBody": ("Ministry of Defence", "Ministry of Health", "Council"),
    "Company": ("Industries", "Holding Ltd", "Telecom"),
    "PoliticalParty": ("Party", "Union", "Congress"),
}


def word(chance: random.Random) -> str:
    """Return a made-up name of two or three syllables."""
    count = chance.choice((2, 2, 3))
    return "".join(chance.choice(ONSETS) + chance.choice(RHYMES) for _ in range(count)).title()


def entities(count: int, chance: random.Random) -> Iterator[tuple[str, str, list[str]]]:
    """Yield class, name and other names: half of them persons, a quarter organizations, a quarter towns."""
    surnames, given = [word(chance) for _ in range(count // 5)], [word(chance) for _ in range(3000)]
    for _ in range(count):
        share = chance.random()
        if share < 0.5:
            yield "Person", f"{chance.choice(given)} {chance.choice(surnames)}", []
        elif share < 0.75:
            kind = chance.choice(sorted(KINDS))
            name = f"{chance.choice(surnames)} {chance.choice(KINDS[kind])}"
            acronym = "".join(part[0] for part in name.split())
            yield kind, name, [f"{name} of {chance.choice(surnames)}", *([acronym] if chance.random() < 0.3 else [])]
        else:
            yield "PopulatedPlace", chance.choice(surnames) + chance.choice(("", " City", "abad")), []


def store(count: int, seed: int) -> EmbeddedStore:
    """Return a store whose resolution graph holds so many entities."""
    chance, made = random.Random(seed), EmbeddedStore(None)  # noqa: S311
    graph = ox.NamedNode(BASE + RESOLUTION_GRAPH)

    def quads() -> Iterator[ox.Quad]:
        for number, (kind, name, others) in enumerate(entities(count, chance)):
            node = ox.NamedNode(f"{BASE}entity/{digest(str(number))}")
            pairs = [("rdf:type", ox.NamedNode(term(f"kg:{kind}"))), ("skos:prefLabel", ox.Literal(name))]
            pairs += [("skos:altLabel", ox.Literal(other)) for other in others]
            pairs += [("kg:articleCount", ox.Literal(chance.randint(1, 50)))]
            if chance.random() < 0.5:
                pairs.append(("kg:countryCode", ox.Literal(chance.choice(("IQ", "NO", "KE", "PE")))))
            for property_, value in pairs:
                yield ox.Quad(node, ox.NamedNode(term(property_)), value, graph)

    made.write(quads())
    return made


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of this process that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def resident_mb() -> float:
    """Return the memory that this process holds, in MB; nothing where the system does not tell."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * resource.getpagesize() / 1e6 if told.exists() else 0.0


def misspelt(name: str, chance: random.Random) -> str:
    """Return a name with one letter left out."""
    at = chance.randrange(len(name))
    return name[:at] + name[at + 1 :]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    made, chance = store(given.entities, given.seed), random.Random(given.seed)  # noqa: S311
    reading = timed(lambda: [list(made.select(query)) for query in (NAMES, ALIASES, TYPES, COUNTRIES, ARTICLES)])
    index: list[Index] = []
    before = resident_mb()
    starting = timed(lambda: index.append(Index.of(made)))
    held = resident_mb() - before
    service = Service(made, index[0])
    gc.freeze()  # as the command does
    sample = [entry.names[0] for entry in chance.sample(index[0].entries, 200)]
    hard = ["Ministry of Defense", "Council", "Zzyzx", "The Liberation Front of Nowhere", "MH"] * 2

    def batches(names: list[str]) -> float:
        groups = [names[at : at + 10] for at in range(0, len(names), 10)]
        texts = [json.dumps({str(n): {"query": name} for n, name in enumerate(group)}) for group in groups]
        return max(timed(lambda text=text: service.reconcile(text)) for text in texts) * 1000  # type: ignore[misc]

    ids = [entry.id for entry in chance.sample(index[0].entries, 10)]
    wanted = ("type", "countryCode", "wikidata", "articleCount", "opposes")
    extension = json.dumps({"ids": ids, "properties": [{"id": name} for name in wanted]})
    first = batches(sample[:10])
    rows = [
        (f"start on {given.entities:,} entities", f"{starting:.1f} s", "seconds"),
        ("  as a ratio to reading them alone", f"{starting / reading:.1f}", ""),
        ("  memory", f"{held:.0f} MB", ""),
        ("first batch of 10 names", f"{first:.0f} ms", ""),
        ("batch of 10 names, the slowest of 19", f"{batches(sample[10:]):.0f} ms", "< 100 ms"),
        ("  with a letter left out", f"{batches([misspelt(n, chance) for n in sample]):.0f} ms", "< 100 ms"),
        ("  that many share or nobody has", f"{batches(hard):.0f} ms", "< 100 ms"),
        ("suggestion", f"{timed(lambda: service.suggest_entity({'prefix': 'mi'})) * 1000:.1f} ms", "< 20 ms"),
        ("extension of 10 by 5 properties", f"{timed(lambda: service.extend(extension)) * 1000:.0f} ms", "< 100 ms"),
    ]
    for label, value, goal in rows:
        print(f"{label:40} {value:12} {goal}")


if __name__ == "__main__":
    main()
