"""A server on the loopback that plays knowledge bases: written-out answers, errors, and SPARQL over a few triples."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

Asked = Mapping[str, list[str]]


@dataclass
class Reply:
    """What the server sends: a status, headers, a body, after some seconds."""

    body: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0
    drip: float = 0.0
    """Seconds between single bytes, for a server that never ends."""

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Play = Callable[[Asked], Reply]


class Stage:
    """The plays by path, and what was asked: ``asked`` holds path, parameters and headers of each request."""

    def __init__(self) -> None:
        self.plays: dict[str, Play] = {}
        self.before: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, Asked, Mapping[str, str]]] = []
        stage = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(parse_qs(urlsplit(self.path).query))

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                self._answer(parse_qs(self.rfile.read(length).decode()))

            def _answer(self, parameters: Asked) -> None:
                path = urlsplit(self.path).path
                stage.asked.append((path, parameters, dict(self.headers)))
                waiting = stage.before.get(path)
                reply = waiting.pop(0) if waiting else stage.plays.get(path, lambda _: Reply(status=404))(parameters)
                time.sleep(reply.after)
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(10**6 if reply.drip else len(reply.data)))
                self.end_headers()
                try:
                    for chunk in [reply.data] if not reply.drip else (reply.data[i : i + 1] for i in range(10**6)):
                        self.wfile.write(chunk or b" ")
                        time.sleep(reply.drip)
                except OSError:
                    pass

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def first(self, path: str, *replies: Reply) -> None:
        """Play these before the usual answer."""
        self.before[path] = list(replies)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def stage() -> Iterator[Stage]:
    """Open a stage, and close it again."""
    opened = Stage()
    try:
        yield opened
    finally:
        opened.close()


def sparql(turtle: str) -> Play:
    """Answer posted queries from triples, in the SPARQL JSON format."""
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)

    def play(asked: Asked) -> Reply:
        found = store.query(asked["query"][0]).serialize(format=ox.QueryResultsFormat.JSON)
        return Reply(found or b"", headers={"Content-Type": "application/sparql-results+json"})

    return play


WD = """
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
wd:Q7278 wdt:P279 wd:Q43229 .
wd:Q3957 wdt:P279 wd:Q486972 .
wd:Q796 wdt:P297 "IQ" .
wd:Q252 wdt:P297 "ID" .

wd:Q9001 rdfs:label "Karim Addou"@en ; wdt:P31 wd:Q5 ; wdt:P27 wd:Q796 ; schema:description "Iraqi general"@en ;
    wdt:P569 "1960-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
wd:Q9002 rdfs:label "Karim Addou"@en ; wdt:P31 wd:Q5 ; wdt:P27 wd:Q252 ; schema:description "Indonesian singer"@en .
wd:Q9003 rdfs:label "Addou"@en ; wdt:P31 wd:Q101352 ; schema:description "family name"@en .
wd:Q9010 rdfs:label "Lomar"@en ; wdt:P31 wd:Q3957 ; wdt:P1566 "7001" ; wdt:P625 "Point(44.4 33.3)"^^geo:wktLiteral .
wd:Q9020 rdfs:label "Orvan Progress Reform Party"@mul ; skos:altLabel "OPP"@en ; wdt:P31 wd:Q7278 .
wd:Q9030 rdfs:label "Leila Orsk"@en ; wdt:P31 wd:Q5 .
wd:Q9031 rdfs:label "Leila Orsk"@en ; wdt:P31 wd:Q5 .
"""

#: what the search of Wikidata finds by name
SEARCH = {
    "Karim Addou": ["Q9001", "Q9002", "Q9003"],
    "Orvan Progress Reform Party": ["Q9020"],
    "Leila Orsk": ["Q9030", "Q9031"],
}


def api(asked: Asked) -> Reply:
    """Answer as the action API does: wbsearchentities, or full text, which finds the party alone."""
    if asked["action"] == ["wbsearchentities"]:
        found = SEARCH.get(asked["search"][0], [])
        hits = [{"id": q, "concepturi": f"http://www.wikidata.org/entity/{q}", "label": "?"} for q in found]
        return Reply({"searchinfo": {"search": asked["search"][0]}, "search": hits, "success": 1})
    hits = [{"ns": 0, "title": "Q9020"}] if "Progress" in asked["srsearch"][0] else []
    return Reply({"batchcomplete": True, "query": {"searchinfo": {"totalhits": len(hits)}, "search": hits}})


def wikidata(opened: Stage) -> dict[str, str]:
    """Play Wikidata on a stage; return the addresses."""
    opened.plays |= {"/w/api.php": api, "/sparql": sparql(WD)}
    return {"wikidata-api": f"{opened.url}/w/api.php", "wikidata-sparql": f"{opened.url}/sparql"}
