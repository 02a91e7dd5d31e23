"""Blame puts an act on somebody: who blames has not done it, and it is no fact that the blamed have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction

Extract = Callable[..., Extraction]
Ties = set[tuple[str, int, str, str]]


def ties(extraction: Extraction) -> Ties:
    name = {entity.id: entity.name for entity in extraction.entities}
    return {(name[a.subject], a.polarity, name[a.object], a.factuality) for a in extraction.alignments}


def doers(extraction: Extraction, trigger: str) -> set[str]:
    text = extraction.article.text
    return {
        p.span.of(text)
        for e in extraction.events
        if e.trigger.of(text) == trigger
        for p in e.participants
        if p.role in ("agent", "patient")
    }


@pytest.mark.parametrize(
    "text",
    [
        "Turkey blamed the bombing on the PKK.",
        "The bombing was blamed on the PKK by Turkey.",
        "Turkey pinned the bombing on the PKK.",
        "Turkey laid the blame for the bombing on the PKK.",
        "The bombing, which Turkey was quick to blame on the PKK, shook the city.",
    ],
)
def test_who_blames_is_against_whom_he_blames(extract: Extract, text: str) -> None:
    extraction = extract(text)
    assert ("Turkey", -1, "PKK", "asserted") in ties(extraction)
    assert doers(extraction, "bombing") & {"Turkey", "PKK", "the PKK"} == set()


def test_the_blamed_are_said_to_have_attacked_the_victims(extract: Extract) -> None:
    found = ties(extract("The shelling, which Armenia blamed on Azerbaijan, killed two soldiers."))
    assert found == {("Armenia", -1, "Azerbaijan", "asserted"), ("Azerbaijan", -1, "two soldiers", "claimed")}


def test_a_place_between_is_not_blamed(extract: Extract) -> None:
    found = ties(extract("Turkey blamed the attack on Greece on Kurdish militants."))
    assert ("Turkey", -1, "Kurdish militants", "asserted") in found
    assert all(not (subject == "Turkey" and other == "Greece") for subject, _, other, _ in found)


def test_whom_one_holds_responsible_has_not_done_it_for_sure(extract: Extract) -> None:
    extraction = extract("Iraq held Turkey responsible for the strike.")
    assert doers(extraction, "strike") == {"Turkey"}
    assert {e.factuality for e in extraction.events if e.type == "Assault"} == {"claimed"}


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("The Taliban attacked Kabul. France condemned the attack.", {"Taliban"}),
        ("The Taliban attacked Kabul. France condemned such attacks.", {"Taliban"}),
        ("The Taliban attacked Kabul. France condemned the attack in Moscow.", set()),
        ("The Taliban attacked Kabul. France condemned the killing of Russian soldiers in Syria.", set()),
        ("Israel bombed Damascus. France condemned strikes on Poland.", set()),
    ],
)
def test_who_condemns_an_attack_is_against_its_attackers_only(extract: Extract, text: str, blamed: set[str]) -> None:
    assert {other for subject, _, other, _ in ties(extract(text)) if subject == "France"} == blamed


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("Not the rebels but the Congolese army attacked the camp.", {"the Congolese army", "the camp"}),
        ("The Congolese army, and not the rebels, attacked the camp.", {"The Congolese army", "the camp"}),
        ("The rebels attacked not the army but the police.", {"The rebels", "the police"}),
        ("A raid was launched and the rebels attacked the army but not the police.", {"the rebels", "the army"}),
    ],
)
def test_who_is_ruled_out_takes_no_part(extract: Extract, text: str, agents: set[str]) -> None:
    assert doers(extract(text), "attacked") == agents


def test_a_negated_object_before_but_leaves_the_deed_standing(extract: Extract) -> None:
    found = ties(extract("The rebels did not attack the army but the police."))
    assert found == {("rebels", -1, "police", "asserted")}


@pytest.mark.parametrize(
    "text",
    [
        "The rocket fell near the Israeli town of Sderot, which wounded two soldiers.",
        "The clash took place near the Kenyan border, which killed ten policemen.",
        "Uganda recalled its delegation from the Kenyan capital.",
    ],
)
def test_a_place_is_no_side(extract: Extract, text: str) -> None:
    assert ties(extract(text)) == set()


def test_who_raided_near_a_place_killed(extract: Extract) -> None:
    extraction = extract("Rebels raided a village near the Kenyan border, which killed ten policemen.")
    assert "Kenya" not in " ".join(name for name, *_ in ties(extraction))


def test_recalled_in_protest_is_a_side(extract: Extract) -> None:
    found = ties(extract("Uganda recalled its delegation from Kenya in protest at the ruling."))
    assert ("Uganda", -1, "Kenya", "asserted") in found


def test_where_both_sides_fired_the_condemned_attack_is_nobodys(extract: Extract) -> None:
    text = "Turkish troops attacked a village. Greek troops struck a convoy. Norway condemned the attacks."
    assert {subject for subject, *_ in ties(extract(text))} & {"Norway"} == set()


def test_no_friend_of_enemies_is_no_enemy(extract: Extract) -> None:
    found = ties(extract('"Hungary is not a friend of Poland\'s enemies," Keller said.'))
    assert all(subject != "Keller" for subject, *_ in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rwanda condemned the KPM, which it called a threat to the whole region.", {("Rwanda", "KPM")}),
        ("Libyan rivals trade blame as election is put off again", set()),
    ],
)
def test_what_one_is_called_and_where_one_is_from_is_no_side(
    extract: Extract, text: str, expected: set[tuple[str, str]]
) -> None:
    assert {(subject, other) for subject, _, other, _ in ties(extract(text))} == expected


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        (
            "Police arrested two soldiers on suspicion of plotting to kill Keller.",
            ("two soldiers", -1, "Keller", "planned"),
        ),
        (
            "The Islamic State group claimed responsibility for the bombing, which killed 60 soldiers.",
            ("Islamic State group", -1, "60 soldiers", "claimed"),
        ),
    ],
)
def test_what_one_is_accused_of_or_claims(extract: Extract, text: str, tie: tuple[str, int, str, str]) -> None:
    found = ties(extract(text))
    assert tie in found
    assert all(not (subject == "Police" and other == "Keller") for subject, _, other, _ in found)


def test_nobody_urges_himself(extract: Extract) -> None:
    extraction = extract("Beijing said the Philippines had provoked the incident and urged Manila to stop.")
    assert "Beijing" in doers(extraction, "urged")


def test_what_one_is_blamed_for_is_a_claim_of_who_blames(extract: Extract) -> None:
    extraction = extract("Norway blamed the rebels for the killing of 20 soldiers.")
    name = {entity.id: entity.name for entity in extraction.entities}
    (killing,) = (a for a in extraction.alignments if a.relation == "attacks")
    assert (name[killing.subject], killing.factuality, name[killing.attributed_to or ""]) == (
        "rebels",
        "claimed",
        "Norway",
    )


def test_the_accused_is_accused_by_the_accuser_in_the_passive(extract: Extract) -> None:
    extraction = extract("Venezuela has been accused by Colombia in the past of sheltering the rebels.")
    name = {entity.id: entity.name for entity in extraction.entities}
    claims = {(name[a.subject], name[a.attributed_to or ""]) for a in extraction.alignments if a.polarity == 1}
    assert claims == {("Venezuela", "Colombia")}


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        (
            "Keller accused security forces of using live ammunition against demonstrators.",
            ("security forces", -1, "demonstrators", "claimed"),
        ),
        (
            "Norway joined the U.S. strikes on Houthi targets, which Moscow condemned.",
            ("Russia", -1, "U.S.", "asserted"),
        ),
        ("Keller was shot dead by gunmen; no one has claimed responsibility.", ("gunmen", -1, "Keller", "asserted")),
    ],
)
def test_who_is_sure_of_what(extract: Extract, text: str, tie: tuple[str, int, str, str]) -> None:
    found = {(s, p, o.replace("United States", "U.S."), f) for s, p, o, f in ties(extract(text))}
    assert tie in found
    assert ("Russia", -1, "Houthi", "asserted") not in found


def test_a_bid_is_of_those_who_make_it(extract: Extract) -> None:
    assert "the opposition" in doers(extract("Lawmakers rejected a bid by the opposition to impeach him."), "impeach")


def test_armed_is_a_state(extract: Extract) -> None:
    assert extract("The interior minister said the protesters were armed.").events == ()
    assert [e.type for e in extract("The rebels were armed by Rwanda.").events] == ["Aid"]
