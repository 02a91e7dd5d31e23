from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.text.layout import read_layout


def kinds(text: str, title: str | None = None) -> list[str]:
    return [block.kind for block in read_layout(text, title).blocks]


def quotations(text: str) -> list[str]:
    return [quotation.inner.of(text) for quotation in read_layout(text).quotations]


def test_headline_byline_caption_and_boilerplate_are_no_paragraphs() -> None:
    text = (
        "Dam Talks Stall in Varna\n\nBy Lena Ostrow\n\nVARNA, Bulgaria (Reuters) — Talks stalled on Monday.\n\n"
        "Dam, river, flood, border\nA file photo shows the dam in spring. Hydrology Office\n\n"
        "Nobody would say why.\n\nSign up for our morning letter.\n"
    )
    assert kinds(text) == ["headline", "byline", "paragraph", "boilerplate", "caption", "paragraph", "boilerplate"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Keywords: Army, Varna, floods", "boilerplate"),
        ("Filed under: Politics, Elections", "boilerplate"),
        ("Share this article on Facebook", "boilerplate"),
        ("Tags were found on the bodies of two birds.", "paragraph"),
        ("Share prices on the exchange fell on Monday.", "paragraph"),
    ],
)
def test_keyword_and_share_lines_are_no_prose(line: str, kind: str) -> None:
    text = f"Dam Talks Stall\n\nTalks about the dam stalled on Monday.\n\n{line}\n\nNobody would say why.\n"
    assert kinds(text) == ["headline", "paragraph", kind, "paragraph"]


def test_body_begins_after_a_dateline_and_only_there() -> None:
    text = "Talks stall\n\nLA PAZ, Bolivia (AP) — Miners struck.\n\nPeace – they said – was near. It was not."
    layout = read_layout(text)
    assert text[layout.blocks[1].body :].startswith("Miners struck.")
    assert layout.blocks[2].body == layout.blocks[2].span.start


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    text = (
        "The two delegations met for the third time in a week on Sunday and\n"
        "left the hall without a word to the reporters who had waited there\n"
        "since the early morning.\n\nNobody spoke."
    )
    assert kinds(text) == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('He said "no." She left.', ["no."]),
        ("He said “no.” She left.", ["no."]),
        ("He said ''no.'' She left.", ["no."]),
        ("He said «no.» She left.", ["no."]),
        ("He said ‘no.’ She left.", ["no."]),
        ("Mayor hails 'new era' at port", ["new era"]),
        ("“He told me ‘never again,’ and left,” she said.", ["He told me ‘never again,’ and left,"]),
        ("The rebels' camp and the miners' strike weren't 'em.", []),
        ("He called it 'the officials' plot' again.", ["the officials' plot"]),
        ('"We were wrong,” she said.', ["We were wrong,"]),
        ('"He said “never again” to us," she wrote.', ["He said “never again” to us,"]),
        ('A stray " mark in a line.', []),
    ],
)
def test_quotation_marks_of_every_style(text: str, inner: list[str]) -> None:
    assert quotations(text) == inner


def test_a_quotation_may_run_over_paragraphs() -> None:
    text = 'She said: "We waited.\n\n"Nobody came."\n\nThat was all.'
    first, second = read_layout(text).quotations
    assert first.open_ended
    assert first.inner.of(text) == "We waited."
    assert not second.open_ended


@given(st.text(alphabet="ab “”\"'‘’«»\n.,s", max_size=60))
def test_quotations_lie_in_their_blocks_and_do_not_overlap(text: str) -> None:
    layout = read_layout(text)
    end = 0
    for quotation in layout.quotations:
        assert end <= quotation.whole.start <= quotation.inner.start <= quotation.inner.end <= quotation.whole.end
        assert any(block.span.covers(quotation.whole) for block in layout.blocks)
        end = quotation.whole.end
