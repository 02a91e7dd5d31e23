"""Transcripts and interviews: labels at the beginning of a paragraph tell who speaks."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Extraction

INTERVIEW = (
    "The following is an interview with Tariq Hamdan, the foreign minister, by Julia Weiss.\n\n"
    "WEISS: Why did you close the border?\n\n"
    "HAMDAN: I warned Oman twice. Oman did not listen.\n\n"
    "It never has.\n\n"
    "WEISS: Will you open it?\n\n"
    "HAMDAN: Not this year."
)


def test_each_turn_is_said_by_its_label(extract: Callable[..., Extraction]) -> None:
    found = extract(INTERVIEW)
    name = {entity.id: entity.name for entity in found.entities}
    turns = [
        (name.get(s.speaker or ""), s.kind, s.factuality, " … ".join(c.of(INTERVIEW) for c in s.content))
        for s in found.statements
        if s.evidence.rule.endswith(".turn")
    ]
    assert turns == [
        ("Julia Weiss", "direct", "planned", "Why did you close the border"),
        ("Tariq Hamdan", "direct", "reported", "I warned Oman twice. Oman did not listen … It never has"),
        ("Julia Weiss", "direct", "planned", "Will you open it"),
        ("Tariq Hamdan", "direct", "reported", "Not this year"),
    ]


def test_who_says_i_in_a_turn_is_its_speaker(extract: Callable[..., Extraction]) -> None:
    text = INTERVIEW.replace("I warned Oman twice", "I believe that Oman knew it")
    found = extract(text)
    name = {entity.id: entity.name for entity in found.entities}
    (belief,) = (s for s in found.statements if s.cue[0].of(text) == "believe")
    assert name[belief.speaker or ""] == "Tariq Hamdan"
    assert belief.within is not None


def test_a_colon_or_two_make_no_transcript(extract: Callable[..., Extraction]) -> None:
    text = "Harbour: The ships waited.\n\nThe port stood still on Monday.\n\nWeather: The wind fell."
    assert not [s for s in extract(text).statements if s.evidence.rule.endswith(".turn")]
