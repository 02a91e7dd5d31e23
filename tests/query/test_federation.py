"""Queries that ask other servers: what they send, to whom, and that they ask nobody unless told to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from kg.errors import QueryError
from kg.graph.store import EmbeddedStore
from kg.query import catalog, federation, results, run, tokens

ONLINE = [query for query in catalog.catalog() if tokens.calls_service(query.text)]
SERVERS = ("https://query.wikidata.org/sparql", "https://dbpedia.org/sparql")

#: what the graph holds: two countries that stand against each other, a bloc, and a company that has no identifier
HERE = """
PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX g: <https://w3id.org/newskg/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX e: <https://w3id.org/newskg/entity/> PREFIX wd: <http://www.wikidata.org/entity/>
INSERT DATA {
  GRAPH g:ontology { kg:Alliance rdfs:subClassOf kg:Organization }
  GRAPH g:resolution {
    e:1 a kg:Country ; skos:prefLabel "Norland" ; kg:articleCount 3 .
    e:2 a kg:Country ; skos:prefLabel "Sudria" ; kg:articleCount 2 .
    e:3 a kg:Alliance ; skos:prefLabel "Fjord Pact" ; kg:articleCount 1 .
    e:4 a kg:Company ; skos:prefLabel "Secret Ltd" ; kg:articleCount 9 }
  GRAPH g:matches {
    e:m1 kg:entity e:1 ; kg:target wd:Q901 , <https://sws.geonames.org/1/> .
    e:m2 kg:entity e:2 ; kg:target wd:Q902 .
    e:m3 kg:entity e:3 ; kg:target wd:Q903 }
  GRAPH g:inferred { e:d kg:property kg:opposes ; kg:subject e:1 ; kg:object e:2 ; kg:evidenceCount 4 }
}"""

#: what the other servers hold, and more than they are asked about
THERE = """
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dbo: <http://dbpedia.org/ontology/> . @prefix dbr: <http://dbpedia.org/resource/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q901 wdt:P35 wd:Q1 ; wdt:P6 wd:Q2 ; wdt:P463 wd:Q903 . wd:Q902 wdt:P463 wd:Q903 . wd:Q999 wdt:P35 wd:Q2 .
wd:Q1 rdfs:label "Queen Ida"@en , "Königin Ida"@de . wd:Q2 rdfs:label "Ole Moe"@en .
wd:Q903 rdfs:label "Fjord Pact"@en ; wdt:P571 "1950-04-01T00:00:00Z"^^xsd:dateTime ; wdt:P159 wd:Q5 .
wd:Q5 rdfs:label "Port Hale"@en .
dbr:Norland owl:sameAs wd:Q901 ; dbo:abstract "Norland is a country."@en , "Norland ist ein Land."@de .
dbr:Elsewhere owl:sameAs wd:Q999 ; dbo:abstract "Elsewhere."@en .
"""


@dataclass
class Other:
    """A SPARQL server that remembers what it was asked."""

    address: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def other() -> Iterator[Other]:
    held = ox.Store()
    held.load(THERE.encode(), format=ox.RdfFormat.TURTLE)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found.asked.append(text)
            body = held.query(text).serialize(format=ox.QueryResultsFormat.JSON) or b""
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Other(f"http://127.0.0.1:{server.server_port}/sparql")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join(10)


@contextmanager
def graph(update: str = HERE) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(None) as store:
        store.oxigraph.update(update)
        yield store


def ask(other: Other, name: str, store: EmbeddedStore, **given: str) -> tuple[list[dict[str, str]], run.Answer]:
    query = catalog.named(name)
    text = query.text
    for server in SERVERS:
        text = text.replace(server, other.address)
    other.asked.clear()
    answer = run.answer(store, replace(query, text=text), given, online=True)
    return [{v: results.plain(c) for v, c in zip(answer.variables, row, strict=True)} for row in answer.rows], answer


def test_there_are_online_queries_and_they_say_so() -> None:
    assert len(ONLINE) >= 3
    for query in catalog.catalog():
        asks = tokens.calls_service(query.text)
        assert bool(query.online) == asks == query.name.endswith("-online"), query.name


@pytest.mark.parametrize("query", ONLINE, ids=lambda query: query.name)
def test_an_online_query_is_standard_and_asks_nobody_unless_told_to(query: catalog.Query) -> None:
    prepareQuery(query.text)
    prepareQuery(federation.without_services(query.text))
    assert query.summary.endswith((".", "?"))
    assert set(federation.services(query.text)) <= set(SERVERS)
    assert all(server.split("/")[2] in query.online for server in federation.services(query.text))
    with EmbeddedStore(None) as empty:
        with pytest.raises(QueryError, match=f"--online if it may: {query.online}"):
            run.answer(empty, query)
        # nothing is held here, so nobody is asked even then
        answer = run.answer(empty, query, online=True)
        assert not list(answer.rows)
        assert answer.notes[0].startswith("Nothing")


@pytest.mark.parametrize("query", ONLINE, ids=lambda query: query.name)
def test_only_identifiers_are_sent(query: catalog.Query, other: Other) -> None:
    with graph() as store:
        _, answer = ask(other, query.name, store)
    assert answer.notes[-1].startswith("Sends ")
    for text in other.asked:
        assert "Q90" in text
        assert not any(word in text for word in ("Norland", "Sudria", "Secret", "Pact", "newskg", "geonames", "UNDEF"))


def test_heads_of_countries(other: Other) -> None:
    with graph() as store:
        found, answer = ask(other, "heads-of-countries-online", store)
        assert [(r["country"], r["office"], r["head"]) for r in found] == [
            ("Norland", "head of state", "Queen Ida"),
            ("Norland", "head of government", "Ole Moe"),
        ]
        assert answer.notes == (f"Sends 2 identifiers to {other.address.split('/')[2]}.",)
        _, answer = ask(other, "heads-of-countries-online", store, limit="1")
        assert "Q902" not in other.asked[0]


def test_organizations_and_members_and_abstracts(other: Other) -> None:
    with graph() as store:
        (bloc,), _ = ask(other, "organizations-online", store)
        assert (bloc["organization"], bloc["headOffice"], bloc["founded"]) == ("Fjord Pact", "Port Hale", "1950-04-01")
        (pair,), _ = ask(other, "opponents-in-one-organization-online", store)
        assert (pair["one"], pair["other"], pair["organization"]) == ("Norland", "Sudria", "Fjord Pact")
        (said,), _ = ask(other, "abstracts-online", store)
        assert (said["name"], said["abstract"]) == ("Norland", "Norland is a country.")


def test_a_server_out_of_reach_is_an_error_of_the_query() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # and nobody listens
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{silent.getsockname()[1]}/sparql> {{ ?s ?p ?o }} }}"
        with EmbeddedStore(None) as store, pytest.raises(QueryError, match="cannot be answered"):
            list(run.answer(store, run.text_query(text), online=True).rows)


def test_lists_in_strings_comments_and_outside_are_left_alone() -> None:
    text = (
        'SELECT ?a { VALUES ?a { UNDEF } BIND("SERVICE <x:y> { VALUES ?a { UNDEF } }" AS ?b) # SERVICE { \n'
        "SERVICE <x:y> { { VALUES ?a { UNDEF } } FILTER(?c != '}') VALUES (?d) { (UNDEF) } } }"
    )
    filled = federation.filled(text, {"a": (ox.Literal("}"), ox.NamedNode("x:1"))})
    assert filled == text.replace("{ { VALUES ?a { UNDEF } } F", '{ { VALUES ?a { "}" <x:1> } } F')
    assert federation.without_services(text).count("UNDEF") == 2
    with EmbeddedStore(None) as store, pytest.raises(QueryError, match="must select"):
        federation.prepared("SELECT ?b { ?b ?p ?a SERVICE <x:y> { VALUES ?a { UNDEF } } }", store)


def test_too_many_values_are_refused() -> None:
    many = " ".join(f"<x:s> <x:p> <x:{n}> ." for n in range(federation.MOST + 1))
    text = "SELECT ?a { ?s ?p ?a SERVICE <x:y> { VALUES ?a { UNDEF } } }"
    with graph(f"INSERT DATA {{ GRAPH <x:g> {{ {many} }} }}") as store, pytest.raises(QueryError, match="at most"):
        federation.prepared(text, store)
