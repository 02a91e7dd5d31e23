"""Look the entities of a graph up in a service, keep what it answers, and take it back.

The store is closed while the net is asked: a slow service holds nobody up. What was found before a failure, or before a
person stopped the run, is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import ServiceError, UsageError
from kg.graph import derive
from kg.graph.ledger import Ledger
from kg.match import classes, lookup, question, score
from kg.match.client import GivenUpError
from kg.match.lookup import Lookup
from kg.match.question import Question
from kg.match.service import Service
from kg.resolve.likeness import plain
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from kg.graph.store import Store

#: how bad it is when a service refuses a question, or is given up after it failed again and again
REFUSED, GIVEN_UP = 1, 3
#: how much of that in a row ends a run: of a service that answered before, and of one that never did
PATIENCE, FIRST_PATIENCE = 5, 3


@dataclass
class Found:
    """What a service answered: the lookups with their questions, why others were not asked, and what went wrong."""

    service: str
    answers: list[tuple[Question, Lookup]] = field(default_factory=list)
    not_asked: Counter[str] = field(default_factory=Counter)
    unanswered: list[Question] = field(default_factory=list)
    problem: str = ""
    stopped: bool = False

    @property
    def links(self) -> int:
        """How many entities got a link."""
        return sum(found.target is not None for _, found in self.answers)

    @property
    def shared(self) -> int:
        """How many records were found for two entities or more."""
        return sum(number > 1 for number in Counter(f.target for _, f in self.answers if f.target).values())

    def none(self) -> Counter[str]:
        """Return how many entities got no link, by the reason."""
        return Counter(found.reason for _, found in self.answers if not found.target)

    def example(self, reason: str) -> str:
        """Return the name of an entity that got no link for a reason."""
        return next((asked.name for asked, found in self.answers if found.reason == reason), "")


def choose(
    questions: question.Questions, service: Service, *, entity: str = "", limit: int | None = None, again: bool = False
) -> tuple[list[Question], Counter[str]]:
    """Return what is asked of a service, and how much is not asked, by the reason.

    Whom the service was never asked about comes first, so that runs with a limit get on.

    Arguments:
        entity: a name; only the entities that have it are asked, whether they are linked or not.
        limit: entities at most.
        again: ask about linked entities too.

    Raises:
        UsageError: nothing has the name.
    """
    if entity:
        named = [q for q in questions.asked if plain(entity) in map(plain, q.names)]
        if not named:
            raise UsageError(_unknown(entity, questions.asked))
        return named[:limit], Counter()
    not_asked = Counter(questions.skipped)
    open_ = list(questions.asked) if again else list(question.unlinked(questions.asked, service.namespace))
    not_asked["linked already"] = len(questions.asked) - len(open_)
    open_.sort(key=lambda q: service.name in q.services)
    known = [q for q in open_ if not service.families or classes.family(q.type) in service.families]
    not_asked["of a kind that it does not know"] = len(open_) - len(known)
    not_asked["beyond the limit"] = len(known) - len(known[:limit])
    return known[:limit], +not_asked


def _unknown(name: str, asked: Iterable[Question]) -> str:
    from rapidfuzz import fuzz, process

    names = sorted({q.name for q in asked})
    near = [found for found, _, _ in process.extract(name, names, limit=5, score_cutoff=65, scorer=fuzz.WRatio)]
    hint = f" Near it: {'; '.join(near)}." if near else ""
    return f'No entity that can be looked up is called "{name}".{hint}'


def ask(
    service: Service, questions: Sequence[Question], *, step: Callable[[str, int], None], enough: float = score.ENOUGH
) -> Found:
    """Return what a service answers to questions; a service that goes on failing is given up.

    Arguments:
        step: is told of every answer.
        enough: the score that a link needs.
    """
    found = Found(service=service.name)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)

    def answer(some: Sequence[Question]) -> None:
        for asked, candidates in service.candidates(some):
            made = score.decide(asked, candidates, service=service.name, when=now, enough=enough)
            found.answers.append((asked, made))
            step(service.name, 1)

    failures = 0
    for batch in _batches(questions, service.batch):
        if failures >= (PATIENCE if found.answers else FIRST_PATIENCE):
            break
        try:
            cost = _failure(batch, answer, found)
        except KeyboardInterrupt:
            found.stopped = True
            break
        failures = failures + cost if cost else 0
    answered = {asked.entity for asked, _ in found.answers}
    found.unanswered = [q for q in questions if q.entity not in answered]
    return found


def _failure(batch: Sequence[Question], answer: Callable[[Sequence[Question]], None], found: Found) -> int:
    """Ask a batch, one by one where the service refuses it as a whole; return how bad it is that nothing came of it."""
    try:
        answer(batch)
        return 0
    except GivenUpError as error:
        found.problem = str(error)
        return GIVEN_UP
    except ServiceError as error:
        found.problem = str(error)
    # one name that a service refuses must not cost the others their answers
    before = len(found.answers)
    there = {asked.entity for asked, _ in found.answers}
    for one in [q for q in batch if q.entity not in there] if len(batch) > 1 else ():
        try:
            answer([one])
        except GivenUpError as error:
            found.problem = str(error)
            break
        except ServiceError as error:
            found.problem = str(error)
    return REFUSED if len(found.answers) == before else 0


def _batches(questions: Sequence[Question], size: int) -> Iterator[list[Question]]:
    rest = iter(questions)
    while batch := list(islice(rest, size)):
        yield batch


def keep(store: Store, found: Found, *, base: str = BASE) -> int:
    """Keep what was found and derive the graph again; return how many lookups say something new."""
    with Ledger.beside(store.location) as ledger:
        behind = ledger.stale
        ledger.stale = True
        new = lookup.keep(store, (made for _, made in found.answers), base=base)
        if new or behind:
            derive.derive(store, base=base)
        ledger.stale = False
    return new


def forget(store: Store, service: str, *, base: str = BASE) -> int:
    """Take back all that a service answered; return how many lookups there were.

    Raises:
        UsageError: there are none of this service.
    """
    there = sorted({found.service for found in lookup.read(store, base=base)})
    if service not in there:
        known = f"There are some of: {', '.join(there)}." if there else "There are none at all."
        raise UsageError(f'Nothing in this graph was looked up in "{service}". {known}')
    with derive.behind(store, base=base):
        return lookup.forget(store, lambda found: found.service == service, base=base)
