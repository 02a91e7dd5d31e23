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
