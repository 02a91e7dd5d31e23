"""Groups named by whose they are, on sentences of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction

Extract = Callable[..., Extraction]


def kinds(extraction: Extraction) -> dict[str, str]:
    return {entity.name: entity.type for entity in extraction.entities}


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Kenya condemned the attack on its supporters.", "supporters of Kenya", "Population"),
        ("Kenya said that its ally would respond.", "ally of Kenya", "GeopoliticalEntity"),
        ("The party said that its opponents had rigged the vote.", "opponents of the party", "Population"),
        ("The enemies of Kenya are weak, the president said.", "enemies of Kenya", "Population"),
        ("Neighbouring countries condemned the attack.", "Neighbouring countries", "GeopoliticalEntity"),
        ("The attack wounded two personnel.", "two personnel", "Population"),
    ],
)
def test_a_group_is_called_after_its_owner_and_is_no_organization(
    extract: Extract, text: str, name: str, type_: str
) -> None:
    assert kinds(extract(text)).get(name) == type_


@pytest.mark.parametrize(
    "text", ["Kenya thanked its ally Uganda.", "Kenya and Uganda met. Kenya thanked Uganda, its main ally, for help."]
)
def test_a_counterpart_beside_a_name_is_who_it_names(extract: Extract, text: str) -> None:
    assert set(kinds(extract(text))) == {"Kenya", "Uganda"}


def test_groups_of_one_owner_are_one_and_of_two_owners_two(extract: Extract) -> None:
    assert set(kinds(extract("Chad attacked Mali and its allies. Mali's allies fled."))) == {
        "Chad", "Mali", "allies of Mali",
    }  # fmt: skip
    found = kinds(extract("Chad thanked its soldiers. Mali thanked its soldiers."))
    assert {"soldiers of Chad", "soldiers of Mali"} <= set(found)
