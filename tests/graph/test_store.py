"""Replacing a graph: the same whatever its size, and never too little for who reads meanwhile."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.graph import store as stores
from kg.graph.store import EmbeddedStore

GRAPH = ox.NamedNode("https://example.org/graph")
DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def quad(number: float) -> ox.Quad:
    # "1.50" comes back as "1.5"
    value = ox.Literal(f"{number:.2f}", datatype=DECIMAL)
    return ox.Quad(ox.NamedNode(f"https://example.org/{number}"), ox.NamedNode("https://example.org/p"), value, GRAPH)


numbers = st.lists(st.integers(0, 60).map(lambda n: n / 2), unique=True, max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(before=numbers, after=numbers)
def test_a_graph_is_replaced_whole(monkeypatch: pytest.MonkeyPatch, before: list[float], after: list[float]) -> None:
    monkeypatch.setattr(stores, "SMALL", 8)
    monkeypatch.setattr(stores, "CHUNK", 5)
    store, other = EmbeddedStore(None), ox.Quad(GRAPH, GRAPH, GRAPH, ox.NamedNode("https://example.org/other"))
    store.write([other])
    store.replace(GRAPH.value, map(quad, before))
    assert store.replace(GRAPH.value, map(quad, after)) == len(after)
    wanted = ox.Store()
    wanted.extend(map(quad, after))
    assert set(store.quads(GRAPH.value)) == set(wanted)
    assert list(store.quads("https://example.org/other")) == [other]


def test_who_reads_while_a_large_graph_is_replaced_finds_what_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "SMALL", 8)
    monkeypatch.setattr(stores, "CHUNK", 5)
    stays = set(map(quad, range(10)))
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace(GRAPH.value, [*stays, *map(quad, range(20, 40))])
        kept = {q.subject for q in stays}
        seen = []
        write = store.write

        def watched(quads: object) -> int:
            count = write(quads)  # type: ignore[arg-type]
            seen.append(kept <= {q.subject for q in store.quads(GRAPH.value)})
            return count

        monkeypatch.setattr(store, "write", watched)
        store.replace(GRAPH.value, [*map(quad, range(50, 70)), *stays])
    assert seen
    assert all(seen)


def test_putting_a_store_in_order_keeps_all_and_a_reader_from_before_is_told(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        for first in range(0, 4000, 40):  # many files: the first few stay open
            store.write(map(quad, range(first, first + 40)))
    with EmbeddedStore(tmp_path / "store", read_only=True) as reader, EmbeddedStore(tmp_path / "store") as store:
        store.compact()
        assert len(list(store.quads(GRAPH.value))) == 4000
        with pytest.raises(StoreError, match="Open it again"):
            list(reader.select("SELECT ?o { GRAPH ?g { ?s ?p ?o } }"))


def test_a_store_that_cannot_be_written_says_so() -> None:
    class Full:
        def bulk_extend(self, quads: list[ox.Quad]) -> None:
            raise OSError("IO error: No space left on device: While appending to file: store/bulk-1.sst")

    store = EmbeddedStore(None)
    store.oxigraph = Full()  # type: ignore[assignment]
    with pytest.raises(StoreError, match=r"memory cannot be written \(No space left on device\)\."):
        store.write([quad(1)])
