"""Each service finds its records, takes only those that fit, and survives what a server may send."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from kg.annotate import lexicon
from kg.errors import ServiceError, UsageError
from kg.match import classes, dbpedia, geonames, run, score, wikidata
from kg.match.candidate import Candidate
from kg.match.client import Client
from kg.match.lookup import Lookup
from kg.match.question import Question
from kg.match.reconciliation import Reconciliation
from kg.match.service import Service
from kg.vocabulary import BASE
from tests.match import stage as plays
from tests.match.stage import Reply, Stage
from tests.serve.exchanges import identifier, serving

Make = Callable[..., Client]
NOW = dt.datetime(2024, 3, 4)


def about(name: str, type_: str = "Person", **known: Any) -> Question:
    return Question(entity=f"https://example.org/{name.replace(' ', '-')}", type=type_, names=(name,), **known)


ADDOU = about("Karim Addou", country="IQ")
LOMAR = about("Lomar", "PopulatedPlace", links=("https://sws.geonames.org/7001/",))
PARTY = about("Orvan Progress Reform Party", "PoliticalParty")
ORSK = about("Leila Orsk")


def answers(service: Service, *questions: Question) -> list[Lookup]:
    found = run.ask(service, questions, step=lambda *_: None)
    assert not found.problem, found.problem
    return [lookup for _, lookup in found.answers]


def targets(service: Service, *questions: Question) -> list[str]:
    return [(found.target or "").rpartition("/")[2] for found in answers(service, *questions)]


# Wikidata


def test_wikidata_takes_the_one_whose_class_and_country_fit(client: Make, scene: Stage) -> None:
    at = plays.wikidata(scene)
    service = wikidata.Wikidata(client(), api=at["wikidata-api"], endpoint=at["wikidata-sparql"])
    found = answers(service, ADDOU, LOMAR, PARTY, ORSK)
    assert [(f.target or "").rpartition("/")[2] for f in found] == ["Q9001", "Q9010", "Q9020", ""]
    assert [f.method for f in found[:3]] == ["wikidata-search", "wikidata-geonames", "wikidata-search"]
    assert found[0].others[0].target.endswith("Q9002")
    assert found[1].score > found[0].score
    # two of one name and class: nobody can tell, and both are kept for a person to see
    assert found[3].reason == "no candidate is good enough"
    assert len(found[3].others) == 2


def test_the_facts_of_a_batch_are_one_query(client: Make, scene: Stage) -> None:
    at = plays.wikidata(scene)
    answers(wikidata.Wikidata(client(), api=at["wikidata-api"], endpoint=at["wikidata-sparql"]), ADDOU, PARTY, ORSK)
    assert sum(path == "/sparql" for path, _, _ in scene.asked) == 1


def test_what_the_prefix_search_lacks_is_searched_in_full_text(client: Make, scene: Stage) -> None:
    at = plays.wikidata(scene)
    service = wikidata.Wikidata(client(), api=at["wikidata-api"], endpoint=at["wikidata-sparql"])
    party = Question(entity="x:1", type="PoliticalParty", names=("The Orvan Progress Reform Party", 'A "b" -c'))
    assert targets(service, party) == ["Q9020"]
    assert scene.asked[2][1]["srsearch"] == ["The Orvan Progress Reform Party"]


def test_an_item_that_is_none_never_reaches_a_query(client: Make, scene: Stage) -> None:
    at = plays.wikidata(scene)
    hits = [{"id": "Q1> } INSERT"}, {"id": 5}, "Q2", {"id": "P31"}, {"id": None}]
    scene.plays["/w/api.php"] = lambda _: Reply({"search": hits, "query": {"search": {"title": "Q1"}}})
    service = wikidata.Wikidata(client(), api=at["wikidata-api"], endpoint=at["wikidata-sparql"])
    assert targets(service, ADDOU) == [""]
    assert all(path != "/sparql" for path, _, _ in scene.asked)


# DBpedia

DBPEDIA = """
@prefix dbr: <http://dbpedia.org/resource/> .
@prefix dbo: <http://dbpedia.org/ontology/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wd: <http://www.wikidata.org/entity/> .
dbr:Karim_Addou rdfs:label "Karim Addou"@en ; a dbo:Person ; dbo:nationality dbr:Iraq .
dbr:Lomar rdfs:label "Lomar"@en ; a dbo:Settlement ; owl:sameAs wd:Q9010 .
"""


def looked_up(asked: plays.Asked) -> Reply:
    document = {
        "resource": ["http://dbpedia.org/resource/Karim_Addou"],
        "label": ["<B>Karim</B> <B>Addou</B>"],
        "type": ["http://dbpedia.org/ontology/Person"],
        "comment": ["<B>Karim</B> Addou is an Iraqi general."],
        "redirectlabel": ["General <B>Addou</B>"],
        "score": ["1207.5"],
    }
    hostile = {"resource": ["javascript:alert(1)"], "label": ["Karim Addou"]}
    return Reply({"docs": [document, hostile, "no document"] if "Addou" in asked["query"][0] else []})


def test_dbpedia_goes_by_the_wikidata_item_or_by_name(client: Make, scene: Stage) -> None:
    scene.plays |= {"/lookup": looked_up, "/sparql": plays.sparql(DBPEDIA)}
    service = dbpedia.DBpedia(client(), lookup=f"{scene.url}/lookup", endpoint=f"{scene.url}/sparql")
    lomar = about("Lomar", "PopulatedPlace", links=("http://www.wikidata.org/entity/Q9010",))
    found = answers(service, ADDOU, lomar, PARTY)
    assert [f.target for f in found] == [f"{dbpedia.RESOURCE}Karim_Addou", f"{dbpedia.RESOURCE}Lomar", None]
    assert [f.method for f in found] == ["dbpedia-lookup", "dbpedia-wikidata", ""]
    assert found[2].reason == "no candidate"


# GeoNames


def place(number: int, name: str, **more: Any) -> dict[str, Any]:
    known = {"fcl": "P", "fcode": "PPL", "countryCode": "IQ", "lat": "33.31", "lng": "44.41"}
    return {"geonameId": number, "name": name, "toponymName": name, **known, **more}


def test_geonames_finds_the_place_that_is_near(client: Make, scene: Stage) -> None:
    found = [
        place(1, "Lomar", lat="60.1", lng="10.2", countryCode="NO"),
        place(2, "Lomaar", alternateNames=[{"name": "Lomar", "lang": "en"}, "odd"]),
        place(3, "Lomar", fcl="A", fcode="ADM2", lat="33.9", lng="44.0"),
        {"geonameId": "4", "name": "Lomar"},
        "no place",
    ]
    scene.plays["/search"] = lambda _: Reply({"totalResultsCount": 5, "geonames": found})
    service = geonames.GeoNames(client(), user="ada", api=f"{scene.url}/search")
    lomar = about("Lomar", "PopulatedPlace", country="IQ", lat=33.3, lon=44.4)
    (lookup,) = answers(service, lomar)
    assert (lookup.target, lookup.method) == ("https://sws.geonames.org/2/", "geonames-search")
    assert [near.target[-2] for near in lookup.others] == ["3", "1"]
    assert scene.asked[0][1]["featureClass"] == ["P"]


def test_geonames_needs_a_user(client: Make) -> None:
    with pytest.raises(UsageError, match="KG_GEONAMES_USER"):
        geonames.GeoNames(client(), user="")


# Reconciliation

MANIFEST = {
    "versions": ["0.1", "0.2"],
    "name": "Registry of Orvan",
    "identifierSpace": "https://registry.example/id/",
    "schemaSpace": "https://registry.example/schema/",
    "defaultTypes": [
        {"id": "settlement", "name": "human settlement"},
        {"id": "DifferentiatedPerson", "name": "Differentiated person"},
        {"id": "CorporateBody", "name": "Corporate body"},
    ],
    "view": {"url": "https://registry.example/{{id}}"},
}


def reconcile(asked: plays.Asked) -> Reply:
    if "queries" not in asked:
        return Reply(MANIFEST)
    found = {}
    for key, query in json.loads(asked["queries"][0]).items():
        party = {
            "id": "p 1",
            "name": "Orvan Progress Reform Party",
            "type": [{"id": "CorporateBody", "name": "Political party"}],
            "score": 87.2,
            "match": True,
        }
        wrong = {**party, "id": "s/2", "type": ["human settlement"]}
        odd = [{"id": None}, {"name": "no id"}, 7, {"id": "https://evil.example/x", "name": {"a": 1}}]
        found[key] = {"result": [wrong, party, *odd] if "Party" in query["query"] else []}
    return Reply(found)


def test_a_reconciliation_service_is_asked_in_batches_with_its_types(client: Make, scene: Stage) -> None:
    scene.plays["/r"] = reconcile
    service = Reconciliation(client(), f"{scene.url}/r")
    found = answers(service, PARTY, *(about(f"Person {n}") for n in range(30)))
    assert [f.target for f in found][:2] == ["https://registry.example/id/p%201", None]
    batches = [json.loads(asked["queries"][0]) for _, asked, _ in scene.asked if "queries" in asked]
    assert [len(batch) for batch in batches] == [20, 11]
    assert {query["type"] for batch in batches for query in batch.values()} == {"CorporateBody", "DifferentiatedPerson"}


def test_the_service_of_another_graph_answers(client: Make) -> None:
    with serving() as other:
        service = Reconciliation(client(), f"http://127.0.0.1:{other.server.server_port}/")
        brigades = about("Green Brigades", "ArmedGroup", country="NX")
        found = answers(service, brigades, about("Ada Wei"), about("Juma Ruto"), about("Karim Addou"))
    assert found[0].target == f"{BASE}entity/{identifier('Green Brigades')}"
    assert [f.reason for f in found[2:]] == ["no candidate is good enough", "no candidate"]
    assert len(found[2].others) == 2


@pytest.mark.parametrize(
    ("class_", "kind"),
    [
        ("ArmedGroup", "organization"),
        ("Person", "person"),
        ("Country", "place"),
        ("Population", "ethnic"),
        ("Weapon", ""),
    ],
)
def test_the_widest_type_that_fits_is_searched(client: Make, scene: Stage, class_: str, kind: str) -> None:
    names = ["human settlement", "intergovernmental organization", "organization", "Person", "ethnic group", "place"]
    types = [{"id": name.split()[0].lower(), "name": name} for name in names]
    scene.plays["/r"] = lambda _: Reply({**MANIFEST, "defaultTypes": types})
    assert Reconciliation(client(), f"{scene.url}/r").type_of(class_) == kind


@pytest.mark.parametrize("answer", [{}, [], {"name": "x"}, {"name": "x", "identifierSpace": "ftp://x/"}, {"name": 1}])
def test_what_has_no_manifest_is_no_service(client: Make, scene: Stage, answer: Any) -> None:
    scene.plays["/r"] = lambda _: Reply(answer)
    with pytest.raises(ServiceError, match="no reconciliation service"):
        Reconciliation(client(), f"{scene.url}/r")


def test_a_batch_that_is_answered_in_part_is_asked_again(client: Make, scene: Stage) -> None:
    scene.plays["/r"] = reconcile
    service = Reconciliation(client(), f"{scene.url}/r")
    scene.first("/r", Reply({"q0": {"result": []}}), Reply({"q0": {"result": []}, "q1": {"error": "x"}}))
    assert targets(service, PARTY, ORSK) == ["p%201", ""]
    assert len(scene.asked) == 4


# The decision


def candidate(number: int, label: str = "Karim Addou", **known: Any) -> Candidate:
    settings: dict[str, Any] = {"classes": frozenset(["Person"]), **known}
    return Candidate(target=f"https://kb.example/{number}", label=label, method="search", **settings)


def decided(question: Question, *candidates: Candidate) -> str:
    found = score.decide(question, candidates, service="kb", when=NOW)
    return found.target[-1] if found.target else found.reason


def test_a_name_alone_is_never_enough() -> None:
    assert decided(about("Karim Addou"), candidate(1)) == "no candidate is good enough"
    assert decided(ADDOU, candidate(1, description="Iraqi general")) == "1"
    general = about("Karim Addou", context=frozenset(["general", "army"]))
    assert decided(general, candidate(1, description="general of the army")) == "1"
    assert decided(general, candidate(1, description="general of the army", countries=frozenset(["ID"]))) == "1"
    assert decided(ADDOU, candidate(1, countries=frozenset(["ID"]))) == "no candidate is good enough"
    assert decided(ADDOU, candidate(1, classes=frozenset(["none"]), countries=frozenset(["IQ"]))) != "1"


def test_a_namesake_of_another_time_is_another_person() -> None:
    now = about("Karim Addou", country="IQ", years=(2023, 2024))
    fits: dict[str, Any] = {"countries": frozenset(["IQ"])}
    for began, ended in ((1801, 1870), (2025, None)):
        assert decided(now, candidate(1, began=began, ended=ended, **fits)) == "no candidate is good enough"
        assert decided(now, candidate(1, began=began, ended=ended, **fits), candidate(2, began=1960, **fits)) == "2"
    assert decided(now, candidate(1, began=1930, ended=2003, **fits)) == "1"


def test_the_country_is_told_by_the_beginning_of_a_description() -> None:
    tail = " who served in many posts at home and abroad before he fled from the war and became an Iraqi"
    assert decided(ADDOU, candidate(1, description="general from Iraq" + tail)) == "1"
    assert decided(ADDOU, candidate(1, description="general from Saudi Arabia" + tail)) != "1"


def test_a_link_is_no_surer_than_the_one_it_follows_from() -> None:
    town = "https://sws.geonames.org/7001/"
    asked = about("Lomar", "PopulatedPlace", links=(town,), scores=(0.7,))
    there = candidate(1, "Lomaar", via=town, classes=frozenset(["PopulatedPlace"]))
    found = score.decide(asked, [there], service="kb", when=NOW)
    assert (found.target, found.score) == (there.target, 0.7)
    assert decided(asked, candidate(2, "Lomar", via=town)) == "no candidate is good enough"


def test_two_that_fit_as_well_are_left_open() -> None:
    both = [candidate(n, countries=frozenset(["IQ"])) for n in (1, 2)]
    assert decided(ADDOU, *both) == "candidates too near each other"


def test_whom_a_person_rejected_is_not_offered_again() -> None:
    both = [candidate(n, countries=frozenset(["IQ"])) for n in (1, 2)]
    asked = about("Karim Addou", country="IQ", refused=frozenset(["https://kb.example/1"]))
    assert decided(asked, *both) == "2"


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_the_order_of_the_candidates_does_not_matter(first: int, second: int) -> None:
    both = [candidate(1, countries=frozenset(["IQ"])), candidate(2, "Kareem Addou")]
    assert decided(ADDOU, both[first], both[second]) == "1"


@pytest.mark.parametrize("label", ["Samir Addou", "Karim Addis", "Addou", ""])
def test_another_name_is_another_person(label: str) -> None:
    assert decided(ADDOU, candidate(1, label, countries=frozenset(["IQ"]))) == "no candidate"


def test_what_a_class_of_wikidata_is_does_not_hang_on_who_reads_it() -> None:
    dumps = {item: row["class"] for row in lexicon.read("gazetteer_types") for item in row["wikidata"].split("|")}
    shared = [item for item in classes.identifiers("wikidata") if item in dumps]
    assert len(shared) > 20
    assert {item: dumps[item] for item in shared if dumps[item] not in classes.ours("wikidata", [item])} == {}
    types = {iri: row["class"] for row in lexicon.read("gazetteer_types") for iri in row["iris"].split("|")}
    named = [name for name in classes.identifiers("dbpedia") if f"dbo:{name}" in types]
    assert {n: types[f"dbo:{n}"] for n in named if types[f"dbo:{n}"] not in classes.ours("dbpedia", [n])} == {}
