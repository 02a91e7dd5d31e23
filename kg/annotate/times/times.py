"""Read expressions of time ("last month", "on Tuesday") as intervals, from the date of the article.

Without a date of publication a relative expression keeps its span and precision but no days; the date of publication
itself is never taken for the time of anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg.annotate.document import Document, Tokens
from kg.annotate.events import triggers
from kg.annotate.events.casualties import number
from kg.annotate.times import calendar
from kg.annotate.times.calendar import MONTHS, SEASONS, WEEKDAYS, When
from kg.model import Granularity, Interval


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time in the text: tokens ``[start, end)`` and what they mean."""

    start: int
    end: int
    interval: Interval


_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|—|to|and|through|until)\s?"
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_COUNT = (
    r"(?P<count>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"several|a few|few|a couple of|some|many)"
)
_UNIT = r"(?P<unit>minute|hour|day|week|month|year|decade)s?"
_ORDINAL = (
    r"(?P<ordinal>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))"
)
ORDINALS = {
    word: n
    for n, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=2
    )
}
_PART = r"(?:\s(?:morning|afternoon|evening|night))?"
_EDGE = r"(?![\w])"

Reading = Callable[[re.Match[str], "dt.date | None", bool], "When | None"]


def _month_day(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    number_ = MONTHS[m["month"].casefold().rstrip(".")]
    first, last = int(m["day"]), int(m["last"] or m["day"])
    if m["year"]:
        years = [int(m["year"])]
    elif published is None:
        return calendar.unknown("day")
    else:
        years = [published.year - 1, published.year, published.year + 1]
    dates = [d for y in years if (d := calendar.date_of(y, number_, first)) is not None]
    chosen = dates[0] if m["year"] and dates else None
    if chosen is None and published is not None:
        chosen = calendar.nearest(dates, published, future=future)
    if chosen is None:
        return None
    end = calendar.date_of(chosen.year, number_, last)
    return calendar.day(chosen, end if end is not None and end >= chosen else None)


def _month(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    number_ = MONTHS[m["month"].casefold().rstrip(".")]
    if m["year"]:
        return calendar.month(int(m["year"]), number_)
    if published is None:
        return calendar.unknown("month")
    offset = {"last year": -1, "next year": 1, "this year": 0}.get((m["rel"] or "").casefold())
    if offset is not None:
        return calendar.month(published.year + offset, number_)
    years = [published.year - 1, published.year, published.year + 1]
    chosen = calendar.nearest([dt.date(y, number_, 1) for y in years], published, future=future)
    return None if chosen is None else calendar.month(chosen.year, number_)


def _iso(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    date = calendar.date_of(int(m["year"]), int(m["m"]), int(m["d"]))
    return None if date is None else calendar.day(date)


def _year(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    first = calendar.year(int(m["year"]))
    return When(first.start, calendar.year(int(m["other"])).end, "year") if m["other"] else first


def _decade(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    return calendar.decade(int(m["decade"]))


def _weekday(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    if published is None:
        return calendar.unknown("day")
    which = (m["which"] or "").casefold()
    number_ = WEEKDAYS[m["weekday"].casefold()]
    date = calendar.weekday(published, number_, future=future or which in ("next", "coming"))
    if which in ("last", "past", "previous") and date == published:
        date -= dt.timedelta(days=7)
    if which in ("next", "coming") and date == published:
        date += dt.timedelta(days=7)
    return calendar.day(date)


def _near_day(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    if published is None:
        return calendar.unknown("day")
    word = m[0].casefold()
    if word.startswith(("yesterday", "last")):
        return calendar.day(published - dt.timedelta(days=1))
    if word.startswith("overnight"):
        return calendar.day(published - dt.timedelta(days=1), published)
    return calendar.day(published + dt.timedelta(days=1) if word.startswith("tomorrow") else published)


def _period(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    unit = m["period"].casefold()
    granularity: Granularity = "season" if unit in SEASONS else "day" if unit == "weekend" else unit  # type: ignore[assignment]
    if published is None:
        return calendar.unknown(granularity)
    which = m["which"].casefold()
    offset = -1 if which in ("last", "past", "previous") else 1 if which in ("next", "coming", "following") else 0
    if unit == "week":
        when = calendar.week(published, offset)
    elif unit == "month":
        when = calendar.month(published.year, published.month, offset)
    elif unit == "year":
        when = calendar.year(published.year + offset)
    elif unit == "weekend":
        saturday = calendar.weekday(published, 5, future=future or offset > 0)
        when = calendar.day(saturday, saturday + dt.timedelta(days=1))
    elif unit in SEASONS:
        when = _season_near(published, unit, offset, future)
    else:
        when = calendar.decade((published.year // 10 + offset) * 10)
    return _part(when, (m["part"] or "").casefold(), published)


def _season_near(published: dt.date, name: str, offset: int, future: bool) -> When:
    when = calendar.season(published.year, name)
    if offset < 0 and when.end is not None and when.end >= published:
        return calendar.season(published.year - 1, name)
    if (offset > 0 or future) and when.start is not None and when.start <= published:
        return calendar.season(published.year + 1, name)
    return when


def _part(when: When, part: str, published: dt.date) -> When:
    """Narrow a period to its part: "earlier this week" ends with the article, "late last year" is its last third."""
    if when.start is None or when.end is None or not part:
        return when
    if part == "earlier":
        return When(when.start, min(when.end, published), when.granularity) if when.start <= published else when
    if part == "later":
        return When(max(when.start, published), when.end, when.granularity) if when.end >= published else when
    third = (when.end - when.start + dt.timedelta(days=1)) / 3
    if part == "early":
        return When(when.start, when.start + third - dt.timedelta(days=1), when.granularity)
    return When(when.end - third + dt.timedelta(days=1), when.end, when.granularity)


def _season(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    return calendar.season(int(m["year"]), m["season"].casefold())


def _ago(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    unit = m["unit"].casefold()
    granularity: Granularity = "day" if unit in ("minute", "hour") else unit  # type: ignore[assignment]
    n = _count(m["count"])
    if published is None or n is None:
        return calendar.unknown(granularity)
    return calendar.back(published, n, unit)


def _stretch(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    unit = m["unit"].casefold()
    granularity: Granularity = "day" if unit in ("minute", "hour") else unit  # type: ignore[assignment]
    n = None if m["count"] is None else _count(m["count"])
    if published is None:
        return calendar.unknown(granularity)
    if n is None:
        return When(None, published, granularity)
    return calendar.stretch(published, n, unit)


def _lasting(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    """Return how long something has gone on by now: "has fought for three months"."""
    return _stretch(m, published, future)


def _row(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    unit = "day" if m["unit"].casefold() == "night" else m["unit"].casefold()
    granularity: Granularity = unit  # type: ignore[assignment]
    word = m["ordinal"].casefold()
    n = ORDINALS.get(word) or int(re.sub(r"\D", "", word))
    if published is None or n > 1000:
        return calendar.unknown(granularity)
    if unit == "day":
        return calendar.day(published - dt.timedelta(days=n - 1), published)
    first = calendar.back(published, n - 1, unit)
    return When(first.start, published, granularity)


def _relative(m: re.Match[str], published: dt.date | None, future: bool) -> When | None:
    """Return a time that hangs on another event: its precision only."""
    unit = (m["unit"] or "day").casefold()
    unit = {"minute": "hour", "night": "day"}.get(unit, unit)
    return calendar.unknown(unit)  # type: ignore[arg-type]


def _count(word: str) -> int | None:
    word = word.casefold()
    return 1 if word in ("a", "an") else 2 if word == "a couple of" else number([word])


_PERIODS = r"(?P<period>week|month|year|weekend|decade|spring|summer|autumn|fall|winter)"
#: each pattern with what it means; the first that fits at a word wins
PATTERNS: tuple[tuple[re.Pattern[str], Reading], ...] = tuple(
    (re.compile(pattern + _EDGE, re.IGNORECASE), reading)
    for pattern, reading in (
        (_YEAR + r"-(?P<m>\d\d)-(?P<d>\d\d)", _iso),
        (rf"{_MONTH}\s{_DAY}(?:{_TO}(?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?(?:,?\s{_YEAR})?(?![\d,]*\d)", _month_day),
        (rf"{_DAY}(?:{_TO}(?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?", _month_day),
        (rf"(?P<rel>)(?:(?:early|late|mid)[\s-])?{_MONTH}(?:\s(?:of\s)?)?,?\s?{_YEAR}", _month),
        (rf"{_MONTH}\s(?P<rel>last year|next year|this year)(?P<year>)", _month),
        (rf"(?:last|past|this|next)\s{_MONTH}(?P<rel>)(?P<year>)", _month),
        (rf"(?:(?:early|late|mid)[\s-])?{_MONTH}(?P<rel>)(?P<year>)", _month),
        (r"(?:(?:early|late|mid)[\s-])?(?P<decade>(?:1[89]|20)\d0)s", _decade),
        (rf"{_YEAR}(?:\s?[-–]\s?(?P<other>(?:19|20)\d\d))?(?![\d,.]*\d)", _year),
        (
            r"(?:(?:early|late|later|earlier)\s(?:on\s)?)?(?:(?P<which>last|past|this|next|coming|previous)\s)?"
            r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)" + _PART,
            _weekday,
        ),
        (
            r"(?:today|yesterday|tomorrow|tonight|overnight|last night|"
            r"this (?:morning|afternoon|evening))(?:\s(?:morning|afternoon|evening|night))?",
            _near_day,
        ),
        (
            rf"(?:(?P<part>early|earlier|late|later)\s)?(?P<which>last|past|this|next|coming|previous|current)\s{_PERIODS}",
            _period,
        ),
        (r"(?P<which>)(?P<part>)(?P<period>weekend)", _period),
        (rf"(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s)?{_YEAR}", _season),
        (rf"{_COUNT}\s{_UNIT}\s(?:ago|back)", _ago),
        (rf"(?:past|last|previous|recent)\s(?:{_COUNT}\s)?{_UNIT}", _stretch),
        (rf"{_ORDINAL}\s(?:(?:straight|consecutive|successive)\s)(?P<unit>day|night|week|month|year)", _row),
        (rf"{_ORDINAL}\s(?P<unit>day|week|month|year)(?:\sof\s(?:\w+\s){{1,4}}?|\s)in\sa\srow", _row),
        (rf"(?:{_COUNT}\s)?{_UNIT}\s(?:after|before|later|earlier|prior)", _relative),
        (r"(?P<unit>day|week|month|year|night)\s(?:before|after|earlier)", _relative),
        (r"(?:previous|following|next|same)\s(?P<unit>day|week|month|year)", _relative),
        (rf"{_COUNT}\s{_UNIT}", _lasting),
    )
)
#: the words that a time may begin with; every other token costs one look-up
FIRST = frozenset(
    {
        *MONTHS,
        *WEEKDAYS,
        *SEASONS,
        *ORDINALS,
        *(f"{month}." for month in MONTHS),
        *"today yesterday tomorrow tonight overnight last past this next coming previous current same".split(),
        *"following recent weekend early earlier late later mid a an few several some many one two three four".split(),
        *"five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty minutes hours days".split(),
        *"weeks months years decades day week month year night".split(),
    }
)
#: a bare number of four digits is a year only after these words
BEFORE_YEAR = frozenset(
    "in since of by until till from during late early mid before after and to through year for –-".split()
)
#: words that a dateline has at most before its date and after it
DATELINE = 9
#: words between "for" and a number
ROUGHLY = frozenset("than more about nearly almost over some least at".split())
COMING = frozenset("will shall 'll wo ’ll would".split())
#: what a verb does to its infinitive so that it is still to come: "urged them to rally on Friday"
AHEAD = frozenset({"request", "commit", "threaten", "intend"})
AWAITED = frozenset("plan schedule expect due set intend slate hope upcoming".split())


def find(document: Document) -> tuple[TimeExpression, ...]:
    """Return the expressions of time in text order."""
    return tuple(_merged(document, list(_simple(document))))


def _simple(document: Document) -> Iterator[TimeExpression]:
    tokens, text = document.tokens, document.text
    i, n = 0, len(tokens)
    while i < n:
        lower = tokens.lower[i]
        if lower not in FIRST and not ("0" <= lower[:1] <= "9") and not lower.startswith("mid-"):
            i += 1
            continue
        found = _at(document, text, i)
        if found is None:
            i += 1
        else:
            yield found
            i = found.end


def _at(document: Document, text: str, i: int) -> TimeExpression | None:
    tokens = document.tokens
    for pattern, reading in PATTERNS:
        m = pattern.match(text, tokens.start[i])
        if m is None or not _is_meant(tokens, i, m, reading):
            continue
        end = i + 1
        while end < len(tokens) and tokens.start[end] < m.end():
            end += 1
        if tokens.sent[end - 1] != tokens.sent[i]:
            continue
        when = reading(m, document.article.published, _is_future(tokens, i) or _is_limit(tokens, i))
        if when is None or _is_dateline(tokens, i, end):
            continue
        interval = Interval(start=when.start, end=when.end, granularity=when.granularity, span=tokens.span(i, end))
        return TimeExpression(i, end, interval)
    return None


def _is_dateline(tokens: Tokens, start: int, end: int) -> bool:
    """Say whether a date only tells when the article was written: "CAIRO, May 2 (Wire) — Troops left"."""
    low, high = tokens.sentences[tokens.sent[start]]
    if start - low > DATELINE or any(tokens.pos[i] in ("VERB", "AUX") for i in range(low, start)):
        return False
    for i in range(end, min(end + DATELINE, high, len(tokens) - 1)):
        if tokens.text[i] in ("-", "–", "—", "--") and tokens.start[i] > tokens.end[i - 1]:
            return tokens.start[i + 1] > tokens.end[i]
        if tokens.pos[i] in ("VERB", "AUX"):
            return False
    return False


def _is_meant(tokens: Tokens, i: int, m: re.Match[str], reading: Reading) -> bool:
    """Say whether an ambiguous word is a time here: "May" and "March", bare years, "second"."""
    before = tokens.lower[i - 1] if i else ""
    if reading is _year:
        return tokens.dep[i] != "nummod" and (before in BEFORE_YEAR or tokens.ent_type[i] == "DATE")
    if reading in (_month, _month_day) and "month" in m.re.groupindex:
        word = m["month"]
        if not word[:1].isupper():
            return False
        if reading is _month and word in ("May", "March", "Mar", "Jan", "Jun", "April", "June", "August"):
            at = next(j for j in range(i, len(tokens)) if tokens.end[j] > m.start("month"))
            return tokens.ent_type[at] == "DATE" or (tokens.pos[at] == "PROPN" and before in BEFORE_YEAR)
        return True
    if reading is _weekday:
        return m["weekday"][:1].isupper()
    if reading is _lasting:
        return _goes_on(tokens, i)
    return True


def _goes_on(tokens: Tokens, i: int) -> bool:
    """Say whether a stretch of time lasts until now: "has fought", but not "fought for three months"."""
    before = i - 1
    while before > 0 and tokens.lower[before] in ROUGHLY:
        before -= 1
    if before < 0 or tokens.lower[before] != "for":
        return False
    verb = next((a for a in tokens.ancestors(i) if tokens.pos[a] in ("VERB", "AUX")), None)
    return verb is not None and any(
        tokens.lower[c] in ("has", "have", "'ve", "’ve") for c in tokens.childs(verb, "aux")
    )


def _is_future(tokens: Tokens, i: int) -> bool:
    """Say whether the clause around a time speaks of what is to come."""
    for above in [i, *tokens.ancestors(i)]:
        if tokens.pos[above] in ("VERB", "AUX"):
            aux = {tokens.lower[c] for c in tokens.children[above] if tokens.dep[c] in ("aux", "auxpass")}
            governor = tokens.head[above]
            if aux & COMING or tokens.lemma[above] in AWAITED:
                return tokens.lemma[above] not in AWAITED or tokens.dep[i] != "nsubj"
            if "to" not in aux or governor == above:
                return False
            ahead = triggers.load().operators.get(tokens.lemma[governor], frozenset()) & AHEAD
            return bool(ahead) or tokens.lemma[governor] in AWAITED or tokens.lemma[governor] == "be"
    return False


def _is_limit(tokens: Tokens, i: int) -> bool:
    """Say whether a time is a limit still ahead: "open until Friday", but not "was held until Friday"."""
    if i == 0 or tokens.lower[i - 1] not in ("until", "till", "by"):
        return False
    clause = next((a for a in tokens.ancestors(i) if tokens.pos[a] in ("VERB", "AUX")), None)
    if clause is None:
        return False
    finite = {tokens.tag[clause]} | {tokens.tag[c] for c in tokens.childs(clause, "aux", "auxpass")}
    return not finite & {"VBD"}


def _merged(document: Document, found: list[TimeExpression]) -> Iterator[TimeExpression]:
    """Join "Tuesday, July 6" and "from May to July", and turn "since May" into an interval open at its end."""
    tokens = document.tokens
    i = 0
    while i < len(found):
        time = found[i]
        while i + 1 < len(found) and (joined := _joined(tokens, time, found[i + 1])) is not None:
            time = joined
            i += 1
        yield _opened(tokens, time)
        i += 1


def _joined(tokens: Tokens, first: TimeExpression, then: TimeExpression) -> TimeExpression | None:
    between = tokens.lower[first.end : then.start]
    span = tokens.span(first.start, then.end)
    if between in ([","], []) and first.interval.granularity == "day":
        if then.interval.granularity == "day" and tokens.lower[first.end - 1] in WEEKDAYS:
            return TimeExpression(first.start, then.end, Interval(
                start=then.interval.start, end=then.interval.end, granularity="day", span=span
            ))  # fmt: skip
        return None
    before = tokens.lower[first.start - 1] if first.start else ""
    if (before, tuple(between)) in (
        ("between", ("and",)),
        ("from", ("to",)),
        ("from", ("until",)),
        ("from", ("through",)),
    ):
        start, end = first.interval.start, then.interval.end
        named = any(re.fullmatch(r"[12]\d{3}", w) for w in tokens.text[first.start : first.end])
        if end is not None and start is not None and not named:
            start = calendar.date_of(end.year, start.month, start.day)
        if start is not None and end is not None and start > end:
            start = start.replace(year=start.year - 1) if (start.month, start.day) != (2, 29) else None
        return TimeExpression(first.start, then.end, Interval(
            start=start, end=end, granularity=then.interval.granularity, span=span
        ))  # fmt: skip
    return None


def _opened(tokens: Tokens, time: TimeExpression) -> TimeExpression:
    """Return "since May", "until Friday", "after 2015" as intervals open on one side."""
    at = time.start - 1
    if at >= 0 and tokens.lower[at] in ("the", "at", "least", "early", "late"):
        at -= 1
    word = tokens.lower[at] if at >= 0 else ""
    when = time.interval
    if word == "since":
        interval = replace(when, end=None)
    elif word in ("until", "till", "by"):
        interval = replace(when, start=None)
    elif word == "before":
        end = None if when.start is None else when.start - dt.timedelta(days=1)
        interval = replace(when, start=None, end=end)
    elif word == "after":
        start = None if when.end is None else when.end + dt.timedelta(days=1)
        interval = replace(when, start=start, end=None)
    else:
        return time
    return TimeExpression(time.start, time.end, interval)
