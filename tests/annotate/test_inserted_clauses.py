"""What goes on after an inserted "the ministry said" belongs to what was said, not to the speaker."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Event, Extraction

Extract = Callable[..., Extraction]


def event(extraction: Extraction, trigger: str) -> Event:
    return next(e for e in extraction.events if e.trigger.of(extraction.article.text) == trigger)


def agents(extraction: Extraction, trigger: str) -> list[str]:
    text = extraction.article.text
    return [p.span.of(text) for p in event(extraction, trigger).participants if p.role == "agent"]


@pytest.mark.parametrize(
    ("text", "trigger", "doers"),
    [
        ("Shells fell on the camp, Burundi's army said, wounding three soldiers.", "wounding", []),
        ("Rebels shelled Kavala, the army said on Friday, killing six civilians.", "killing", ["Rebels"]),
        ("Rebels stormed the post, the army said, and killed two Norwegian troops.", "killed", ["Rebels"]),
        ("Russia has massed troops, Ukraine said, accusing Moscow of escalation.", "accusing", ["Ukraine"]),
    ],
)
def test_the_doer_is_of_the_clause_that_goes_on(extract: Extract, text: str, trigger: str, doers: list[str]) -> None:
    assert agents(extract(text), trigger) == doers


def test_what_goes_on_is_said_by_the_speaker(extract: Extract) -> None:
    extraction = extract("Rebels shelled Kavala, the army said on Friday, killing six civilians.")
    found = event(extraction, "killing")
    assert found.factuality == "reported"
    assert found.attributed_to is not None
    assert all(a.factuality != "asserted" for a in extraction.alignments)


def test_after_a_quotation_the_speaker_goes_on(extract: Extract) -> None:
    extraction = extract('"We never gave up," Keller said, attacking Morrison.')
    assert agents(extraction, "attacking") == ["Keller"]


def test_a_participle_after_a_comma_goes_with_the_main_verb(extract: Extract) -> None:
    extraction = extract("France agreed to sell Armenia radars, angering Azerbaijan, which expelled two diplomats.")
    assert event(extraction, "expelled").factuality == "asserted"


def test_who_said_one_thing_and_accused_has_accused(extract: Extract) -> None:
    extraction = extract("Keller said that Tehran gave no orders, and accused Norway of looking for a pretext.")
    assert agents(extraction, "accused") == ["Keller"]


def test_a_participle_goes_with_the_vote_not_with_those_voted_on(extract: Extract) -> None:
    extraction = extract(
        'The parliament of Norway voted to require firms that receive money from abroad to register as "agents", '
        "defying the European Union."
    )
    assert agents(extraction, "defying") == ["The parliament of Norway"]
