"""Names, nominal groups and pronouns: boundaries, classes, titles, through the real pipeline on short texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.annotate import annotator, nlp
from kg.annotate.document import Document
from kg.annotate.names import acronyms, names, organizations, titles
from kg.model import Article, Extraction

Extract = Callable[..., Extraction]

Read = Callable[[str], Document]


@pytest.fixture(scope="module")
def read(article: Callable[..., Article]) -> Read:
    """Return the article with its mentions."""

    def find(text: str) -> Document:
        (document,) = nlp.parse([article(text)])
        return document.with_(phrases=names.find(document))

    return find


def mentions(document: Document) -> dict[str, str]:
    return {document.tokens.span(p.start, p.end).of(document.text): p.type for p in document.phrases}


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Rebels seized the Wadi al-Tarfa Air Base on Monday.", "Wadi al-Tarfa Air Base", "Facility"),
        ("The wounded were taken to Al-Razi Hospital in Mosul.", "Al-Razi Hospital", "Facility"),
        ("Clashes went on in Al-Anbar Province for days.", "Al-Anbar Province", "AdministrativeRegion"),
        ("The Yemeni Interior Ministry denied the report.", "Yemeni Interior Ministry", "GovernmentBody"),
        ("The Ministry of Foreign Affairs summoned the envoy.", "Ministry of Foreign Affairs", "GovernmentBody"),
        ("The Islamic State of Iraq and the Levant fled.", "Islamic State of Iraq and the Levant", "ArmedGroup"),
        ("Fighters of Da’esh left the town.", "Da’esh", "ArmedGroup"),
        ("The 51st Mountain Brigade crossed the river.", "51st Mountain Brigade", "MilitaryForce"),
        ("The Freedom and Unity Party won two seats.", "Freedom and Unity Party", "PoliticalParty"),
        ("The Harbour Times reported the deal.", "Harbour Times", "MediaOutlet"),
        ("The destroyer USS Harlan left port.", "USS Harlan", "MilitaryPlatform"),
        ("Two F-16 jets circled the city.", "F-16", "MilitaryPlatform"),
        ("Troops stayed in northern Mali until May.", "northern Mali", "Location"),
        ("Ethiopia closed the border.", "Ethiopia", "Country"),
        ("Moscow is cold; they met in Kazan.", "Kazan", "PopulatedPlace"),
        ("He moved to Texas in May.", "Texas", "AdministrativeRegion"),
        (
            "The UN Support Mission in Libya (UNSMIL) left.",
            "UN Support Mission in Libya",
            "IntergovernmentalOrganization",
        ),
        ("The ruling party, Green Dawn, passed the law.", "Green Dawn", "PoliticalParty"),
        ("The West condemned the vote.", "West", "GeopoliticalEntity"),
        ("The troops left the West Bank.", "West Bank", "AdministrativeRegion"),
        ("Colonel Assimi Traore spoke.", "Assimi Traore", "Person"),
        ("The court issued an arrest warrant for General Dagalo.", "Dagalo", "Person"),
    ],
)
def test_a_name_has_its_full_boundaries_and_most_specific_class(read: Read, text: str, name: str, type_: str) -> None:
    assert mentions(read(text)).get(name) == type_


@pytest.mark.parametrize(
    ("text", "group", "type_"),
    [
        ("Three Palestinian factions signed the pact.", "Three Palestinian factions", "ArmedGroup"),
        ("Iraqi security forces entered the town.", "Iraqi security forces", "MilitaryForce"),
        ("Police fired on protesters.", "protesters", "Population"),
        ("They fired heavy machine guns at dawn.", "heavy machine guns", "Weapon"),
        ("The minister resigned.", "The minister", "Person"),
        ("The ministers resigned.", "The ministers", "Population"),
        ("The government of Mali objected.", "The government of Mali", "GovernmentBody"),
        ("A spokesman for the army spoke.", "A spokesman", "Person"),
        ("Shells hit Israeli positions.", "Israeli positions", "Facility"),
        ("Aides to the Harris campaign spoke.", "the Harris campaign", "Organization"),
    ],
)
def test_nominal_groups_by_their_head_noun(read: Read, text: str, group: str, type_: str) -> None:
    found = mentions(read(text))
    assert [found[name] for name in found if name.startswith(group)] == [type_]


@pytest.mark.parametrize("compound", ["Iran-backed", "pro-Iran", "anti-Iran", "Iran-led"])
def test_the_country_is_cut_out_of_a_compound(read: Read, compound: str) -> None:
    assert mentions(read(f"The strike hit {compound} militias near the border.")).get("Iran") == "Country"


def test_an_adjective_means_the_country_and_a_noun_its_people(read: Read) -> None:
    found = {(p.type, p.key) for p in read("Kenyan troops left. Ethiopians cheered.").phrases if p.key}
    assert found == {("Country", "country:KE"), ("Population", "people:ET")}


def test_a_country_inside_the_name_of_its_ministry_is_a_mention_too(read: Read) -> None:
    assert mentions(read("The Yemeni Interior Ministry denied it."))["Yemeni"] == "Country"


def test_names_do_not_cross_lines(read: Read) -> None:
    found = mentions(read("Photo: Hana Mourad\nYemeni Interior Ministry\nIt denied the report."))
    assert all("\n" not in name for name in found)


def test_a_full_name_decides_for_the_surname(read: Read) -> None:
    text = "Omar Batarfi, a general, spoke on Monday. Batarfi said the town was safe. Guards stood near Batarfi."
    document = read(text)
    types = {p.type for p in document.phrases if document.tokens.text[p.end - 1] == "Batarfi"}
    assert types == {"Person"}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Yemeni Interior Ministry spokesman Major General Omar Batarfi spoke.", "Major General"),
        ("Secretary of State Anna Field left.", "Secretary of State"),
        ("Mr. Batarfi left.", "Mr."),
    ],
)
def test_a_title_is_no_part_of_the_name_and_can_be_reached(read: Read, text: str, title: str) -> None:
    document = read(text)
    (person,) = (p for p in document.phrases if p.type == "Person" and p.kind == "name")
    span = titles.before(document, person)
    assert span is not None
    assert document.tokens.span(*span).of(text).endswith(title)


def test_an_acronym_shares_the_key_of_its_expansion(read: Read) -> None:
    document = read("The Sahel Farmers Union (SFU) met. The SFU asked for aid.")
    short = [p for p in document.phrases if document.tokens.text[p.start] == "SFU"]
    assert len(short) == 2
    assert all(p.key == "sahelfarmersunion" for p in short)


def test_an_acronym_of_another_language_is_that_of_the_name_before_it(read: Read) -> None:
    # the Rapid Support Forces are listed by these letters
    document = read("Reporters Without Borders (RSF) condemned it. RSF asked for their release.")
    short = [p for p in document.phrases if document.tokens.text[p.start] == "RSF"]
    assert {p.key for p in short} == {"reporters without borders"}


def test_stands_for_refuses_chance_initials() -> None:
    assert not acronyms.stands_for("USA", ["Unity"])
    assert not acronyms.stands_for("Mr", ["Mario", "Rossi"])


@pytest.mark.parametrize("name", ["IS", "ISIS", "al-Qa'ida", "U.N. Security Council"])
def test_listed_organizations_are_known_as_written(name: str) -> None:
    assert organizations.known().get(name) is not None


@pytest.mark.parametrize("word", ["is", "who", "Is", "isis"])
def test_words_are_not_taken_for_acronyms(word: str) -> None:
    assert organizations.known().get(word) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet=st.sampled_from("Ab’'\"“” .,-\n()USIé\u200e中")), tail=st.sampled_from(["", " said Ali Q."])
)
def test_any_text_gives_mentions_inside_it_in_order(read: Read, text: str, tail: str) -> None:
    document = read(text + tail)
    starts = [phrase.start for phrase in document.phrases]
    assert starts == sorted(starts)
    assert all(p.start <= p.head < p.end <= len(document.tokens) for p in document.phrases)


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Goma fell on Monday. The army withdrew from Goma. Goma residents fled.", "Goma", "PopulatedPlace"),
        ("The police seized Keller on Monday. Keller denied the charges.", "Keller", "Person"),
    ],
)
def test_a_town_whose_name_is_a_surname_is_told_by_what_is_done_to_it(
    read: Read, text: str, name: str, type_: str
) -> None:
    assert mentions(read(text))[name] == type_


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("The bloc includes Barbados, Jamaica and Trinidad and Tobago.", "Trinidad and Tobago", "Country"),
        ("A fire killed at least 31 people.", "31 people", "Population"),
        ("Ethnic Karen rebels left. Its minister thanked the Karen.", "Karen", "Population"),
    ],
)
def test_what_belongs_to_a_mention(read: Read, text: str, name: str, type_: str) -> None:
    assert mentions(read(text)).get(name) == type_


@pytest.mark.parametrize("text", ["Norway is a member.", "The police used force.", "He ordered Defence Minister Ames."])
def test_idle_nouns_and_pieces_of_titles_are_no_mentions(read: Read, text: str) -> None:
    assert not {"a member", "force", "Defence"} & set(mentions(read(text)))


def test_a_crowd_without_a_noun_is_people(read: Read) -> None:
    document = read("Thousands marched against the army. Thousands of shells fell. The war cost thousands.")
    crowds = [p for p in document.phrases if p.rule == "nominals.crowd"]
    assert [(p.start, p.type) for p in crowds] == [(0, "Population")]


def test_the_furniture_of_a_page_names_nobody(article: Callable[..., Article]) -> None:
    text = "Rebels seized Goma.\n\nFiled under: Sudan, Army\n\nThe rebels withdrew."
    (extraction,) = annotator.annotate([article(text)])
    assert {entity.name for entity in extraction.entities} == {"Rebels", "Goma"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The virus has shown resistance to the drug.", "resistance"),
        ("The minister has the authority to sign the treaty.", "authority"),
        ("He led the troops under his command in Mali.", "command"),
        ("She had her head pushed under the water.", "head"),
        ("Police found the body of Maria Osei on Monday.", "body"),
        ("No president should want a war.", "president"),
    ],
)
def test_what_is_done_or_had_is_nobody(read: Read, text: str, word: str) -> None:
    assert not [name for name in mentions(read(text)) if word in name.lower()]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The resistance said it would fight.", "The resistance"),
        ("The governing body met on Monday.", "The governing body"),
        ("The head of the army spoke on Monday.", "The head"),
    ],
)
def test_a_group_goes_by_the_same_noun(read: Read, text: str, name: str) -> None:
    assert name in mentions(read(text))


def test_who_is_called_mr_is_a_person_and_initials_are_what_they_shorten(read: Read) -> None:
    found = mentions(
        read(
            "Douglas J. Band wrote to the Democratic National Committee on Monday. The DNC answered Mr. Band. "
            "Mr. Band was angry, and the DNC said so."
        )
    )
    assert found["Douglas J. Band"] == found["Band"] == "Person"
    assert found["DNC"] == found["Democratic National Committee"]


def test_a_name_begins_after_what_it_is(read: Read) -> None:
    found = mentions(read("The Chilean newspaper Free Lion said that the government had failed."))
    assert found["Free Lion"] == "MediaOutlet"


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Ursula von der Leyen praised Serbia's reforms.", "Ursula von der Leyen", "Person"),
        ("His rival Raila Odinga called it a suicide mission.", "Raila Odinga", "Person"),
        ("Students marched from Novi Sad to Belgrade.", "Novi Sad", "PopulatedPlace"),
        ("Activist Nkemdi Obasi praised the court.", "Nkemdi Obasi", "Person"),
    ],
)
def test_a_name_that_the_model_cuts_is_read_whole(extract: Extract, text: str, name: str, type_: str) -> None:
    entities = {e.name: e.type for e in extract(text).entities}
    assert entities[name] == type_
    assert not any(other != name and other in name for other in entities)


def test_a_head_is_no_person_where_it_is_a_body_part(extract: Extract) -> None:
    found = extract("The driver was bleeding from the head. We will not talk with a gun to our heads, he said.")
    assert not [e.name for e in found.entities if "head" in e.name]
