"""Whatever JSON a server sends, a service gives candidates or an error of ours, and nothing but IRIs and plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ServiceError
from kg.match import dbpedia, geonames, score, wikidata
from kg.match.candidate import iri
from kg.match.client import Check, Client, Request, TransientError
from kg.match.question import Question
from kg.match.reconciliation import Reconciliation
from kg.match.service import Service

KEYS = (
    "search query id title results bindings item key value docs resource label comment redirectlabel geonames "
    "geonameId name toponymName fcl fcode countryCode lat lng alternateNames status error code info message q0 q1 "
    "result type match description identifierSpace defaultTypes batchSize"
).split()
LEAVES = (
    *(None, True, 0, -1, 7, 1e308, "", "Karim Addou", "\x00\x1b[31m\ud800", "Q1", "Q1> } ; DROP", "P" * 5000),
    *("http://www.wikidata.org/entity/Q9", "http://dbpedia.org/resource/Karim_Addou", "http://example.org/a b"),
    *("class", "en", "point", "Point(1 2)", "Point(900 -900)", "javascript:x", "https://x.example/", "IQ", "P"),
)
JSON = st.recursive(
    st.sampled_from(LEAVES) | st.floats() | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)
QUESTIONS = [
    Question(
        entity=f"https://example.org/{n}",
        type="Person" if n else "PopulatedPlace",
        names=("Karim Addou",),
        country="IQ",
        lat=1.0,
        lon=2.0,
        links=("https://sws.geonames.org/7/", "http://www.wikidata.org/entity/Q9"),
    )
    for n in range(2)
]


class Puppet(Client):
    """A client whose server says whatever it is told to."""

    def __init__(self, answers: list[Any]) -> None:
        self.answers = answers

    def ask(self, request: Request, check: Check, *, keep: bool = True) -> Any:
        answer = self.answers.pop(0) if self.answers else {}
        try:
            check(answer, {})
        except TransientError as error:
            raise ServiceError(str(error)) from error
        return answer

    def ask_together(
        self, requests: Sequence[Request], send: Callable[[list[Request]], Mapping[Request, dict[str, Any]]]
    ) -> dict[Request, dict[str, Any]]:
        found = send(list(requests)) if requests else {}
        return {request: found.get(request, {}) for request in requests}


def reconciliation(client: Client) -> Service:
    made = Reconciliation.__new__(Reconciliation)
    made.client, made.url, made.name, made.batch = client, "https://example.org/r", "r", 20
    made._space, made._types = "https://example.org/id/", {"p": "person"}
    return made


SERVICES: dict[str, tuple[Callable[[Client], Service], Callable[[Any], Any]]] = {
    "wikidata": (wikidata.Wikidata, lambda j: {"search": j, "query": j, "results": {"bindings": j}}),
    "dbpedia": (dbpedia.DBpedia, lambda j: {"docs": j, "results": {"bindings": j}}),
    "geonames": (lambda client: geonames.GeoNames(client, user="x"), lambda j: {"geonames": j}),
    "reconciliation": (reconciliation, lambda j: {"q0": {"result": j}, "q1": {"result": j}}),
}


@pytest.mark.parametrize("name", SERVICES)
@settings(max_examples=25, deadline=None)
@given(whole=st.lists(JSON, max_size=3), parts=st.lists(st.lists(JSON, max_size=5), max_size=8), first=st.booleans())
def test_any_json_is_survived(name: str, whole: list[Any], parts: list[Any], first: bool) -> None:
    make, wrap = SERVICES[name]
    fitting = [wrap(part) for part in parts]
    service = make(Puppet([*whole, *fitting] if first else [*fitting, *whole]))
    try:
        answered = list(service.candidates(QUESTIONS))
    except ServiceError:
        return
    for question, candidates in answered:
        for candidate in candidates:
            assert iri(candidate.target).startswith(service.namespace)
            assert all(len(text) <= 300 for text in (candidate.label, candidate.description, *candidate.names))
            assert (candidate.label + candidate.description).isprintable()
        found = score.decide(question, candidates, service=name, when=dt.datetime(2024, 3, 4))
        assert 0 <= found.score <= 1


@pytest.mark.parametrize("odd", [[1], {"a": 1}, "x", None, 10**400])
def test_an_error_may_hold_anything(odd: Any) -> None:
    for check, answer in (
        (geonames.check, {"status": {"value": odd, "message": odd}}),
        (wikidata.check, {"error": {"code": odd, "info": odd}}),
    ):
        with pytest.raises((ServiceError, TransientError)):
            check(answer, {})


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_a_manifest_may_be_anything(manifest: Any) -> None:
    try:
        made = Reconciliation(Puppet([manifest]), "https://example.org/r")
    except ServiceError:
        return
    assert made.batch >= 1
    made.type_of("Person")
