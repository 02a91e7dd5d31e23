"""Events: type, who does it to whom, where, when, how many, how far the text stands behind it, and which are one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.annotate import lexicon
from kg.model import Event, Extraction

Extract = Callable[..., Extraction]
PLOVER = set(
    "Agree Consult Support Cooperate Concede Aid Retreat Request Accuse Reject Threaten Protest Sanction Mobilize "
    "Coerce Assault".split()
)


def main_event(found: Extraction) -> Event:
    assert found.events, found.article.text
    return max(found.events, key=lambda event: event.evidence.confidence)


def who(found: Extraction, event: Event, *roles: str) -> list[str]:
    return [p.span.of(found.article.text) for p in event.participants if p.role in roles]


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("Norway condemned Iran on Friday.", "Accuse", "Norway", "Iran"),
        ("Iran was condemned by Norway.", "Accuse", "Norway", "Iran"),
        ("Chile agreed to lend Peru two helicopters.", "Agree", "Chile", "Peru"),
        ("Kenya will send medicine to Sudan.", "Agree", "Kenya", "Sudan"),
        ("Kenya sent medicine to Sudan.", "Aid", "Kenya", "Sudan"),
        ("Egypt threatened to expel Turkish diplomats.", "Threaten", "Egypt", "Turkish"),
        ("Serbia refused to meet the Bulgarian envoy.", "Reject", "Serbia", "Bulgarian envoy"),
        ("Ghana called on Togo to release the prisoners.", "Request", "Ghana", "Togo"),
        ("The minister said Togo must withdraw its troops.", "Request", "minister", "Togo"),
        ("Rebels carried out an attack on the Malian army.", "Assault", "Rebels", "Malian army"),
        (
            "The French president held talks with Poland's chancellor.",
            "Consult",
            "French president",
            "chancellor",
        ),
        ("Armenia broke off relations with Azerbaijan.", "Sanction", "Armenia", "Azerbaijan"),
        ("The Senate launched an investigation into the governor.", "Accuse", "Senate", "governor"),
        ("Police arrested three opposition leaders.", "Coerce", "Police", "opposition leaders"),
        ("India voiced support for Nepal.", "Support", "India", "Nepal"),
        ("Thousands of students demonstrated against the government.", "Protest", "students", "government"),
        ("Chad lifted sanctions on Niger.", "Retreat", "Chad", "Niger"),
        ("Mali is ready to send doctors to Benin.", "Agree", "Mali", "Benin"),
        ("Madrid rejected a French proposal.", "Reject", "Madrid", "French"),
    ],
)
def test_main_event_has_its_type_source_and_target(
    extract: Extract, text: str, kind: str, source: str, target: str
) -> None:
    found = extract(text)
    event = main_event(found)
    assert event.type == kind
    assert any(source in name for name in who(found, event, "agent"))
    assert any(target in name for name in who(found, event, "patient", "recipient"))


def test_object_decides_what_a_verb_means(extract: Extract) -> None:
    kinds = {
        text: main_event(extract(text)).type
        for text in (
            "The army launched an offensive against the rebels.",
            "The army launched an inquiry into the rebels.",
            "The army launched talks with the rebels.",
        )
    }
    assert list(kinds.values()) == ["Assault", "Accuse", "Consult"]


def test_weapon_is_instrument_and_refines_the_kind(extract: Extract) -> None:
    found = extract("Rockets fired by the militia struck the airport in Basra.")
    event = next(e for e in found.events if e.trigger.of(found.article.text) in ("struck", "fired"))
    assert event.subtype == "RocketAttack"
    assert who(found, event, "agent") != ["Rockets"]
    assert "Rockets" in who(found, event, "instrument")


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Gunmen attacked a convoy, killing at least 12 people and wounding thirty.", 12, 30),
        ("A bomb attack on the market left 30 people dead.", 30, None),
        ("Militants shelled the town. Two soldiers were injured.", None, 2),
        ("Raiders stormed the village of Kolda. At least 14 people died and nine others were wounded.", 14, 9),
        ("Police shot dead three men in Dakar.", 3, None),
        ("Two officers died in hospital of wounds suffered in a grenade attack on a station.", 2, None),
        ("Raids levelled a block in Homs. There were no casualties.", 0, 0),
        ("No one was killed or injured in the attack.", 0, 0),
        ("Between 20 and 30 fighters were killed in an airstrike.", 20, None),
        ("Thirty were killed and more than 90 wounded in the bombing.", 30, 90),
        ("A bomb exploded in the market. The death toll rose to 45.", 45, None),
        ("The army killed a commander and two soldiers.", 3, None),
        ("Rebels attacked the base. Two soldiers and a driver were injured. No deaths were reported.", 0, 3),
        ("Attacks shook Niger in January, in which around 100 civilians were massacred.", 100, None),
    ],
)
def test_toll_belongs_to_the_attack(extract: Extract, text: str, killed: int | None, injured: int | None) -> None:
    tolls = [e.casualties for e in extract(text).events if e.casualties]
    assert [(c.killed, c.injured) for c in tolls] == [(killed, injured)]


@pytest.mark.parametrize(
    "text",
    [
        "Rockets struck the city. The mayor, who was 82, died of cancer.",
        "Rebels attacked the base. More than 3,000 people have been killed since the war began.",
        "The army wants to kill 50 rebels.",
        "Twelve judges met in Lyon. The oldest died on Friday.",
    ],
)
def test_other_deaths_are_no_toll_of_the_attack(extract: Extract, text: str) -> None:
    found = extract(text).events
    assert not [e for e in found if e.casualties and e.trigger.of(text) != "killed"]


def test_headline_and_lead_tell_of_one_event(extract: Extract) -> None:
    text = (
        "Gunmen kill 14 in raids on two villages\n\nJihadists stormed two villages in Mali overnight. 14 people died."
    )
    attacks = [e for e in extract(text).events if e.type == "Assault"]
    assert [(e.trigger.of(text), [s.of(text) for s in e.same_as]) for e in attacks] == [("stormed", ["kill"])]


def test_dateline_is_no_agent(extract: Extract) -> None:
    text = "HARARE, Feb 20, 2021 - Leaders of nine countries agreed on Saturday to lift the sanctions."
    found = extract(text)
    assert "HARARE" not in who(found, main_event(found), "agent")


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("The army bombed the bridge.", "asserted"),
        ("The army did not bomb the bridge.", "denied"),
        ("The army might bomb the bridge.", "planned"),
        ("The general claimed that the army bombed the bridge.", "claimed"),
        ("The general said that the army had bombed the bridge.", "reported"),
    ],
)
def test_factuality_comes_from_mood_and_reporter(extract: Extract, text: str, factuality: str) -> None:
    found = extract(text)
    event = next(e for e in found.events if e.trigger.of(text).startswith("bomb"))
    assert event.factuality == factuality
    assert (event.attributed_to is not None) == (factuality in ("claimed", "reported"))


def test_what_is_condemned_did_happen(extract: Extract) -> None:
    text = "Ankara condemned the bombing of the consulate."
    event = next(e for e in extract(text).events if e.trigger.of(text) == "bombing")
    assert event.factuality == "asserted"


def test_attack_that_somebody_is_accused_of_is_a_claim(extract: Extract) -> None:
    text = "Georgia accused Russia of shelling a village."
    found = extract(text)
    event = next(e for e in found.events if e.trigger.of(text) == "shelling")
    assert event.factuality == "claimed"
    assert who(found, event, "agent") == ["Russia"]


def test_event_named_twice_is_one(extract: Extract) -> None:
    text = "Militants raided a police station in Kano on Sunday. The raid lasted two hours."
    found = extract(text)
    assert len(found.events) == 1
    assert [span.of(text) for span in found.events[0].same_as] == ["raid"]


def test_time_and_place_hang_on_their_event(extract: Extract) -> None:
    text = "Sweden accused Russia on Monday of bombing a hospital in Kharkiv last year."
    found = extract(text, published="2024-03-08")
    accused, bombing = sorted(found.events, key=lambda e: e.trigger)
    assert accused.time is not None
    assert accused.time.start is not None
    assert accused.time.start.isoformat() == "2024-03-04"
    assert bombing.time is not None
    assert bombing.time.granularity == "year"
    assert any("Kharkiv" in name for name in who(found, bombing, "place"))


@pytest.mark.parametrize(
    "text",
    [
        "He suffered a heart attack at home.",
        "The committee struck a balance between cost and safety.",
        "A shooting star crossed the sky.",
        "The earthquake killed 300 people.",
        "This requires restraint.",
        "The singer released an album in March.",
        "The spokesman backed away from the microphone.",
        "A minute after the collision, the boiler of the locomotive exploded.",
        "Harlan's media blitz has become expensive.",
        "The hospital has isolated babies who have symptoms.",
        "Scientists who went to see and investigate the crater found no radiation.",
        "The trophy was successfully defended in 1894.",
    ],
)
def test_figures_of_speech_and_accidents_are_no_events(extract: Extract, text: str) -> None:
    assert extract(text).events == ()


def test_attack_of_one_politician_on_another_is_criticism(extract: Extract) -> None:
    text = "Laura Whitfield attacked Daniel Osei over his tax plan."
    assert main_event(extract(text)).type == "Accuse"


@pytest.mark.parametrize(
    "text",
    [
        "Democrats blast Bill Harlan's public service ads.",
        "Keller renewed her attack on Morrison's budget on Friday.",
        "The opposition assailed the government's decision.",
    ],
)
def test_attack_on_a_plan_is_criticism(extract: Extract, text: str) -> None:
    assert [event.type for event in extract(text).events] == ["Accuse"]


def test_labour_strike_is_no_attack(extract: Extract) -> None:
    assert main_event(extract("Nurses began a strike over pay on Monday.")).subtype == "Strike"


def test_spans_lie_in_their_sentence(extract: Extract) -> None:
    found = extract("Army shells camp\n\nThe army shelled a camp near Goma, killing two. Kigali denied it.")
    for event in found.events:
        assert event.evidence.span.covers(event.trigger)
        assert 0 < event.evidence.confidence <= 1


def test_lexicon_names_plover_types_and_known_classes() -> None:
    rows = lexicon.read("events")
    assert {row["type"] for row in rows} <= PLOVER
    assert {row["result"] for row in lexicon.read("event_senses")} <= PLOVER
    classes = {"@" + row["class"] for row in lexicon.read("event_classes")} | {"@person", "@place"}
    used = {item for row in rows for item in row["object"].split("|") if item.startswith("@")}
    assert used <= classes
    assert all(0 < float(row["reliability"]) <= 1 for row in rows)


@pytest.mark.parametrize(
    ("text", "trigger", "role", "words"),
    [
        ("A convoy of the mission was fired upon in Gao.", "fired", "instrument", []),
        ("Leaders agreed on Saturday to step up the fight against jihadist groups.", "agreed", "recipient", []),
        ("The army said it had foiled a plot to bomb a market.", "bomb", "agent", []),
        ("Protesters demanded that the governor resign.", "demanded", "recipient", ["the governor"]),
        ("A missile slammed into an apartment block.", "slammed", "instrument", ["A missile"]),
        ("The bombing of a bus drew protests.", "bombing", "patient", ["a bus"]),
        ("The captive was handed over to the Red Cross.", "handed", "patient", ["The captive"]),
        ("The general commanded attacks on villages.", "attacks", "patient", ["villages"]),
        ("France hosted a conference in Paris; Germany pledged 96 million euros.", "pledged", "place", []),
    ],
)
def test_participants_have_their_roles(extract: Extract, text: str, trigger: str, role: str, words: list[str]) -> None:
    found = extract(text)
    event = next(e for e in found.events if e.trigger.of(text) == trigger)
    assert who(found, event, role) == words


@pytest.mark.parametrize(
    "text",
    ["Rescuers searched the rubble of a building.", "He was charged with aggravated assault in Lagos."],
)
def test_no_assault_or_raid_is_seen_where_there_is_none(extract: Extract, text: str) -> None:
    assert not [e for e in extract(text).events if e.subtype == "Raid" or e.type == "Assault"]


def test_claim_to_have_done_something_is_no_plan(extract: Extract) -> None:
    text = "Rebels ambushed two columns, claiming to have killed 12 soldiers."
    event = next(e for e in extract(text).events if e.trigger.of(text) == "killed")
    assert event.factuality == "claimed"


def test_end_of_an_offensive_is_an_event_of_its_own(extract: Extract) -> None:
    text = "The army called off an offensive against the rebels."
    assert main_event(extract(text)).subtype == "Ceasefire"


@pytest.mark.parametrize(
    "text",
    ["He cut short a trip to Nepal.", "Two suspects were taken into custody, and a threat to use force was made."],
)
def test_idioms_are_no_breach_and_name_no_actor(extract: Extract, text: str) -> None:
    found = extract(text).events
    assert not [e for e in found if e.subtype == "ReduceRelations" or e.trigger.of(text) == "custody"]


def test_what_is_awaited_has_not_happened(extract: Extract) -> None:
    text = "The general ruled out negotiations until the militia lays down its arms."
    assert [e.factuality for e in extract(text).events if e.subtype == "Surrender"] == ["planned"]


@pytest.mark.parametrize("opening", ["", "JOS, Nigeria, March 9 (AP) - "])
def test_a_headline_is_told_by_the_first_deed_of_the_lead(extract: Extract, opening: str) -> None:
    text = (
        "Gunmen kill 14 in raid\n\n"
        + opening
        + ("Gunmen killed at least 14 people and burned dozens of homes in a night raid on the village of Kwall.")
    )
    killing, burning = extract(text).events
    assert (killing.subtype, burning.subtype) == ("Killing", "Destruction")
    assert killing.casualties is not None
    assert killing.casualties.killed == 14
    assert [span.of(text) for span in killing.same_as] == ["kill"]
    agents = {p.entity for event in (killing, burning) for p in event.participants if p.role == "agent"}
    assert len(agents) == 1
    assert None not in agents
