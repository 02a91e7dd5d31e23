"""Who sides with or against whom, on sentences of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.annotate import lexicon
from kg.annotate.alignments.stances.words import words
from kg.model import Alignment, Extraction

Extract = Callable[..., Extraction]
Sides = list[tuple[str, int, str]]

CASES = Path(__file__).with_name("sides.tsv")


def sides(extraction: Extraction) -> Sides:
    """Return the alignments by the names of their actors, what was denied left out."""
    name = {entity.id: entity.name for entity in extraction.entities}
    return [(name[a.subject], a.polarity, name[a.object]) for a in extraction.alignments if a.factuality != "denied"]


def only(extraction: Extraction) -> Alignment:
    assert len(extraction.alignments) == 1, sides(extraction)
    return extraction.alignments[0]


def _gold(ties: str) -> Sides:
    found = []
    for tie in filter(None, (part.strip() for part in ties.split(";"))):
        holder, other = tie[:-1].split(" > ")
        found.append((holder.strip(), 1 if tie.endswith("+") else -1, other.strip()))
    return found


def test_sentences_of_political_news(extract: Extract) -> None:
    with CASES.open(encoding="utf-8") as lines:
        rows = list(lexicon.parse(lines, where=CASES.name))
    assert len(rows) > 110
    told = right = due = found = 0
    for row in rows:
        read, gold = sides(extract(row["sentence"])), _gold(row["ties"])

        def fits(side: tuple[str, int, str], tie: tuple[str, int, str]) -> bool:
            return side[1] == tie[1] and tie[0] in side[0] and tie[2] in side[2]

        told += len(read)
        right += sum(any(fits(side, tie) for tie in gold) for side in read)
        due += len(gold)
        found += sum(any(fits(side, tie) for side in read) for tie in gold)
    assert right / told >= 0.95, f"precision {right}/{told}"
    assert found / due >= 0.90, f"recall {found}/{due}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops fought Iran-backed militias near the border.", ("Iran", 1, "Iran-backed militias")),
        ("The Saudi-led coalition denied it.", ("Saudi", 1, "Saudi-led coalition")),
        ("A group of pro-Iran militias left the city.", ("pro-Iran militias", 1, "Iran")),
        ("The anti-Keller lawmakers met Keller in Ohio.", ("anti-Keller lawmakers", -1, "Keller")),
    ],
)
def test_hyphened_compounds(extract: Extract, text: str, expected: tuple[str, int, str]) -> None:
    found = sides(extract(text))
    assert any(a in expected[0] or expected[0] in a for a, p, _ in found if p == expected[1]), found
    assert any(b in expected[2] or expected[2] in b for _, p, b in found if p == expected[1]), found


@pytest.mark.parametrize(
    "text",
    [
        "Keller did not endorse Morrison.",
        "Keller declined to endorse Morrison.",
        "Keller stopped short of endorsing Morrison.",
        "Keller may endorse Morrison.",
        "If Keller endorses Morrison, the race will change.",
        "Keller never attacked Morrison.",
    ],
)
def test_what_did_not_happen_is_no_side(extract: Extract, text: str) -> None:
    assert sides(extract(text)) == []


@pytest.mark.parametrize(
    "text",
    ["Keller refused to endorse Morrison.", "Keller will not support Morrison.", "Keller no longer supports Morrison."],
)
def test_refused_support_is_opposition(extract: Extract, text: str) -> None:
    assert sides(extract(text)) == [("Keller", -1, "Morrison")]


def test_the_future_is_planned(extract: Extract) -> None:
    found = only(extract("Turkey will attack Greece."))
    assert (found.polarity, found.factuality) == (-1, "planned")


def test_what_a_speaker_says_is_his(extract: Extract) -> None:
    extraction = extract('"Iran arms Hezbollah," Keller said.')
    found = next(a for a in extraction.alignments if a.relation == "aids")
    name = {entity.id: entity.name for entity in extraction.entities}
    assert found.attributed_to is not None
    assert name[found.attributed_to] == "Keller"
    assert found.factuality == "reported"
    assert found.statement is not None


def test_condemning_is_a_statement_in_the_voice_of_the_article(extract: Extract) -> None:
    found = only(extract("France condemned Iran."))
    assert (found.basis, found.attributed_to) == ("statement", None)


def test_what_an_accuser_says_of_the_accused_is_a_claim(extract: Extract) -> None:
    extraction = extract("Russia accused Ukraine of attacking Belarus.")
    name = {entity.id: entity.name for entity in extraction.entities}
    claim = next(a for a in extraction.alignments if name[a.object] == "Belarus")
    assert (name[claim.subject], claim.factuality, name[claim.attributed_to or ""]) == ("Ukraine", "claimed", "Russia")


def test_a_modifier_is_no_actor(extract: Extract) -> None:
    found = sides(extract("Iraqi militias attacked Turkish soldiers."))
    assert found
    assert all(a != "Iraq" and b != "Turkey" for a, _, b in found)


def test_an_owner_stands_for_his_things_and_acts(extract: Extract) -> None:
    assert sides(extract("Rockets were fired and Hezbollah fighters attacked U.S. positions."))[0][2] == "U.S."
    assert sides(extract("Keller slammed Morrison's tax plan.")) == [("Keller", -1, "Morrison")]


def test_a_topic_is_no_owner(extract: Extract) -> None:
    assert sides(extract("Keller slammed the Iran deal.")) == []


def test_who_speaks_for_another_commits_him(extract: Extract) -> None:
    found = sides(extract("Interior Ministry spokesman Omar Haddad condemned Iran."))
    assert ("Omar Haddad", -1, "Iran") in found
    assert any("Interior Ministry" in a and p == -1 and b == "Iran" for a, p, b in found)


def test_helper_and_helped_share_the_fight(extract: Extract) -> None:
    found = sides(extract("Norway supports Iraq in the fight against the Islamic State."))
    assert ("Norway", 1, "Iraq") in found
    assert ("Iraq", -1, "Islamic State") in found


def test_a_headline_in_capitals(extract: Extract) -> None:
    assert sides(extract("Anna Keller Slams Robert Harlan Over Taxes")) == [("Anna Keller", -1, "Robert Harlan")]


def test_sides_stand_in_sentences_and_have_their_own_ids(extract: Extract) -> None:
    extraction = extract("Keller praised Harlan. Harlan praised Keller. Keller and Harlan criticized Morrison.")
    assert len({a.id for a in extraction.alignments}) == len(extraction.alignments) == 4
    for a in extraction.alignments:
        assert a.evidence.span.of(extraction.article.text).endswith(".")
        assert 0 < a.evidence.confidence <= 1


def test_every_row_of_the_list_is_well_formed() -> None:
    for row in lexicon.read("stances"):
        assert row["pos"] in ("VERB", "NOUN", "ADJ", "PREP", "ROLE"), row
        assert row["polarity"] in ("+1", "-1"), row
        assert row["basis"] in ("explicit", "event", "statement"), row
        assert 0 < float(row["reliability"]) <= 1, row
        assert row["pos"] == "VERB" or row["frame"], row


def test_alternatives_of_a_row_stand_for_each() -> None:
    frames = {word.frame for word in words()["VERB"]["airlift"]}
    assert {("weapon", "to"), ("aid", "for")} <= frames
    assert not any("|" in step for frame in frames for step in frame)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway and British jets left. U.S. and British jets struck the Houthis at dawn.",
            ("United Kingdom", -1, "Houthis"),
        ),
        ("Calling the president a dictator, Anna Keller urged voters to stay home.", ("Anna Keller", -1, "president")),
        ("Mr. Keller has thrown in his lot with President Morrison.", ("Keller", 1, "Morrison")),
        ("The United States imposed tariffs of 50 percent on Brazil in July.", ("United States", -1, "Brazil")),
        ("The Farmers' Party walked out of a coalition with the Greens.", ("Farmers' Party", -1, "Greens")),
        ("Keller and Morrison have feuded since 2019.", ("Keller", -1, "Morrison")),
        ("Algeria recalled its ambassador from Paris.", ("Algeria", -1, "Paris")),
        ("Sweden summoned the Iranian ambassador on Tuesday.", ("Sweden", -1, "Iranian ambassador")),
        ("The Philippines and Japan held joint drills.", ("Philippines", 1, "Japan")),
        ("Cuba stood firmly behind Venezuela.", ("Cuba", 1, "Venezuela")),
        ("Russia vetoed a resolution drafted by Albania.", ("Russia", -1, "Albania")),
        ("Iran seized a ship owned by a British company.", ("Iran", -1, "British company")),
        ("The rebels captured the army's base near Wau.", ("rebels", -1, "army")),
        ("Warsaw has long been among the staunchest supporters of Kyiv.", ("Warsaw", 1, "Kyiv")),
        ("Gangs forced Prime Minister Ariel Henry to resign.", ("Gangs", -1, "Ariel Henry")),
        ("A Chinese vessel rammed a Philippine boat.", ("China", -1, "Philippines")),
    ],
)
def test_ways_of_taking_sides(extract: Extract, text: str, expected: tuple[str, int, str]) -> None:
    assert any(a.endswith(expected[0]) and p == expected[1] and b == expected[2] for a, p, b in sides(extract(text)))


def test_who_punishes_does_not_do_what_he_punishes(extract: Extract) -> None:
    found = sides(extract("Canada sanctioned Belarus for supporting Hezbollah."))
    assert ("Belarus", 1, "Hezbollah") in found
    assert ("Canada", 1, "Hezbollah") not in found


def test_a_threatened_deed_is_not_done(extract: Extract) -> None:
    assert only(extract("Chad threatened to expel Sudanese diplomats.")).factuality == "planned"


def test_who_names_a_side_is_not_in_it(extract: Extract) -> None:
    assert sides(extract("Eritrea entered what commentators called an axis against Ethiopia.")) == []


def test_a_speaker_goes_on_after_his_words(extract: Extract) -> None:
    found = sides(extract('Keller said Morrison was "not a president" and thanked Panama for its help.'))
    assert ("Keller", 1, "Panama") in found
    assert ("Morrison", 1, "Panama") not in found


def test_all_parties_to_a_coalition(extract: Extract) -> None:
    found = sides(extract("Mali, Niger and Chad formed an alliance."))
    assert {("Mali", 1, "Niger"), ("Mali", 1, "Chad"), ("Niger", 1, "Chad")} <= set(found)


def test_an_apposition_stands_for_whom_it_describes(extract: Extract) -> None:
    found = sides(extract("Sheriff Tom Brandt, a Republican who endorsed Bill Teague, left."))
    assert found == [("Tom Brandt", 1, "Bill Teague")]


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Britain stands by Iraq to defeat Boko Haram.", "planned"),
        ("Nigeria reiterated its commitment to defeating Boko Haram.", "planned"),
        ("The Turkish army used drones to kill rebel commanders.", "asserted"),
        ("Chad's support for Sweden is uncertain.", "planned"),
        ("Ethiopia said a war between Chad and Eritrea was only a question of time.", "planned"),
    ],
)
def test_an_aim_is_no_deed(extract: Extract, text: str, factuality: str) -> None:
    assert {a.factuality for a in extract(text).alignments if a.polarity == -1 or "support" in text} == {factuality}


@pytest.mark.parametrize(
    "text",
    [
        "Reinforcements who attempted to join the gunmen in the house were killed by army personnel.",
        "There is only one way to end this: a Syrian-led political settlement.",
        "The governor required each state agency to appoint an officer.",
        "The decision cuts against the interests of Norway, Keller said.",
        "The tax will help Russia surrender to Germany.",
        "Nino Harlan, a former Keller ally, left.",
        "Keller's ex-ally Morrison resigned.",
    ],
)
def test_takes_no_side(extract: Extract, text: str) -> None:
    assert [s for s in sides(extract(text)) if s[1] == 1 or "cuts" in text] == []


def test_an_attack_in_words_is_criticism(extract: Extract) -> None:
    attack = only(extract("Keller continued his assault on Mr. Morrison, mocking his speech."))
    assert (attack.relation, attack.basis) == ("criticizes", "statement")


def test_to_dismiss_somebody_is_not_to_dismiss_what_he_says(extract: Extract) -> None:
    assert only(extract("President Olin dismissed General Morrison on Monday.")).relation == "ousts"
    assert only(extract("President Olin dismissed Russia's claims on Monday.")).relation == "criticizes"


def test_what_precedes_the_subject_does_not_act(extract: Extract) -> None:
    found = sides(extract("Once a protege of Edgar Melnik, Zhvan chose to join the Green Party."))
    assert [(a, p) for a, p, b in found if b == "Green Party"] == [("Zhvan", 1)]


def test_who_is_somebodys_ally_is_another(extract: Extract) -> None:
    found = extract("Kenya denied that Uganda, its ally, had attacked Sudan.")
    assert ("Uganda", 1, "Kenya") in sides(found)
    assert {a.factuality for a in found.alignments if a.polarity == 1} == {"reported"}


def test_not_to_block_is_no_stance(extract: Extract) -> None:
    assert sides(extract("Slovakia has not blocked EU aid to Ukraine.")) == []


def test_the_accused_defends_his_own_regime(extract: Extract) -> None:
    found = extract("General Tom Brandt accused President Olin of using the country's gold to protect his regime.")
    assert ("Olin", 1, "regime of Olin") in sides(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The president told reporters that Chad had attacked Sudan.", ("Chad", -1, "Sudan")),
        ("The minister urged Chad to support Sudan.", ("minister", 1, "Sudan")),
        ("Pakistani and Indian forces fought along the border.", ("Pakistan", -1, "India")),
        ("Simms, a Democrat and a longtime ally of Okafor, declined to comment.", ("Simms", 1, "Okafor")),
        ("Mali and Niger broke off relations with Ukraine.", ("Mali", -1, "Ukraine")),
    ],
)
def test_the_side_is_whose_it_is(extract: Extract, text: str, expected: tuple[str, int, str]) -> None:
    found = sides(extract(text))
    assert expected in found
    assert {(a, b) for a, _, b in found} <= {expected[::2], ("Niger", "Ukraine")}


def test_who_denies_says_so_himself(extract: Extract) -> None:
    found = extract("Chad accused Sudan of arming the FSB. Khartoum has denied arming the FSB.")
    names = {e.id: e.name for e in found.entities}
    told = {(a.factuality, names[a.attributed_to]) for a in found.alignments if a.polarity == 1 and a.attributed_to}
    assert told == {("claimed", "Chad"), ("denied", "Sudan")}


@pytest.mark.parametrize(
    "text",
    [
        "Harlan's first match was against Tommy Keller.",
        "Daniel Prodan is a retired Romanian soccer defender.",
        "Gaudin pitched against the Jacksonville Suns in the first inning.",
    ],
)
def test_sport_takes_no_sides(extract: Extract, text: str) -> None:
    assert sides(extract(text)) == []
