"""What stands above a stance decides how it holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Angola dismissed the claim that it supports the Orvan Liberation Front.", "denied"),
        ("Angola repeated the allegation that Kenya supports the Orvan Liberation Front.", "claimed"),
    ],
)
def test_what_an_allegation_says_is_never_plain(text: str, factuality: str, extract: Callable[..., Extraction]) -> None:
    found = extract(text)
    support = [a for a in found.alignments if a.polarity == 1]
    assert {a.factuality for a in support} == {factuality}


@pytest.mark.parametrize(
    "text",
    [
        "The army could not protect the Yazidis from the militants.",
        "Harlan cannot defend Whitfield in court, because his licence was withdrawn.",
        "The Daily Courier investigates President Orsk's failure to close the camp.",
        "Norvik detectives investigated Mary Hill's background and her habits.",
        "Harlan told a cheering throng of supporters in Tampa that he would run.",
        "His lawyer, Paul Kemp, insisted that his client had no role in the attacks, which targeted politicians.",
        "Crown Harbour Partners was a partnership founded in 1988 in Denver.",
        "His parents were encouraged by a friend to develop the child's talents.",
        "Ada Wei was surrounded throughout her life by the leading poets, critics and musicians.",
    ],
)
def test_nobody_takes_a_side_in_what_is_not_done_to_the_other(text: str, extract: Callable[..., Extraction]) -> None:
    assert not extract(text).alignments


def test_who_cannot_support_another_refuses_to(extract: Callable[..., Extraction]) -> None:
    (found,) = extract("Keller said that she cannot support Whitfield.").alignments
    assert found.polarity == -1
