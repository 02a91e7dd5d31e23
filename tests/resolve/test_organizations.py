"""Identifiers of organizations: certain ones only."""

from __future__ import annotations

import re

import pytest

from kg.annotate import lexicon
from kg.resolve.organizations import wikidata


@pytest.mark.parametrize("name", ["NATO", "the North Atlantic Treaty Organization", "Nato"])
def test_all_names_of_one_organization_lead_to_it(name: str) -> None:
    assert wikidata(name) == "Q7184"


def test_a_name_that_is_listed_itself_keeps_its_own_identifier() -> None:
    assert wikidata("World Bank") == "Q7164"
    assert wikidata("World Bank Group") == "Q320863"


@pytest.mark.parametrize("name", ["United", "Nations", "Ministry of Defense", "Friends of the United Nations", ""])
def test_other_names_have_none(name: str) -> None:
    assert wikidata(name) == ""


def test_the_list_holds_identifiers_and_no_name_twice() -> None:
    rows = lexicon.read("organization_identifiers")
    assert all(re.fullmatch(r"Q[1-9]\d*", row["wikidata"]) for row in rows)
    assert len({row["name"].casefold() for row in rows}) == len(rows)
