"""A running server on a graph made by hand, and a client that asks as OpenRefine does."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.graph.store import EmbeddedStore
from kg.serve.service import Service
from kg.serve.web import Server
from kg.vocabulary import BASE, INFERRED_GRAPH, MATCHES_GRAPH, RESOLUTION_GRAPH, digest, term

HOSTILE = "<script>alert('x')</script> & \"Sons\""

#: name, class, country, articles, other names
ENTITIES = [
    ("Norland", "Country", "NX", 9, ["Republic of Norland"]),
    ("Sudria", "Country", "SX", 7, []),
    ("Ada Wei", "Person", "NX", 5, []),
    ("Juma Ruto", "Person", "NX", 3, []),
    ("Juma Ruto", "Person", "SX", 2, []),
    ("Mustafa al-Kadhimi", "Person", "", 4, []),
    ("Green Brigades", "ArmedGroup", "NX", 6, ["Brigades of the Greens"]),
    ("Ministry of Defence", "GovernmentBody", "NX", 2, []),
    ("River Basin Trade Organization", "IntergovernmentalOrganization", "", 2, ["RBTO"]),
    ("Port Hale", "PopulatedPlace", "NX", 2, []),
    (HOSTILE, "Company", "", 1, [HOSTILE + " Ltd"]),
    ("United Nations", "IntergovernmentalOrganization", "", 1, []),
    ("Fjord Peace Society", "Organization", "", 1, []),
    ("Norland-backed fighters", "ArmedGroup", "", 1, []),
]


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(term(curie))


def iri(number: int) -> str:
    return f"{BASE}entity/{digest(str(number))}"


def identifier(name: str, country: str | None = None) -> str:
    """The identifier that the service gives an entity."""
    numbers = (n for n, e in enumerate(ENTITIES) if e[0] == name and country in (None, e[2]))
    return iri(next(numbers)).rpartition("/")[2]


def store() -> EmbeddedStore:
    made = EmbeddedStore(None)
    resolution, matches, inferred = (
        ox.NamedNode(BASE + graph) for graph in (RESOLUTION_GRAPH, MATCHES_GRAPH, INFERRED_GRAPH)
    )

    def quads() -> Iterator[ox.Quad]:
        for number, (name, type_, country, articles, others) in enumerate(ENTITIES):
            entity = ox.NamedNode(iri(number))
            yield ox.Quad(entity, node("rdf:type"), node(f"kg:{type_}"), resolution)
            yield ox.Quad(entity, node("skos:prefLabel"), ox.Literal(name), resolution)
            yield ox.Quad(entity, node("kg:articleCount"), ox.Literal(articles), resolution)
            for other in others:
                yield ox.Quad(entity, node("skos:altLabel"), ox.Literal(other), resolution)
            if country:
                yield ox.Quad(entity, node("kg:countryCode"), ox.Literal(country), resolution)
            if name == "Port Hale":
                for where, degrees in (("lat", "1.5"), ("long", "2.5")):
                    value = ox.Literal(degrees, datatype=node("xsd:decimal"))
                    yield ox.Quad(entity, node(f"wgs84:{where}"), value, resolution)
        links = [
            (0, "http://www.wikidata.org/entity/Q900001", "0.99", "accepted"),
            (11, "http://www.wikidata.org/entity/Q900002", "0.9", ""),
            (9, "https://sws.geonames.org/4711/", "0.8", ""),
        ]
        for number, target, score, judgement in links:
            match = ox.NamedNode(f"{BASE}match/{number}")
            yield ox.Quad(match, node("kg:entity"), ox.NamedNode(iri(number)), matches)
            yield ox.Quad(match, node("kg:target"), ox.NamedNode(target), matches)
            yield ox.Quad(match, node("kg:score"), ox.Literal(score, datatype=node("xsd:decimal")), matches)
            if judgement:
                yield ox.Quad(match, node("kg:judgement"), node(f"kg:{judgement}"), matches)
        for one, tie, other in ((0, "opposes", 1), (0, "opposes", 10), (2, "leads", 6)):
            yield ox.Quad(ox.NamedNode(iri(one)), node(f"kg:{tie}"), ox.NamedNode(iri(other)), inferred)

    made.write(quads())
    return made


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Client:
    """Asks as OpenRefine 3.8 does: its server posts forms, its page gets the rest with an Origin."""

    server: Server

    def send(self, method: str, path: str, body: str | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=named)
            reply = connection.getresponse()
            return Reply(reply.status, dict(reply.getheaders()), reply.read().decode())
        finally:
            connection.close()

    def get(self, path: str, origin: str = "http://127.0.0.1:3333", **asked: str) -> Reply:
        query = f"?{urlencode(asked)}" if asked else ""
        return self.send("GET", path + query, Origin=origin, Accept="application/json, text/javascript, */*; q=0.01")

    def post(self, **form: Any) -> Reply:
        body = urlencode({name: json.dumps(value) for name, value in form.items()})
        return self.send("POST", "/", body, Content_Type="application/x-www-form-urlencoded", User_Agent="OpenRefine")

    def reconcile(self, text: str, **more: Any) -> list[dict[str, Any]]:
        reply = self.post(queries={"q0": {"query": text, **more}})
        assert reply.status == 200, reply.text
        return reply.json["q0"]["result"]

    def extend(self, ids: list[str], *properties: Any) -> dict[str, Any]:
        asked = [p if isinstance(p, dict) else {"id": p} for p in properties]
        reply = self.post(extend={"ids": ids, "properties": asked})
        assert reply.status == 200, reply.text
        return reply.json


@contextmanager
def serving(**options: Any) -> Iterator[Client]:
    with store() as opened, Server("127.0.0.1", 0, **options) as server:
        server.service = Service(opened)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Client(server)
        finally:
            server.shutdown()
            thread.join(10)


@contextmanager
def pages(html: str) -> Iterator[str]:
    """Another server of this machine, as OpenRefine is, with one page; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join(10)
