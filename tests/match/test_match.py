"""``kg match`` as a person runs it: nothing goes out unasked, nothing twice, and what fails is told and kept apart."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.graph.stats import dataset_hash
from kg.graph.store import EmbeddedStore
from kg.match import lookup
from kg.match.question import Question
from kg.match.wikidata import Wikidata
from kg.resolve import gazetteer
from kg.resolve.gazetteer_index import default_path
from tests.match import stage as plays
from tests.match.conftest import graph
from tests.match.stage import Reply, Stage
from tests.match.test_services import reconcile

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("built") / "store"
    with EmbeddedStore(place) as store:
        graph(store)
    return place


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    """A store on disk."""
    shutil.copytree(built, tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test, with the index of places that is there."""
    gazetteer.default()
    index = default_path()
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    default_path().parent.mkdir(parents=True)
    default_path().symlink_to(index)
    return tmp_path / "cache"


@pytest.fixture
def kg(place: Path, cache: Path, scene: Stage) -> Run:
    """Run ``kg match`` on the store; Wikidata is on the stage."""
    at = plays.wikidata(scene)
    mirrors = [part for name, url in at.items() for part in ("--endpoint", f"{name}={url}")]

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["match", "--store", str(place), "--pause", "0", *mirrors, *arguments])

    return run


def hash_of(place: Path) -> str:
    with EmbeddedStore(place, read_only=True) as store:
        return dataset_hash(store)


@pytest.mark.parametrize("arguments", [(), ("--limit", "3"), ("--dry-run",), ("--entity", "Lomar"), ("--refresh",)])
def test_nothing_goes_out_unless_a_service_is_named(kg: Run, scene: Stage, arguments: tuple[str, ...]) -> None:
    done = kg(*arguments)
    assert done.exit_code == 2
    assert "--online" in done.output
    assert scene.asked == []


def test_no_other_command_asks_the_net(place: Path, cache: Path, tmp_path: Path) -> None:
    # the fixture no_network fails every connection
    table = str(tmp_path / "x.tsv")
    for command in (["stats"], ["verify"], ["query", "entities-without-match"], ["matches", "export", table]):
        assert CliRunner().invoke(main, [*command, "--store", str(place)]).exit_code == 0


def test_links_are_found_kept_and_taken_back(kg: Run, place: Path) -> None:
    before = hash_of(place)
    done = kg("--online", "wikidata")
    assert done.exit_code == 0, done.output
    assert "3" in next(line for line in done.output.splitlines() if " linked" in line)
    assert 'for example "Leila Orsk"' in done.output
    with EmbeddedStore(place, read_only=True) as store:
        found = {f.target for f in lookup.read(store)}
    assert found == {*(f"http://www.wikidata.org/entity/Q{n}" for n in (9001, 9010, 9020)), None}
    assert hash_of(place) != before
    assert kg("--forget", "wikidata").exit_code == 0
    assert hash_of(place) == before
    assert "none at all" in kg("--forget", "wikidata").output


def test_a_second_run_sends_nothing_and_changes_nothing(kg: Run, scene: Stage, place: Path) -> None:
    kg("--online", "wikidata")
    sent, after = len(scene.asked), hash_of(place)
    again = kg("--online", "wikidata")
    assert again.exit_code == 0
    assert "0 sent" in again.output
    assert "linked already" in again.output
    assert len(scene.asked) == sent
    assert hash_of(place) == after
    kg("--online", "wikidata", "--refresh")
    assert len(scene.asked) > sent
    assert hash_of(place) == after


def test_runs_with_a_limit_get_on(kg: Run, place: Path) -> None:
    for done in (1, 2, 3, 4, 5):
        kg("--online", "wikidata", "--limit", "1")
        with EmbeddedStore(place, read_only=True) as store:
            assert len(lookup.read(store)) == done


def test_a_dry_run_shows_and_changes_nothing(kg: Run, place: Path) -> None:
    before = hash_of(place)
    done = kg("--online", "wikidata", "--dry-run", "--entity", "karim addou")
    assert "http://www.wikidata.org/entity/Q9001" in done.output
    assert "Q9010" not in done.output
    assert hash_of(place) == before


def test_without_a_graph_nothing_is_asked(kg: Run, scene: Stage, tmp_path: Path) -> None:
    for service in ("--online=wikidata", f"--service={scene.url}/r"):
        done = kg("--store", str(tmp_path / "none"), service)
        assert done.exit_code == 2
        assert "holds no graph" in done.output
    assert scene.asked == []


def test_who_stops_a_run_keeps_what_was_found(
    kg: Run, scene: Stage, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.match.wikidata.Wikidata.batch", 1)
    search = Wikidata._search

    def stopped(self: Wikidata, question: Question) -> list[str]:
        if question.name == "Nobody Knowsher":
            raise KeyboardInterrupt
        return search(self, question)

    monkeypatch.setattr(Wikidata, "_search", stopped)
    done = kg("--online", "wikidata")
    assert done.exit_code == 130
    assert "Stopped. 2 entities were not asked" in done.output
    with EmbeddedStore(place, read_only=True) as store:
        assert len(lookup.read(store)) == 3


def test_a_name_that_is_not_there_is_told_with_names_near_it(kg: Run, scene: Stage) -> None:
    done = kg("--online", "wikidata", "--entity", "Karim Adou")
    assert done.exit_code == 2
    assert "Near it: Karim Addou" in done.output
    assert scene.asked == []


def test_a_service_by_its_address(kg: Run, scene: Stage, place: Path) -> None:
    scene.plays["/r"] = reconcile
    address = f"{scene.url}/r"
    before = hash_of(place)
    done = kg("--service", address)
    assert done.exit_code == 0, done.output
    with EmbeddedStore(place, read_only=True) as store:
        assert [f.target for f in lookup.read(store) if f.target] == ["https://registry.example/id/p%201"]
    assert kg("--forget", address).exit_code == 0
    assert hash_of(place) == before


def test_a_service_that_cannot_be_reached_at_all(kg: Run, scene: Stage, place: Path) -> None:
    before = hash_of(place)
    scene.plays["/w/api.php"] = lambda _: Reply(status=403)
    done = kg("--online", "wikidata")
    assert done.exit_code == 2
    assert "127.0.0.1 answers 403" in done.output
    assert hash_of(place) == before
    # given up after two batches, not after each of the entities
    assert sum(path == "/w/api.php" for path, _, _ in scene.asked) <= 2


@pytest.mark.parametrize("name", ["Leila Orsk", "Karim Addou"])
def test_a_name_that_is_refused_is_told_and_the_rest_is_kept(kg: Run, scene: Stage, place: Path, name: str) -> None:
    refused = {"error": {"code": "badvalue", "info": "no"}}
    scene.plays["/w/api.php"] = lambda asked: Reply(refused) if name in str(asked) else plays.api(asked)
    done = kg("--online", "wikidata")
    assert done.exit_code == 1
    assert "badvalue" in done.output
    assert "1 entities got no answer" in done.output
    with EmbeddedStore(place, read_only=True) as store:
        assert len(lookup.read(store)) == 4
    scene.plays["/w/api.php"] = plays.api
    assert kg("--online", "wikidata").exit_code == 0
    with EmbeddedStore(place, read_only=True) as store:
        assert len(lookup.read(store)) == 5


def test_a_service_that_refuses_everything_is_left_in_peace(
    kg: Run, scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.match.wikidata.Wikidata.batch", 1)
    scene.plays.clear()
    done = kg("--online", "wikidata")
    assert done.exit_code == 2
    assert "127.0.0.1 answers 404" in done.output
    assert len(scene.asked) == 3


def test_hostile_text_never_reaches_the_terminal_or_the_graph(kg: Run, scene: Stage, place: Path) -> None:
    evil = 'Karim Addou\x1b[2J\n"><script>'
    turtle = plays.WD.replace('wd:Q9001 rdfs:label "Karim Addou"@en', 'wd:Q9001 rdfs:label """' + evil + '"""@en')
    turtle = turtle.replace('"Iraqi general"@en', '"Iraqi general"@en ; skos:altLabel "Karim Addou"@en')
    scene.plays["/sparql"] = plays.sparql(turtle)
    done = kg("--online", "wikidata", "--dry-run")
    assert "\x1b" not in done.output
    assert kg("--online", "wikidata").exit_code == 0
    with EmbeddedStore(place, read_only=True) as store:
        (label,) = [f.label for f in lookup.read(store) if f.target and f.target.endswith("Q9001")]
    assert label == 'Karim Addou [2J "><script>'


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--online", "geonames"), "KG_GEONAMES_USER"),
        (("--service", "file:///etc/passwd"), "no address"),
        (("--online", "wikidata", "--endpoint", "wikidata=http://x/"), "no endpoint"),
        (("--online", "wikidata", "--endpoint", "wikidata-api=x"), "no address"),
        (("--online", "wikidata", "--forget", "wikidata"), "stands alone"),
        (("--online", "freebase"), "freebase"),
        (("--forget", "http://[::1"), "no address"),
    ],
)
def test_misuse_is_told(kg: Run, scene: Stage, arguments: tuple[str, ...], problem: str) -> None:
    done = kg(*arguments)
    assert done.exit_code == 2
    assert problem in done.output
    assert scene.asked == []


def test_a_killed_run_leaves_a_cache_that_the_next_one_uses(kg: Run, scene: Stage, place: Path, cache: Path) -> None:
    before = hash_of(place)

    def slow_for_one(asked: plays.Asked) -> Reply:
        reply = plays.api(asked)
        return Reply(reply.body, after=60) if "Nobody Knowsher" in str(asked) else reply

    scene.plays["/w/api.php"] = slow_for_one
    mirrors = [f"--endpoint=wikidata-{n}={scene.url}{p}" for n, p in (("api", "/w/api.php"), ("sparql", "/sparql"))]
    running = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "match", "-q", "--store", str(place), "--online", "wikidata", *mirrors],
        env={**os.environ, "KG_CACHE": str(cache)},
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while "Nobody Knowsher" not in str(scene.asked) and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert running.poll() is None
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    searched = [asked["search"][0] for path, asked, _ in scene.asked if "search" in asked]
    assert len(searched) > 2
    assert hash_of(place) == before
    scene.plays["/w/api.php"] = plays.api
    scene.asked.clear()
    done = kg("--online", "wikidata")
    assert done.exit_code == 0, done.output
    again = {asked["search"][0] for path, asked, _ in scene.asked if "search" in asked}
    assert again.isdisjoint(set(searched) - {"Nobody Knowsher"})
