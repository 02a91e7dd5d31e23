"""Walk a person through the pairs of actors that the scores leave in doubt; every answer is kept at once."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from pyoxigraph import NamedNode

from kg.graph import derive
from kg.graph.ledger import Ledger
from kg.graph.records import read_records
from kg.match import links as online
from kg.match import lookup
from kg.resolve import identity, judgement
from kg.resolve.identity import Candidate, Record, Verdict
from kg.resolve.judgement import Judgement
from kg.vocabulary import BASE, term

if TYPE_CHECKING:
    from kg.graph.store import Store

#: articles that a group is shown by
SHOWN = 2
#: characters of a sentence that are shown at most, about a mention
WIDTH = 240

_STOP = re.compile(r"""[.!?]['”")]*\s+(?=["“'A-Z])|\n+""")

Shown = Literal["doubtful", "joined", "judged"]
#: what is decided of a pair; None takes back what was decided before
KEYS: dict[str, Verdict | None] = {"s": "same", "d": "different", "u": "unsure"}
TAKE_BACK: dict[str, Verdict | None] = {"t": None}
PROMPT = "[s]ame  [d]ifferent  [u]nsure  [b]ack  [q]uit"
JUDGED = "[s]ame  [d]ifferent  [u]nsure  [t]ake it back  [n]ext  [b]ack  [q]uit"
LAST = "That was the last pair.  [b]ack  [q]uit"

MENTIONS = f"""
PREFIX kg: <{term("kg:")}>
PREFIX oa: <{term("oa:")}>
PREFIX dcterms: <{term("dcterms:")}>
SELECT ?entity ?title ?name ?text ?start ?end WHERE {{
  GRAPH ?article {{
    ?entity kg:mention ?mention .
    ?mention oa:start ?start ; oa:end ?end .
    ?article kg:text ?text ; kg:name ?name .
    OPTIONAL {{ ?article dcterms:title ?title }}
  }}
}} ORDER BY ?start LIMIT 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two groups as a person sees it."""

    name: str
    type: str
    country: str
    aliases: tuple[str, ...]
    articles: int
    sentences: tuple[str, ...]


class Step(NamedTuple):
    """What was judged of a pair before an answer, and after it; None where nothing was."""

    former: Judgement | None
    now: Judgement | None


class Session:
    """Pairs of a store, what was answered, and the way back.

    Arguments:
        by: whose judgements these are.
        limit: pairs at most; None takes all.
        shown: the doubtful pairs, those that were joined, the least sure first, or those that persons judged, the
            newest first.
    """

    def __init__(
        self, store: Store, *, by: str = "", limit: int | None = None, shown: Shown = "doubtful", base: str = BASE
    ) -> None:
        self.store, self.by, self.base, self.shown = store, by or judgement.whoami(), base, shown
        judgements = judgement.read(store, base=base)
        self._known = {j.pair: j for j in judgements}
        links = judgement.matches(judgements)
        records = list(read_records(store, judged=links, base=base))
        self._groups: dict[str, list[Record]] = {}
        for record in records:
            self._groups.setdefault(identity.group_iri(identity.key(record), base), []).append(record)
        if shown == "judged":
            self.pairs = [_judged(j) for j in sorted(judgements, key=_newest)][:limit]
        else:
            self.pairs = (identity.joined if shown == "joined" else identity.doubtful)(
                records,
                judgements=judgement.identities(judgements),
                identified=online.identified(lookup.read(store, base=base), links),
                base=base,
            )[:limit]
        self.answers: list[Step] = []

    @property
    def current(self) -> Candidate | None:
        """The pair that waits for an answer, None after the last."""
        return self.pairs[len(self.answers)] if len(self.answers) < len(self.pairs) else None

    @property
    def keys(self) -> dict[str, Verdict | None]:
        """What each key decides."""
        return KEYS | (TAKE_BACK if self.shown == "judged" else {})

    def _former(self, pair: Candidate) -> Judgement | None:
        ends = {pair.one, pair.other}
        return next((j for j in self._known.values() if {j.subject, j.object} == ends), None)

    def answer(self, verdict: Verdict | None) -> None:
        """Keep what was decided of the current pair; None takes back what was decided before."""
        pair = self.pairs[len(self.answers)]
        former, now = self._former(pair), None
        with Ledger.beside(self.store.location) as ledger:
            ledger.stale = True
        if verdict:
            kind = former.kind if former else "identity"
            now = judgement.judge(pair.one, pair.other, verdict, who=self.by, kind=kind)
            judgement.keep(self.store, [now], base=self.base)
        elif former:
            judgement.take_back(self.store, former, base=self.base)
        self.answers.append(Step(former, now))

    def skip(self) -> None:
        """Leave what was decided of the current pair as it is."""
        former = self._former(self.pairs[len(self.answers)])
        self.answers.append(Step(former, former))

    def back(self) -> bool:
        """Take the last answer back; return whether there was one."""
        if not self.answers:
            return False
        step = self.answers.pop()
        if step.now:
            judgement.take_back(self.store, step.now, former=step.former, base=self.base)
        elif step.former:
            judgement.keep(self.store, [step.former], base=self.base)
        return True

    def finish(self) -> Counter[str]:
        """Derive the graph from the judgements; return the counts of what was answered and what there is now."""
        changed = [step for step in self.answers if step.now is not step.former]
        counts: Counter[str] = Counter(step.now.verdict if step.now else "taken back" for step in changed)
        counts.update(derive.derive(self.store, base=self.base))
        with Ledger.beside(self.store.location) as ledger:
            ledger.stale = False
        return counts

    def knows(self, group: str) -> bool:
        """Say whether a group has entities in the graph: a record outside, or one whose articles are away, has none."""
        return group in self._groups

    def side(self, group: str) -> Side:
        """Return what is known of a group, with sentences that name it."""
        records = self._groups[group]
        first = {record.article: record for record in sorted(records, key=lambda r: r.iri)}
        names = Counter(record.name for record in records)
        name = min(names, key=lambda n: (-names[n], n))
        return Side(
            name=name,
            type=min(Counter(r.type for r in records).items(), key=lambda item: (-item[1], item[0]))[0],
            country=", ".join(sorted({r.country for r in records if r.country})),
            aliases=tuple(sorted({alias for r in records for alias in (r.name, *r.aliases)} - {name})),
            articles=len(first),
            sentences=tuple(self._sentence(record.iri) for record in list(first.values())[:SHOWN]),
        )

    def _sentence(self, entity: str) -> str:
        # a pattern with the entity in it is answered at once, from a server too
        for row in self.store.select(MENTIONS.replace("?entity kg:mention", f"{NamedNode(entity)} kg:mention")):
            text, start, end = row["text"].value, int(row["start"].value), int(row["end"].value)
            source = (row["title"] or row["name"]).value
            return f"{sentence(text, start, end)} ({source})"
        return ""


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence about a span, cut where it is long.

    >>> sentence("One fled. Ada Wei spoke. All left.", 10, 17)
    'Ada Wei spoke.'
    """
    stops = [m.end() for m in _STOP.finditer(text)]
    left = max((s for s in stops if s <= start), default=0)
    right = min((s for s in stops if s >= end), default=len(text))
    left, right = max(left, start - WIDTH // 2), min(right, end + WIDTH // 2)
    return " ".join(text[left:right].split())


def _judged(made: Judgement) -> Candidate:
    """Return a judgement as a pair to look at again."""
    who = f"judged {made.verdict} by {made.who} on {made.when.date()}"
    return Candidate(one=made.subject, other=made.object, score=1.0, reason=who)


def _newest(made: Judgement) -> tuple[float, tuple[str, ...]]:
    return -made.when.replace(tzinfo=dt.UTC).timestamp(), made.pair


def lines(session: Session, pair: Candidate) -> Iterator[str]:
    """Yield how a pair looks on a terminal."""
    number = len(session.answers) + 1
    score = "" if session.shown == "judged" else f"score {pair.score:.2f}, "
    yield f"\n{number} of {len(session.pairs)}    {score}{pair.reason}"
    for group in (pair.one, pair.other):
        if not session.knows(group):
            yield f"  {group}"
            continue
        side = session.side(group)
        country = f", {side.country}" if side.country else ""
        articles = f"{side.articles} article{'s' if side.articles > 1 else ''}"
        yield f"  {side.name}  ({side.type}{country}; {articles})"
        if side.aliases:
            yield f"      also {', '.join(side.aliases)}"
        for text in side.sentences:
            yield f"      · {text}"


def walk(session: Session, ask: Callable[[], str], say: Callable[[str], None]) -> None:
    """Ask for each pair in turn until all are answered or the person leaves.

    Arguments:
        ask: returns the next key that was pressed.
        say: shows a line.
    """
    judged = session.shown == "judged"
    while True:
        pair = session.current
        for line in lines(session, pair) if pair else ():
            say(line)
        say(f"  {(JUDGED if judged else PROMPT) if pair else LAST}")
        while (key := ask().lower()) not in (
            "b",
            "q",
            *(session.keys if pair else ()),
            *("n" if pair and judged else ()),
        ):
            pass
        if key == "q":
            return
        if key == "b":
            say("  → took the last answer back" if session.back() else "  → there is nothing to take back")
        elif key == "n":
            session.skip()
        else:
            session.answer(session.keys[key])
            say(f"  → {session.keys[key] or 'taken back'}")
