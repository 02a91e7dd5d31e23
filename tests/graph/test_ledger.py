"""Where the ledger lies, and what it warns of before a graph is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import IncompleteGraph, StoreError
from kg.graph import ledger
from kg.graph.ledger import Ledger
from kg.graph.store import EmbeddedStore

ENDPOINT = "http://localhost:7878/query"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))


def build(location: str, *, ended: bool) -> None:
    with Ledger.beside(location) as opened:
        opened.begin()
        opened.stale = True
        opened.record("/news/a.txt", "https://example.org/article/1")
        opened.stale = not ended


@pytest.mark.parametrize("location", ["store", ENDPOINT])
def test_a_build_that_did_not_end_is_told_wherever_the_store_is(location: str) -> None:
    assert Ledger.warning(location) is None
    build(location, ended=False)
    assert "did not end" in (Ledger.warning(location) or "")
    build(location, ended=True)
    assert Ledger.warning(location) is None


def test_the_ledger_of_an_endpoint_is_the_same_from_every_directory(tmp_path: Path) -> None:
    build(ENDPOINT, ended=True)
    assert not list((tmp_path / "here").iterdir())
    assert len(list((tmp_path / "data" / "ledgers").iterdir())) == 1


def test_a_ledger_that_cannot_be_written_says_so() -> None:
    Path("store/kg-ledger.sqlite").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"kg-ledger\.sqlite cannot be written"):
        Ledger.beside("store")


def test_what_another_version_derived_is_told_and_derived_again(monkeypatch: pytest.MonkeyPatch) -> None:
    build("store", ended=True)
    monkeypatch.setattr(ledger, "DERIVED_BY", "9.0/1")
    assert "Another version of kg" in (Ledger.warning("store") or "")
    with Ledger.beside("store") as opened:
        assert opened.stale
        opened.stale = False
        assert not opened.stale
    assert Ledger.warning("store") is None


def test_a_graph_opened_from_python_warns_too() -> None:
    EmbeddedStore(Path("store")).close()
    build("store", ended=False)
    with pytest.warns(IncompleteGraph, match="did not end") as caught, kg.open("store"):
        assert caught[0].filename == __file__
