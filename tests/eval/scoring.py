"""Score what kg reads from the examples against what a reader found in them, layer by layer.

    python tests/eval/scoring.py              print the table; exit 1 where a figure is below its floor
    python tests/eval/scoring.py --errors     print every miss and every false alarm too
    python tests/eval/scoring.py --update     raise the floors to just below what was reached (never lowers one)

Counts are pooled over the articles; F1 is between precision and recall. What is matched with what:

names        a name that overlaps a gold name of the same kind (person, group, place, weapon); names that the gold
             leaves open ("also") count neither way. `names type`: the share of these with the right class.
identity     pairs of matched names that are one entity in both.
statements   contents that share at least half of their letters (shared / all). `statements speaker`: and the speaker.
             `statements addressee` and `statements within` (who is told, and in which other statement it stands):
             of matched ones, where the gold decides them.
events       the same type and a trigger that overlaps one of the gold event's; further mentions of an event that was
             found count neither way. `events roles`: who plays which role in matched ones; `events factuality`: share.
             `events time`: the first and last day, as precisely as the gold means them, and that precision;
             `events casualties`: each number of killed and injured; both of matched ones, where the gold decides them.
alignments   subject, object and sign; denied ones count neither way.
             `alignments pairs`: the same without the sign and the direction.
relations    subject, relation and object; a role's title must share a word. A role that only spells out another tie
             ("spokesman" beside spokespersonFor), and a title without an organization, count neither way.

An entity of kg is the entity of the gold that most of its mentions overlap with.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import details
from gold import Gold, GoldEntity, GoldStatement, GoldTie, load

from kg.annotate import annotator
from kg.model import Alignment, Event, Extraction, Relation, Span, Statement

FLOORS = Path(__file__).parent / "floors.json"

#: the measures whose number of cases is the gold's alone, so that a test cannot shrink unseen
ASKED = ("names", "statements", "events", "alignments", "relations")

#: floors lie this much below what was reached: other versions of a library read a little otherwise
MARGIN = 0.02

_PERSON, _GROUP, _PLACE, _WEAPON = "person", "group", "place", "weapon"
_KINDS = {
    _PERSON: ("Person",),
    _PLACE: (
        *("Location", "Facility", "NaturalFeature"),
        *("GeopoliticalEntity", "Country", "AdministrativeRegion", "PopulatedPlace"),
    ),
    _WEAPON: ("Weapon", "MilitaryPlatform"),
}
_KIND = {type_: kind for kind, types in _KINDS.items() for type_ in types}


@dataclass
class Count:
    """Right, missed and wrongly given."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    def add(self, other: Count) -> None:
        """Add the counts of another article."""
        self.right, self.missed, self.wrong = (
            self.right + other.right, self.missed + other.missed, self.wrong + other.wrong,
        )  # fmt: skip

    @property
    def precision(self) -> float:
        """The share of what was given that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of what was asked for that was given."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> Count(right=1, missed=1, wrong=1).f1
        0.5
        """
        return 2 * self.right / (2 * self.right + self.missed + self.wrong) if self.right else 0.0


@dataclass
class Scores:
    """The counts of every measure, and what went wrong, in words."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: list[str] = field(default_factory=list)

    def right(self, measure: str) -> None:
        """Count a match."""
        self.counts[measure].right += 1

    def missed(self, measure: str, what: str) -> None:
        """Count what was not found."""
        self.counts[measure].missed += 1
        self.errors.append(f"{measure}: missed {what}")

    def wrong(self, measure: str, what: str) -> None:
        """Count what should not have been found."""
        self.counts[measure].wrong += 1
        self.errors.append(f"{measure}: wrong {what}")


class Reading:
    """One article as kg read it beside its gold, with each entity of kg mapped to one of the gold."""

    def __init__(self, gold: Gold, found: Extraction) -> None:
        self.gold, self.found, self.text = gold, found, gold.article.text
        self.entity = {entity.id: entity for entity in gold.entities}
        self.names = {entity.id: entity.name for entity in found.entities}
        self.meant = {entity.id: self._meant([m.span for m in entity.mentions]) for entity in found.entities}

    def _meant(self, mentions: Iterable[Span]) -> str | None:
        votes: Counter[str] = Counter()
        for mention in mentions:
            likeness, best = max(
                ((_likeness(mention, span), e.id) for e in self.gold.entities for span in (*e.names, *e.also)),
                default=(0.0, ""),
            )
            if likeness >= 0.3:
                votes[best] += likeness  # type: ignore[assignment]
        return votes.most_common(1)[0][0] if votes else None

    def who(self, entity: str | None) -> str:
        """Return the gold's id of an entity of kg, or kg's own with a mark where the gold has none."""
        return "" if entity is None else self.meant.get(entity) or f"?{self.names.get(entity, entity)}"

    def quote(self, span: Span) -> str:
        """Return the text of a span in one short line."""
        text = " ".join(span.of(self.text).split())
        return repr(text if len(text) < 70 else text[:40] + " … " + text[-25:])


def score(gold: Gold, found: Extraction) -> Scores:
    """Return the counts of one article."""
    reading, scores = Reading(gold, found), Scores()
    _names(reading, scores)
    _statements(reading, scores)
    _events(reading, scores)
    _alignments(reading, scores)
    _relations(reading, scores)
    return scores


def _likeness(a: Span, b: Span) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0


def _names(reading: Reading, scores: Scores) -> None:
    golds = sorted((span, entity) for entity in reading.gold.entities for span in entity.names)
    open_ = [span for entity in reading.gold.entities for span in entity.also]
    found = sorted((m.span, e.id, e.type) for e in reading.found.entities for m in e.mentions if m.kind == "name")
    pairs: list[tuple[GoldEntity, str]] = []
    taken: set[int] = set()
    for span, entity in golds:
        n = max(
            (
                n
                for n, (other, _, type_) in enumerate(found)
                if n not in taken and span.overlaps(other) and _same_kind(type_, entity)
            ),
            key=lambda n: _likeness(span, found[n][0]),
            default=None,
        )
        if n is None:
            scores.missed("names", f"{reading.quote(span)} {entity.types[0]}")
            continue
        taken.add(n)
        scores.right("names")
        pairs.append((entity, found[n][1]))
        if found[n][2] in entity.types:
            scores.right("names type")
        else:
            scores.missed("names type", f"{reading.quote(span)} {entity.types[0]}, given {found[n][2]}")
    for n, (span, _, type_) in enumerate(found):
        if n not in taken and not any(span.overlaps(other) for other in open_):
            scores.wrong("names", f"{reading.quote(span)} {type_}")
    for (entity, id_), (other_entity, other_id) in combinations(pairs, 2):
        same, read_as_same = entity.id == other_entity.id, id_ == other_id
        if same and read_as_same:
            scores.right("identity")
        elif same:
            scores.missed("identity", f"{entity.id}: {reading.names[id_]} and {reading.names[other_id]} are one")
        elif read_as_same:
            scores.wrong("identity", f"{entity.id} and {other_entity.id} are two: {reading.names[id_]}")


def _same_kind(type_: str, entity: GoldEntity) -> bool:
    kind = _KIND.get(type_, _GROUP)
    return any(_KIND.get(right, _GROUP) == kind for right in entity.types)


def _letters(text: str, spans: Iterable[Span]) -> set[int]:
    return {i for span in spans for i in range(*span) if text[i].isalnum()}


def _statements(reading: Reading, scores: Scores) -> None:
    text = reading.text
    golds = [_letters(text, statement.content) for statement in reading.gold.statements]
    found = [_letters(text, statement.content) for statement in reading.found.statements]
    likely = sorted(
        ((len(a & b) / len(a | b), i, j) for i, a in enumerate(golds) for j, b in enumerate(found) if a & b),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    match: dict[int, int] = {}
    for share, i, j in likely:
        if share >= 0.5 and i not in match and j not in match.values():
            match[i] = j
    golden = {reading.found.statements[j].id: reading.gold.statements[i] for i, j in match.items()}
    for i, gold in enumerate(reading.gold.statements):
        what = reading.quote(gold.content[0])
        if i not in match:
            scores.missed("statements", what)
            scores.missed("statements speaker", what)
            continue
        scores.right("statements")
        details.statement(reading, scores, gold, reading.found.statements[match[i]], golden)
        if _same_speaker(reading, gold, reading.found.statements[match[i]]):
            scores.right("statements speaker")
        else:
            speaker = reading.who(reading.found.statements[match[i]].speaker)
            scores.missed("statements speaker", f"{what} by {gold.speaker or 'others'}, given {speaker}")
            scores.counts["statements speaker"].wrong += 1
    open_ = [_letters(text, [span]) for span in reading.gold.statements_also]
    for j, statement in enumerate(reading.found.statements):
        if j not in match.values() and not any(len(found[j] & a) >= 0.5 * len(found[j] | a) for a in open_):
            what = reading.quote(statement.content[0]) if statement.content else "without content"
            scores.wrong("statements", what)
            scores.counts["statements speaker"].wrong += 1


def _same_speaker(reading: Reading, gold: GoldStatement, statement: Statement) -> bool:
    if gold.speaker is not None and reading.who(statement.speaker) == gold.speaker:
        return True
    if statement.source is None:
        return False
    if gold.source is not None:
        return statement.source.overlaps(gold.source)
    speaker = reading.entity[gold.speaker or ""]
    return any(_likeness(statement.source, span) >= 0.5 for span in (*speaker.names, *speaker.also))


def _events(reading: Reading, scores: Scores) -> None:
    events = [event for event in reading.found.events if event.type != "Other"]
    matched: set[int] = set()
    further: set[int] = set()
    for gold in reading.gold.events:
        near = [
            n
            for n, event in enumerate(events)
            if n not in matched and any(event.trigger.overlaps(span) for span in gold.triggers)
        ]
        right = [n for n in near if events[n].type in gold.types]
        if not right:
            scores.missed("events", f"{'|'.join(gold.types)} {reading.quote(gold.triggers[0])}")
            continue
        # the first mention tells most of who took part
        best = max(right, key=lambda n: (events[n].trigger.overlaps(gold.triggers[0]), -n))
        matched.add(best)
        further.update(right)
        scores.right("events")
        _roles(reading, scores, gold.roles, events[best])
        details.event(reading, scores, gold, events[best])
        if events[best].factuality == gold.factuality:
            scores.right("events factuality")
        else:
            what = f"{reading.quote(events[best].trigger)} is {gold.factuality}, given {events[best].factuality}"
            scores.missed("events factuality", what)
    for n, event in enumerate(events):
        if n not in matched | further and not any(event.trigger.overlaps(span) for span in reading.gold.events_also):
            scores.wrong("events", f"{event.type} {reading.quote(event.trigger)}")


def _roles(reading: Reading, scores: Scores, roles: object, event: Event) -> None:
    assert isinstance(roles, dict)
    given = {(p.role, reading.who(p.entity)) for p in event.participants if p.entity}
    for role, right in roles.items():
        # the texts call the same person recipient or patient of what is given or asked
        alike = ("patient", "recipient") if role in ("patient", "recipient") else (role,)
        candidates = {who for r, who in given if r in alike}
        what = f"{role} of {reading.quote(event.trigger)}"
        if candidates & right:
            scores.right("events roles")
        elif right:
            scores.missed("events roles", f"{what}: {'|'.join(sorted(right))}")
        for who in candidates - right:
            if not (candidates & right):
                scores.wrong("events roles", f"{what}: {who}")


def _alignments(reading: Reading, scores: Scores) -> None:
    given = {
        (reading.who(a.subject), str(a.polarity), reading.who(a.object)): a
        for a in reading.found.alignments
        if a.factuality != "denied"
    }
    _ties(reading, scores, "alignments", reading.gold.alignments, reading.gold.alignments_also, given)
    pairs = {frozenset((s, o)) for s, _, o in given}
    wanted = [{frozenset((s, o)) for s in tie.subject for o in tie.object} for tie in reading.gold.alignments]
    open_ = {frozenset((s, o)) for tie in reading.gold.alignments_also for s in tie.subject for o in tie.object}
    count = scores.counts["alignments pairs"]
    count.right += sum(bool(pairs & tie) for tie in wanted)
    count.missed += sum(not pairs & tie for tie in wanted)
    count.wrong += len(pairs - open_ - {pair for tie in wanted for pair in tie})


def _relations(reading: Reading, scores: Scores) -> None:
    given = {
        (reading.who(r.subject), r.relation, reading.who(r.object)): r
        for r in reading.found.relations
        if r.relation != "sameAs"
    }
    roles = [
        GoldTie(subject=tie.subject, name="holdsRole", object=tie.object)
        for tie in reading.gold.relations
        if tie.name in ("leads", "spokespersonFor", "memberOf", "holdsRole")
    ]
    titled = [
        GoldTie(
            subject=frozenset({e.id}),
            name="holdsRole",
            object=frozenset({""}),
            value=" ".join(s.of(reading.text) for s in e.also),
        )
        for e in reading.gold.entities
        if e.also
    ]
    _ties(reading, scores, "relations", reading.gold.relations, roles + titled, given)


def _ties(
    reading: Reading,
    scores: Scores,
    measure: str,
    wanted: Iterable[GoldTie],
    also: Iterable[GoldTie],
    given: dict[tuple[str, str, str], Alignment] | dict[tuple[str, str, str], Relation],
) -> None:
    def fits(tie: GoldTie, key: tuple[str, str, str]) -> bool:
        subject, name, object_ = key
        if not (subject in tie.subject and name == tie.name and object_ in tie.object):
            return False
        value = getattr(given[key], "value", None)
        return tie.value is None or bool({*tie.value.lower().split()} & {*(value or "").lower().split()})

    used: set[tuple[str, str, str]] = set()
    for tie in wanted:
        right = {key for key in given if fits(tie, key)}
        used |= right
        if right:
            scores.right(measure)
        else:
            scores.missed(measure, f"{'|'.join(sorted(tie.subject))} {tie.name} {'|'.join(sorted(tie.object))}")
    open_ = list(also)
    for key, tie_given in given.items():
        if key not in used and not any(fits(tie, key) for tie in open_):
            scores.wrong(measure, f"{' '.join(key)} in {reading.quote(tie_given.evidence.span)}")


def run() -> Iterator[tuple[Gold, Scores]]:
    """Yield the scores of every example, read through the real pipeline."""
    golds = list(load())
    for gold, found in zip(golds, annotator.annotate(gold.article for gold in golds), strict=True):
        yield gold, score(gold, found)


def figures(counts: dict[str, Count]) -> dict[str, float]:
    """Return the figure of each measure: F1, or a share where nothing can be given wrongly; and the number of cases."""
    found = {f"{name}": round(count.f1 if count.wrong else count.recall, 3) for name, count in counts.items()}
    cases = {f"cases of {name}": float(counts[name].right + counts[name].missed) for name in ASKED if name in counts}
    return found | cases


def pooled(results: Iterable[Scores]) -> dict[str, Count]:
    """Add the counts of all articles."""
    total: dict[str, Count] = defaultdict(Count)
    for scores in results:
        for name, count in scores.counts.items():
            total[name].add(count)
    return total


def table(counts: dict[str, Count], floors: dict[str, float]) -> str:
    """Return the figures as lines of text."""
    lines = [f"{'measure':<22}{'cases':>6}{'P':>7}{'R':>7}{'figure':>8}{'floor':>7}"]
    reached = figures(counts)
    for name, count in counts.items():
        precision = f"{count.precision:.3f}" if count.wrong else "–"
        lines.append(
            f"{name:<22}{count.right + count.missed:>6}{precision:>7}{count.recall:>7.3f}"
            f"{reached[name]:>8.3f}{floors.get(name, 0):>7.3f}"
        )
    return "\n".join(lines)


def below(reached: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Return what is below its floor, or is no longer measured, in words."""
    return [
        f"{name}: {reached.get(name, 0):g} is below its floor, {floor:g}"
        for name, floor in floors.items()
        if reached.get(name, 0) < floor
    ]


def raised(reached: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """Return the floors raised to what was reached; none is lowered.

    >>> raised({"names": 0.9, "events": 0.5, "cases of names": 10.0}, {"names": 0.8, "events": 0.6})
    {'names': 0.88, 'events': 0.6, 'cases of names': 10.0}
    """
    new = {name: value if name.startswith("cases") else round(value - MARGIN, 3) for name, value in reached.items()}
    return {name: max(value, floors.get(name, 0)) for name, value in new.items()}


def read_floors() -> dict[str, float]:
    """Return the recorded floors."""
    return dict(json.loads(FLOORS.read_text())) if FLOORS.exists() else {}


def main() -> int:
    """Print the table and compare it with the floors; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    results = list(run())
    floors = read_floors()
    counts = pooled(scores for _, scores in results)
    if given.errors:
        for gold, scores in results:
            sys.stdout.write("".join(f"{gold.name}: {error}\n" for error in scores.errors))
    sys.stdout.write(table(counts, floors) + "\n")
    if given.update:
        FLOORS.write_text(json.dumps(raised(figures(counts), floors), indent=1) + "\n")
        return 0
    problems = below(figures(counts), floors)
    sys.stdout.write("".join(problem + "\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
