"""Pronouns that stand for no entity: for a thing that the article tells of, or for nothing at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction

Extract = Callable[..., Extraction]
Words = dict[str, list[str]]


def pronouns(extraction: Extraction) -> Words:
    """Return the pronouns of each entity by its name."""
    text = extraction.article.text
    return {e.name: [m.span.of(text) for m in e.mentions if m.kind == "pronoun"] for e in extraction.entities}


@pytest.mark.parametrize(
    "text",
    [
        "The World Health Organization praised Kenya. The disease is spreading, and it kills children.",
        "The Interior Ministry lost a truck last year. The report came late, and it names no culprit.",
        "The Clean Water Fund gave the ministry a machine. The machine broke when its motor failed.",
        "Officials of Hama handed the papers to the police. The documents vanished because they were old.",
        'The senator sued CNN. "He can assert it, but nobody believes it," a lawyer said.',
        'As the director of the Clean Water Fund put it, "we are late."',
        "The Clean Water Fund lost its case. The ruling makes it hard to raise money.",
        "The ministry of Norway met. The plant closed because it was unsafe. It was built in 1970.",
        'The Interior Ministry sued. "It bothers me that nobody asked," Peter Osei said. "It is going to be close."',
    ],
)
def test_a_thing_is_no_entity(extract: Extract, text: str) -> None:
    found = pronouns(extract(text))
    of_things = [word for words in found.values() for word in words if word.lower() in ("it", "they")]
    assert not of_things
    assert "its" not in found.get("ministry", [])


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("The Interior Ministry published the report. It said the report was late.", "It", "Interior Ministry"),
        ("The army published a plan. Its soldiers would stay.", "Its", "army"),
        (
            "The Desert Shield Forces burned trucks in May. Their leaders met on Monday.",
            "Their",
            "Desert Shield Forces",
        ),
        ("Norway closed its border on Monday because it feared the rebels.", "its", "Norway"),
    ],
)
def test_an_actor_that_does_what_actors_do(extract: Extract, text: str, pronoun: str, name: str) -> None:
    assert pronoun in pronouns(extract(text))[name]


def test_a_headline_in_the_first_paragraph_names_what_the_body_names(extract: Extract) -> None:
    extraction = extract(
        "Norway Arrests Protest Leaders Over Road Closures. OSLO -- The police in Norway said on Monday that the "
        "leaders of a protest were arrested over the closures. Peter Harlan, a leader, was freed."
    )
    assert {e.name for e in extraction.entities if "Arrests" in e.name or "Closures" in e.name} == set()
    assert "Norway" in {e.name for e in extraction.entities}


def test_a_first_sentence_full_of_names_is_no_headline(extract: Extract) -> None:
    extraction = extract("President Peter Harlan met Prime Minister Maria Osei. They talked about a harlan and a port.")
    assert {"Peter Harlan", "Maria Osei"} <= {e.name for e in extraction.entities}


def test_what_is_owned_is_somebody_s_of_the_same_sentence(extract: Extract) -> None:
    extraction = extract(
        "Robert Moss released a memo on Monday. He was angry. Mary Clark attacked Peter Harlan on Tuesday, "
        "particularly over his plan for the schools."
    )
    assert "his" in pronouns(extraction)["Peter Harlan"]


def test_a_company_goes_by_its_name_without_inc(extract: Extract) -> None:
    names = [e.name for e in extract("Wal-Mart Stores Inc. cut jobs. Wal-Mart said on Monday it would close.").entities]
    assert len([name for name in names if "Mart" in name]) == 1


def test_an_hour_is_nobody_and_a_quotation_mark_no_name(extract: Extract) -> None:
    extraction = extract("The train left at 6:30 pm with a “very influential advocate” on board.")
    assert [e.name for e in extraction.entities if e.type == "Person"] == ["very influential advocate"]


def test_who_holds_a_post_in_a_town_is_no_part_of_the_town(extract: Extract) -> None:
    extraction = extract("Peter Osei met the mayor of Paris, Anne Hidalgo. She gave him a painting.")
    assert "She" in pronouns(extraction)["Anne Hidalgo"]


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Officials met on Monday. As they ate with some of the teachers, they told a joke.", "they", "Officials"),
        ("Police shot four men who failed to stop their car at a post.", "their", "four men"),
        ("Police shot four men Friday who failed to stop their car at a post.", "their", "four men"),
        ("Residents held the bridge. Veterans kept the left flank and forced them back.", "them", "Residents"),
        ("The Harbour Club lost their first game. Several teams watched.", "their", "Harbour Club"),
        ("The Yazidi community starved when they were driven up the mountain.", "they", "Yazidi community"),
        ("In Ohio, the state has to maintain its funding for schools.", "its", "Ohio"),
    ],
)
def test_clause_and_number_tell_whom_a_pronoun_means(extract: Extract, text: str, pronoun: str, name: str) -> None:
    assert pronoun in pronouns(extract(text)).get(name, [])


@pytest.mark.parametrize(
    "text",
    [
        "Fearing a suit by activists, they called a hearing.",
        "Activists met in May. Amir Haddad and Omar Osei said they would resign.",
        "Residents can apply for aid. The plan sets a scale. An applicant or their spouse must be old.",
        "The agency backed the plan, and in May it was adopted.",
        "The army helped the police to clear land and return it to the farmers.",
        "If this church is going to make it, help must come.",
        "Spain praised the fight against Daesh. The minister met a general. They also discussed trade.",
        "Officials opened the case. A thug shot two black sharecroppers and their wives.",
    ],
)
def test_what_a_pronoun_may_mean_besides_leaves_it_alone(extract: Extract, text: str) -> None:
    assert not [word for words in pronouns(extract(text)).values() for word in words]
