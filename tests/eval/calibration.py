"""Say what a confidence is worth: the share that is right among the facts of each range, layer by layer.

    python tests/eval/calibration.py          print the table; without the annotated corpora, only the examples' part

The examples are scored against their gold; statements also on PolNeAR, event types on PLV, alignments on re3d (only
where its annotators marked a relation in the sentence: they marked thinly). A range's share is what the facts above its
lower end hold more, right and in all, than those above its upper end.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import corpora
import scoring

from kg.annotate import annotator
from kg.workers import above

#: lower ends of the ranges
ENDS = (0.9, 0.7, 0.0)

#: right, and all, of a layer above a confidence
Tally = tuple[float, float]

_LAYERS = {"statements": "statements", "events": "events", "alignments": "alignments", "relations": "relations"}


def examples() -> Iterator[tuple[str, list[Tally]]]:
    """Yield the tallies of each layer on the project's own examples."""
    golds = list(scoring.load())
    found = list(annotator.annotate(gold.article for gold in golds))
    tallies: dict[str, list[Tally]] = {layer: [] for layer in _LAYERS}
    for end in ENDS:
        counts = scoring.pooled(
            scoring.score(gold, above(reading, end)) for gold, reading in zip(golds, found, strict=True)
        )
        for layer in tallies:
            count = counts[layer]
            tallies[layer].append((count.right, count.right + count.wrong))
    for layer, values in tallies.items():
        yield f"{layer}, examples", values


def _share(text: str) -> Tally:
    part, whole = text.partition(" ")[0].split("/")
    return float(part), float(whole)


def _counts(report: dict[str, Any], precision: str, predicted: str) -> Tally:
    return report[precision] * report[predicted], report[predicted]


#: what is read, corpus, scorer, and where its report has the tally
CORPORA: tuple[tuple[str, str, str, Callable[[dict[str, Any]], Tally]], ...] = (
    ("statements", "polnear", "statements", lambda r: _counts(r | r["content"], "precision", "predicted")),
    (
        "statements with source",
        "polnear",
        "statements",
        lambda r: _counts(r | r["with_source"], "precision", "predicted"),
    ),
    ("event types", "plv", "events", lambda r: _counts(r["types per sentence (micro)"], "P", "pred")),
    ("alignments", "re3d", "alignments", lambda r: _share(r["loose"]["signed"]["p in sentences with a gold relation"])),
)


def annotated() -> Iterator[tuple[str, list[Tally]]]:
    """Yield the tallies of the annotated corpora."""
    with tempfile.TemporaryDirectory() as folder:
        read: dict[str, Path] = {}
        for what, corpus, scorer, tally in CORPORA:
            if corpus not in read:
                read[corpus] = Path(folder) / f"{corpus}.jsonl"
                _extract(corpus, read[corpus])
            yield f"{what}, {corpus}", [tally(_scored(corpus, scorer, read[corpus], end)) for end in ENDS]


def _extract(corpus: str, out: Path) -> None:
    docs = sorted((corpora.EVALS / "corpora" / corpus / "docs").glob("*.txt"))
    with out.open("wb") as stream:
        subprocess.run([str(Path(sys.executable).parent / "kg"), "extract", *map(str, docs)], stdout=stream, check=True)


def _scored(corpus: str, scorer: str, read: Path, end: float) -> dict[str, Any]:
    sure = read.with_suffix(f".{end}.jsonl")
    with read.open(encoding="utf-8") as lines, sure.open("w", encoding="utf-8") as out:
        for line in lines:
            found = json.loads(line)
            for layer in _LAYERS:
                found[layer] = [fact for fact in found[layer] if fact["confidence"] >= end]
            out.write(json.dumps(found) + "\n")
    gold = corpora.EVALS / "corpora" / corpus / f"{scorer}-gold.jsonl"
    command = [sys.executable, str(corpora.EVALS / f"{scorer}.py"), "score"]
    command += [*([corpus] if scorer == "alignments" else []), "--gold", str(gold), "--pred", str(sure)]
    command += ["--json"] if scorer == "events" else []
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def ranges(tallies: list[Tally]) -> list[Tally]:
    """Return right and all of each range, from the tallies above its ends.

    >>> ranges([(9, 10), (12, 15)])
    [(9, 10), (3, 5)]
    """
    before: list[Tally] = [(0, 0), *tallies[:-1]]
    return [(right - r, whole - w) for (right, whole), (r, w) in zip(tallies, before, strict=True)]


def main() -> None:
    """Print the table as Markdown."""
    heads = [f"{low:.1f}–{high:.1f}" if low else f"< {high:.1f}" for low, high in zip(ENDS, (1.0, *ENDS), strict=False)]
    print(f"| right, of how many | {' | '.join(heads)} |\n|{' --- |' * (len(ENDS) + 1)}")
    layers = [*examples(), *(annotated() if corpora.EVALS.is_dir() else ())]
    for name, tallies in layers:
        cells = [f"{right / whole:.2f} of {whole:.0f}" if whole >= 1 else "–" for right, whole in ranges(tallies)]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
