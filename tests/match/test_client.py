"""The client is patient with servers that fail, careful with what they send, and asks nothing twice."""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ServiceError, UsageError
from kg.match import client as asking
from kg.match import geonames, sparql, wikidata
from kg.match.cache import Cache
from kg.match.client import Client, Request, TransientError
from tests.match.stage import Reply, Stage

Make = Callable[..., Client]
GOOD = Reply({"found": 1})


def whatever(_: Any, __: Mapping[str, str]) -> None:
    """Take every answer."""


def ask(client: Client, scene: Stage, **request: Any) -> Any:
    scene.plays.setdefault("/", lambda _: GOOD)
    return client.ask(Request(f"{scene.url}/", **request), whatever)


@pytest.mark.parametrize(
    "bad",
    [
        Reply(status=429, headers={"Retry-After": "7"}),
        Reply(status=503),
        Reply(b'{"found": '),
        Reply(b"<!DOCTYPE html><title>Error</title>"),
        Reply(b""),
        Reply(b'{"found": ' + b"[" * 100_000),
        Reply(GOOD.body, after=0.9),
    ],
    ids=["429", "503", "truncated", "html", "empty", "deep", "slow"],
)
def test_what_passes_is_asked_again_and_never_kept(
    client: Make, scene: Stage, waited: list[float], bad: Reply, tmp_path: Path
) -> None:
    scene.first("/", bad, bad)
    assert ask(client(timeout=0.7), scene) == GOOD.body
    assert len(scene.asked) == 3
    assert waited[1] >= 2 * asking.BACKOFF
    assert [json.loads(p.read_text())["answer"] for p in tmp_path.rglob("*.json")] == [GOOD.body]


def test_a_server_that_goes_on_failing_is_given_up(client: Make, scene: Stage, tmp_path: Path) -> None:
    scene.plays["/"] = lambda _: Reply(status=500)
    with pytest.raises(ServiceError, match="again and again: it answers 500"):
        ask(client(attempts=3), scene)
    assert len(scene.asked) == 3
    assert list(tmp_path.rglob("*.json")) == []


def test_a_server_that_is_not_there_is_named(client: Make, scene: Stage) -> None:
    scene.close()
    with pytest.raises(ServiceError, match=r"127\.0\.0\.1 .*cannot be reached"):
        ask(client(attempts=2), scene)


def test_retry_after_is_honoured_as_seconds_and_as_a_date(client: Make, scene: Stage, waited: list[float]) -> None:
    later = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=50), usegmt=True)
    scene.first("/", *(Reply(status=429, headers={"Retry-After": value}) for value in ("7", later)))
    ask(client(), scene)
    assert waited[0] == 7
    assert 45 <= waited[1] <= 50


def test_a_server_that_asks_for_too_long_a_wait_is_left_in_peace(client: Make, scene: Stage) -> None:
    scene.first("/", Reply(status=503, headers={"Retry-After": "86400"}))
    with pytest.raises(ServiceError, match="asks to wait 86,400 seconds"):
        ask(client(), scene)
    assert len(scene.asked) == 1


def test_retry_after_of_an_error_inside_a_200_is_honoured(client: Make, scene: Stage, waited: list[float]) -> None:
    lagged = {"error": {"code": "maxlag", "info": "Waiting for a database: 6 seconds lagged."}}
    scene.first("/", Reply(lagged, headers={"Retry-After": "5"}))
    scene.plays["/"] = lambda _: Reply({"search": []})
    assert client().ask(Request(f"{scene.url}/"), wikidata.check) == {"search": []}
    assert waited == [5.0]


@pytest.mark.parametrize(
    ("check", "answer", "problem"),
    [
        (wikidata.check, {"error": {"code": "maxlag", "info": "lagged"}}, TransientError),
        (wikidata.check, {"error": {"code": "internal_api_error_DBQueryError"}}, TransientError),
        (wikidata.check, {"error": {"code": "badvalue", "info": "Unrecognized value"}}, ServiceError),
        (wikidata.check, {"batchcomplete": True}, TransientError),
        (wikidata.check, ["search"], TransientError),
        (sparql.check, {"exception": "java.util.concurrent.TimeoutException"}, TransientError),
        (sparql.check, {"results": {"bindings": {}}}, TransientError),
        (geonames.check, {"status": {"message": "server overloaded", "value": 22}}, TransientError),
        (geonames.check, {"status": {"message": "the hourly limit has been exceeded", "value": 19}}, ServiceError),
        (geonames.check, {"status": {"message": "user does not exist.", "value": 10}}, ServiceError),
        (geonames.check, {}, TransientError),
    ],
)
def test_errors_inside_a_200_are_told_from_answers(check: asking.Check, answer: Any, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        check(answer, {})


def test_a_partial_result_of_virtuoso_is_none(client: Make, scene: Stage) -> None:
    whole = {"head": {"vars": []}, "results": {"bindings": []}}
    scene.first("/", Reply(whole, headers={"X-SQL-State": "S1TAT"}))
    scene.plays["/"] = lambda _: Reply(whole)
    sparql.facts(client(), f"{scene.url}/", "SELECT %s", ["<http://x/>"])
    assert len(scene.asked) == 2


def test_the_second_time_nothing_is_sent(client: Make, scene: Stage) -> None:
    one, other = client(), client()
    for form in ((), (("q", "x"),), (("q", "y"),)):
        assert ask(one, scene, form=form) == ask(other, scene, form=form)
    assert (one.sent, one.known, other.sent, other.known) == (3, 0, 0, 3)
    ask(client(refresh=True), scene)
    assert len(scene.asked) == 4


@pytest.mark.parametrize("broken", [b"", b'{"answer": ', b"[]", b"\xff", b'{"question": "x"}'])
def test_a_broken_file_in_the_cache_is_no_answer(client: Make, scene: Stage, tmp_path: Path, broken: bytes) -> None:
    ask(client(), scene)
    (kept,) = tmp_path.rglob("*.json")
    kept.write_bytes(broken)
    assert ask(client(), scene) == GOOD.body
    assert len(scene.asked) == 2


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="KG_CACHE"):
        Cache(tmp_path / "file").put("example.org", "0a", "", 1)


def test_a_secret_is_sent_but_neither_kept_nor_shown(client: Make, scene: Stage, tmp_path: Path) -> None:
    ask(client(), scene, parameters=(("q", "x"),), secret=(("username", "ada-the-user"),))
    assert scene.asked[0][1]["username"] == ["ada-the-user"]
    (kept,) = tmp_path.rglob("*.json")
    assert "ada-the-user" not in kept.read_text()
    assert "q=x" in kept.read_text()


def test_we_say_who_we_are_and_no_header_can_be_smuggled_in(client: Make, scene: Stage) -> None:
    ask(client(contact="ada@example.org\r\nX-Evil: 1"), scene)
    headers = scene.asked[0][2]
    assert headers["User-Agent"].startswith("newskg/")
    assert "ada@example.org" in headers["User-Agent"]
    assert "X-Evil" not in headers


def test_one_server_is_asked_with_pauses(client: Make, scene: Stage, waited: list[float]) -> None:
    patient = client(pause=9.0)
    ask(patient, scene, parameters=(("q", "1"),))
    ask(patient, scene, parameters=(("q", "2"),))
    assert len(waited) == 1
    assert 8 < waited[0] <= 9


def test_too_much_is_refused(client: Make, scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LIMIT", 1000)
    packed = gzip.compress(b'"' + b"a" * 100_000 + b'"')
    scene.plays["/"] = lambda _: Reply(packed, headers={"Content-Encoding": "gzip"})
    with pytest.raises(ServiceError, match="more than 1,000 bytes"):
        ask(client(), scene)


def test_an_answer_that_never_ends_is_cut_off(client: Make, scene: Stage) -> None:
    scene.plays["/"] = lambda _: Reply(drip=0.05)
    with pytest.raises(ServiceError, match="takes too long"):
        ask(client(attempts=1, timeout=0.1), scene)


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("file:///etc/passwd", "file address"),
        ("ftp://example.org/", "ftp address"),
        ("http://127.0.0.1:1/", "not public"),
        ("http://169.254.169.254/latest/meta-data/", "not public"),
        ("http://[::1]/", "not public"),
        ("http://localhost/", "not public"),
    ],
)
def test_a_redirection_leads_nowhere_private(client: Make, scene: Stage, target: str, problem: str) -> None:
    scene.plays["/"] = lambda _: Reply(status=302, headers={"Location": target})
    with pytest.raises(ServiceError, match=problem):
        ask(client(), scene)
    assert len(scene.asked) == 1


def test_a_redirection_on_the_server_itself_is_followed_but_not_for_ever(client: Make, scene: Stage) -> None:
    scene.plays["/"] = lambda _: Reply(status=308, headers={"Location": "/there"})
    scene.plays["/there"] = lambda _: GOOD
    assert ask(client(), scene) == GOOD.body
    scene.plays["/there"] = lambda _: Reply(status=301, headers={"Location": "/there"})
    with pytest.raises(ServiceError, match="more than 5"):
        ask(client(refresh=True), scene)


def test_a_name_that_lies_about_where_it_is_brings_nothing(
    client: Make, scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the name was public when it was looked up, and leads home when it is connected to
    monkeypatch.setattr(asking, "is_public", lambda host: host == "localhost")
    port = scene.url.rpartition(":")[2]
    scene.plays["/"] = lambda _: Reply(status=302, headers={"Location": f"http://localhost:{port}/there"})
    scene.plays["/there"] = lambda _: GOOD
    with pytest.raises(ServiceError, match="localhost is not public"):
        ask(client(), scene)


def test_a_refusal_is_final(client: Make, scene: Stage) -> None:
    scene.plays["/"] = lambda _: Reply(status=403)
    with pytest.raises(ServiceError, match="--contact"):
        ask(client(), scene)
    assert len(scene.asked) == 1
