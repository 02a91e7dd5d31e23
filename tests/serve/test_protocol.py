"""What the Reconciliation API 0.2 prescribes, in exchanges as OpenRefine makes them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from exchanges import HOSTILE, Client, identifier, pages, serving

from kg.serve.properties import PROPERTIES


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving() as asked:
        yield asked


def is_type(given: Any) -> bool:
    return isinstance(given, dict) and isinstance(given["id"], str) and isinstance(given["name"], str)


def test_manifest_has_what_the_specification_requires(client: Client) -> None:
    manifest = client.get("/").json
    assert manifest["versions"] == ["0.2"]
    for name in ("name", "identifierSpace", "schemaSpace", "serviceVersion"):
        assert isinstance(manifest[name], str)
    assert all(is_type(given) for given in manifest["defaultTypes"])
    assert {"Person", "Organization", "Country"} <= {given["id"] for given in manifest["defaultTypes"]}
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert isinstance(manifest["preview"]["width"], int)
    assert isinstance(manifest["preview"]["height"], int)
    assert set(manifest["suggest"]) == {"entity", "property", "type"}
    for setting in manifest["extend"]["property_settings"]:
        assert {"name", "label", "type"} <= set(setting)
        assert setting["type"] in ("number", "text", "checkbox", "select")
        assert setting["type"] != "select" or all({"value", "name"} == set(c) for c in setting["choices"])


def test_every_address_of_the_manifest_answers(client: Client) -> None:
    manifest = client.get("/").json
    norland = identifier("Norland")
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    paths = [s["service_path"] + "?prefix=n&type=Country" for s in services]
    assert all(s["service_url"] == client.server.address for s in services)
    templates = (manifest["view"]["url"], manifest["preview"]["url"])
    paths += [t.removeprefix(client.server.address).replace("{{id}}", quote(norland, safe="")) for t in templates]
    assert [client.get(path).status for path in paths] == [200] * 6


def test_a_batch_answers_each_query_under_its_key(client: Client) -> None:
    queries = {
        "q0": {"query": "Norland", "type": "Country", "type_strict": "should", "limit": 3},
        "q1": {"query": "nobody of that name at all"},
        "row 2": {"query": "Ada Wei", "type": [{"id": "Person", "name": "person"}], "properties": []},
    }
    posted, got = client.post(queries=queries), client.get("/", queries=json.dumps(queries))
    assert posted.json == got.json
    assert set(posted.json) == set(queries)
    assert posted.json["q1"] == {"result": []}
    for answer in posted.json.values():
        assert answer["result"] == sorted(answer["result"], key=lambda c: -c["score"])
        for candidate in answer["result"]:
            assert isinstance(candidate["id"], str)
            assert isinstance(candidate["score"], float)
            assert isinstance(candidate["match"], bool)
            assert all(is_type(given) for given in candidate["type"])
            assert all(isinstance(f["value"], bool | int | float) for f in candidate["features"])
            assert len({f["id"] for f in candidate["features"]}) == len(candidate["features"])


def test_suggestions_begin_with_the_prefix_or_are_the_identifier(client: Client) -> None:
    def names(path: str, **asked: str) -> list[str]:
        # what OpenRefine sends besides
        more = {"spell": "always", "exact": "false", "prefixed": "true"}
        return [item["name"] for item in client.get(path, **asked, **more).json["result"]]

    assert names("/suggest/entity", prefix="green") == ["Green Brigades"]
    assert names("/suggest/entity", prefix="brig") == ["Green Brigades"]
    assert names("/suggest/entity", prefix="juma") == ["Juma Ruto", "Juma Ruto"]
    assert names("/suggest/entity", prefix="juma", cursor="1") == ["Juma Ruto"]
    assert names("/suggest/entity", prefix="no", type="Person") == []
    assert names("/suggest/entity", prefix="", type="Organization", limit="1") == ["Green Brigades"]
    assert names("/suggest/entity", prefix=identifier("Sudria")) == ["Sudria"]
    assert names("/suggest/type", prefix="gr") == ["armed group"]
    assert names("/suggest/property", prefix="count") == ["country code"]
    (found,) = client.get("/suggest/entity", prefix="Ada").json["result"]
    assert (found["description"], found["notable"][0]["id"]) == ("person, NX, in 5 articles", "Person")


def test_properties_are_proposed_by_class(client: Client) -> None:
    found = client.get("/properties", type="Person", limit="2").json
    assert (found["type"], found["limit"], len(found["properties"])) == ("Person", 2, 2)
    ids = {p["id"] for p in client.get("/properties", type="Person").json["properties"]}
    assert "leads" in ids
    assert "lat" not in ids
    assert len(client.get("/properties").json["properties"]) == len(PROPERTIES)


def test_extension_gives_the_values_of_every_property(client: Client) -> None:
    ids = [identifier(name) for name in ("Port Hale", "Norland", "Ada Wei")]
    found = client.extend([*ids, "none"], *PROPERTIES)
    assert [m["id"] for m in found["meta"]] == list(PROPERTIES)
    hale, norland, wei, none = (found["rows"][id_] for id_ in (*ids, "none"))
    assert all(cells == [] for cells in none.values())
    assert (hale["lat"], hale["long"]) == ([{"float": 1.5}], [{"float": 2.5}])
    assert (hale["geonames"], hale["type"]) == ([{"str": "4711"}], [{"str": "PopulatedPlace"}])
    assert norland["wikidata"] == [{"str": "Q900001"}]
    assert norland["articleCount"] == [{"int": 9}]
    assert {"id": identifier("Sudria"), "name": "Sudria"} in norland["opposes"]
    assert wei["leads"] == [{"id": identifier("Green Brigades"), "name": "Green Brigades"}]
    kinds = {"id", "name", "str", "int", "float", "date"}
    assert all(set(cell) <= kinds for row in found["rows"].values() for cells in row.values() for cell in cells)


def test_extension_heeds_settings(client: Client) -> None:
    norland, hale = identifier("Norland"), identifier("Port Hale")
    one = client.extend([norland], {"id": "opposes", "settings": {"limit": "1", "content": "name"}})
    assert len(one["rows"][norland]["opposes"]) == 1
    assert set(one["rows"][norland]["opposes"][0]) == {"str"}
    assert "type" not in one["meta"][0]
    judged = client.extend([norland, hale], {"id": "link", "settings": {"accepted": "on"}})["rows"]
    assert judged[norland]["link"] == [{"str": "http://www.wikidata.org/entity/Q900001"}]
    assert judged[hale]["link"] == []


def test_dates_come_from_the_articles() -> None:
    from kg.graph.store import EmbeddedStore
    from kg.serve.service import Service
    from kg.vocabulary import BASE

    with EmbeddedStore(None) as made:
        made.oxigraph.update(
            f"""PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            PREFIX dcterms: <http://purl.org/dc/terms/>
            INSERT DATA {{ GRAPH <{BASE}graph/resolution> {{
                <{BASE}entity/e1> skos:prefLabel "Entity/e" ; a kg:Person .
                <{BASE}article/1/entity/e7> kg:refersTo <{BASE}entity/e1> .
                <{BASE}article/2/entity/e9> kg:refersTo <{BASE}entity/e1> }}
              GRAPH <{BASE}article/1> {{ <{BASE}article/1> dcterms:issued "2024-02-01" }}
              GRAPH <{BASE}article/2> {{ <{BASE}article/2> dcterms:issued "2024-01-31" }} }}"""
        )
        asked = {"ids": ["e1"], "properties": [{"id": "firstMentioned"}, {"id": "lastMentioned"}]}
        found = Service(made).extend(json.dumps(asked))
    assert found["rows"]["e1"]["firstMentioned"] == [{"date": "2024-01-31T00:00:00Z"}]
    assert found["rows"]["e1"]["lastMentioned"] == [{"date": "2024-02-01T00:00:00Z"}]


def test_previews_are_small_pages_without_markup_of_others(client: Client) -> None:
    page = client.get("/preview", id=identifier(HOSTILE))
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    opponent = client.get("/preview", id=identifier("Norland")).text
    assert "Sudria" in opponent
    assert '<a href="http://www.wikidata.org/entity/Q900001" target="_blank"' in opponent
    assert "<script" not in opponent
    missing = client.get("/entity/" + quote("<b>", safe=""))
    assert missing.status == 404
    assert "<b>" not in missing.text


def test_a_page_in_a_browser_may_read_from_this_machine_only(client: Client) -> None:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if found is None:
        pytest.skip("There is no Chromium here to open a page with.")
    from playwright.sync_api import sync_playwright

    reads = """async address => {
        const form = new URLSearchParams({queries: JSON.stringify({q0: {query: "Norland"}})});
        try { return (await (await fetch(address, {method: "POST", body: form})).json()).q0.result[0].match }
        catch (problem) { return String(problem) }
    }"""
    with pages("<iframe></iframe>") as refine, sync_playwright() as player:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        opened = player.chromium.launch(executable_path=found, args=flags)
        page, reported = opened.new_page(), []
        page.on("pageerror", lambda problem: reported.append(str(problem)))
        page.goto(refine)
        assert page.evaluate(reads, client.server.address + "/") is True
        page.evaluate(
            "url => document.querySelector('iframe').src = url",
            f"{client.server.address}/preview?id={identifier(HOSTILE)}",
        )
        assert page.frame_locator("iframe").locator("h1").inner_text() == HOSTILE
        page.route("http://evil.example/*", lambda route: route.fulfill(body="<p>", content_type="text/html"))
        page.goto("http://evil.example/")
        assert "TypeError" in page.evaluate(reads, client.server.address + "/")
        assert not reported
        opened.close()


def test_our_own_client_understands_it(client: Client, tmp_path: Path) -> None:
    from kg.match.cache import Cache
    from kg.match.client import Client as Asker
    from kg.match.client import Manners
    from kg.match.question import Question
    from kg.match.reconciliation import Reconciliation
    from kg.serve.index import ENTITIES

    url = client.server.address + "/"
    questions = [
        Question(entity="x:1", type="ArmedGroup", names=("Green Brigades",)),
        Question(entity="x:2", type="Person", names=("Nobody Known",)),
    ]
    with Asker(Cache(tmp_path), Manners(trusted=(url,), pause=0)) as asker:
        service = Reconciliation(asker, url)
        (_, (brigades, *_)), (_, nobody) = service.candidates(questions)
    assert (brigades.target, brigades.chosen) == (ENTITIES + identifier("Green Brigades"), True)
    assert "ArmedGroup" in brigades.classes
    assert not nobody
