"""Events worth the name: no contests, mishaps, culls, private affairs; what is only aimed at stays a plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Event, Extraction

Extract = Callable[..., Extraction]


def by_trigger(found: Extraction, word: str) -> Event:
    told = {event.trigger.of(found.article.text): event for event in found.events}
    assert word in told, (found.article.text, list(told))
    return told[word]


def who(found: Extraction, event: Event, *roles: str) -> list[str]:
    return [p.span.of(found.article.text) for p in event.participants if p.role in roles]


@pytest.mark.parametrize(
    "text",
    [
        "The home side beat Ajax 3-1 on Saturday to reach the semi-final.",
        "She met her husband at a dance in 1962.",
        "He dropped out of school in 1999.",
        "The chef demonstrated to students how to make bread.",
        "Millions of infected birds were slaughtered last winter.",
        "The diver pulled out one passenger.",
        "Clouds hung over the valley.",
        "The clinic treated him as a guest.",
        "Up to 300 people were killed by a cholera epidemic.",
        "The engine was wrecked, and 40 people were killed at the scene of the train crash.",
        "The stall was hit by rising flour prices.",
        "The label has shut down.",
        "A new airline offers two flights a day.",
        "The senator talked about taxes.",
        "Most senators agree that a president is no king.",
        "Experts warned that the drought would last.",
        "The mayor declined to comment.",
        "He killed himself in 2003.",
        "The press release adds that work has begun.",
        "An explosion at a fireworks factory killed 12 workers.",
        "Home hit by fire a second time",
        "The firm lost the battle to keep the case out of court.",
        "Germany defeated Brazil in the final.",
        "The areas surrounding the farm are fenced.",
    ],
)
def test_civil_life_is_no_public_event(extract: Extract, text: str) -> None:
    assert not extract(text).events


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The mission to destroy the group made progress.", "destroy"),
        ("The army launched a push to retake the town of Sarmin.", "retake"),
        ("The militia's effort to seize the airport went on.", "seize"),
        ("The drive to expel the rebels has stalled.", "expel"),
        ("We need to meet the rebels.", "meet"),
        ("The foreign minister wants to meet the rebels.", "meet"),
        ("The opposition is planning to launch protest rallies.", "protest rallies"),
        ("The alliance is assisting the army to destroy the camp.", "destroy"),
        ("Police prepared for the planned rally.", "rally"),
        ("Arming the rebels would prolong the war.", "Arming"),
    ],
)
def test_what_is_aimed_at_is_planned(extract: Extract, text: str, trigger: str) -> None:
    assert by_trigger(extract(text), trigger).factuality == "planned"


@pytest.mark.parametrize(
    ("text", "trigger", "factuality"),
    [
        ("The minister offered his condolences to the families of the victims.", "condolences", "asserted"),
        ("Norway became the first country to recognize the new state.", "recognize", "asserted"),
        ("The army had to evacuate the village of Sar on Monday.", "evacuate", "asserted"),
        ("I was pleased to meet the rebels.", "meet", "reported"),
        ("The students occupied the university to protest against fees.", "protest", "asserted"),
        ("The killing of the general angered Tehran.", "killing", "asserted"),
        ("If they approve the treaty that Chile signed last year, trade will grow.", "signed", "reported"),
        ("The court acquitted the general of ordering the killing of the priest.", "killing", "denied"),
        ("The colonel was found not guilty of torturing prisoners.", "torturing", "denied"),
        ("The general denied ordering the killing of the priest.", "killing", "denied"),
        ("It was a riot and not an attack, and it was not an ambush.", "ambush", "denied"),
    ],
)
def test_what_happened_is_no_plan(extract: Extract, text: str, trigger: str, factuality: str) -> None:
    assert by_trigger(extract(text), trigger).factuality == factuality


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "agents", "others"),
    [
        ("The army recaptured Palmyra on Monday.", "recaptured", "Assault", ["The army"], ["Palmyra"]),
        ("Kabul fell to the Taliban in 2021.", "fell", "Assault", ["Taliban"], ["Kabul"]),
        ("Iraq invaded and annexed Kuwait.", "invaded", "Assault", ["Iraq"], ["Kuwait"]),
        ("Syria turned to Russia for help against the rebels.", "turned", "Request", ["Syria"], ["Russia"]),
        ("The minister called the Danish envoy a liar.", "called", "Accuse", ["The minister"], ["the Danish envoy"]),
        ("Mason charged with fraud", "charged", "Accuse", [], ["Mason"]),
        ("Police are investigating the murder of Anna Bell.", "investigating", "Accuse", ["Police"], []),
        ("The DNC hack angered the party.", "hack", "Assault", [], ["DNC"]),
        ("The raid, condemned by Norway, killed two.", "raid", "Assault", [], ["two"]),
        ("Strikes disabled two bridges near Hawija.", "Strikes", "Assault", [], ["two bridges"]),
        ("The police foiled a bombing by the group.", "bombing", "Assault", ["the group"], []),
        ("Both sides agreed to stop fighting.", "agreed", "Agree", ["Both sides"], []),
        ("In the capital, Sana, police shot four men.", "shot", "Assault", ["police"], ["four men"]),
        ("The rustlers stormed a village.", "stormed", "Assault", ["The rustlers"], ["a village"]),
        ("The army lost the town to the rebels.", "lost", "Assault", ["the rebels"], ["The army"]),
        ("China warned Rome against selling arms to Chad.", "warned", "Threaten", ["China"], ["Rome"]),
        ("The report accuses the army and the police.", "accuses", "Accuse", [], ["the army", "the police"]),
        ("A gunman shot eight people at a school.", "shot", "Assault", ["A gunman"], ["eight people"]),
        (
            "The president sacked the general for his attack on the port.",
            "attack",
            "Assault",
            ["the general"],
            ["the port"],
        ),
        ("Soldiers executed dozens of men in Moura.", "executed", "Assault", ["Soldiers"], ["men"]),
        ("Troops pulled out of the village.", "pulled", "Retreat", ["Troops"], ["the village"]),
        (
            "Government troops defeated the rebels near Goma.",
            "defeated",
            "Assault",
            ["Government troops"],
            ["the rebels"],
        ),
        ("Rome named the militia that attacked the port.", "attacked", "Assault", ["the militia"], ["the port"]),
        ("The rebels besieged in Gao surrendered.", "besieged", "Assault", [], ["The rebels"]),
        ("The refugees fled fighting between the army and a militia.", "fighting", "Assault", [], []),
        ("The president fired the army chief.", "fired", "Coerce", ["The president"], ["the army chief"]),
    ],
)
def test_sides_of_an_event(
    extract: Extract, text: str, trigger: str, kind: str, agents: list[str], others: list[str]
) -> None:
    found = extract(text)
    event = by_trigger(found, trigger)
    assert (event.type, who(found, event, "agent"), who(found, event, "patient", "recipient")) == (kind, agents, others)


def test_who_is_named_as_the_source_is_sent_nothing(extract: Extract) -> None:
    found = extract("Some 50 experts were deployed in Angola, according to Mike Ryan.")
    assert all("Ryan" not in name for event in found.events for name in who(found, event, "recipient", "patient"))


def test_purpose_of_a_meeting_is_no_second_meeting(extract: Extract) -> None:
    found = extract("The minister met the Danish envoy to discuss the war.")
    assert [event.trigger.of(found.article.text) for event in found.events if event.type == "Consult"] == ["met"]


def test_year_is_no_toll(extract: Extract) -> None:
    found = extract("The lynching of 1946 was never solved.")
    assert all(event.casualties is None for event in found.events)
