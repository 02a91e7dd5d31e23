"""What commands do at the edges: no graph, no articles, a graph that is a file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from kg import pipeline
from kg.cli import main
from kg.graph.ledger import Ledger
from kg.graph.store import EmbeddedStore
from kg.resolve import review


@pytest.mark.parametrize(
    "command",
    [
        ["remove", "story.txt"],
        ["query", "articles"],
        ["stats"],
        ["verify"],
        ["matches", "export", "out.tsv"],
        ["export", "--format", "html", "--output", "page.html"],
    ],
)
def test_what_needs_a_graph_makes_none(tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [*command, "--store", "new"])
    assert done.exit_code == 2
    assert "holds no graph" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_build_that_reads_nothing_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    store = tmp_path / "store"
    for paths in (["news"], ["missing.txt"]):
        done = CliRunner().invoke(main, ["build", *(str(tmp_path / path) for path in paths), "--store", str(store)])
        assert done.exit_code == 2
        assert done.stderr.startswith("Error: ")
        assert not store.exists()


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    done = CliRunner().invoke(main, ["build", "news", "--store", str(tmp_path / "store")])
    assert done.exit_code == 2
    assert "is a file. Name a directory" in done.stderr


def test_an_empty_name_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["build", "news", "--store", ""])
    assert done.exit_code == 2
    assert "it is empty" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_build_that_reads_nothing_prints_no_summary_of_it(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "--store", str(tmp_path / "store")])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Nothing could be read" in done.stderr


def test_a_table_of_matches_goes_into_a_new_folder_or_is_refused(tmp_path: Path) -> None:
    EmbeddedStore(tmp_path / "store").close()
    (tmp_path / "file").write_text("")
    for folder, code in (("new", 0), ("file", 2)):
        place = tmp_path / folder / "matches.tsv"
        done = CliRunner().invoke(main, ["matches", "export", str(place), "--store", str(tmp_path / "store")])
        assert (done.exit_code, place.exists()) == (code, code == 0)
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("read", [False, True])
def test_an_interrupted_build_says_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: bool) -> None:
    store = tmp_path / "store"

    def interrupted(*_: object) -> None:
        with Ledger.beside(str(store)) as ledger:
            if read:
                ledger.record("/news/a.txt", "https://example.org/article/1")
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "build", interrupted)
    done = CliRunner().invoke(main, ["build", "news", "--store", str(store)])
    assert done.exit_code == 130
    assert "Error: Interrupted." in done.stderr
    assert ("goes on from there" in done.stderr) == store.exists() == read


def test_ctrl_c_ends_any_command_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "extract", interrupted)
    done = CliRunner().invoke(main, ["extract", "news"])
    assert (done.exit_code, done.stderr) == (130, "Error: Interrupted.\n")


def test_a_terminal_of_few_letters_shows_the_rest_as_question_marks(tmp_path: Path) -> None:
    EmbeddedStore(tmp_path / "store").close()
    command = [sys.executable, "-m", "kg.cli", "query", "--store", str(tmp_path / "store")]
    asked = [*command, "--sparql", 'SELECT ("Łódź 🚀" AS ?name) {}']
    done = subprocess.run(asked, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert b"??d? ?" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told_in_one_line() -> None:
    command = [sys.executable, "-m", "kg.cli", "query"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (2, "Error: The disk is full. Make room, and try again.\n")


def test_a_build_that_is_told_to_end_leaves_no_process_and_no_litter(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(40):
        (news / f"{number}.txt").write_text(f"Norland condemned Sudria for the {number}th time.")
    command = [sys.executable, "-m", "kg.cli", "build", str(news), "--workers", "2", "--store", str(tmp_path / "store")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as build:
        children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
        deadline = time.monotonic() + 60
        while len(started := children.read_text().split()) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        build.terminate()
        # what a child says of a parent that is gone, such as leaked semaphores, comes through the same pipe
        told = build.communicate(timeout=60)[1]
    assert started
    assert build.returncode == 143
    assert told == "Error: Interrupted. Nothing was read yet.\n"
    assert not (tmp_path / "store").exists()


def test_ctrl_c_ends_a_review_and_its_answers_are_derived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    class Session:
        current = "a pair"

        def __init__(self, *_: object, **__: object) -> None:
            self.answered = 1

        def finish(self) -> Counter[str]:
            return Counter(same=self.answered)

    EmbeddedStore(tmp_path / "store").close()
    monkeypatch.setattr("kg.commands.review.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    monkeypatch.setattr(review, "Session", Session)
    monkeypatch.setattr(review, "walk", interrupted)
    done = CliRunner().invoke(main, ["review", "--store", str(tmp_path / "store")])
    assert done.exit_code == 0
    assert "1 same" in done.stderr


def test_a_line_feed_in_the_name_of_a_file_makes_up_no_row_and_no_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one\n│ forged.txt", "two\nError: forged.txt"):
        Path(name).write_text("Norland condemned Sudria.")
    built = CliRunner().invoke(main, ["build", ".", "--store", "store"])
    asked = CliRunner().invoke(main, ["query", "articles", "--store", "store"])
    told = [line for line in (built.output + asked.output).splitlines() if "forged" in line]
    assert told
    assert all("one │ forged.txt" in line or "two Error: forged.txt" in line for line in told)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("saved.txt", "<!DOCTYPE html><html><body><p>Norland condemned Sudria.</p></body></html>", "it is a web page"),
        ("menu.html", "<html><body><nav>Home News</nav></body></html>", "no article text was found"),
        ("feed.xml", '<?xml version="1.0"?><rss><item>Norland condemned Sudria.</item></rss>', "it is XML, not text"),
        ("news.csv", "id,body\n1,Norland condemned Sudria.\n", 'it has no column "text" but "id", "body"'),
    ],
)
def test_what_is_no_article_is_not_read_as_one(tmp_path: Path, name: str, content: str, told: str) -> None:
    (tmp_path / name).write_text(content)
    done = CliRunner().invoke(main, ["extract", str(tmp_path / name)])
    assert done.exit_code == 2
    assert told in done.stderr
