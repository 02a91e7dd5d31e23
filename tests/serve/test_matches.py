"""Who is found by which name, and when a candidate is certain."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from exchanges import Client, identifier, serving
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.likeness import plain
from kg.serve import score
from kg.serve.index import ENTITIES, Entry, Index
from kg.serve.request import Query


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving() as asked:
        yield asked


def best(client: Client, text: str, **more: object) -> tuple[str, bool]:
    found = client.reconcile(text, **more)
    return (found[0]["name"], found[0]["match"]) if found else ("", False)


LONG = "River Basin Trade Organization"
NORLAND = [{"pid": "countryCode", "v": "NX"}]


@pytest.mark.parametrize(
    ("text", "more", "name", "match"),
    [
        ("norland", {}, "Norland", True),
        ("Republic of Norland", {}, "Norland", True),
        ("Mustapha Kazemi", {}, "Mustafa al-Kadhimi", True),
        ("Defense Ministry", {}, "Ministry of Defence", False),
        ("Defense Ministry", {"properties": NORLAND}, "Ministry of Defence", True),
        ("Defense Ministry", {"properties": [{"pid": "countryCode", "v": "Norland"}]}, "Ministry of Defence", True),
        ("Juma Ruto", {}, "Juma Ruto", False),
        ("Juma Ruto", {"properties": NORLAND}, "Juma Ruto", True),
        ("Wei", {}, "Ada Wei", False),
        ("Ada Way", {}, "Ada Wei", False),
        ("Port Hale", {}, "Port Hale", False),
        ("Port Hale", {"properties": NORLAND}, "Port Hale", True),
        ("RBTO", {}, LONG, False),
        ("F.P.S.", {}, "Fjord Peace Society", False),
        ("RBTO", {"properties": [{"pid": "altLabel", "v": LONG}]}, LONG, True),
        ("RBTO", {"properties": [{"pid": "altLabel", "v": "Robotics Organization"}]}, LONG, False),
        ("Green Brigades", {"properties": [{"pid": "type", "v": "armed group"}]}, "Green Brigades", True),
        ("Green Brigades", {"properties": [{"pid": "type", "v": "Person"}]}, "", False),
        ("Green Brigades", {"type": "Organization"}, "Green Brigades", True),
        ("Green Brigades", {"type": "Person"}, "", False),
        ("Green Brigades", {"type": "Person", "type_strict": "should"}, "Green Brigades", False),
        ("Green Brigades", {"properties": [{"pid": "countryCode", "v": "SX"}]}, "Green Brigades", False),
        ("Green Brigads", {}, "Green Brigades", False),
        ("united nations", {}, "United Nations", True),
        ("Norland-backed fighters", {}, "Norland-backed fighters", False),
        ("Q900001", {}, "Norland", True),
        ("http://www.wikidata.org/entity/Q900001", {}, "Norland", True),
        ("https://www.wikidata.org/wiki/Q900001", {}, "Norland", True),
        ("https://www.geonames.org/4711/port-hale.html", {}, "Port Hale", False),
        ("", {"properties": [{"pid": "wikidata", "v": {"id": "Q900001"}}]}, "Norland", True),
        ("any name", {"properties": [{"pid": "geonames", "v": "https://www.geonames.org/4711"}]}, "Port Hale", False),
        ("Norland", {"properties": [{"pid": "wikidata", "v": ["Q1"]}]}, "Norland-backed fighters", False),
        ("x" * 301, {}, "", False),
    ],
)
def test_who_is_meant(client: Client, text: str, more: dict[str, object], name: str, match: bool) -> None:
    assert best(client, text, **more) == (name, match)


def test_the_country_tells_namesakes_apart(client: Client) -> None:
    found = client.reconcile("Juma Ruto", properties=[{"pid": "countryCode", "v": "sx"}])
    assert [c["id"] for c in found] == [identifier("Juma Ruto", "SX"), identifier("Juma Ruto", "NX")]
    assert found[0]["score"] > found[1]["score"]


def test_an_identifier_is_the_entity(client: Client) -> None:
    (found,) = client.reconcile(identifier("Sudria"))
    assert (found["name"], found["score"], found["match"]) == ("Sudria", 100.0, True)


def test_a_limit_is_kept(client: Client) -> None:
    assert len(client.reconcile("Juma Ruto", limit=1)) == 1
    assert not client.reconcile("Juma Ruto", limit=1)[0]["match"]


TEXT = st.text(max_size=40)


@given(names=st.lists(TEXT.filter(str.strip), min_size=1, max_size=8), text=TEXT)
def test_any_name_finds_itself_and_any_text_is_answered(names: list[str], text: str) -> None:
    index = Index(Entry(iri=f"{ENTITIES}{n}", names=(name,), type="Company") for n, name in enumerate(names))
    assert all(0 <= found.score <= 100 for found in score.reconcile(Query(text=text), index))
    assert sum(found.match for found in score.reconcile(Query(text=text), index)) <= 1
    assert names[0] in {entry.name for entry in index.named_like(names[0])}
    if plain(names[0]):
        assert names[0] in {entry.name for entry in index.beginning(names[0], limit=len(names))}
