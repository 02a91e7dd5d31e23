"""Whatever a client sends is answered or refused in a sentence."""

from __future__ import annotations

import json

import pytest
from exchanges import store
from hypothesis import event, example, given
from hypothesis import strategies as st

from kg.serve import request
from kg.serve.properties import PROPERTIES
from kg.serve.request import Refused
from kg.serve.service import Service

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
PAIRS = st.fixed_dictionaries({"pid": st.sampled_from(["countryCode", "wikidata", "geonames", "x"]) | JSON, "v": JSON})
QUERIES = st.fixed_dictionaries(
    {"query": st.sampled_from(["Norland", "Juma Ruto", "Wei"]) | JSON},
    optional={
        "type": st.sampled_from(["Person", ["Country"]]) | JSON,
        "limit": JSON,
        "properties": st.lists(PAIRS, max_size=2) | JSON,
        "type_strict": JSON,
    },
)
COLUMNS = st.fixed_dictionaries({"id": st.sampled_from(sorted(PROPERTIES))}, optional={"settings": JSON})


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(store())


def test_an_empty_cell_does_not_cost_the_others_their_answers(service: Service) -> None:
    found = service.reconcile('{"q0": {"query": " "}, "q1": {"query": "Norland"}}')
    assert found["q0"]["result"] == []
    assert found["q1"]["result"][0]["name"] == "Norland"


@given(asked=st.dictionaries(st.text(), QUERIES | JSON, max_size=3) | JSON)
def test_a_batch_is_answered_whole_or_refused(service: Service, asked: object) -> None:
    try:
        found = service.reconcile(json.dumps(asked))
    except Refused:
        event("refused")
    else:
        assert isinstance(asked, dict)
        assert found.keys() == json.loads(json.dumps(asked)).keys()
        assert json.loads(json.dumps(found)) == found
        for answer in found.values():
            assert len(answer["result"]) <= request.MOST
            assert sum(candidate["match"] for candidate in answer["result"]) <= 1


@given(asked=st.fixed_dictionaries({"ids": JSON, "properties": st.lists(COLUMNS, max_size=2) | JSON}) | JSON)
@example({"ids": ["Norland"], "properties": [{"id": "opposes", "settings": {"limit": "²", "accepted": []}}]})
def test_an_extension_is_answered_whole_or_refused(service: Service, asked: object) -> None:
    try:
        found = service.extend(json.dumps(asked))
    except Refused:
        event("refused")
    else:
        assert isinstance(asked, dict)
        assert set(found["rows"]) == set(asked["ids"])
        assert all(row.keys() == {m["id"] for m in found["meta"]} for row in found["rows"].values())


@given(asked=st.dictionaries(st.sampled_from(["prefix", "cursor", "limit", "type"]), st.text(max_size=12)))
def test_any_suggestion_is_answered(service: Service, asked: dict[str, str]) -> None:
    for suggest in (service.suggest_entity, service.suggest_type, service.suggest_property):
        assert len(suggest(asked)["result"]) <= request.MOST
