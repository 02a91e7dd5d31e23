"""Institutions of a country are one actor in all articles, whatever they are called, and never another country's."""

from __future__ import annotations

import pytest

from kg.graph.quads import quads
from kg.graph.records import read_records
from kg.graph.store import EmbeddedStore
from kg.model import Article, Entity, Extraction, Mention, MentionKind, Span
from kg.resolve import identity
from kg.vocabulary import article_iri, part_iri

Told = tuple[str, str, str | None, MentionKind]


def article(*entities: Told) -> Extraction:
    """Return an article that only lists entities: type, name, country, kind of mention."""
    text = ". ".join(name for _, name, _, _ in entities)
    iri = article_iri("story.txt", text)
    return Extraction(
        article=Article(iri=iri, name="story.txt", source="story.txt", text=text),
        entities=tuple(
            Entity(
                id=f"e{n}",
                type=type_,
                name=name,
                iri=part_iri(iri, "entity", f"e{n}"),
                country=country,
                mentions=(Mention(span=Span(text.index(name), text.index(name) + len(name)), kind=kind),),
            )
            for n, (type_, name, country, kind) in enumerate(entities)
        ),
    )


def actors(*articles: Extraction) -> dict[str, int]:
    """Return the organizations by their canonical names, with the number of articles' entities."""
    store = EmbeddedStore(None)
    for told in articles:
        store.write(quads(told))
    found = identity.resolve(read_records(store))
    return {actor.name: len(actor.members) for actor in found if actor.type != "Country"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("MilitaryForce", "Iraqi army", "IQ", "nominal"), ("MilitaryForce", "Iraq's armed forces", None, "nominal")),
        (("GovernmentBody", "foreign ministry", "IQ", "name"), ("GovernmentBody", "Iraq foreign office", "IQ", "name")),
        (("MilitaryForce", "Kenya Defence Forces", "KE", "name"), ("MilitaryForce", "Kenyan army", "KE", "name")),
        (("Alliance", "U.S.-led coalition", None, "nominal"), ("Alliance", "American-led coalition", None, "name")),
        (("ArmedGroup", "ISIL", None, "name"), ("ArmedGroup", "the Islamic State", None, "name")),
        (("GovernmentBody", "FDA", None, "name"), ("GovernmentBody", "Food and Drug Administration", "US", "name")),
        (("GovernmentBody", "Orsk cabinet", None, "nominal"), ("GovernmentBody", "Orsk’s weak cabinet", None, "name")),
        (("GovernmentBody", "Orsk regime", None, "nominal"), ("GovernmentBody", "regime of Orsk", None, "name")),
        (("Population", "Americans", "US", "name"), ("Population", "American", "US", "name")),
        (("Population", "Kurdish", None, "name"), ("Population", "Kurds", None, "name")),
    ],
)  # fmt: skip
def test_an_institution_is_one_in_all_articles(one: Told, other: Told) -> None:
    assert list(actors(article(one), article(other)).values()) == [2]


def test_a_group_is_called_by_its_full_name_and_a_people_by_its_noun() -> None:
    short: Told = ("ArmedGroup", "ISIL", None, "name")
    assert actors(article(short)) == {"Islamic State": 1}
    adjective: Told = ("Population", "Kurdish", None, "name")
    noun: Told = ("Population", "Kurds", None, "name")
    turks: Told = ("Population", "Turkish", "TR", "name")
    assert actors(article(adjective), article(noun), article(adjective, turks)) == {"Kurds": 3, "Turkish": 1}


def test_two_countries_have_two_armies_and_nobody_guesses_whose_is_the_army() -> None:
    iraqi: Told = ("MilitaryForce", "Iraqi army", "IQ", "nominal")
    syrian: Told = ("MilitaryForce", "Syrian army", "SY", "nominal")
    bare: Told = ("MilitaryForce", "army", None, "nominal")
    assert actors(article(iraqi, syrian, bare)) == {"Iraqi army": 1, "Syrian army": 1, "army": 1}


def test_the_army_is_that_of_the_only_country_of_the_article() -> None:
    told = article(("Country", "Iraq", "IQ", "name"), ("MilitaryForce", "army", None, "nominal"))
    assert actors(told) == {"army of Iraq": 1}


def test_some_soldiers_of_a_country_are_not_its_army_nor_each_other() -> None:
    soldiers: Told = ("MilitaryForce", "Iraqi soldiers", "IQ", "nominal")
    assert len(identity.resolve(records(article(soldiers), article(soldiers, ("Country", "Iraq", "IQ", "name"))))) == 3


def records(*articles: Extraction) -> list[identity.Record]:
    """Return the records of the articles."""
    store = EmbeddedStore(None)
    for told in articles:
        store.write(quads(told))
    return list(read_records(store))
