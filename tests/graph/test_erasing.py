"""Whether an article that was taken back is gone from the files on disk too, and no article with it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import pipeline
from kg.errors import StoreError
from kg.graph import rewriting
from kg.graph.ledger import Ledger
from kg.graph.stats import dataset_hash
from kg.graph.store import EmbeddedStore
from kg.pipeline import Options

SECRET = "Zwetlanov"
KEPT = "Harbour talks\n8 March 2024 | Harbour Wire\n\nThe mayor of Lisbon met the Portuguese navy on Monday.\n"
GONE = f"Quarrel\n8 March 2024 | Harbour Wire\n\nIgor {SECRET} accused Portugal of arming the rebels of {SECRET}sk.\n"


def kg(*arguments: object) -> str:
    """Run kg in a process of its own, which leaves the store as it is on disk when a process has ended."""
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def holding(folder: Path, word: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "kept.txt").write_text(KEPT)
    (folder / f"{SECRET}.txt").write_text(GONE)
    return folder


def test_nothing_of_an_article_is_left_on_disk_that_was_taken_back_or_replaced(news: Path, tmp_path: Path) -> None:
    store, alone = tmp_path / "store", tmp_path / "alone"
    kg("build", news, "--store", store, "--quiet")
    assert holding(store, SECRET)
    kg("remove", news / f"{SECRET}.txt", "--store", store)
    assert not holding(store, SECRET)
    kg("build", news / "kept.txt", "--store", alone, "--quiet")
    with EmbeddedStore(store, read_only=True) as left, EmbeddedStore(alone, read_only=True) as expected:
        assert dataset_hash(left) == dataset_hash(expected)
    (news / "kept.txt").write_text(KEPT.replace("Portuguese", "Spanish"))
    kg("build", news / "kept.txt", "--store", store, "--quiet")
    assert not holding(store, "Portuguese navy")
    assert holding(store, "Spanish navy")


def filled(directory: Path) -> EmbeddedStore:
    store = EmbeddedStore(directory)
    store.write(
        ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:p"), ox.Literal(n), ox.NamedNode("x:g")) for n in range(9)
    )
    return store


@pytest.mark.parametrize(
    "broken_off", ["while copying", "before deleting", "while deleting", "while moving", "at the end"]
)
def test_a_rewriting_that_is_broken_off_at_any_moment_loses_nothing(
    broken_off: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "store"
    with filled(directory) as store:
        if broken_off == "while copying":
            ox.Store(directory / "rewriting")
        else:
            rewriting.write(store.oxigraph, directory)
    Ledger.beside(str(directory)).__exit__()
    moved: list[str] = []

    def broken(path: Path, *target: Path) -> None:
        if len(moved) == {"while deleting": 2, "while moving": 2, "at the end": 10**6}.get(broken_off, 0):
            raise KeyboardInterrupt
        moved.append(path.name)
        original(path, *target)

    name = "unlink" if broken_off in ("before deleting", "while deleting") else "replace"
    original = getattr(Path, name)
    if broken_off != "while copying":
        with monkeypatch.context() as patch:
            patch.setattr(Path, name, broken)
            if broken_off == "at the end":
                rewriting.settle(directory)
            else:
                with pytest.raises(KeyboardInterrupt):
                    rewriting.settle(directory)
                with pytest.raises(StoreError, match="goes on with it"):
                    EmbeddedStore(directory, read_only=True)
    with EmbeddedStore(directory) as store:
        assert len(list(store.quads("x:g"))) == 9
    assert not [path.name for path in directory.iterdir() if path.is_dir()]
    assert (directory / "kg-ledger.sqlite").exists()


def test_who_reads_while_a_store_is_written_anew_reads_on_or_is_told(tmp_path: Path) -> None:
    with filled(tmp_path / "store") as store:
        for first in range(0, 4000, 40):  # many files: the first few stay open
            store.write(
                ox.Quad(ox.NamedNode(f"y:{n}"), ox.NamedNode("x:p"), ox.Literal(f"value {n}"), ox.NamedNode("y:g"))
                for n in range(first, first + 40)
            )
    with EmbeddedStore(tmp_path / "store", read_only=True) as reader, EmbeddedStore(tmp_path / "store") as store:
        store.drop("y:g")
        store.erase()
        assert len(list(store.quads())) == 9
        found: list[ox.QuerySolution] | None = None
        with contextlib.suppress(StoreError):  # it has some files open, perhaps all
            found = list(reader.select("SELECT ?o { GRAPH ?g { ?s ?p ?o } }"))
        assert found is None or len(found) == 4009


def test_what_a_broken_off_removal_leaves_on_disk_the_next_build_erases(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: EmbeddedStore) -> None:
        raise KeyboardInterrupt

    with EmbeddedStore(tmp_path / "store") as store:
        pipeline.build([str(news)], store, Options())
        with monkeypatch.context() as patch:
            patch.setattr(EmbeddedStore, "erase", broken)
            with pytest.raises(KeyboardInterrupt):
                pipeline.remove([str(news / f"{SECRET}.txt")], store)
    assert holding(tmp_path / "store", SECRET)
    with EmbeddedStore(tmp_path / "store") as store:
        pipeline.build([str(news / "kept.txt")], store, Options())
    assert not holding(tmp_path / "store", SECRET)
