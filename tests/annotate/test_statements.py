"""What is said by whom: each sentence of our own shows one way of attributing in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction, Statement

Reader = Callable[..., list[tuple[str | None, str, str]]]


@pytest.fixture(scope="module")
def read(extract: Callable[..., Extraction]) -> Reader:
    """Read a text as (source, cue, content) of its outermost statements."""

    def run(text: str, **given: str) -> list[tuple[str | None, str, str]]:
        found = extract(text, **given).statements
        return [
            (
                None if s.source is None else s.source.of(text),
                " … ".join(c.of(text) for c in s.cue),
                " … ".join(c.of(text) for c in s.content),
            )
            for s in found
            if s.within is None
        ]

    return run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"We will not pay," the minister told reporters. "It is over."',
            ("the minister", "told", '"We will not pay," … "It is over."'),
        ),
        ("The general said the bridge had fallen.", ("The general", "said", "the bridge had fallen")),
        ("The bridge had fallen, the general said.", ("the general", "said", "The bridge had fallen")),
        (
            "The bridge, the general said, had fallen at dawn.",
            ("the general", "said", "The bridge … had fallen at dawn"),
        ),
        (
            "Moreno called the ruling “a disgrace to the court.”",
            ("Moreno", "called", "the ruling “a disgrace to the court.”"),
        ),
        (
            "According to the ministry, two ferries sank.",
            ("the ministry", "According to", "two ferries sank"),
        ),
        (
            "Two ferries sank, according to the ministry.",
            ("the ministry", "according to", "Two ferries sank"),
        ),
        ("The union criticized the new law.", ("The union", "criticized", "the new law")),
        (
            "The envoy accused the militia of shelling the port.",
            ("The envoy", "accused", "the militia of shelling the port"),
        ),
        (
            "Manila accuses the coast guard of ramming a boat.",
            ("Manila", "accuses", "the coast guard of ramming a boat"),
        ),
        (
            "Okoye said in a letter to the court that the files were lost.",
            ("Okoye", "said", "that the files were lost"),
        ),
        (
            "Two men were hurt, one when a wall fell, the army said.",
            ("the army", "said", "Two men were hurt, one when a wall fell"),
        ),
        (
            "Bohm said it was late, but “nobody wanted to leave the hall.”",
            ("Bohm", "said", "it was late, but “nobody wanted to leave the hall.”"),
        ),
        ("The rebels vowed to fight on.", ("The rebels", "vowed", "to fight on")),
        ("The deal is expected to fail.", (None, "is expected", "The deal is expected to fail")),
        (
            "The mayor is confident that the dam will hold.",
            ("The mayor", "is confident", "that the dam will hold"),
        ),
        (
            "Villagers voiced fears that the dam would break.",
            ("Villagers", "voiced fears", "that the dam would break"),
        ),
        ("A new study shows that rivers are warming.", ("A new study", "shows", "that rivers are warming")),
        ("As Le Monde reported, the talks are dead.", ("Le Monde", "reported", "the talks are dead")),
        ("In her view, the treaty is a mistake.", ("her", "In her view", "the treaty is a mistake")),
        (
            "Gupta told the council that the grant — a small one — would expire.",
            ("Gupta", "told", "that the grant — a small one — would expire"),
        ),
        (
            '"The dam is safe," Gen. Pia Okoye, the army spokeswoman, was quoted as saying by the agency.',
            ("Gen. Pia Okoye, the army spokeswoman", "saying", '"The dam is safe,"'),
        ),
        (
            "Haines wrote in his memoirs that Okoye had once offered to leave the country.",
            ("Haines", "wrote", "that Okoye had once offered to leave the country"),
        ),
        (
            "The history of such texts, the historian Tony Ames once observed, is the history of bad timing.",
            ("the historian Tony Ames", "observed", "The history of such texts … is the history of bad timing"),
        ),
        (
            "Two deputies were shot near Hinckley, the Minnesota Bureau of Mines said.",
            ("the Minnesota Bureau of Mines", "said", "Two deputies were shot near Hinckley"),
        ),
        ('The mayors "strongly condemned" the raid on Bassa.', ("The mayors", "condemned", "the raid on Bassa")),
    ],
)
def test_one_statement(read: Reader, text: str, expected: tuple[str | None, str, str]) -> None:
    source, cue, content = expected
    found = read(text)
    assert len(found) == 1, found
    assert found[0][0] == source
    assert cue.split()[0] in found[0][1]
    if source is not None:
        assert found[0][2] == content


def test_shared_and_lent_subjects(read: Reader) -> None:
    found = read("The premier praised the police and promised to raise their pay, adding that crime had fallen.")
    assert [(source, content) for source, _, content in found] == [
        ("The premier", "the police"),
        ("The premier", "to raise their pay"),
        ("The premier", "that crime had fallen"),
    ]


def test_a_turn_goes_on_over_paragraphs_and_ends_with_the_next_cue(read: Reader) -> None:
    found = read(
        '"We saw the planes," said Ines Duarte, a teacher.\n\n"Then the roof came down."\n\n'
        'Her neighbour disagreed. "There were no planes," said Paul Okoye.'
    )
    assert [(source, content) for source, _, content in found] == [
        ("Ines Duarte, a teacher", '"We saw the planes," … "Then the roof came down."'),
        ("Paul Okoye", '"There were no planes,"'),
    ]


def test_the_source_is_outside_the_quotation(read: Reader) -> None:
    found = read("“The Silent Sea,” she said, “is my favourite book.”")
    assert [(source, content) for source, _, content in found] == [
        ("she", "“The Silent Sea,” … “is my favourite book.”")
    ]


def test_a_headline_that_lends_a_phrase_states_nothing(extract: Callable[..., Extraction]) -> None:
    title = "Port Authority Says 'Unusual Delays' at Harbour Amid Strike"
    found = extract(f"{title}\n\nShips waited for hours on Monday.", title=title)
    assert found.statements == ()


def test_captions_and_boilerplate_state_nothing(extract: Callable[..., Extraction]) -> None:
    text = (
        "Harbour strike enters third week\n\nShips waited.\n\n"
        "A file photo shows dockers who said they would stay. Harbour Office\n\n"
        "This is a developing story and officials said it will be updated."
    )
    assert extract(text, title="Harbour strike enters third week").statements == ()


def only(extraction: Extraction) -> Statement:
    return next(s for s in extraction.statements if s.within is None)


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("The ministry said the tunnel was closed.", "reported"),
        ("The militia claimed that it had shot down a drone.", "claimed"),
        ("Officials said a tank had burned, although this could not be independently verified.", "claimed"),
        ("The ministry would not confirm that the tunnel was closed.", "claimed"),
        ("The ministry denied that the tunnel was closed.", "denied"),
        ("The ministry would neither confirm nor deny that the tunnel was closed.", "claimed"),
        ("The air force claims to have shot down a drone.", "claimed"),
        ("The general is believed to be ill.", "reported"),
        ("The envoy called on the rebels to leave.", "planned"),
        ("Do you condemn the raid?", "planned"),
        ("The army has not said whether it will leave.", "planned"),
        ("Nobody said that the tunnel was closed.", "claimed"),
        ("The army said it had taken the town, a claim the rebels dismissed.", "claimed"),
        ("The premier threatened to close the tunnel.", "planned"),
        ("The premier will announce that the tunnel is closed.", "planned"),
    ],
)
def test_factuality(extract: Callable[..., Extraction], text: str, factuality: str) -> None:
    assert only(extract(text)).factuality == factuality


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"It is over," Rahman said.', "direct"),
        ("Rahman said it was over.", "indirect"),
        ('Rahman said it was "over for good."', "mixed"),
    ],
)
def test_kind(extract: Callable[..., Extraction], text: str, kind: str) -> None:
    assert only(extract(text)).kind == kind


def test_a_reported_statement_stands_within_the_one_that_reports_it(extract: Callable[..., Extraction]) -> None:
    text = "The envoy said that the rebels had denied that they shelled the port."
    outer, inner = extract(text).statements
    assert (outer.within, inner.within) == (None, outer.id)
    assert (outer.factuality, inner.factuality) == ("reported", "denied")


def test_speakers_addressee_and_topics_are_entities(extract: Callable[..., Extraction]) -> None:
    text = (
        "Clara Novak and Petr Havel told Reuters that Poland would join the pact. "
        "Havel, who had opposed it, said Germany would follow."
    )
    found = extract(text)
    name = {entity.id: entity.name for entity in found.entities}
    told = next(s for s in found.statements if "told" in s.cue[0].of(text))
    assert name[told.speaker or ""] == "Clara Novak"
    assert [name[other] for other in told.co_speakers] == ["Petr Havel"]
    assert name[told.addressee or ""] == "Reuters"
    assert "Poland" in {name.get(topic) for topic in told.about}


def test_evidence_covers_everything_and_confidence_is_a_probability(extract: Callable[..., Extraction]) -> None:
    text = 'Ahead of the vote, Novak criticized the treaty. "It sells the country," she said. Aides reportedly wept.'
    statements = extract(text).statements
    assert statements
    for statement in statements:
        parts = [*statement.cue, *statement.content, *([statement.source] if statement.source else [])]
        assert all(statement.evidence.span.covers(part) for part in parts)
        assert 0 < statement.evidence.confidence < 1


@pytest.mark.parametrize(
    ("title", "body", "source", "content"),
    [
        ("Police: Two Bridges Were Closed", "Two bridges were closed.", "Police", "Two Bridges Were Closed"),
        (
            "Mayor Says Harbour Will Reopen",
            "The harbour will reopen, the mayor told a crowd.",
            "Mayor",
            "Harbour Will Reopen",
        ),
    ],
)
def test_headlines_in_title_case_are_read(read: Reader, title: str, body: str, source: str, content: str) -> None:
    assert (source, content) in [(s, c) for s, _, c in read(f"{title}\n\n{body}", title=title)]


def test_no_statement_reports_itself(extract: Callable[..., Extraction]) -> None:
    found = extract("State television showed footage in which, it said, the boat turned towards the cutter.")
    above = {s.id: s.within for s in found.statements}
    for name in above:
        seen = set()
        step: str | None = name
        while step is not None:
            assert step not in seen
            seen.add(step)
            step = above[step]


def test_a_second_verb_after_a_comma_goes_on_with_the_speaker(read: Reader) -> None:
    found = read(
        "The spokesman said that Tehran gave no orders to the groups, and accused Paris of looking for a pretext."
    )
    assert [(source, content) for source, _, content in found] == [
        ("The spokesman", "that Tehran gave no orders to the groups"),
        ("The spokesman", "Paris of looking for a pretext"),
    ]


def test_an_alias_in_quotation_marks_is_not_spoken(read: Reader) -> None:
    found = read(
        'The commander, who is known by the alias "Fox", said in a video that his men would observe the truce.'
    )
    assert [content for _, _, content in found] == ["that his men would observe the truce"]


def test_the_verb_after_a_quoted_phrase_does_not_take_it(read: Reader) -> None:
    found = read('The union called the ruling "a rare victory" and urged the court to publish it.')
    assert [(source, content) for source, _, content in found] == [
        ("The union", 'the ruling "a rare victory"'),
        ("The union", "the court to publish it"),
    ]


def test_the_speaker_goes_on_where_a_thing_cannot(read: Reader) -> None:
    found = read("The officer confirmed that the clinic was damaged but would not comment on the dead.")
    assert [(source, content) for source, _, content in found] == [
        ("The officer", "that the clinic was damaged"),
        ("The officer", "the dead"),
    ]


def test_what_is_denied_is_not_held_within(extract: Callable[..., Extraction]) -> None:
    outer, inner = extract("Rwanda has denied backing the rebels.").statements
    assert (outer.factuality, inner.factuality) == ("denied", "denied")
    assert inner.within == outer.id


@pytest.mark.parametrize(
    "text",
    [
        "Two officials spoke on condition of anonymity.",
        "The ministry did not answer a call seeking comment.",
        "The mayor did not respond to a request for comment.",
        "There was no independent confirmation of either account.",
        "The suspect was found dead.",
    ],
)
def test_how_the_news_was_gathered_is_no_statement(extract: Callable[..., Extraction], text: str) -> None:
    assert extract(text).statements == ()


def test_a_question_to_somebody_ends_with_its_clause(extract: Callable[..., Extraction]) -> None:
    text = "Asked by Gina Soto if the deadline could move, Bill Hughes said no."
    found = extract(text)
    name = {entity.id: entity.name for entity in found.entities}
    said = [(name.get(s.speaker or ""), s.content[0].of(text), name.get(s.addressee or "")) for s in found.statements]
    assert said == [
        ("Gina Soto", "if the deadline could move", "Bill Hughes"),
        ("Bill Hughes", "no", None),
    ]


def test_who_is_given_support_does_not_support(read: Reader) -> None:
    assert [(source, content) for source, _, content in read("Keita had the support of the unions.")] == [
        ("the unions", "Keita")
    ]


def test_a_quotation_after_an_act_is_spoken_by_who_acts(read: Reader) -> None:
    found = read('On Monday Maria Haas shook her head. "I have no idea who sent them."')
    assert [(source, content) for source, _, content in found] == [("Maria Haas", '"I have no idea who sent them."')]


def test_what_a_speaker_left_out_is_the_article_s_word(read: Reader) -> None:
    found = read("The office confirmed it had widened its probe but gave no details.")
    assert [content for _, _, content in found] == ["it had widened its probe"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Moscow denied that its jets had entered the zone and said they had flown over the sea.",
            [("Moscow", "that its jets had entered the zone"), ("Moscow", "they had flown over the sea")],
        ),
        (
            "The commission said in a statement that all eight had been shot.",
            [("The commission", "that all eight had been shot")],
        ),
        (
            "The Union of Miners said its line was cut while the Guild of Bakers vowed to go on.",
            [("The Union of Miners", "its line was cut"), ("the Guild of Bakers", "to go on")],
        ),
        ("Beijing, meanwhile, has urged restraint.", [("Beijing", "restraint")]),
        (
            "Lima has denied the allegation and the Peruvian radio stations reported that gangs had fought there.",
            [("Lima", "the allegation"), ("the Peruvian radio stations", "that gangs had fought there")],
        ),
    ],
)
def test_each_speaker_has_his_own(read: Reader, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(source, content) for source, _, content in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The new rule would deny him a fair hearing.",
        "Anna Bell spoke on behalf of her brother.",
        "The council has a plan that it spent six months developing.",
    ],
)
def test_what_is_withheld_stood_in_for_or_worked_at_is_not_said(read: Reader, text: str) -> None:
    assert read(text) == []


def test_who_loves_something_does_not_love_the_clause_before(read: Reader) -> None:
    found = read('"They were so small, they loved everybody," Anna Bell said.')
    assert "They were so small" not in [content for _, _, content in found]
