"""Expressions of time: what they come to from the date of the article, and what they do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate import nlp
from kg.annotate.events.casualties import number
from kg.annotate.times import calendar, times
from kg.model import Article, Extraction, Interval

Find = Callable[..., dict[str, Interval]]


@pytest.fixture(scope="module")
def find(article: Callable[..., Article]) -> Find:
    def read(text: str, published: str | None = "2023-11-16") -> dict[str, Interval]:
        document = next(nlp.parse([article(text, published=published)]))
        return {t.interval.span.of(text): t.interval for t in times.find(document) if t.interval.span}

    return read


def days(interval: Interval) -> tuple[str | None, str | None]:
    return (
        None if interval.start is None else interval.start.isoformat(),
        None if interval.end is None else interval.end.isoformat(),
    )


# 16 November 2023 is a Thursday
@pytest.mark.parametrize(
    ("text", "words", "start", "end", "granularity"),
    [
        ("Troops shelled the port last month.", "last month", "2023-10-01", "2023-10-31", "month"),
        ("Police arrested him on Tuesday.", "Tuesday", "2023-11-14", "2023-11-14", "day"),
        ("The ministers will meet on Tuesday.", "Tuesday", "2023-11-21", "2023-11-21", "day"),
        ("The envoy arrived yesterday.", "yesterday", "2023-11-15", "2023-11-15", "day"),
        ("Drones hit the depot overnight.", "overnight", "2023-11-15", "2023-11-16", "day"),
        ("Earlier this week the rebels fled.", "Earlier this week", "2023-11-13", "2023-11-16", "week"),
        (
            "It was the third day of shelling in a row.",
            "third day of shelling in a row",
            "2023-11-14",
            "2023-11-16",
            "day",
        ),
        ("The road has been shut since 2021.", "2021", "2021-01-01", None, "year"),
        ("Between March and May, villages emptied.", "March and May", "2023-03-01", "2023-05-31", "month"),
        ("In 2019 the party split.", "2019", "2019-01-01", "2019-12-31", "year"),
        ("The strike began on 8 July.", "8 July", "2023-07-08", "2023-07-08", "day"),
        ("The strike began on Dec. 30.", "Dec. 30", "2022-12-30", "2022-12-30", "day"),
        ("The militia ruled the valley in the 1990s.", "1990s", "1990-01-01", "1999-12-31", "decade"),
        ("Two years ago the pact was signed.", "Two years ago", "2021-01-01", "2021-12-31", "year"),
        ("On Monday, March 6, 2023, they met.", "Monday, March 6, 2023", "2023-03-06", "2023-03-06", "day"),
        ("In the past two weeks, hundreds fled.", "past two weeks", "2023-11-02", "2023-11-16", "week"),
        ("Last summer the dam broke.", "Last summer", "2023-06-01", "2023-08-31", "season"),
        ("The army has held the town for three months.", "three months", "2023-08-18", "2023-11-16", "month"),
        ("The port stays shut until Friday.", "Friday", None, "2023-11-17", "day"),
    ],
)
def test_time_is_counted_from_the_article(
    find: Find, text: str, words: str, start: str | None, end: str | None, granularity: str
) -> None:
    found = find(text)
    assert list(found) == [words]
    assert (*days(found[words]), found[words].granularity) == (start, end, granularity)


@pytest.mark.parametrize(
    "text", ["He left on Tuesday.", "It rained last month.", "She came on 8 July.", "He fled overnight."]
)
def test_without_a_date_a_relative_time_keeps_its_words_and_no_days(find: Find, text: str) -> None:
    (interval,) = find(text, published=None).values()
    assert days(interval) == (None, None)


def test_full_date_needs_no_publication_date(find: Find) -> None:
    assert days(find("They met on 3 May 2020.", published=None)["3 May 2020"]) == ("2020-05-03", "2020-05-03")


def test_time_hanging_on_another_event_has_no_days(find: Find) -> None:
    (interval,) = find("Hours after the raid, he fled.").values()
    assert days(interval) == (None, None)


@pytest.mark.parametrize("text", ["They may march again.", "There were 2019 cases.", "The second man fled."])
def test_ambiguous_words_are_no_times(find: Find, text: str) -> None:
    assert find(text) == {}


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 6))
def test_weekday_of_news_is_less_than_a_week_away(published: dt.date, weekday: int) -> None:
    past = calendar.weekday(published, weekday, future=False)
    future = calendar.weekday(published, weekday, future=True)
    assert past.weekday() == future.weekday() == weekday
    assert dt.timedelta(0) <= published - past < dt.timedelta(7)
    assert dt.timedelta(0) <= future - published < dt.timedelta(7)


@given(st.integers(0, 999_999))
def test_figures_are_read_as_written(n: int) -> None:
    assert number([f"{n:,}"]) == n


def test_what_only_lasted_has_no_days(find: Find) -> None:
    assert not find("The army held the town for three months.")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The fighting broke out on Sunday when a mayor was shot dead in Oslo.", "shot"),
        ("Nobody forgot 2021, when rebels attacked the port.", "attacked"),
        ("The army shelled the port on Sunday and attacked the town.", "attacked"),
    ],
)
def test_an_event_happens_when_the_clause_beside_it_does(
    extract: Callable[..., Extraction], text: str, trigger: str
) -> None:
    (event,) = (e for e in extract(text).events if e.trigger.of(text) == trigger)
    assert event.time is not None
    assert event.time.start is not None
