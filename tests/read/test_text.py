"""What the first lines of a plain text tell about it."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.read import dates
from kg.read.text import read_head

BODY = "\n\nThe two sides met in Geneva for a third day on Friday and parted without a word to the press.\n"


@pytest.mark.parametrize(
    "title",
    [
        "Talks fail in Geneva",
        "Iran warns the U.S.",
        'President calls rivals "traitors"',
        "Election of 8 March 2024 annulled by court",
        "Six dead in clashes; army moves in",
    ],
)
def test_a_first_line_that_is_no_sentence_is_the_title(title: str) -> None:
    assert read_head(title + BODY).title == title


@pytest.mark.parametrize(
    "first",
    [
        "The talks failed on Friday.",
        "“I was there,” he said. “I saw it.”",
        "8 March 2024 | Meridian Wire",
        "By Amara Oduya in Goma",
        "word " * 50,
        "***",
    ],
)
def test_a_sentence_a_date_a_byline_or_a_long_line_is_no_title(first: str) -> None:
    assert read_head(first + BODY).title is None


def test_one_line_alone_is_no_title() -> None:
    assert read_head("Talks fail in Geneva").title is None


def test_the_first_of_wrapped_lines_is_no_title() -> None:
    text = (
        "The government and the rebels of the Kivu Patriotic Movement signed a\n"
        "ceasefire on Sunday, the first since the fighting in the hills of the\n"
        "east began again in October.\n"
    )
    assert read_head(text).title is None


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Published 8 March 2024 | Meridian Wire", "Meridian Wire"),
        ("Friday, March 8, 2024", None),
        ("Meridian Wire — Mar. 8, 2024, 10:15 GMT", "Meridian Wire"),
        ("GENEVA, 8 March 2024 — Meridian Wire", "Meridian Wire"),
        ("2024-03-08", None),
    ],
)
def test_a_date_line_gives_date_and_publisher(line: str, publisher: str | None) -> None:
    head = read_head("Talks fail\n" + line + BODY)
    assert (head.published, head.publisher) == (dt.date(2024, 3, 8), publisher)


def test_a_dateline_gives_date_and_agency() -> None:
    head = read_head("Talks fail\n\nPORT SUDAN, March 8, 2024 (Newswire) — The talks failed, the army said on Friday.")
    assert (head.published, head.publisher) == (dt.date(2024, 3, 8), "Newswire")


def test_a_date_in_the_prose_is_not_the_date_of_the_article() -> None:
    assert (
        read_head("Talks fail\n\nThe war began on 8 March 2014 and has killed thousands - or more.").published is None
    )


def test_a_byline_names_its_authors_without_their_place() -> None:
    head = read_head("Talks fail\nBy Amara Oduya and Paul Ilunga in Goma" + BODY)
    assert head.authors == ("Amara Oduya", "Paul Ilunga")


@pytest.mark.parametrize("text", ["31 February 2024", "03/08/2024", "March 8", "March 2024", "12024-03-081"])
def test_what_is_no_full_date_is_none(text: str) -> None:
    assert dates.find(text) is None
