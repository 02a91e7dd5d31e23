"""A surname alone means whom the article shows to be meant, and nobody where it does not tell."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from kg.resolve.identity import Record, joined, resolve


def person(number: int, name: str, **told: Any) -> Record:
    return Record(iri=f"x:{number}", article=f"a{number}", type="Person", name=name, **told)


def together(*records: Record) -> set[tuple[str, ...]]:
    found = {frozenset(actor.members for actor in resolve(some)) for some in permutations(records)}
    assert len(found) == 1, "the order of the records decides"
    return set(found.pop())


ADA = person(0, "Ada Orsk", roles=("president",), country="PE")


def test_a_post_of_one_holder_tells_who_is_meant() -> None:
    assert together(ADA, person(1, "Orsk", roles=("president",))) == {("x:0", "x:1")}
    assert together(ADA, person(1, "Orsk", roles=("former president",))) == {("x:0", "x:1")}
    assert together(ADA, person(1, "al-Orsk", roles=("president",))) == {("x:0", "x:1")}


@pytest.mark.parametrize(
    "told", [{}, {"roles": ("senator",)}, {"roles": ("president",), "country": "NO"}, {"setting": ("PE",)}]
)
def test_nobody_is_meant_by_a_surname_that_is_all_that_is_told(told: dict[str, Any]) -> None:
    assert together(ADA, person(1, "Orsk", **told)) == {("x:0",), ("x:1",)}


def test_any_post_tells_of_the_only_one_of_that_surname_in_the_country() -> None:
    general = person(1, "Mira Orsk", roles=("general",), country="NO")
    bare = person(2, "Orsk", roles=("general",), country="NO")
    assert together(ADA, general, bare) == {("x:0",), ("x:1", "x:2")}
    brother = person(3, "Jan Orsk", roles=("judge",), country="NO")
    assert together(general, brother, bare) == {("x:1",), ("x:2",), ("x:3",)}


def test_two_presidents_of_one_surname_are_not_told_apart_by_the_post() -> None:
    father = person(1, "Jan Orsk", roles=("former president",), country="PE")
    assert together(ADA, father, person(2, "Orsk", roles=("president",))) == {("x:0",), ("x:1",), ("x:2",)}


def test_the_same_group_led_tells_who_is_meant_and_a_country_does_not() -> None:
    leader = person(0, "Ada Orsk", ties=("kivu front", "peru"))
    assert together(leader, person(1, "Orsk", ties=("kivu front",))) == {("x:0", "x:1")}
    assert together(leader, person(1, "Orsk", ties=("peru",))) == {("x:0",), ("x:1",)}


def test_articles_that_tell_nothing_follow_those_that_tell_if_nearly_all_of_the_name_are_one() -> None:
    many = [person(n, "Ada Orsk", roles=("president",), country="PE") for n in range(3)]
    told, silent = person(3, "Orsk", roles=("president",)), person(4, "Orsk")
    other = person(5, "Mira Orsk", roles=("mayor",))
    assert {actor.members for actor in resolve([*many, told, silent])} == {("x:0", "x:1", "x:2", "x:3", "x:4")}
    assert {actor.members for actor in resolve([*many[:1], told, silent, other])} == {
        ("x:0", "x:3"),
        ("x:4",),
        ("x:5",),
    }


def test_who_is_joined_by_surname_is_shown_and_can_be_parted() -> None:
    bare = person(1, "Orsk", roles=("president",))
    (pair,) = joined([ADA, bare])
    assert "surname" in pair.reason
    apart = resolve([ADA, bare], judgements={frozenset((pair.one, pair.other)): "different"})
    assert {actor.members for actor in apart} == {("x:0",), ("x:1",)}
