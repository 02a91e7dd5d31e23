"""The five promises of the design, each by a test that fails when it is broken."""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import pipeline, workers
from kg.annotate.document import Document
from kg.errors import ReadError
from kg.graph.ledger import Ledger
from kg.graph.stats import dataset_hash
from kg.graph.store import EmbeddedStore
from kg.graph.verify import verify
from kg.model import Article, Event, Evidence, Extraction, Participant, Span
from kg.pipeline import Options

STORIES = {
    "harbour.txt": "Rebels attack the harbour\n\nMarch 4, 2024\n\n"
    "The Orvan Liberation Front shelled the port of Tartus on Monday, the army said. "
    '"We will answer this crime," General Karim Addou told reporters. He blamed Iran for arming the group.',
    "denial.txt": "Front denies attack\n\nMarch 5, 2024\n\n"
    "The Orvan Liberation Front denied on Tuesday that it had shelled the port of Tartus. "
    "Iran condemned the accusations, and Turkey voiced support for the Syrian army.",
    "talks.txt": "Talks in Geneva\n\nMarch 7, 2024\n\n"
    "Turkey and Iran held talks in Geneva on Wednesday. The United Nations praised Turkey for its mediation. "
    "Iran-backed militias threatened to strike Turkish bases.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def read_once(folder: Path) -> dict[str, Extraction]:
    """What the real pipeline reads from each story, by the article's IRI."""
    found = pipeline.extract([str(folder)], Options(), _fail)
    return {extraction.article.iri: extraction for extraction in found}


@pytest.fixture
def recorded(read_once: dict[str, Extraction], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds take what was read once, so that hundreds of them are quick."""

    def annotate(articles: Iterable[Article], options: Options) -> Iterator[Extraction]:
        for article in articles:
            yield replace(read_once[article.iri], article=article)

    monkeypatch.setattr(workers, "annotate", annotate)


def _fail(problem: Exception) -> None:
    raise problem


def _built(*batches: list[Path]) -> EmbeddedStore:
    store = EmbeddedStore(None)
    for batch in batches:
        pipeline.build([str(path) for path in batch], store, Options())
    return store


# 1. Anchored


def test_every_fact_of_a_real_build_is_anchored(folder: Path) -> None:
    found = verify(_built([folder]))
    assert found.articles == len(STORIES)
    assert found.anchors > 50
    assert not found.problems


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("damage", ["text", "quote", "span", "evidence"])
def test_verify_names_what_is_broken(folder: Path, damage: str) -> None:
    store = _built([folder])
    change = {
        "text": "DELETE { GRAPH ?g { ?a kg:text ?t } } INSERT { GRAPH ?g { ?a kg:text ?n } } "
        'WHERE { GRAPH ?g { ?a kg:text ?t } BIND(CONCAT("x", ?t) AS ?n) }',
        "quote": 'DELETE { GRAPH ?g { ?e oa:exact ?t } } INSERT { GRAPH ?g { ?e oa:exact "nobody wrote this" } } '
        "WHERE { GRAPH ?g { ?e oa:exact ?t } }",
        "span": "DELETE { GRAPH ?g { ?e oa:end ?t } } INSERT { GRAPH ?g { ?e oa:end 100000 } } "
        "WHERE { GRAPH ?g { ?e oa:end ?t } }",
        "evidence": "DELETE { GRAPH ?g { ?f kg:evidence ?e } } WHERE { GRAPH ?g { ?f kg:evidence ?e } }",
    }[damage]
    store.oxigraph.update(
        "PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#> " + change
    )
    assert verify(store).problems


# 2. Perspective-safe


def _attack(factuality: str, article: Callable[..., Article], name: str) -> Extraction:
    """Return an article in which the Front attacks the Army, as sure as ``factuality`` says."""
    from kg.model import Alignment, Entity, Mention
    from kg.vocabulary import part_iri

    text = "The Front attacked the Army."
    made = article(text, name=name)
    entities = tuple(
        Entity(
            id=id_,
            type="ArmedGroup",
            name=called,
            iri=part_iri(made.iri, "entity", id_),
            mentions=(Mention(span=Span(text.index(called), text.index(called) + len(called)), kind="name"),),
        )
        for id_, called in (("e1", "Front"), ("e2", "Army"))
    )
    evidence = Evidence(span=Span(0, len(text)), rule="test", confidence=0.9)
    event = Event(
        id="v1",
        type="Assault",
        subtype=None,
        trigger=Span(10, 18),
        participants=(Participant(role="agent", entity="e1", span=Span(4, 9)),),
        evidence=evidence,
        factuality=factuality,  # type: ignore[arg-type]
    )
    alignment = Alignment(
        id="a1",
        subject="e1",
        object="e2",
        polarity=-1,
        relation="attacks",
        basis="event",
        evidence=evidence,
        event="v1",
        factuality=factuality,  # type: ignore[arg-type]
    )
    return Extraction(article=made, entities=entities, events=(event,), alignments=(alignment,))


@pytest.mark.parametrize(
    ("factuality", "plain"),
    [("asserted", True), ("reported", True), ("claimed", False), ("denied", False), ("planned", False)],
)
def test_only_what_is_asserted_or_reported_becomes_a_plain_fact(
    factuality: str, plain: bool, article: Callable[..., Article]
) -> None:
    from kg.graph import derive
    from kg.graph.quads import quads

    store = EmbeddedStore(None)
    store.write(quads(_attack(factuality, article, "one.txt")))
    derive.derive(store)
    opposes = "ASK { GRAPH ?g { ?a <https://w3id.org/newskg/ontology#opposes> ?b } }"
    assert bool(store.query(opposes)) is plain


def test_two_outlets_that_contradict_each_other_stand_side_by_side(article: Callable[..., Article]) -> None:
    from kg.graph import derive
    from kg.graph.quads import quads

    store = EmbeddedStore(None)
    for name, factuality in (("one.txt", "asserted"), ("two.txt", "denied")):
        store.write(quads(_attack(factuality, article, name)))
    derive.derive(store)
    rows = store.select(
        "PREFIX kg: <https://w3id.org/newskg/ontology#> "
        "SELECT ?f WHERE { GRAPH ?g { ?x kg:polarity -1 ; kg:factuality ?f } }"
    )
    assert sorted(row["f"].value.rsplit("#")[1] for row in rows) == ["asserted", "denied"]


@pytest.mark.parametrize(("factuality", "lent"), [("asserted", True), ("reported", True), ("denied", False)])
def test_a_denied_tie_lends_no_country(factuality: str, lent: bool, article: Callable[..., Article]) -> None:
    from kg.graph import derive
    from kg.graph.quads import quads
    from kg.model import Relation

    found = _attack("denied", article, "one.txt")
    front, army = found.entities
    relation = Relation(
        id="r1",
        subject="e1",
        object="e2",
        relation="memberOf",
        evidence=found.events[0].evidence,
        factuality=factuality,  # type: ignore[arg-type]
    )
    store = EmbeddedStore(None)
    store.write(quads(replace(found, entities=(front, replace(army, country="SY")), relations=(relation,))))
    derive.derive(store)
    country = (
        "PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        'ASK { GRAPH ?g { ?x kg:refersTo ?front } GRAPH ?g { ?front skos:prefLabel "Front" ; kg:countryCode "SY" } }'
    )
    assert bool(store.query(country)) is lent


def test_a_claim_keeps_its_speaker(extract: Callable[..., Extraction]) -> None:
    found = extract(
        "The Orvan Liberation Front claimed that government troops had shelled the port of Tartus on Monday.",
        title=None,
    )
    shelling = next(v for v in found.events if v.type == "Assault")
    speaker = next(e for e in found.entities if e.id == shelling.attributed_to)
    assert "Front" in speaker.name
    assert shelling.factuality == "claimed"


# 3. Retractable, in any order


@pytest.mark.usefixtures("recorded")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(STORIES)), cut=st.integers(0, 3), gone=st.sampled_from(sorted(STORIES)))
def test_order_batches_and_removal_leave_no_trace(folder: Path, order: list[str], cut: int, gone: str) -> None:
    paths = [folder / name for name in order]
    store = _built(paths[:cut], paths[cut:], paths)
    assert dataset_hash(store) == dataset_hash(_built([folder]))
    pipeline.remove([str(folder / gone)], store)
    assert dataset_hash(store) == dataset_hash(_built([path for path in paths if path.name != gone]))


@pytest.mark.usefixtures("recorded")
def test_removing_the_last_article_leaves_nothing(folder: Path) -> None:
    store = _built([folder])
    for name in STORIES:
        pipeline.remove([str(folder / name)], store)
    assert dataset_hash(store) == dataset_hash(EmbeddedStore(None))


@pytest.mark.usefixtures("recorded")
def test_building_twice_changes_nothing_and_says_so(folder: Path) -> None:
    store = _built([folder])
    before = dataset_hash(store)
    again = pipeline.build([str(folder)], store, Options())
    assert again.counts["known"] == len(STORIES)
    assert again.counts["added"] == 0
    assert dataset_hash(store) == before


def test_a_changed_article_replaces_what_it_was(tmp_path: Path) -> None:
    store, path = tmp_path / "store", tmp_path / "story.txt"
    path.write_text(STORIES["harbour.txt"])
    with EmbeddedStore(store) as opened:
        pipeline.build([str(path)], opened, Options())
    path.write_text(STORIES["talks.txt"])
    with EmbeddedStore(store) as opened:
        done = pipeline.build([str(path)], opened, Options())
        assert (done.counts["added"], done.counts["replaced"]) == (0, 1)
        assert verify(opened).articles == 1


def test_records_of_one_file_do_not_replace_each_other(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    records = [json.dumps({"url": "https://example.org/live", "text": text}) for text in STORIES.values()]
    path.write_text("\n".join(records))
    store = EmbeddedStore(None)
    for lines in (records, ["", *records]):
        path.write_text("\n".join(lines))
        done = pipeline.build([str(path)], store, Options())
        assert done.counts["replaced"] == 0
        assert verify(store).articles == len(STORIES)


@pytest.mark.usefixtures("recorded")
def test_the_same_text_under_the_same_name_is_one_article_wherever_it_lies(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "elsewhere")
    store = _built([folder], [copy])
    assert dataset_hash(store) == dataset_hash(_built([folder]))


@pytest.mark.usefixtures("recorded")
def test_reading_again_counts_as_what_it_is_and_changes_nothing(folder: Path) -> None:
    store = _built([folder])
    before = dataset_hash(store)
    done = pipeline.build([str(folder)], store, Options(again=True))
    assert (done.counts["read again"], done.counts["added"], done.counts["known"]) == (len(STORIES), 0, 0)
    assert dataset_hash(store) == before


@pytest.mark.usefixtures("recorded")
def test_reading_again_that_is_killed_leaves_every_article_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        pipeline.build([str(folder)], store, Options())
        before, replace_, replaced = dataset_hash(store), store.replace, list[str]()

        def die(graph: str, quads: Iterable[object]) -> int:
            if replaced:
                raise KeyboardInterrupt
            replaced.append(graph)
            return replace_(graph, quads)

        monkeypatch.setattr(store, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            pipeline.build([str(folder)], store, Options(again=True))
        monkeypatch.undo()
        assert verify(store).articles == len(STORIES)
    assert "did not end" in (Ledger.warning(str(tmp_path / "store")) or "")
    with EmbeddedStore(tmp_path / "store") as store:
        monkeypatch.setattr(workers, "annotate", lambda articles, options: iter(list(articles)[:0]))
        pipeline.build([str(folder)], store, Options())
        assert dataset_hash(store) == before
    assert Ledger.warning(str(tmp_path / "store")) is None


# 4. Nothing lost in silence


@pytest.mark.usefixtures("recorded")
def test_one_text_under_two_names_is_mentioned(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "annotate", lambda articles, _: (Extraction(article=one) for one in articles))
    shutil.copy(folder / "talks.txt", tmp_path / "copy.txt")
    shutil.copy(folder / "talks.txt", tmp_path / "second-copy.txt")
    store = EmbeddedStore(None)
    assert not pipeline.build([str(folder)], store, Options()).losses["article with the same text as another"]
    done = pipeline.build([str(tmp_path)], store, Options())
    assert done.losses["article with the same text as another"] == 2
    assert "copy.txt and talks.txt" in done.examples["article with the same text as another"]
    assert done.counts["added"] == 2
    assert not pipeline.build([str(tmp_path)], store, Options()).losses


def _written(store: Path) -> bool:
    """Say whether the first batch of a running build is in the store."""
    try:
        with sqlite3.connect(f"file:{store}/kg-ledger.sqlite?mode=ro", uri=True) as db:
            return bool(db.execute("SELECT 1 FROM readings").fetchone())
    except sqlite3.OperationalError:  # it is not there yet
        return False


def test_a_killed_build_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(260):
        text = f"Iran condemned Turkey on Monday. Village {number} was shelled by rebels, the army said."
        (folder / f"{number:03}.txt").write_text(text)
    command = [sys.executable, "-m", "kg.cli", "build", str(folder), "--date", "2024-03-08", "--store"]
    killed = subprocess.Popen(
        [*command, str(tmp_path / "killed")], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 120
    while not _written(tmp_path / "killed") and time.monotonic() < deadline:
        time.sleep(0.01)
    children = Path(f"/proc/{killed.pid}/task/{killed.pid}/children")
    workers_ = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    while any(Path(f"/proc/{pid}").exists() for pid in workers_) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in workers_ if Path(f"/proc/{pid}").exists()], "workers outlived the build"

    behind = subprocess.run(
        [sys.executable, "-m", "kg.cli", "stats", "--store", str(tmp_path / "killed")], capture_output=True, text=True
    )
    assert "The last build did not end" in behind.stderr

    with EmbeddedStore(tmp_path / "killed") as store:
        left = verify(store)
    assert 0 < left.articles < 260
    assert not left.problems
    for name in ("killed", "whole"):
        subprocess.run([*command, str(tmp_path / name)], check=True, capture_output=True)
    with EmbeddedStore(tmp_path / "killed") as one, EmbeddedStore(tmp_path / "whole") as other:
        assert dataset_hash(one) == dataset_hash(other)


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "good.txt").write_text(STORIES["harbour.txt"])
    store = EmbeddedStore(None)
    done = pipeline.build([str(tmp_path), str(tmp_path / "missing.txt")], store, Options())
    assert done.counts["added"] == 1
    assert sorted(Path(problem.where).name for problem in done.errors) == ["empty.txt", "missing.txt", "picture.txt"]


def test_articles_from_stdin_never_replace_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def annotate(articles: Iterable[Article], options: Options) -> Iterator[Extraction]:
        yield from (Extraction(article=article) for article in articles)

    monkeypatch.setattr(workers, "annotate", annotate)
    store = EmbeddedStore(None)
    with Ledger(None) as ledger:
        monkeypatch.setattr(pipeline.Ledger, "beside", lambda _: contextlib.nullcontext(ledger))
        for text in STORIES.values():
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
            pipeline.build(["-"], store, Options())
    assert verify(store).articles == len(STORIES)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("processes", [1, 2])
def test_a_rule_that_fails_costs_its_article_and_is_told(
    processes: int, article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.annotate import annotator

    # a forked worker knows what is patched here
    forking = multiprocessing.get_context("fork")
    monkeypatch.setattr(workers, "_pool", lambda count: ProcessPoolExecutor(count, mp_context=forking))

    def failing(document: Document) -> Extraction:
        if document.article.name == "bad.txt":
            raise IndexError("list index out of range")
        return read(document)

    read = annotator.read
    monkeypatch.setattr(annotator, "read", failing)
    given = [article("Iran condemned Turkey.", name=name) for name in ("one.txt", "bad.txt", "two.txt")]
    one, bad, two = workers.annotate(given, Options(workers=processes))
    assert isinstance(one, Extraction)
    assert isinstance(two, Extraction)
    assert isinstance(bad, ReadError)
    assert "bad.txt: a rule failed on it (IndexError: list index out of range)" in str(bad)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_an_article_that_kills_its_worker_is_the_only_one_lost(
    article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def annotate(articles: Iterable[Article], options: Options) -> Iterator[Extraction]:
        for given in articles:
            if given.name == "05.txt":
                os._exit(1)
            time.sleep(0.02)
            yield Extraction(article=given)

    monkeypatch.setattr(workers, "_annotate", annotate)
    monkeypatch.setattr(workers, "BATCH", 2)
    # a forked worker knows what is patched here
    forking = multiprocessing.get_context("fork")
    monkeypatch.setattr(workers, "_pool", lambda count: ProcessPoolExecutor(count, mp_context=forking))
    given = [article("Iran condemned Turkey.", name=f"{number:02}.txt") for number in range(14)]
    found = list(workers.annotate(given, Options(workers=2)))
    assert [f.where if isinstance(f, ReadError) else f.article.source for f in found] == [g.source for g in given]
    assert [f.where for f in found if isinstance(f, ReadError)] == ["05.txt"]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize(("number", "started"), [(3, []), (4, [2]), (9, [2])])
def test_many_articles_are_shared_out_over_the_cores(
    number: int, started: list[int], article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pool(count: int) -> ProcessPoolExecutor:
        pools.append(count)
        return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork"))

    pools: list[int] = []
    monkeypatch.setattr(workers, "_annotate", lambda articles, _: (Extraction(article=given) for given in articles))
    monkeypatch.setattr(workers, "_pool", pool)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    monkeypatch.setattr(workers, "MANY", 4)
    given = [article("Iran condemned Turkey.", name=f"{n}.txt") for n in range(number)]
    found = [f for f in workers.annotate(given, Options(workers=None)) if isinstance(f, Extraction)]
    assert [f.article for f in found] == given
    assert pools == started


# 5. Offline and repeatable


def test_no_connection_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a build opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert _built([folder])


def test_any_number_of_workers_gives_the_same(folder: Path, tmp_path: Path) -> None:
    hashes = set()
    for count in (1, 2):
        with EmbeddedStore(tmp_path / str(count)) as store:
            pipeline.build([str(folder / name) for name in STORIES], store, Options(workers=count))
            hashes.add(dataset_hash(store))
    assert len(hashes) == 1
