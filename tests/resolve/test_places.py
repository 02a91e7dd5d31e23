"""Finding and linking places, on hand-made atlases and short texts through the real pipeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from atlas import atlas

from kg.annotate import nlp
from kg.annotate.coreference import coreference
from kg.annotate.document import Document
from kg.annotate.names import names, toponyms
from kg.model import Article, Entity
from kg.resolve import places
from kg.resolve.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return atlas(tmp_path_factory.mktemp("atlas"))


@pytest.fixture(scope="module")
def read(gazetteer: Gazetteer, article: Callable[..., Article]) -> Callable[..., Document]:
    def run(text: str, **given: str) -> Document:
        (document,) = nlp.parse([article(text, **given)])
        document = document.with_(phrases=toponyms.find(document, names.find(document), gazetteer))
        return places.link(coreference.chain(document), gazetteer)

    return run


def linked(document: Document, name: str) -> Entity:
    return next(
        e for e in document.entities if any(m.span.of(document.text) == name and m.kind == "name" for m in e.mentions)
    )


def target(entity: Entity) -> str:
    return entity.matches[0].target if entity.matches else ""


@pytest.mark.parametrize(
    ("text", "name", "id_"),
    [
        ("The bridge in Paris, Texas, is closed.", "Paris", 105),
        ("The bridge in Paris is closed.", "Paris", 401),
        ("Police in Tripoli, Lebanon, made arrests.", "Tripoli", 501),
        ("Police in Tripoli made arrests in Libya.", "Tripoli", 601),
        ("The road to Tripoli is closed. Lebanon has sent its army.", "Tripoli", 501),
        ("Fire crews came to Springfield from Dayton, Ohio, on Monday.", "Springfield", 102),
        ("A fire broke out in Springfield, Ill., on Monday.", "Springfield", 101),
        ("Officials in Atlanta said Georgia would open its schools.", "Georgia", 13),
        ("Officials in Tbilisi said Georgia would open its schools.", "Georgia", 30),
    ],
)
def test_the_article_decides_between_namesakes(read: Callable[..., Document], text: str, name: str, id_: int) -> None:
    assert target(linked(read(text), name)) == f"https://sws.geonames.org/{id_}/"


def test_a_capital_that_acts_is_no_person(read: Callable[..., Document]) -> None:
    document = read("Beirut accused Tripoli of sending troops across the border.")
    # it speaks for its country
    assert linked(document, "Beirut").type == "Country"
    assert linked(document, "Beirut").country == "LB"


def test_a_towns_name_before_province_means_the_region(read: Callable[..., Document]) -> None:
    document = read("Clashes went on in the Anbar province of Iraq.")
    assert target(linked(document, "Anbar")) == "https://sws.geonames.org/2/"


def test_a_paper_writes_of_where_it_is_read(read: Callable[..., Document]) -> None:
    text = "A fire broke out in Springfield on Monday."
    assert target(linked(read(text, publisher="Illinois Daily Tribune"), "Springfield")).endswith("/101/")
    assert target(linked(read(text, publisher="The Ohio Herald"), "Springfield")).endswith("/102/")


def test_an_abbreviated_state_is_a_place_after_its_town(read: Callable[..., Document]) -> None:
    found = linked(read("A fire broke out in Springfield, Ill., on Monday."), "Ill.")
    assert target(found) == "https://sws.geonames.org/11/"
    assert found.matches[1].target == "http://www.wikidata.org/entity/Q1204"


def test_a_town_inside_an_institutions_name_is_found_beside_it(read: Callable[..., Document]) -> None:
    document = read("Dayton police said two men were held. The mayor of Dayton thanked them.")
    mentions = [m.span.of(document.text) for m in linked(document, "Dayton").mentions]
    assert mentions.count("Dayton") == 2


@pytest.mark.parametrize("text", ["Paris Hilton sang.", "Mr. Dallas resigned.", "Jane Springfield won the race."])
def test_people_are_not_places(read: Callable[..., Document], text: str) -> None:
    assert not any(e.matches for e in read(text).entities)


def test_a_list_of_countries_is_no_containment(read: Callable[..., Document]) -> None:
    document = read("Envoys came from Georgia, Ukraine, Libya and Lebanon.")
    assert linked(document, "Georgia").country == "GE"


def test_what_the_gazetteer_has_not_is_left_without_a_match(read: Callable[..., Document]) -> None:
    found = linked(read("Shelling hit a school in Qarqanis, Ukraine."), "Qarqanis")
    assert found.matches == ()
    assert found.lat is None


def test_a_match_says_how_sure_it_is_and_what_lost(read: Callable[..., Document]) -> None:
    match = linked(read("The bridge in Paris is closed."), "Paris").matches[0]
    assert match.alternatives == ("https://sws.geonames.org/105/",)
    assert 0.5 < match.score < 1
    assert match.method == "places.context"


def test_regions_ending_in_counties_are_counties(gazetteer: Gazetteer, read: Callable[..., Document]) -> None:
    (county,) = gazetteer.find("Clark")
    document = read("Storms hit Clark and Sangamon counties in Ohio and Illinois.")
    assert {target(linked(document, name)) for name in ("Clark", "Sangamon")} <= {
        county.iri,
        "https://sws.geonames.org/15/",
    }


def test_no_match_is_invented(extract: Callable[..., Any]) -> None:
    found = extract("Zorblax Industries of Plimpton Vale met envoys of Freedonia.")
    assert all(not e.matches for e in found.entities)


def test_a_country_comes_before_the_city_that_its_name_is_short_for(extract: Callable[..., Any]) -> None:
    found = extract("Norway, Mexico and Brazil will act as guarantors.")
    assert {e.name: e.type for e in found.entities}["Mexico"] == "Country"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Two hospitals in Sudan and the United States closed, the Continental News Agency said.", "Continental", None),
        ("Gunmen fled to Cali in Colombia on Monday, El Faro del Valle reported.", "El Faro", None),
        ("The University of Virginia sent doctors to Sudan.", "Virginia", "US"),
    ],
)
def test_a_far_place_is_not_meant_by_a_word_of_somebodys_name(
    extract: Callable[..., Any], text: str, name: str, country: str | None
) -> None:
    found = extract(text, publisher="El Faro del Valle")
    assert {e.country for e in found.entities if e.name == name} <= {country}
    assert country is None or any(e.name == name for e in found.entities)


def test_a_short_name_is_what_the_article_has_in_full(extract: Callable[..., Any]) -> None:
    found = extract(
        "Police in Valle del Cauca freed a farmer on Monday. Colombia ended a truce in Cauca, Nariño and Valle."
    )
    (match, *_) = next(e for e in found.entities if e.name == "Valle").matches
    assert match.label == "Valle del Cauca"
