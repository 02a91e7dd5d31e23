"""A person is walked through the doubtful pairs; answers are kept at once and can be taken back."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.graph import derive
from kg.graph.quads import quads
from kg.graph.stats import dataset_hash
from kg.graph.store import EmbeddedStore
from kg.resolve import judgement, review
from tests.resolve.test_judgement import group, judged, told

#: the initial and a middle name leave these in doubt
NAMES = ("Jorge Marwan Hadell", "J. Hadell", "Leila Orsk", "L. Anne Orsk")


def filled(store: EmbeddedStore) -> EmbeddedStore:
    for name in NAMES:
        store.write(quads(told(name)))
    derive.derive(store)
    return store


def walked(store: EmbeddedStore, keys: str, *, shown: review.Shown = "doubtful") -> list[str]:
    session, said, left = review.Session(store, by="ada", shown=shown), list[str](), iter(keys)
    review.walk(session, lambda: next(left), said.append)
    session.finish()
    return said


@pytest.mark.parametrize(("key", "verdict"), [("s", "same"), ("d", "different"), ("u", "unsure")])
def test_an_answer_is_kept_at_once_with_who_gave_it(key: str, verdict: str) -> None:
    store = filled(EmbeddedStore(None))
    session = review.Session(store, by="ada")
    with pytest.raises(StopIteration):  # the person is cut off after the first answer
        review.walk(session, iter(key).__next__, lambda line: None)
    (made,) = judgement.read(store)
    assert (made.verdict, made.who) == (verdict, "ada")


def test_both_sides_are_shown_with_their_sentences() -> None:
    said = "\n".join(walked(filled(EmbeddedStore(None)), "q"))
    assert "1 of 2" in said
    assert "J. Hadell  (Person; 1 article)" in said
    assert "· Jorge Marwan Hadell (story.txt)" in said


def test_going_back_leaves_no_trace_and_judged_pairs_do_not_return() -> None:
    store = filled(EmbeddedStore(None))
    before = dataset_hash(store)
    assert any("took the last answer back" in line for line in walked(store, "xsdbbbq"))
    assert dataset_hash(store) == before
    walked(store, "sdq")
    assert dataset_hash(store) != before
    assert review.Session(store).current is None


def test_what_was_judged_is_gone_through_again_and_taken_back_without_a_trace() -> None:
    store = filled(EmbeddedStore(None))
    before = dataset_hash(store)
    walked(store, "sdq")
    after = dataset_hash(store)
    said = walked(store, "tbnbq", shown="judged")
    assert any("judged different by ada on " in line for line in said)
    assert dataset_hash(store) == after
    walked(store, "tnq", shown="judged")
    assert [j.verdict for j in judgement.read(store)] == ["same"]
    walked(store, "tq", shown="judged")
    assert dataset_hash(store) == before
    assert review.Session(store, shown="judged").current is None


def test_a_link_that_was_judged_is_shown_and_taken_back_too() -> None:
    store = filled(EmbeddedStore(None))
    before = dataset_hash(store)
    target = "http://www.wikidata.org/entity/Q1"
    judgement.keep(store, [judged(group("Leila Orsk"), target, "same", kind="match")])
    said = walked(store, "dtq", shown="judged")
    assert f"  {target}" in said
    assert [j.kind for j in judgement.read(store)] == ["match"]
    walked(store, "tq", shown="judged")
    assert dataset_hash(store) == before


def test_it_needs_a_terminal(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["review", "--store", str(tmp_path / "store")])
    assert done.exit_code == 2
    assert "run it in a terminal" in done.output


def test_keys_are_read_from_a_terminal(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        filled(store)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kg.cli", "review", "--store", str(tmp_path / "store"), "--by", "Ada Wei"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        out = ""
        for key in (b"s", b"q"):  # a key that is pressed before it is asked for is not taken
            while not (line := process.stdout.readline()).strip().startswith(review.PROMPT):
                out += line
            time.sleep(0.2)
            os.write(ours, key)
        rest, err = process.communicate(timeout=60)
        out += rest
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, err
    assert "→ same" in out
    assert "Judged: 1 same. The graph now has 3 actors and places." in err
    with EmbeddedStore(tmp_path / "store") as store:
        assert [j.who for j in judgement.read(store)] == ["Ada Wei"]
