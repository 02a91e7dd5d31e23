"""Who may ask, how much, and what is said to those who may not."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchanges import Client, serving, store

from kg.errors import UsageError
from kg.serve.web import BODY, Server


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving() as asked:
        yield asked


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:3000", "localhost@evil.example", "", "a b"])
def test_a_foreign_host_is_refused(client: Client, host: str) -> None:
    reply = client.send("GET", "/", Host=host)
    assert reply.status == 421
    assert reply.json["status"] == "error"
    assert "identifierSpace" not in reply.text
    assert client.send("POST", "/", "queries={}", Host=host).status == 421


@pytest.mark.parametrize("host", ["localhost:3000", "127.0.0.1", "[::1]:3000", "LOCALHOST"])
def test_this_machine_goes_by_its_usual_names(client: Client, host: str) -> None:
    manifest = client.send("GET", "/", Host=host).json
    assert manifest["preview"]["url"].startswith(f"http://{host}/")


@pytest.mark.parametrize("path", ["/", "/suggest/entity?prefix=a", "/properties", "/preview?id=x", "/nothing"])
@pytest.mark.parametrize("origin", ["http://127.0.0.1:3333", "http://localhost:3333", "http://[::1]:3333"])
def test_pages_of_this_machine_may_read_every_answer(client: Client, path: str, origin: str) -> None:
    reply = client.get(path, origin=origin)
    assert reply.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in reply.headers["Vary"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", "http://127.0.0.1@x"]
)
def test_other_pages_may_not(client: Client, origin: str) -> None:
    reply = client.get("/", origin=origin)
    assert reply.status == 403
    assert "Access-Control-Allow-Origin" not in reply.headers


def test_what_the_user_allows_is_allowed() -> None:
    with serving(hosts=["refine.test"], origins=["https://refine.test/"]) as client:
        reply = client.send("GET", "/", Host="Refine.Test:80", Origin="https://refine.test")
        assert reply.status == 200
        assert reply.headers["Access-Control-Allow-Origin"] == "https://refine.test"
        page = client.send("GET", "/preview?id=x")
        assert "https://refine.test" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "options",
    [{"hosts": ["a b"]}, {"origins": ["https://a.example/path"]}, {"origins": ["https://a.example; script-src *"]}],
)
def test_what_is_no_name_or_origin_cannot_be_allowed(options: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError, match="is no"):
        Server("127.0.0.1", 0, **options)


def test_all_origins_may_be_let_in() -> None:
    with serving(origins=["*"]) as client:
        assert client.get("/", origin="https://any.example").headers["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_tells_what_may_be_sent(client: Client) -> None:
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Private_Network": "true"}
    reply = client.send("OPTIONS", "/", Origin="http://localhost:3333", **asked)
    assert reply.status == 204
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert reply.headers["Access-Control-Allow-Private-Network"] == "true"
    assert client.send("OPTIONS", "/", Origin="https://evil.example", **asked).status == 403


@pytest.mark.parametrize(
    ("queries", "status", "problem"),
    [
        ("{", 400, "no JSON"),
        ("[]", 400, "no JSON object"),
        ("[" * 100_000, 400, "no JSON"),
        ('{"q0": 1}', 400, "q0"),
        ('{"q0": {}}', 400, "neither"),
        ('{"q0": {"query": 1}}', 400, "no string"),
        ('{"q0": {"query": "a", "properties": [1]}}', 400, "pid"),
        ('{"q0": {"query": "a", "type": 5}}', 400, "arrays"),
        (json.dumps({str(n): {"query": "a"} for n in range(101)}), 413, "100 at most"),
    ],
)
def test_what_is_no_batch_is_refused_in_a_sentence(client: Client, queries: str, status: int, problem: str) -> None:
    from urllib.parse import quote_plus

    reply = client.send("POST", "/", f"queries={quote_plus(queries)}", Content_Type="application/x-www-form-urlencoded")
    assert (reply.status, reply.json["code"]) == (status, status)
    assert problem in reply.json["message"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/", {"Content_Length": str(BODY + 1)}, 413),
        ("POST", "/", {"Content_Length": "-1"}, 411),
        ("POST", "/", {"Transfer_Encoding": "chunked"}, 411),
        ("POST", "/", {"Content_Type": "text/plain", "Content_Length": "0"}, 415),
        ("POST", "/suggest/entity", {"Content_Length": "0"}, 404),
        ("GET", "/?callback=f", {}, 400),
        ("GET", "/etc/passwd", {}, 404),
        ("GET", "/?" + "&".join(f"a{n}=1" for n in range(60)), {}, 400),
        ("GET", "/suggest/entity?prefix=%ff", {}, 400),
        ("GET", "/" + "a" * 70_000, {}, 414),
        ("PUT", "/", {}, 501),
        ("GET", '/?extend={"ids":["a"],"properties":[{"id":"unheard"}]}', {}, 400),
        ("GET", '/?extend={"ids":[1],"properties":[]}', {}, 400),
        ("GET", '/?extend={"ids":[]}', {}, 400),
    ],
)
def test_every_error_is_json(client: Client, method: str, path: str, headers: dict[str, str], status: int) -> None:
    reply = client.send(method, path, **headers)
    assert reply.status == status
    assert reply.json["status"] == "error"
    assert reply.json["message"]


def test_what_is_odd_but_no_error_is_answered(client: Client) -> None:
    odd = '{"\\ud800": {"query": "\\ud800 \\u0000", "limit": 1e999, "properties": [{"pid": "wikidata", "v": NaN}]}}'
    reply = client.get("/", queries=odd)
    assert reply.status == 200
    assert list(reply.json.values()) == [{"result": []}]
    assert client.get("/suggest/entity", prefix="\x00'\"%", cursor="-1", limit="x").json == {"result": []}


def test_a_head_has_no_body(client: Client) -> None:
    assert client.send("HEAD", "/").text == ""


def test_a_port_that_is_taken_is_said(client: Client) -> None:
    with pytest.raises(UsageError, match="--port"):
        Server("127.0.0.1", client.server.server_port)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_end(tmp_path: Path, ending: signal.Signals) -> None:
    from kg.graph.store import EmbeddedStore

    with EmbeddedStore(tmp_path / "store") as made, store() as held:
        made.write(held.quads())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(tmp_path / "store"), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stderr
        try:
            assert (
                f"14 actors and places of {tmp_path / 'store'} at http://127.0.0.1:{port}" in process.stderr.readline()
            )
            with socket.create_connection(("127.0.0.1", port)):  # a client that says nothing keeps nobody waiting
                process.send_signal(ending)
                assert process.wait(10) == 0
        finally:
            process.kill()
        assert process.stderr.read() == "Stopped.\n"
