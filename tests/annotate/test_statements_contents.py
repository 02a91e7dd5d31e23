"""What a statement's content takes in, and what states nothing: ways of telling met in agency and local news."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction

Reader = Callable[[str], list[tuple[str | None, str, str]]]


@pytest.fixture(scope="module")
def read(extract: Callable[..., Extraction]) -> Reader:
    """Read a paragraph under a headline as (source, cue, content) of its outermost statements."""

    def run(text: str) -> list[tuple[str | None, str, str]]:
        text = f"Harbour talks\n\n{text}"
        return [
            (
                None if s.source is None else s.source.of(text),
                " … ".join(c.of(text) for c in s.cue),
                " … ".join(c.of(text) for c in s.content),
            )
            for s in extract(text).statements
            if s.within is None
        ]

    return run


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Forty people are also suspected to be infected.", "Forty people … to be infected"),
        ("The suspect was known to be armed.", "The suspect … to be armed"),
        ("Forty miners are feared dead.", "Forty miners … dead"),
        ("Nine divers were reported missing.", "Nine divers … missing"),
        ("The release includes 60 memos now deemed secret.", "60 memos … secret"),
    ],
)
def test_a_passive_takes_its_subject_and_what_is_held_of_it(read: Reader, text: str, content: str) -> None:
    ((source, _, found),) = read(text)
    assert (source, found) == (None, content)


@pytest.mark.parametrize(
    "text",
    [
        "Prices fell to 4 percent, compared to 8 percent in 2000.",
        "The crew showed great skill.",
        "The league honors players who have shown courage.",
        "The slump suggests weak demand.",
        "It is going to be interesting to see what happens.",
        "Police are investigating the theft of nine paintings.",
    ],
)
def test_things_and_deeds_state_nothing(read: Reader, text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Polls show the premier ahead.", ("Polls", "the premier ahead")),
        (
            "The footage showed soldiers at a wall.",
            ("The footage", "soldiers at a wall"),
        ),
        ("A batch of emails showed the haste of his aides.", ("A batch of emails", "the haste of his aides")),
        ("The documents seem to show that the firm knew.", ("The documents", "that the firm knew")),
        ("A senior official suggested a longer pause.", ("A senior official", "a longer pause")),
        (
            "Each release serves as a reminder of the mayor's mistake.",
            ("Each release", "the mayor's mistake"),
        ),
        ("The singer went on a rant about her landlord.", ("The singer", "her landlord")),
        ("The premier spent much of his speech defending the tax.", ("The premier", "the tax")),
        (
            "It was a charge that the mayor has faced before and has always denied.",
            ("the mayor", "that"),
        ),
    ],
)
def test_whose_it_is(read: Reader, text: str, expected: tuple[str, str]) -> None:
    assert expected in [(source, content) for source, _, content in read(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The council approved the switch to the new system on Monday.", "the switch to the new system"),
        (
            "The envoy welcomed the release of the crew as an important step.",
            "the release of the crew as an important step",
        ),
        (
            "The lawyer alleged in the complaint that the firm hid two million dollars from its owners.",
            "that the firm hid two million dollars from its owners",
        ),
        (
            "The nurse testified in one of the hearings that none of the doctors was told.",
            "that none of the doctors was told",
        ),
        (
            "Bohm said that his aides had told the police of the leak, but the police had not taken any action.",
            "that his aides had told the police of the leak, but the police had not taken any action",
        ),
        ("He read from a list of deals which, the union said, had failed.", "which … had failed"),
        ("The minister denied any politics behind the arrest.", "any politics behind the arrest"),
        (
            "The judge ordered that the files be released by Friday, allowing time to redact names.",
            "that the files be released by Friday",
        ),
    ],
)
def test_how_far_the_content_reaches(read: Reader, text: str, content: str) -> None:
    ((_, _, found),) = read(text)
    assert found == content


def test_what_was_seen_in_the_end_is_no_plan(extract: Callable[..., Extraction]) -> None:
    (statement,) = extract("The general fought until he recognized that he was losing.").statements
    assert statement.factuality == "reported"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("State television quoted the general as saying the town had fallen.", ("the general", "the town had fallen")),
        ("The ministry stopped short of saying the mine was safe.", ("The ministry", "the mine was safe")),
        (
            "The court ruled that the ban was lawful, rejecting an appeal by the union.",
            ("The court", "an appeal by the union"),
        ),
        (
            "Okoye took aim at the banks, the oil industry and rich donors.",
            ("Okoye", "the banks, the oil industry and rich donors"),
        ),
        ("The network reported that night the mine was on fire.", ("The network", "the mine was on fire")),
        ("The mayors raised concerns about the dam.", ("The mayors", "the dam")),
        ("The delay raised concerns about the dam.", (None, "the dam")),
        ("Rep. Ada Haines slams Okoye, praises Bohm as honest.", ("Rep. Ada Haines", "Bohm")),
        (
            'The senator emailed voters, saying: "The struggle goes on" and vowing to compete in the next vote.',
            ("The senator", "to compete in the next vote"),
        ),
        ("Aid groups put the toll at 60; the ministry says it is 40.", ("the ministry", "it is 40")),
        ("Oslo accused Ruritania of arming the rebels, a charge Ruritania denies.", ("Ruritania", "a charge")),
        (
            "The towns selected as finalists had to show their plans, the press release said.",
            ("the press release", "The towns selected as finalists had to show their plans"),
        ),
        ("And, he said, doctors still thought the boy was ill.", ("he", "doctors still thought the boy was ill")),
        ("Two boats are said to have sunk.", (None, "Two boats … to have sunk")),
    ],
)
def test_who_speaks_for_himself(extract: Callable[..., Extraction], text: str, expected: tuple[str, str]) -> None:
    text = f"Harbour talks\n\n{text}"
    found = [
        (None if s.source is None else s.source.of(text), " … ".join(c.of(text) for c in s.content))
        for s in extract(text).statements
    ]
    assert expected in found


def test_who_is_only_told_says_nothing(read: Reader) -> None:
    assert [source for source, *_ in read("Two officials briefed on the talks said the king would go.")] == [
        "Two officials briefed on the talks"
    ]
    assert read("The board made commitments to the voters.") == []


def test_what_one_would_only_say_was_said(extract: Callable[..., Extraction]) -> None:
    (statement,) = extract("The spokeswoman would only say that talks continue.").statements
    assert statement.factuality == "reported"


@pytest.mark.parametrize(
    "text",
    [
        "The ministry denied the crew access to the port.",
        "The premier presented a trophy to the winners.",
        "Haines contested the seat in May.",
        "The storm may threaten the harbour.",
        "Divers discovered the wreck.",
        "Three swans were found dead.",
    ],
)
def test_verbs_of_speech_that_tell_of_deeds(read: Reader, text: str) -> None:
    assert read(text) == []


def test_a_statement_to_a_paper_goes_to_the_verb(read: Reader) -> None:
    ((source, _, content),) = read("Bohm's sister told the Daily Post, a local paper, in a letter that he was ill.")
    assert (source, content) == ("Bohm's sister", "that he was ill")


def test_a_question_is_not_said_by_whom_it_is_put_to(read: Reader) -> None:
    first, second = read("Asked whether the premier would go, the aide declined to say.")
    assert (first[0], second[0]) == (None, "the aide")


def test_each_side_of_a_semicolon_has_its_speaker(read: Reader) -> None:
    assert [(source, content) for source, _, content in read("Bohm said the talks were over; Okoye denied it.")] == [
        ("Bohm", "the talks were over"),
        ("Okoye", "it"),
    ]


def test_what_is_made_clear_is_said_and_what_is_made_sure_of_is_not(read: Reader) -> None:
    ((source, _, content),) = read("The premier made it clear that he would not resign.")
    assert (source, content) == ("The premier", "that he would not resign")
    assert read("The guards made sure that the gate was shut.") == []


def test_a_quotation_belongs_to_whom_the_agency_quotes(extract: Callable[..., Extraction]) -> None:
    text = 'Harbour talks\n\n"The town is quiet," the agency quoted its reporter as saying.'
    assert ("its reporter", '"The town is quiet,"') in [
        (s.source and s.source.of(text), " … ".join(c.of(text) for c in s.content)) for s in extract(text).statements
    ]


def test_no_evidence_leaves_it_open(extract: Callable[..., Extraction]) -> None:
    (statement,) = extract("The inquiry found no evidence that the pilot was drunk.").statements
    assert statement.factuality == "claimed"


@pytest.mark.parametrize(
    "text",
    [
        "The device, called the Watchman, costs 90 euros.",
        "A daughter was named Ada.",
        "The removal of birds requires a license.",
        "The visit focused on trade.",
        "The title was determined in Lyon.",
        "If you think that the lift is full, wait.",
    ],
)
def test_names_and_needs_are_nobodys_words(read: Reader, text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Haines will be charged with theft by shoplifting.", (None, "Haines … with theft")),
        ("Nine people were confirmed as infected.", (None, "Nine people … as infected")),
    ],
)
def test_a_deed_behind_by_is_no_speaker(read: Reader, text: str, expected: tuple[str | None, str]) -> None:
    assert expected in [(source, content) for source, _, content in read(text)]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The harbour was shut; experts advise caution.", ["experts"]),
        ("Forty pilots were hurt; nine people were admitted on Monday.", []),
    ],
)
def test_what_stands_before_a_semicolon_is_not_said_behind_it(read: Reader, text: str, sources: list[str]) -> None:
    found = read(text)
    assert [source for source, *_ in found] == sources
    assert not any("harbour" in content for *_, content in found)


def test_without_evidence_is_the_doubt_of_the_article(extract: Callable[..., Extraction]) -> None:
    text = "Haines wrote that the vote was rigged, without offering evidence."
    (statement,) = extract(text).statements
    assert (statement.factuality, statement.content[-1].of(text)) == ("claimed", "that the vote was rigged")
