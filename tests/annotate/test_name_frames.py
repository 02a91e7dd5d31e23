"""Names and groups that their surroundings decide: persons and towns, lists, feasts, figures of speech."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction

Extract = Callable[[str], Extraction]


def types(found: Extraction) -> dict[str, str]:
    return {m.span.of(found.article.text): e.type for e in found.entities for m in e.mentions}


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Police arrested Ana Keller, 41, of Martinez, on Monday.", "Martinez", "PopulatedPlace"),
        ("The race went from Paredes de Nava to Baltanas.", "Baltanas", "PopulatedPlace"),
        ("Voters in Newark, Heath and Pataskala turned out.", "Pataskala", "PopulatedPlace"),
        ("They found the body of Juana Hill, 24, in an apartment.", "Juana Hill", "Person"),
        ("The victim was Katherine “Kay” Okello, 41.", "Katherine “Kay” Okello", "Person"),
        ("Party Chairman Reince Priebus spoke.", "Reince Priebus", "Person"),
        ("A Republican won the seat.", "A Republican", "Person"),
        ("A Syrian was killed by the police.", "A Syrian", "Person"),
        ("A co-worker was hurt.", "A co-worker", "Person"),
        ("Republicans voted against the bill.", "Republicans", "Population"),
        ("The minister met the rest of his party.", "his party", "PoliticalParty"),
    ],
)
def test_what_surrounds_a_name_tells_its_class(extract: Extract, text: str, name: str, type_: str) -> None:
    assert types(extract(text)).get(name) == type_


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The neighbours gave a party. The party began at nine.", "The party"),
        ("The town lost its tax base.", "its tax base"),
        ("They disagree in other policy areas.", "other policy areas"),
        ("Her chief of staff resigned.", "staff"),
        ("Despite the relative quiet, he stayed.", "the relative"),
        ("Deaths were reported in the provinces of Anhui, Hunan and Hubei.", "the provinces of Anhui"),
        ("They met on St. Patrick's Day.", "St. Patrick's Day"),
        ("The minister spoke at Charles Okello Library.", "Charles"),
    ],
)
def test_what_means_nobody_is_no_mention(extract: Extract, text: str, name: str) -> None:
    assert name not in types(extract(text))


def test_two_surnames_joined_by_and_are_two_persons(extract: Extract) -> None:
    found = extract("Ana Keller and Tomas Soule founded a school. Critics said Keller and Soule left in May.")
    assert {e.name for e in found.entities if e.type == "Person"} == {"Ana Keller", "Tomas Soule"}


def test_mr_and_ms_of_one_surname_are_two_persons(extract: Extract) -> None:
    found = extract("Ms. Okello was jailed in May. Rania Okello said she was ill. Mr. Okello came to the trial.")
    assert len([e for e in found.entities if e.type == "Person"]) == 2


def test_an_agency_is_one_with_and_without_the_noun(extract: Extract) -> None:
    found = extract("The Reuters news agency reported the talks. Later Reuters named the envoy.")
    assert [e.name for e in found.entities if e.type == "MediaOutlet"] == ["Reuters"]


def test_some_of_a_group_are_not_the_group(extract: Extract) -> None:
    found = extract("The residents of the area, especially children, fled the flood.")
    assert [e.name for e in found.entities if e.type == "Population"] == ["residents", "children"]


def test_a_bare_surname_is_who_goes_by_it(extract: Extract) -> None:
    text = "Omar Vidal spoke in May. Vidal was late. Ana Vidal's portrait of Vidal did not match the man."
    found = {e.name: [m.span.of(text) for m in e.mentions] for e in extract(text).entities}
    assert found["Omar Vidal"] == ["Omar Vidal", "Vidal", "Vidal"]


def test_a_name_before_its_full_form_in_brackets_is_the_same(extract: Extract) -> None:
    text = "Officials from Defra (Department for Environment, Food and Rural Affairs) met. Defra confirmed it."
    assert "Defra" not in {e.name for e in extract(text).entities}


@pytest.mark.parametrize("opening", ["Then there is Gen. Omar Vidal.", "What about Omar Vidal?"])
def test_he_is_who_a_sentence_brings_up(extract: Extract, opening: str) -> None:
    text = f"Keller spoke on Monday. {opening} He led the army."
    (vidal,) = (e for e in extract(text).entities if e.name == "Omar Vidal")
    assert "He" in [m.span.of(text) for m in vidal.mentions]


def test_a_minister_in_apposition_is_a_person(extract: Extract) -> None:
    text = "Sweden's Minister of Agriculture, Ann-Christin Nykvist, said at a press conference the find was serious."
    assert types(extract(text))["Ann-Christin Nykvist"] == "Person"


def test_whose_something_is_describes_no_name_before_it(extract: Extract) -> None:
    found = extract("According to Sahel Records, the band's name has no meaning. The band left in May.")
    assert "The band" not in [
        m.span.of(found.article.text) for e in found.entities if e.name == "Sahel Records" for m in e.mentions
    ]
