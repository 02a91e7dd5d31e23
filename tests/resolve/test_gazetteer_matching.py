"""What is in a user's gazetteers is found in articles, and linked only where it is certain who is meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kg.model import Entity, Extraction
from kg.pipeline import Options
from kg.resolve import gazetteer_library as library
from kg.resolve.gazetteer_entries import DBPEDIA, GEONAMES, WIKIDATA, Entry

Extract = Callable[..., Extraction]
Keep = Callable[..., None]

STORY = (
    "Fighters of the Orvan Front attacked a village near Camp Darrow on Monday, officials said. The OLF denied it. "
    "Banner of the Highlands condemned the attack."
)


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keep:
    """Keep entries as a gazetteer: ``keep(entry, ..., source="own")``."""
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))

    def write(*entries: Entry, source: str = library.OWN, name: str = "") -> None:
        library.write(entries, library.About(name=name or source, source=source, file="test"))

    return write


def entry(name: str, type_: str, *identifiers: str, **more: object) -> Entry:
    return Entry(name=name, type=type_, identifiers=identifiers, **more)  # type: ignore[arg-type]


def named(found: Extraction, name: str) -> Entity:
    return next(e for e in found.entities if e.name == name)


def links(entity: Entity) -> list[tuple[str, str]]:
    return [(m.method, m.target) for m in entity.matches]


FRONT = entry("Orvan Liberation Front", "ArmedGroup", WIKIDATA + "Q900000001", aliases=("OLF", "Orvan Front"))
BANNER = entry("Banner of the Highlands", "PoliticalParty", "https://example.org/banner")
BASE = entry("Orvan Airbase", "Facility", GEONAMES + "900004/")
CAMP = entry("Camp Darrow", "Facility", GEONAMES + "900003/", lat=1.5, lon=29.5, country="CD")


def test_a_listed_name_is_found_with_its_type_and_all_its_names_are_one(extract: Extract, keep: Keep) -> None:
    keep(FRONT, BANNER, CAMP)
    found = extract(STORY)
    front = named(found, "Orvan Front")
    assert front.type == "ArmedGroup"
    assert {m.span.of(STORY) for m in front.mentions if m.kind == "name"} == {"Orvan Front", "OLF"}
    assert links(front) == [("gazetteer", WIKIDATA + "Q900000001")]
    assert named(found, "Banner of the Highlands").type == "PoliticalParty"
    camp = named(found, "Camp Darrow")
    assert (camp.type, camp.lat, camp.country) == ("Facility", 1.5, "CD")
    assert links(camp) == [("gazetteer", GEONAMES + "900003/")]


def test_a_base_is_found_in_one_word_or_two(extract: Extract, keep: Keep) -> None:
    keep(BASE)
    found = extract("Drones left from Orvan Air Base on Monday.")
    assert [(e.type, links(e)) for e in found.entities if "Orvan" in e.name] == [
        ("Facility", [("gazetteer", GEONAMES + "900004/")])
    ]


def test_an_entry_without_an_identifier_is_found_and_linked_to_nothing(extract: Extract, keep: Keep) -> None:
    keep(entry("Banner of the Highlands", "PoliticalParty"))
    banner = named(extract(STORY), "Banner of the Highlands")
    assert (banner.type, banner.matches) == ("PoliticalParty", ())


def test_a_common_word_or_another_spelling_is_no_listed_name(extract: Extract, keep: Keep) -> None:
    keep(
        entry("Free Movement", "PoliticalParty", "https://example.org/free"), entry("WHO", "Organization", "urn:x:who")
    )
    found = extract("Ministers, who met on Monday, want free movement of goods. Who will pay is open.")
    assert [e.name for e in found.entities if e.matches] == []


TWINS = (
    entry("Ada Orvane", "Person", "urn:x:ada-peru", country="PE"),
    entry("Ada Orvane", "Person", "urn:x:ada-kenya", country="KE"),
)


def test_of_namesakes_none_is_chosen_unless_the_country_tells(extract: Extract, keep: Keep) -> None:
    keep(*TWINS)
    found = extract("Ada Orvane condemned the attack on Monday.")
    assert named(found, "Ada Orvane").matches == ()
    assert ("Ada Orvane",) in found.losses.values()
    (match,) = named(extract("Kenyan Foreign Minister Ada Orvane condemned the attack."), "Ada Orvane").matches
    assert (match.method, match.target, match.alternatives) == ("gazetteer", "urn:x:ada-kenya", ("urn:x:ada-peru",))
    assert match.score < 0.9


def test_another_country_or_kind_is_another_actor(extract: Extract, keep: Keep) -> None:
    keep(
        entry("Ada Orvane", "Person", "urn:x:ada-peru", country="PE"), entry("Velmora Press", "Person", "urn:x:velmora")
    )
    found = extract("Kenyan Foreign Minister Ada Orvane condemned the attack.")
    assert named(found, "Ada Orvane").matches == ()


def test_a_name_that_every_country_has_needs_the_country(extract: Extract, keep: Keep) -> None:
    keep(entry("Foreign Ministry", "GovernmentBody", "urn:x:ministry", country="KE"))
    for text, linked in (("The Foreign Ministry condemned it.", 0), ("Kenya's Foreign Ministry condemned it.", 1)):
        found = [m for e in extract(text).entities for m in e.matches if m.target == "urn:x:ministry"]
        assert len(found) == linked, text


def test_a_countrys_adjective_before_a_listed_name_must_be_the_entrys(extract: Extract, keep: Keep) -> None:
    text = "The Kenyan Harvest Brigade attacked a village on Monday."
    for country, linked in (("KE", True), ("", True), ("PE", False)):
        keep(entry("Harvest Brigade", "ArmedGroup", "urn:x:harvest", country=country))
        assert any(e.matches for e in extract(text).entities if "Harvest" in e.name) == linked, country


def test_the_users_own_place_outranks_ours(extract: Extract, keep: Keep) -> None:
    text = "Shells fell on Springfield, Illinois, on Monday. Springfield burned."
    before = named(extract(text), "Springfield")
    assert [m.method for m in before.matches] == ["places.within"]
    keep(entry("Springfield", "PopulatedPlace", GEONAMES + "900009/", country="US", lat=39.0, lon=-89.0))
    after = named(extract(text), "Springfield")
    assert (links(after), after.lat) == ([("gazetteer", GEONAMES + "900009/")], 39.0)


def test_wikidata_and_geonames_are_joined_by_their_identifiers_not_by_names(extract: Extract, keep: Keep) -> None:
    text = "Shells fell on Springfield, Illinois, on Monday."
    target = named(extract(text), "Springfield").matches[0].target
    keep(
        entry("Springfield", "PopulatedPlace", WIKIDATA + "Q900000101", target, country="US", lat=39.8, lon=-89.6),
        entry(
            "Springfield", "PopulatedPlace", WIKIDATA + "Q900000102", GEONAMES + "9/", country="US", lat=37.2, lon=-93
        ),
        source=library.WIKIDATA,
    )
    springfield = named(extract(text), "Springfield")
    assert [t for m, t in links(springfield) if m == "gazetteer"] == [WIKIDATA + "Q900000101"]


@pytest.mark.parametrize(
    ("name", "text", "linked"),
    [
        ("Tam Elverin", "Tam Elverin condemned the attack in Kenya on Monday.", True),
        ("Tam Elverin", "Tam Elverin condemned the attack in Peru on Monday.", False),
        ("Elverin", "Elverin condemned the attack in Kenya on Monday.", False),
        ("OLF", "The OLF condemned the attack on Monday.", False),
        ("Orvan Liberation Front", "The Orvan Liberation Front condemned the attack.", True),
    ],
)
def test_a_surname_or_an_acronym_alone_is_not_looked_up_among_millions(
    extract: Extract, keep: Keep, name: str, text: str, linked: bool
) -> None:
    keep(
        entry("Tam Elverin", "Person", WIKIDATA + "Q900000010", aliases=("Elverin",), country="KE"),
        entry("Orvan Liberation Front", "ArmedGroup", WIKIDATA + "Q900000001", aliases=("OLF",)),
        source=library.WIKIDATA,
    )
    assert any(e.matches for e in extract(text).entities if e.name == name) == linked


def test_a_famous_person_is_meant_unless_the_country_says_otherwise(extract: Extract, keep: Keep) -> None:
    keep(
        entry("Ada Orvane", "Person", WIKIDATA + "Q900000031", country="PE", fame=90),
        entry("Ada Orvane", "Person", WIKIDATA + "Q900000032", country="KE", fame=1),
        source=library.WIKIDATA,
    )
    for text, item in (
        ("Ada Orvane condemned the attack on Monday.", "Q900000031"),
        ("Kenyan Foreign Minister Ada Orvane condemned the attack.", "Q900000032"),
        ("Norwegian Foreign Minister Ada Orvane condemned the attack.", ""),
        ("Ada Orvane condemned the attack in Kenya.", ""),
    ):
        found = named(extract(text), "Ada Orvane").matches
        assert [m.target for m in found] == ([WIKIDATA + item] if item else []), text


def test_a_village_of_the_dump_is_linked_in_a_country_of_the_article_only(extract: Extract, keep: Keep) -> None:
    keep(
        entry("Qatrunabad", "PopulatedPlace", GEONAMES + "900201/", country="IQ", lat=33.1, lon=44.1),
        entry("Qatrunabad", "PopulatedPlace", GEONAMES + "900202/", country="IR", lat=33.1, lon=50.1),
        source=library.GEONAMES,
    )
    (found,) = named(extract("Two people were killed near Qatrunabad, Iraq, police said."), "Qatrunabad").matches
    assert (found.target, found.alternatives) == (GEONAMES + "900201/", (GEONAMES + "900202/",))
    for text in ("Two people were killed near Qatrunabad in Norway.", "People fled from Iraq to Iran near Qatrunabad."):
        assert named(extract(text), "Qatrunabad").matches == (), text


def test_a_village_of_the_dump_is_found_where_the_text_says_that_it_is_a_place(extract: Extract, keep: Keep) -> None:
    text = "Shells hit Qatrunabad on Monday, killing two, Iraq said."
    assert [e for e in extract(text).entities if e.name == "Qatrunabad"] == []
    keep(entry("Qatrunabad", "PopulatedPlace", GEONAMES + "900201/", country="IQ"), source=library.GEONAMES)
    assert links(named(extract(text), "Qatrunabad")) == [("gazetteer", GEONAMES + "900201/")]
    found = extract("Sam Qatrunabad denied it, Iraq said.")
    assert [e.type for e in found.entities if "Qatrunabad" in e.name] == ["Person"]


def test_own_gazetteers_come_before_dumps_and_dumps_do_not_decide_between_own_namesakes(
    extract: Extract, keep: Keep
) -> None:
    text = "Ada Orvane condemned the attack in Peru on Monday."
    keep(*TWINS)
    keep(entry("Ada Orvane", "Person", WIKIDATA + "Q900000031", country="PE"), source=library.WIKIDATA)
    assert named(extract(text), "Ada Orvane").matches == ()
    keep(TWINS[0])
    found = named(extract(text), "Ada Orvane")
    assert links(found) == [("gazetteer", WIKIDATA + "Q900000031"), ("gazetteer", "urn:x:ada-peru")]


def test_the_same_articles_with_the_same_gazetteers_give_the_same_graph(keep: Keep, tmp_path: Path) -> None:
    from kg import pipeline
    from kg.graph.stats import dataset_hash
    from kg.graph.store import open_store

    entries = [FRONT, BANNER, CAMP, *TWINS, entry("Orvan Front", "ArmedGroup", DBPEDIA + "Orvan_Front", country="PE")]
    texts = [
        STORY,
        "Kenyan Foreign Minister Ada Orvane condemned the OLF.",
        "Ada Orvane met officials of the Orvan Liberation Front at Camp Darrow in Congo.",
    ]
    hashes = set()
    for turn in range(3):
        Random(turn).shuffle(entries)  # noqa: S311
        Random(turn).shuffle(texts)  # noqa: S311
        keep(*entries)
        file = tmp_path / "stories.jsonl"
        file.write_text("\n".join(json.dumps({"id": text[:20], "text": text, "date": "2024-03-08"}) for text in texts))
        with open_store(str(tmp_path / f"store{turn}")) as store:
            pipeline.build([str(file)], store, Options())
            hashes.add(dataset_hash(store))
    assert len(hashes) == 1
