"""Standing ties, on sentences of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction

Extract = Callable[..., Extraction]


def ties(extraction: Extraction) -> set[tuple[str, str, str | None]]:
    name: dict[str | None, str] = {entity.id: entity.name for entity in extraction.entities}
    return {(name[r.subject], r.relation, name.get(r.object)) for r in extraction.relations}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Omar Haddad, a spokesman for the Interior Ministry, spoke on Friday.",
            ("Omar Haddad", "spokespersonFor", "Interior Ministry"),
        ),
        ("Anna Keller, the head of the World Bank, spoke on Friday.", ("Anna Keller", "leads", "World Bank")),
        ("Anna Keller is the leader of the Labour Party.", ("Anna Keller", "leads", "Labour Party")),
        ("Hezbollah's leader Hassan Karam spoke on Friday.", ("Hassan Karam", "leads", "Hezbollah")),
        ("The task force is led by the Royal Navy.", ("Royal Navy", "leads", "task force")),
        ("Norway is a member of NATO.", ("Norway", "memberOf", "NATO")),
        ("Sweden joined NATO in March.", ("Sweden", "memberOf", "NATO")),
        ("NATO members include Norway, Spain and Greece.", ("Greece", "memberOf", "NATO")),
        ("The NATO alliance, whose members include Spain, met on Friday.", ("Spain", "memberOf", "NATO alliance")),
        ("Fighters from Hezbollah crossed the river.", ("Fighters", "memberOf", "Hezbollah")),
        ("The bloc, which comprises Norway, Spain and Greece, met on Friday.", ("Greece", "memberOf", "bloc")),
        ("The force comprises troops from Chad, Niger and Togo.", ("Togo", "memberOf", "force")),
        ("NATO met on Friday. Members include Norway and Spain, its chief said.", ("Spain", "memberOf", "NATO")),
        (
            "The Nordic Alliance, which brings together Norway and Sweden, met.",
            ("Norway", "memberOf", "Nordic Alliance"),
        ),
        ("A coalition of the Labour Party and the Green Party won.", ("Labour Party", "memberOf", "coalition")),
        ("The Ramstein Air Base in Germany was closed.", ("Ramstein Air Base", "locatedIn", "Germany")),
        ("Keller flew to Mosul, Iraq on Friday.", ("Mosul", "locatedIn", "Iraq")),
        ("Hezbollah fired rockets at the town.", ("Hezbollah", "usesWeapon", "rockets")),
    ],
)
def test_tie(extract: Extract, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in ties(extract(text))


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Sweden did not join NATO.", "memberOf"),
        ("Sweden will join NATO.", "memberOf"),
        ("The bloc could include Norway and Spain.", "memberOf"),
        ("Norway and Spain formed an alliance of convenience.", "memberOf"),
        ("The war brought together Norway and Spain.", "memberOf"),
        ("World leaders met in London.", "leads"),
        ("Former World Bank head Anna Keller spoke on Friday.", "leads"),
    ],
)
def test_no_tie(extract: Extract, text: str, relation: str) -> None:
    assert not [tie for tie in ties(extract(text)) if tie[1] == relation]


def test_titles_are_roles_each_by_itself(extract: Extract) -> None:
    extraction = extract("Iraqi Interior Ministry spokesman Major General Omar Haddad spoke on Friday.")
    name = {entity.id: entity.name for entity in extraction.entities}
    held = {r.value: name.get(r.object or "") for r in extraction.relations if r.relation == "holdsRole"}
    assert held.get("Major General", "missing") is None
    assert "Interior Ministry" in (held["spokesman"] or "")


def test_a_role_is_held_once_however_often_it_is_told(extract: Extract) -> None:
    extraction = extract(
        "Interior Ministry spokesman Omar Haddad spoke. Haddad, the Interior Ministry spokesman, left on Sunday."
    )
    assert [r.value for r in extraction.relations if r.relation == "holdsRole"] in (
        ["spokesman"],
        ["Interior Ministry spokesman"],
    )


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Hezbollah fired rockets at the town.", {"asserted"}),
        ("The army said Hezbollah fired rockets at the town.", {"reported"}),
        ("The army claimed that Hezbollah fired rockets at the town.", {"claimed"}),
        ("Hezbollah denied that it fired rockets at the town.", {"denied"}),
    ],
)
def test_a_tie_inside_a_statement_stands_as_far_as_the_statement(
    extract: Extract, text: str, factuality: set[str]
) -> None:
    assert {r.factuality for r in extract(text).relations if r.relation == "usesWeapon"} == factuality


def test_other_names_are_one_entity_or_equated(extract: Extract) -> None:
    extraction = extract("The Harbour Front, also known as the Dockers' Union, met in Oslo on Friday.")
    merged = any(len([m for m in e.mentions if m.kind == "name"]) > 1 for e in extraction.entities)
    assert merged or any(r.relation == "sameAs" for r in extraction.relations)


def test_ids_are_unique_and_nothing_is_tied_to_itself(extract: Extract) -> None:
    extraction = extract("Anna Keller, head of the World Bank, met Omar Haddad, the leader of the Labour Party.")
    assert len({r.id for r in extraction.relations}) == len(extraction.relations) > 2
    assert all(r.subject != r.object for r in extraction.relations)


@pytest.mark.parametrize(
    "text",
    [
        "Hezbollah conducted three strikes using drones.",
        "Hezbollah was involved in the use of drones and rockets.",
        "The use of drones by Hezbollah was condemned.",
        "Fighters of the army fled Hezbollah's drones.",
        "The village was hit by a drone strike by Hezbollah.",
        "Hezbollah attacked the village with drones.",
    ],
)
def test_who_fights_with_a_weapon_uses_it(extract: Extract, text: str) -> None:
    used = {(subject, object_) for subject, relation, object_ in ties(extract(text)) if relation == "usesWeapon"}
    assert [subject for subject, object_ in used if "drone" in (object_ or "").lower()] == ["Hezbollah"]


@pytest.mark.parametrize(
    "text",
    [
        "The fishermen's boats were damaged.",
        "The Hungarian ship left the port.",
        "Hezbollah never fired rockets.",
        "Hezbollah could launch rockets.",
    ],
)
def test_a_boat_is_no_weapon_and_what_is_not_fired_is_not_used(extract: Extract, text: str) -> None:
    assert {r.factuality for r in extract(text).relations if r.relation == "usesWeapon"} <= {"denied", "planned"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya's Prime Minister Omar Haddad left.", ("Omar Haddad", "leads", "Kenya")),
        ("NATO, of which Norway is a member, met on Friday.", ("Norway", "memberOf", "NATO")),
        ("The Norwegian-led coalition left.", ("Norway", "leads", "Norwegian-led coalition")),
        ("UNICEF, the U.N. agency for children, left.", ("UNICEF", "partOf", "U.N.")),
        ("The government in Tripoli rejected it.", ("government", "locatedIn", "Tripoli")),
        ("U.S. Secretary of Defense Helen Marsh left.", ("Helen Marsh", "holdsRole", "U.S.")),
        ("Two Hezbollah commanders, Omar Haddad and Hassan Karam, left.", ("Hassan Karam", "memberOf", "Hezbollah")),
    ],
)
def test_posts_and_members_in_news_style(extract: Extract, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in ties(extract(text))


@pytest.mark.parametrize(
    "text",
    [
        "EU foreign policy chief Anna Keller left.",
        "Two Hezbollah commanders, Omar Haddad and Hassan Karam, left.",
        "Kenyan mayors met in Oslo.",
        "The group did not plan to run Kenya.",
        "The coalition is a Kenyan-made tool.",
    ],
)
def test_who_does_not_lead(extract: Extract, text: str) -> None:
    assert not [tie for tie in ties(extract(text)) if tie[1] == "leads"]


def test_that_its_fighters_belong_to_it_is_no_relation(extract: Extract) -> None:
    assert not extract("Hezbollah denied that its fighters left.").relations


def test_a_deputy_spokesman_holds_one_post(extract: Extract) -> None:
    extraction = extract("State Department deputy spokesman Omar Haddad left.")
    assert [r.value for r in extraction.relations if r.relation == "holdsRole"] == ["deputy spokesman"]


def test_a_title_is_given_without_whose_it_is(extract: Extract) -> None:
    extraction = extract("The Labour Party's spokesman, Omar Haddad, left.")
    assert [r.value for r in extraction.relations if r.relation == "holdsRole"] == ["spokesman"]


def test_a_brother_holds_no_role_and_members_are_members_of_something(extract: Extract) -> None:
    assert not extract("Omar Haddad and his brother Hassan Karam left.").relations
    assert not [tie for tie in ties(extract("Members Anna Keller and Glenn Morrison left.")) if tie[1] == "holdsRole"]


@pytest.mark.parametrize(
    "text",
    [
        "Venezuelan opposition leader Anna Keller left.",
        "The United Arab Emirates runs the port of Berbera.",
        "The leaders of Kenya, Chad and Mali met in Oslo.",
    ],
)
def test_who_leads_no_country_and_no_port(extract: Extract, text: str) -> None:
    assert not [tie for tie in ties(extract(text)) if tie[1] == "leads"]


def test_no_title_begins_with_half_a_word(extract: Extract) -> None:
    extraction = extract("Two-time presidential candidate Anna Keller left.")
    assert all(not (r.value or "").startswith("time") for r in extraction.relations)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Army Lt. Gen. Stephen Harlan spoke on Monday.", "Lt. Gen."),
        ("Deputy Chief Peter Osei spoke on Monday.", "Deputy Chief"),
        ("Maria Osei served as secretary of state for two years.", "secretary of state"),
        ("Peter Osei, the director of emergency management, spoke.", "director of emergency management"),
    ],
)
def test_a_title_is_told_whole(extract: Callable[..., Extraction], text: str, value: str) -> None:
    assert [r.value for r in extract(text).relations if r.relation == "holdsRole"] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "It is likely that Peter Osei will be the party's nominee.",
        "Peter Osei is a stronger candidate than Maria Osei.",
        "The Norwegian witness Peter Osei spoke. The Oslo man was angry.",
        "Peter Osei is a citizen of Norway.",
        "Peter Osei, who will head the army next year, spoke.",
    ],
)
def test_what_is_no_post_or_not_held(extract: Callable[..., Extraction], text: str) -> None:
    assert not [r for r in extract(text).relations if r.relation in ("holdsRole", "leads")]


@pytest.mark.parametrize(
    "text",
    [
        "Peter Osei, the county's director of public schools, spoke.",
        "Peter Osei, an official overseeing Lebanon, spoke.",
        "Peter Osei was the most recent Republican president.",
        "Peter Osei, the city's planning director, spoke.",
        "Maria Osei was chief of staff.",
        "Maria Osei, the communications director of the World Bank, spoke.",
    ],
)
def test_who_has_a_post_does_not_always_lead(extract: Callable[..., Extraction], text: str) -> None:
    assert not [r for r in extract(text).relations if r.relation == "leads"]


def test_where_a_minister_is_met_is_not_whose_minister_it_is(extract: Callable[..., Extraction]) -> None:
    found = extract("In Norway Minister Jan Orsk met with local charities on Friday.")
    assert [(r.relation, r.object, r.value) for r in found.relations] == [("holdsRole", None, "Minister")]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Fire Chief Omar Diaz praised the crew.", (None, "Fire Chief")),
        ("The board fired Vice Chairwoman Ana Keller on Monday.", (None, "Vice Chairwoman")),
        ("U.S. Agriculture Secretary Tom Hale spoke on Monday.", ("U.S.", "Agriculture Secretary")),
        ("Former Brock County Sheriff Tom Hale died on Monday.", ("Brock County", "Sheriff")),
        ("The envoy will meet with President Salim and Defense Minister, Davit Ames.", (None, "Defense Minister")),
        ("The British historian Owen Hale wrote it.", (None, "historian")),
    ],
)
def test_a_title_is_whole_and_of_the_right_body(
    extract: Callable[..., Extraction], text: str, held: tuple[str | None, str]
) -> None:
    found = extract(text)
    name: dict[str | None, str] = {entity.id: entity.name for entity in found.entities}
    assert held in [(name.get(r.object), r.value) for r in found.relations if r.relation == "holdsRole"]


@pytest.mark.parametrize(
    "text",
    [
        "Officials in other countries such as Mexico and Japan report cases.",
        "The countries that had outbreaks included Angola and Chad.",
        "He joined a series of other big bands, including Rudi Valen's in 1937.",
        "A hamlet belonging to the Hale Estate was sold.",
        "They dismissed him as a Hollywood actor.",
        "Peter Osei was fined for operating a vehicle while drunk.",
    ],
)
def test_what_belongs_to_no_group_in_particular(extract: Callable[..., Extraction], text: str) -> None:
    assert not extract(text).relations
