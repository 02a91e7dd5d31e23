from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "query"))
from stories import TYPES, Story, graph

from kg.cli import main
from kg.errors import KgError, QueryError, UsageError
from kg.export import exporters, page
from kg.export.network import Choice, network
from kg.graph.store import EmbeddedStore

HOSTILE = "</script><script>window.hit=1</script><img src=x onerror=window.hit=1><a href='javascript:1'>href</a>"


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return graph()


@pytest.fixture(scope="module")
def hostile() -> EmbeddedStore:
    TYPES[HOSTILE] = "Person"
    story = Story("bad.txt", HOSTILE, "2024-04-01", title=HOSTILE)
    story.align("Norland", -1, HOSTILE, f"Norland condemned {HOSTILE}.")
    made = graph(None, story.extraction())
    del TYPES[HOSTILE]
    return made


def written(store: EmbeddedStore, format_: str, folder: Path, **choice: Any) -> Path:
    return exporters.export(store, format_, str(folder / f"out.{format_}"), Choice(**choice))[0]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers use what rdflib has deprecated
@pytest.mark.parametrize(("format_", "parser"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_dataset_formats_hold_every_quad(store: EmbeddedStore, tmp_path: Path, format_: str, parser: str) -> None:
    read = rdflib.Dataset()
    read.parse(written(store, format_, tmp_path), format=parser)
    assert sum(1 for _ in read.quads()) == sum(1 for _ in store.quads())


def test_turtle_holds_every_triple_once(store: EmbeddedStore, tmp_path: Path) -> None:
    read = rdflib.Graph().parse(written(store, "turtle", tmp_path), format="turtle")
    assert len(read) == len({quad.triple for quad in store.quads()})


@pytest.mark.parametrize(("format_", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_network_formats_keep_sides_and_evidence(
    store: EmbeddedStore, tmp_path: Path, format_: str, reader: Any
) -> None:
    read = reader(written(store, format_, tmp_path))
    names = nx.get_node_attributes(read, "label")
    sides = {
        (names.get(a, a), data["polarity"], names.get(b, b), data["weight"]) for a, b, data in read.edges(data=True)
    }
    if format_ == "graphml":
        assert ("Norland", 1, "Green Brigades", 1) in sides
        assert ("Norland", -1, "Green Brigades", 1) in sides
    assert len(sides) == 6


def test_denied_ties_are_no_edges_and_claimed_ones_are_marked(store: EmbeddedStore) -> None:
    made = network(store)
    label = {iri: actor.label for iri, actor in made.actors.items()}
    edges = {(label[e.subject], label[e.object]): e for e in made.edges}
    assert ("Sudria", "Norland") not in edges
    assert edges["Sudria", "Green Brigades"].only_claimed


def test_choices_narrow_the_network(store: EmbeddedStore) -> None:
    def labels(**choice: Any) -> set[str]:
        return {actor.label for actor in network(store, Choice(**choice)).actors.values()}

    assert labels(around="ada wei") == {"Ada Wei", "Sudria"}
    assert labels(around="ada wei", hops=2) == {"Ada Wei", "Sudria", "Norland", "Green Brigades"}
    assert labels(min_evidence=2) == set()
    assert labels(min_confidence=0.95) == set()
    import datetime as dt

    assert "Ada Wei" not in labels(until=dt.date(2024, 2, 1))
    assert labels(since=dt.date(2025, 1, 1)) == set()


def test_tables_are_two_files_and_defused(hostile: EmbeddedStore, tmp_path: Path) -> None:
    paths = exporters.export(hostile, "csv", str(tmp_path / "net.csv"))
    assert [path.name for path in paths] == ["net-nodes.csv", "net-edges.csv"]
    with paths[1].open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {"Norland", "Sudria"} <= {row["subject"] for row in rows}
    assert "'=HYPERLINK(1) of two" in {row["article"] for row in rows}
    with pytest.raises(UsageError, match="two files"):
        exporters.export(hostile, "csv", "-")


def test_map_names_places_and_their_source(store: EmbeddedStore, tmp_path: Path) -> None:
    read = json.loads(written(store, "geojson", tmp_path).read_text(encoding="utf-8"))
    assert read["features"][0]["geometry"] == {"type": "Point", "coordinates": [2.5, 1.5]}
    assert "GeoNames" in read["attribution"]


@pytest.mark.parametrize("format_", ["turtle", "trig"])
def test_rdf_for_people_names_its_sources(store: EmbeddedStore, tmp_path: Path, format_: str) -> None:
    first, second, *_ = written(store, format_, tmp_path).read_text(encoding="utf-8").splitlines()
    assert ("CC BY 4.0" in first, "CC0" in second) == (True, True)


def test_a_failed_export_leaves_the_old_file(store: EmbeddedStore, tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    path.write_text("old")
    with pytest.raises(KgError):
        exporters.export(store, "html", str(path), Choice(around="nobody at all"))
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.html"]
    with pytest.raises(UsageError, match="no format"):
        exporters.export(store, "pdf", str(path))


def test_standard_output_takes_one_file(store: EmbeddedStore, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert exporters.export(store, "nquads", "-") == []
    assert len(capfdbinary.readouterr().out.splitlines()) == sum(1 for _ in store.quads())


def test_page_says_what_it_leaves_out(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "DRAWN", 2)
    made = page.html(network(store))
    assert "The 2 that rest on most passages are drawn of 6 ties." in made
    assert "https://cdn" not in made


def test_an_empty_network_makes_a_page(tmp_path: Path) -> None:
    with EmbeddedStore(None) as empty:
        assert "0 actors" in written(empty, "html", tmp_path).read_text(encoding="utf-8")


# in a real browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if found is None:
        pytest.skip("There is no Chromium here to open the page with.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        opened = player.chromium.launch(executable_path=found, args=flags)
        yield opened
        opened.close()


@pytest.mark.parametrize("size", [(1400, 900), (420, 700)])
def test_page_draws_offline_and_hostile_text_runs_nothing(
    hostile: EmbeddedStore, tmp_path: Path, browser: Any, size: tuple[int, int]
) -> None:
    path = written(hostile, "html", tmp_path)
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]})
    asked: list[str] = []
    errors: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(path.as_uri())
    tab.wait_for_selector("canvas")
    tab.wait_for_timeout(300)
    tips = []
    spots = tab.evaluate(
        "() => { const box = document.querySelector('canvas').getBoundingClientRect();"
        " return Object.values(network.getPositions()).map(p => network.canvasToDOM(p))"
        ".map(p => [p.x + box.x, p.y + box.y]); }"
    )
    assert all(0 <= x <= size[0] and 0 <= y <= size[1] for x, y in spots)
    for x, y in spots:
        tab.mouse.move(x, y)
        tab.wait_for_timeout(250)
        tips.append(tab.evaluate("() => document.querySelector('.vis-tooltip')?.innerText || ''"))
        tab.mouse.click(x, y)
    assert any("Norland" in tip for tip in tips)
    assert any("<script>" in tip for tip in tips), "the hostile name is shown as text"
    assert tab.evaluate("() => document.querySelectorAll('.vis-tooltip :not(br)').length") == 0
    assert tab.evaluate("() => window.hit") is None
    painted = (
        "() => { const c = document.querySelector('canvas');"
        " return new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size; }"
    )
    assert tab.evaluate(painted) > 5
    assert asked == [path.as_uri()]
    assert not errors
    tab.close()


def test_a_phone_shows_names_that_can_be_read_and_tells_what_is_tapped_beside(
    hostile: EmbeddedStore, tmp_path: Path, browser: Any
) -> None:
    path = written(hostile, "html", tmp_path)
    hand = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab = hand.new_page()
    tab.goto(path.as_uri())
    tab.wait_for_selector("canvas")
    tab.wait_for_timeout(300)
    assert tab.evaluate("() => network.getScale()") >= 0.7
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert not tab.locator("#told").is_visible()
    middle = (
        "() => { const at = id => network.canvasToDOM(network.getPositions([id])[id]), tie = edges.get()[0],"
        " box = document.querySelector('canvas').getBoundingClientRect(), a = at(tie.from), b = at(tie.to);"
        " return [(a.x + b.x) / 2 + box.x, (a.y + b.y) / 2 + box.y + 16, tie.title]; }"
    )
    x, y, title = tab.evaluate(middle)
    tab.touchscreen.tap(x, y)
    tab.wait_for_timeout(600)
    assert title in tab.locator("#told p").text_content()
    assert tab.evaluate("() => document.querySelectorAll('#told p *').length") == 0
    assert tab.evaluate("() => window.hit") is None
    button = tab.locator("#told button")
    assert min(button.bounding_box()[side] for side in ("width", "height")) >= 44
    button.tap()
    assert not tab.locator("#told").is_visible()
    hand.close()


def test_an_output_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        exporters.export(EmbeddedStore(None), "nquads", str(tmp_path / "file" / "graph.nq"))


def test_folders_that_are_missing_are_made_and_the_help_says_so(store: EmbeddedStore, tmp_path: Path) -> None:
    written(store, "geojson", tmp_path / "new" / "folder")
    assert "in folders that are made" in CliRunner().invoke(main, ["export", "--help"]).output


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.html", "html"), ("A.HTM", "html"), ("a.ttl", "turtle"), ("x/a.nq", "nquads"), ("a.csv", "csv")],
)
def test_the_name_of_a_file_tells_its_format(name: str, format_: str) -> None:
    assert exporters.format_of(name) == format_


@pytest.mark.parametrize("name", ["-", "graph", "graph.json", "graph.pdf"])
def test_a_name_that_tells_no_format_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="Choose one with --format"):
        exporters.format_of(name)


def test_rdf_refuses_a_choice_and_a_choice_without_ties_writes_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="turtle holds the whole graph"):
        exporters.export(store, "turtle", str(tmp_path / "all.ttl"), Choice(min_evidence=2))
    with pytest.raises(QueryError, match="nothing was written"):
        exporters.export(store, "html", str(tmp_path / "page.html"), Choice(since=dt.date(2999, 1, 1)))
    assert not list(tmp_path.iterdir())
