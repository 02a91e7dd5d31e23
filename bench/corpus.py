"""Make any number of articles from the examples, by varying their names, places and dates."""

from __future__ import annotations

import calendar
import datetime as dt
import random
import re
from collections.abc import Iterator
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"

#: what other surnames are made of
SYLLABLES = "ba ke li mo nu ra se ti vo za dar fen gol hus jal kor mir nab pel qas rut sha tor und wes yan".split()

MONTHS = list(calendar.month_name)[1:]


def articles(count: int, *, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield ``count`` pairs of a file name and a text; the same seed gives the same corpus.

    In every article some of its persons' surnames are others than in the example, and its date is moved.
    """
    originals = sorted(EXAMPLES.glob("*.txt"))
    chance = random.Random(seed)  # noqa: S311
    for number in range(count):
        path = originals[number % len(originals)]
        text = path.read_text(encoding="utf-8")
        if number >= len(originals):
            text = vary(text, chance)
        yield f"{number:05}-{path.name}", text


def vary(text: str, chance: random.Random) -> str:
    """Return the text with other surnames and another day."""
    surnames = sorted(set(re.findall(r"(?<=[a-z] [A-Z])\w+ ([A-Z][a-z]{4,})\b", text)))
    for surname in chance.sample(surnames, min(6, len(surnames))):
        other = "".join(chance.sample(SYLLABLES, 2)).capitalize()
        text = re.sub(rf"\b{re.escape(surname)}\b", other, text)
    day = dt.date(2023, 1, 1) + dt.timedelta(days=chance.randrange(700))
    months = "|".join(MONTHS)
    return re.sub(
        rf"\b\d{{1,2}} (?:{months}) \d{{4}}\b", f"{day.day} {MONTHS[day.month - 1]} {day.year}", text, count=1
    )
