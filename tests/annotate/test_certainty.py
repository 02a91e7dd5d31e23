"""No side is surer than the event or the statement that it was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.annotate import lexicon
from kg.annotate.factuality import doubt
from kg.model import Alignment, Extraction

Extract = Callable[..., Extraction]

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"

FRAMES = (
    "{}.",
    "Keller said {}.",
    "Keller claimed that {}.",
    "Keller denied that {}.",
    "Keller did not say that {}.",
    "Keller feared that {}.",
    "Reports that {} were false.",
    "It is not true that {}.",
    "There is no evidence that {}.",
    "If {}, Norway will protest.",
    "According to unconfirmed reports, {}.",
    "Keller wants to know whether {}.",
)
DEEDS = (
    "Russia attacked Poland",
    "Turkey would attack Greece",
    "Iran has imposed sanctions on Iraq",
    "Rwanda backs the M23 rebels",
    "suspected Georgian rebels shelled Russian troops",
    "France condemned Iran",
    "Turkish warplanes struck Kurdish fighters in Syria",
)
#: of these nothing may be a plain fact, nor a reported one
UNREAL = (FRAMES[2], FRAMES[3], FRAMES[4], FRAMES[6], FRAMES[7], FRAMES[8], FRAMES[9], FRAMES[10], FRAMES[11])


def texts() -> Iterator[str]:
    for path in sorted(EXAMPLES.glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    with (HERE / "sides.tsv").open(encoding="utf-8") as lines:
        yield "\n\n".join(row["sentence"] for row in lexicon.parse(lines, where="sides.tsv"))
    for frame in FRAMES:
        yield "\n\n".join(frame.format(deed) for deed in DEEDS)


def overconfident(extraction: Extraction) -> Iterator[Alignment]:
    events = {event.id: event for event in extraction.events}
    statements = {statement.id: statement for statement in extraction.statements}
    for a in extraction.alignments:
        event = events.get(a.event or "")
        statement = statements.get(a.statement or "")
        least = [] if event is None else [event.factuality]
        if statement is not None and a.attributed_to == statement.speaker != a.subject:
            least.append(statement.factuality)
        if a.attributed_to is not None:
            least.append("reported")
        if any(doubt(a.factuality) < doubt(factuality) for factuality in least):
            yield a


def test_no_side_is_surer_than_what_it_was_read_from(extract: Extract) -> None:
    seen = 0
    for text in texts():
        extraction = extract(text)
        seen += len(extraction.alignments)
        assert list(overconfident(extraction)) == []
    assert seen > 150


@pytest.mark.parametrize("frame", UNREAL)
def test_what_is_denied_doubted_or_supposed_is_no_fact(extract: Extract, frame: str) -> None:
    extraction = extract("\n\n".join(frame.format(deed) for deed in DEEDS if "would" not in deed))
    assert extraction.events
    # whoever condemns does so in saying it, and a protest announced stands outside the condition
    sides = [a for a in extraction.alignments if a.relation != "accuses"]
    assert {a.factuality for a in sides} & {"asserted", "reported"} == set()


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("A possible Turkish attack on Greece worries Italy.", "planned"),
        ("The suspected Turkish strike on Syria killed four officers.", "claimed"),
        ("Suspected Georgian rebels attacked Russian troops.", "claimed"),
        ("Were Turkey to attack Greece, Norway would protest.", "planned"),
        ("Norway dismissed as false claims that its army attacked Poland.", "denied"),
        ("The party proposed a bill that would drive out American troops.", "planned"),
        ("Turkey attacked Greece.", "asserted"),
    ],
)
def test_how_sure_an_attack_is(extract: Extract, text: str, factuality: str) -> None:
    extraction = extract(text)
    deeds = [*extraction.events[:0], *extraction.alignments] or list(extraction.events)
    assert {deed.factuality for deed in deeds} == {factuality}


@pytest.mark.parametrize(
    "text",
    [
        "Iraq said its territory should not be used in attacks on Iran.",
        "Iraq said its territory must not be used to launch attacks on Iran.",
        "Turkey warned of attacks on Greece.",
        "Norway fears a wave of attacks on its ships.",
        "The law bans any attack on Iran.",
    ],
)
def test_an_attack_that_need_not_come_is_no_fact(extract: Extract, text: str) -> None:
    attacks = [event for event in extract(text).events if event.type == "Assault"]
    assert all(event.factuality in ("planned", "denied") for event in attacks)


def test_an_attack_that_others_react_to_is_a_fact(extract: Extract) -> None:
    for text in ("Ministers will meet after attacks on ships.", "Norway will condemn the attack on Iran."):
        attacks = [event for event in extract(text).events if event.type == "Assault"]
        assert [event.factuality for event in attacks] == ["asserted"], text


def test_what_a_condition_denies_is_supposed(extract: Extract) -> None:
    extraction = extract("Norway will punish Hungary if it does not withdraw its troops from Serbia.")
    assert {event.factuality for event in extraction.events} == {"planned"}


def test_telling_that_is_no_request(extract: Extract) -> None:
    extraction = extract("Keller told lawmakers that Russia was preparing an attack on Poland.")
    assert [(event.type, event.factuality) for event in extraction.events] == [("Assault", "planned")]


def test_a_headline_leaves_out_the_auxiliary(extract: Extract) -> None:
    extraction = extract(
        "Armenian soldier killed as border tensions flare\n\nA soldier died on Thursday, officials said."
    )
    (killing,) = (event for event in extraction.events if event.trigger.of(extraction.article.text) == "killed")
    assert [p.role for p in killing.participants] == ["patient"]


def test_who_survives_an_attack_on_his_train_is_attacked(extract: Extract) -> None:
    (attack,) = extract("President Taras Bondar survived a drone attack on his train.").events
    assert [p.role for p in attack.participants if p.role != "instrument"] == ["patient"]


def test_missions_and_strikes_for_pay_are_no_events(extract: Extract) -> None:
    extraction = extract("The observer mission, led by Keller, met workers who were free to strike in Norway.")
    assert {event.type for event in extraction.events} <= {"Consult", "Protest"}
    assert all(event.trigger.of(extraction.article.text) == "met" for event in extraction.events)


@pytest.mark.parametrize(
    "text",
    [
        "Colombia rebels free soldiers as talks resume",
        "The Supreme Court struck down the law of the Georgian parliament.",
        "Opposition leader Anna Keller called the negotiations a farce.",
        "The quarrel with Norway is fought mainly in court.",
    ],
)
def test_words_of_force_that_tell_of_none(extract: Extract, text: str) -> None:
    extraction = extract(text)
    assert [e.type for e in extraction.events if e.type in ("Assault", "Protest", "Consult")] == []


def test_who_warns_of_others_threatens_nobody(extract: Extract) -> None:
    types = {e.type: e.factuality for e in extract("Norway warned that Russia could attack Poland.").events}
    assert types["Assault"] == "planned"
    (threat,) = extract("North Korea warned that it would attack South Korea.").events
    assert threat.type == "Threaten"


def test_an_offer_is_of_those_who_make_it(extract: Extract) -> None:
    extraction = extract("Hamas has rejected an Israeli offer to release 40 prisoners.")
    name = {entity.id: entity.name for entity in extraction.entities}
    offers = [e for e in extraction.events if e.trigger.of(extraction.article.text) == "offer"]
    assert [name[p.entity or ""] for e in offers for p in e.participants if p.role == "agent"] == ["Israel"]


def test_the_killed_of_a_headline_have_attacked_nobody(extract: Extract) -> None:
    assert extract("Twelve soldiers killed in attack on Malian army camp").alignments == ()


def test_an_object_of_two_verbs_leaves_both_active(extract: Extract) -> None:
    text = "The rebels killed and wounded dozens of soldiers."
    roles = {p.role for e in extract(text).events for p in e.participants if p.span.of(text) == "The rebels"}
    assert roles == {"agent"}


@pytest.mark.parametrize(
    ("sentence", "factuality"),
    [
        ("The Kremlin has the power to appoint and dismiss governors.", "planned"),
        ("Israel is capable of striking Iran.", "planned"),
        ("It would be a mistake to attack Iran.", "planned"),
        ("It was a mistake to attack Iraq.", "asserted"),
        ("The rebels' failure to attack the army surprised many.", "denied"),
        ("Turkey used its veto to block Sweden.", "asserted"),
        ("Instead of attacking Iran, Israel waited.", "denied"),
        ("Rather than attack Iran, Israel waited.", "denied"),
        ("The United States stopped short of accusing Russia.", "denied"),
        ("China has yet to condemn North Korea.", "denied"),
        ("Nobody in the party backs President Tebboune.", "denied"),
        ("Iraq nearly attacked Kuwait.", "denied"),
        ("China simulated an attack on Taiwan.", "planned"),
        ("Did Russia attack Poland?", "planned"),
        ("Why did Russia attack Poland?", "asserted"),
    ],
)
def test_what_one_may_do_is_not_done(extract: Extract, sentence: str, factuality: str) -> None:
    assert {event.factuality for event in extract(sentence).events} == {factuality}


def test_whose_border_it_is_does_not_fight_there(extract: Extract) -> None:
    found = extract("Clashes are frequent, but the fighting near the border with Georgia and Iran was intense.")
    assert not found.alignments


@pytest.mark.parametrize(
    "sentence",
    [
        "No country recognized the Taliban.",
        "Few states support Israel.",
        "Hardly any ally supports Washington.",
        "Egypt resisted pressure to attack Sudan.",
        "The Senate voted against condemning Israel.",
        "India refrained from condemning Russia.",
        "Morocco lifted its sanctions on Mali.",
        "Prosecutors dropped charges against the opposition.",
        "Did Russia attack Poland?",
    ],
)
def test_what_was_not_done_shows_no_side(extract: Extract, sentence: str) -> None:
    assert not extract(sentence).alignments


def test_some_are_not_nobody(extract: Extract) -> None:
    found = extract("A few states support Israel.").alignments
    assert [(a.polarity, a.factuality) for a in found] == [(1, "asserted")]


def test_who_blocks_aid_has_done_so(extract: Extract) -> None:
    found = extract("Hungary blocked aid to Ukraine.").alignments
    assert [(a.polarity, a.factuality) for a in found] == [(-1, "asserted")]
