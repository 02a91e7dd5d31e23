"""Who is the same across articles, and who is only called the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.identity import Record, doubtful, resolve


def record(number: int, name: str, type_: str = "Person", country: str | None = None, *aliases: str) -> Record:
    return Record(iri=f"x:{number}", article=f"a{number}", type=type_, name=name, country=country, aliases=aliases)


def actors(*records: Record) -> set[tuple[str, ...]]:
    return {actor.members for actor in resolve(records)}


def test_spellings_and_initials_are_one_person() -> None:
    names = ("Mustafa al-Kadhimi", "Mustapha Kazemi", "M. Kadhimi", "Mustafa Kadhimi")
    assert actors(*(record(n, name, "Person", "IQ") for n, name in enumerate(names))) == {("x:0", "x:1", "x:2", "x:3")}
    assert actors(record(0, "Khaled Orsk"), record(1, "K. Orsk")) == {("x:0", "x:1")}
    assert len(actors(record(0, "Hassan Orsk"), record(1, "Hussein Orsk"))) == 2


def test_namesakes_of_two_countries_stay_apart_and_nobody_is_guessed() -> None:
    told = [record(0, "Ada Wei", "Person", "PE"), record(1, "Ada Wei", "Person", "NO")]
    assert actors(*told, record(2, "Ada Wei"), record(3, "Ada Wei")) == {("x:0",), ("x:1",), ("x:2",), ("x:3",)}
    assert actors(told[0], record(2, "Ada Wei"), record(3, "Ada Wei")) == {("x:0", "x:2", "x:3")}


def test_a_party_and_a_newspaper_are_two_and_who_may_be_either_is_neither() -> None:
    told = [record(0, "Green Dawn", "PoliticalParty"), record(1, "Green Dawn", "MediaOutlet")]
    assert actors(*told) == {("x:0",), ("x:1",)}
    assert actors(*told, record(2, "Green Dawn", "Organization")) == {("x:0",), ("x:1",), ("x:2",)}
    assert actors(told[0], record(2, "Green Dawn", "Organization")) == {("x:0", "x:2")}


def test_an_acronym_stands_for_the_one_name_that_it_fits() -> None:
    golden = record(0, "Golden Lion Front", "ArmedGroup", None, "GLF")
    green = record(1, "Green Lion Front", "ArmedGroup", None, "GLF")
    short = record(2, "GLF", "ArmedGroup")
    assert actors(golden, short) == {("x:0", "x:2")}
    assert actors(golden, green, short) == {("x:0",), ("x:1",), ("x:2",)}


def test_a_group_is_the_same_with_the_word_for_what_it_is() -> None:
    bare, group = record(0, "the Orvanis", "ArmedGroup"), record(1, "Orvani movement", "ArmedGroup")
    assert actors(bare, group) == {("x:0", "x:1")}
    assert actors(bare, record(1, "Orvani wing", "ArmedGroup")) == {("x:0",), ("x:1",)}
    assert actors(record(0, "Change"), record(1, "Movement for Change")) == {("x:0",), ("x:1",)}
    assert actors(bare, record(1, "Orvani movement", "MediaOutlet")) == {("x:0",), ("x:1",)}
    told = [replace(r, country=code) for r, code in ((bare, "IQ"), (group, "SY"))]
    assert actors(*told) == {("x:0",), ("x:1",)}


def test_a_servant_of_god_has_one_given_name_however_it_is_cut() -> None:
    names = ("Abd al-Malik al-Orvani", "Abdulmalik Orvani", "Abdel Malek al-Orvani", "Abdoul Malik Orvani")
    assert actors(*(record(n, name) for n, name in enumerate(names))) == {("x:0", "x:1", "x:2", "x:3")}
    assert len(actors(record(0, "Abdul Karim Orvani"), record(1, "Abdul Salam Orvani"))) == 2


def test_more_names_after_a_name_are_in_doubt_unless_the_post_is_the_same() -> None:
    short, long = record(0, "Bekele Orsa"), record(1, "Bekele Orsa Dima")
    assert actors(short, long) == {("x:0",), ("x:1",)}
    assert len(doubtful([short, long])) == 1
    posts = [replace(r, roles=("prime minister",)) for r in (short, long)]
    assert actors(*posts) == {("x:0", "x:1")}
    assert actors(replace(posts[0], country="PE"), replace(posts[1], country="NO")) == {("x:0",), ("x:1",)}
    assert actors(*(replace(r, roles=("brother",)) for r in (short, long))) == {("x:0",), ("x:1",)}


def test_two_full_names_of_one_acronym_are_in_doubt() -> None:
    found = [record(n, name, "ArmedGroup", None, "FDO") for n, name in enumerate(("Orvan Front", "Frente de Orvan"))]
    assert len(actors(*found)) == 2
    assert len(doubtful(found)) == 1
    assert doubtful([replace(r, country=code) for r, code in zip(found, ("PE", "NO"), strict=True)]) == []


def test_a_town_is_no_person() -> None:
    assert len(actors(record(0, "Santiago Vela"), record(1, "Santiago Vela", "PopulatedPlace"))) == 2


def test_who_fits_several_is_in_doubt() -> None:
    found = [record(0, "Ada Wei", "Person", "PE"), record(1, "Ada Wei", "Person", "NO"), record(2, "Ada Wei")]
    assert len(doubtful(found)) == 2


def test_who_fits_several_is_told_by_office_ties_place_and_company() -> None:
    minister = replace(record(0, "Ada Wei", "Person", "PE"), roles=("minister",), ties=("green dawn",))
    general = replace(record(1, "Ada Wei", "Person", "NO"), roles=("general",))
    unclear = record(2, "Ada Wei")
    assert ("x:1", "x:2") in actors(minister, general, replace(unclear, roles=("general",)))
    assert ("x:0", "x:2") in actors(minister, general, replace(unclear, ties=("green dawn",)))
    assert ("x:1", "x:2") in actors(minister, general, replace(unclear, setting=("NO", "US")))
    assert ("x:2",) in actors(minister, general, replace(unclear, setting=("NO", "PE")))
    assert ("x:2",) in actors(minister, general, replace(unclear, roles=("general",), setting=("PE",)))
    others = ("Bo Dahl", "Cleo Rask", "Dan Mott", "Eva Pohl", "Finn Gerk")
    company = [
        replace(record(10 * n, name), iri=f"x:{10 * n}{article}", article=article)
        for n, name in enumerate(others, 1)
        for article in ("a0", "a2")
    ]
    assert ("x:0", "x:2") in actors(minister, general, unclear, *company)


def test_a_minister_is_no_footballer_of_the_same_name() -> None:
    roles = (("foreign minister",), ("striker",), ("minister", "former general"))
    told = [replace(record(n, "Ada Wei", "Person", "PE", f"A. Wei {n}"), roles=r) for n, r in enumerate(roles)]
    assert actors(told[0], told[1], told[2]) == {("x:0", "x:2"), ("x:1",)}
    assert actors(replace(told[0], name="Ada Maria Wei"), told[1]) == {("x:0",), ("x:1",)}
    assert actors(replace(told[0], name="Ada Maria Wei"), told[2]) == {("x:0", "x:2")}


def test_what_every_country_has_is_one_in_each() -> None:
    names = (("Iraqi army", "IQ"), ("army of Iraq", "IQ"), ("Syrian army", "SY"))
    told = [replace(record(n, name, "MilitaryForce", code), common="army") for n, (name, code) in enumerate(names)]
    assert actors(*told) == {("x:0", "x:1"), ("x:2",)}


NAMES = st.sampled_from(["Ada Wei", "A. Wei", "Ada Marwan Wei", "Green Dawn", "GD", "Yusuf Orsk", "Yousef Orsk"])
RECORDS = st.lists(
    st.tuples(NAMES, st.sampled_from(["Person", "PoliticalParty", "MediaOutlet", "Organization"]),
              st.sampled_from([None, "PE", "NO"]), st.sampled_from(["", "minister", "general", "tennis player"]),
              st.sampled_from([(), ("PE",), ("NO",), ("NO", "PE")])),
    max_size=12,
)  # fmt: skip


@given(RECORDS, st.randoms())
def test_the_order_of_records_does_not_matter(
    drawn: list[tuple[str, str, str | None, str, tuple[str, ...]]], chance: object
) -> None:
    found = [
        replace(record(n, name, type_, code), roles=(role,) if role else (), setting=setting)
        for n, (name, type_, code, role, setting) in enumerate(drawn)
    ]
    mixed = list(found)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert resolve(found) == resolve(mixed)
    members = [m for actor in resolve(found) for m in actor.members]
    assert sorted(members) == sorted(r.iri for r in found)
    assert len({actor.iri for actor in resolve(found)}) == len(resolve(found))
    for actor in resolve(found):
        together = [r for r in found if r.iri in actor.members]
        assert len({r.country for r in together if r.country}) < 2
        assert not {"PoliticalParty", "MediaOutlet"} <= {r.type for r in together}


def test_the_name_of_a_people_is_not_also_another_name() -> None:
    one = replace(record(1, "Russian", "Population", None, "Russians"), common="people of RU")
    two = replace(record(2, "Russians", "Population", None, "84 Russians"), common="people of RU")
    for found in resolve([one, two]), resolve([replace(one, name="Russians", aliases=("Russian",)), two]):
        assert [(actor.name, actor.name in actor.aliases) for actor in found] == [("Russians", False)]


@pytest.mark.parametrize(
    ("written", "number", "code", "name"),
    [
        ("Emirates", 290557, "AE", "United Arab Emirates"),
        ("Congo", 203312, "CD", "Democratic Republic of the Congo"),
        ("Palestine", 6254930, "PS", "Palestine"),
        ("Russia", 2017370, "RU", "Russia"),
    ],
)
def test_a_linked_country_goes_by_its_usual_name_and_keeps_what_articles_write(
    written: str, number: int, code: str, name: str
) -> None:
    target = f"https://sws.geonames.org/{number}/"
    (found,) = resolve([replace(record(1, written, "Country", code), targets=(target,))])
    assert (found.name, found.aliases) == (name, () if written == name else (written,))
