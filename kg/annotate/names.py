"""Find the mentions of actors, organizations, locations, weapons: names here, nominal groups and pronouns beside.

The model's names are repaired (boundaries, titles, hyphens), known organizations and names with a telling
head noun ("Ain al-Asad Air Base") are added, then each name gets one type in the article by a vote of all
that speaks for it, and is found wherever it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.annotate import acronyms, candidates, nominals, nouns, organizations, titles
from kg.annotate.candidates import Candidate
from kg.annotate.document import Document, Phrase, Tokens
from kg.annotate.organizations import Known, NameList

_LOCATIVE = frozenset({"in", "near", "at", "outside", "around", "across", "throughout", "into", "inside", "toward"})
_PLACES = frozenset(
    {
        "GeopoliticalEntity",
        "Country",
        "AdministrativeRegion",
        "PopulatedPlace",
        "Location",
        "Facility",
        "NaturalFeature",
    }
)


def find(document: Document) -> tuple[Phrase, ...]:
    """Return all mentions in text order, longer ones first where two begin at one token."""
    named = tuple(_names(document))
    rest = nominals.find(document, named)
    return tuple(sorted((*named, *rest), key=lambda phrase: (phrase.start, -phrase.end)))


def _names(document: Document) -> Iterator[Phrase]:
    """Yield the names with their type."""
    tokens = document.tokens
    spans = _without_overlap(candidates.find(document))
    spans = _with_repeats(tokens, spans)
    types = _vote(tokens, spans)
    expansions = acronyms.expansions(tokens, spans)
    for candidate in spans:
        name = _key(tokens, candidate)
        type_ = types.get(expansions.get(name, name), "") or types.get(name, "")
        if type_:
            yield Phrase(
                start=candidate.start,
                end=candidate.end,
                head=_head(tokens, candidate),
                type=type_,
                kind="name",
                key=candidate.known.key if candidate.known else expansions.get(name, ""),
                rule=f"names.{candidate.rule}",
                plural=tokens.tag[candidate.end - 1] in ("NNS", "NNPS"),
            )


def _key(tokens: Tokens, candidate: Candidate) -> str:
    return organizations.squeeze(tokens.text[candidate.start : candidate.end]).casefold()


def _head(tokens: Tokens, candidate: Candidate) -> int:
    """Return the token of the name whose head lies outside; of several the last before a preposition."""
    outside = [
        i
        for i in range(candidate.start, candidate.end)
        if not candidate.start <= tokens.head[i] < candidate.end or tokens.head[i] == i
    ]
    return outside[-1] if len(outside) == 1 else max(outside, key=lambda i: (tokens.pos[i] in ("PROPN", "NOUN"), i))


def _without_overlap(found: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates in text order without those that a longer or better founded one covers or cuts."""
    taken: set[int] = set()
    kept = []
    for candidate in sorted(found, key=lambda c: (c.start - c.end, candidates.RULES.index(c.rule), c.start)):
        inside = range(candidate.start, candidate.end)
        if taken.isdisjoint(inside):
            taken.update(inside)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


def _with_repeats(tokens: Tokens, spans: list[Candidate]) -> list[Candidate]:
    """Return the candidates and the places where a name found elsewhere stands unrecognised."""
    names: dict[str, Known] = {}
    for span in spans:
        if span.type == nouns.PERSON or span.end - span.start > 1 or tokens.pos[span.start] == "PROPN":
            names.setdefault(" ".join(tokens.text[span.start : span.end]), Known(span.type, ""))
        if span.end - span.start > 1 and (span.type == nouns.PERSON or span.rule == "designation"):
            surname = tokens.text[span.end - 1]
            if surname[:1].isupper() and len(surname) > 2 and surname.isalpha():
                names.setdefault(surname, Known(span.type, ""))
    taken = {i for span in spans for i in range(span.start, span.end)}
    more = []
    for start, end, known in NameList(names.items()).find(tokens):
        if taken.isdisjoint(range(start, end)) and candidates.is_capital(tokens, start):
            written = " ".join(tokens.text[start:end])
            if written in names and (end - start > 1 or tokens.pos[start] == "PROPN"):
                more.append(Candidate(start, end, known.type, "repeat"))
                taken.update(range(start, end))
    return sorted((*spans, *more), key=lambda c: c.start)


@dataclass(frozen=True, slots=True)
class _Ballot:
    """What speaks for the types of a name, and a verdict that no vote changes."""

    votes: defaultdict[str, float]
    verdict: str = ""


def _vote(tokens: Tokens, spans: list[Candidate]) -> dict[str, str]:
    """Return the type of each name in the article: known, told by its head noun, or of most votes."""
    ballots: dict[str, _Ballot] = {}
    surnames: dict[str, list[str]] = {}
    for span in spans:
        name = _key(tokens, span)
        ballot = ballots.setdefault(name, _Ballot(defaultdict(float)))
        if span.rule in ("list", "head", "designation") and not ballot.verdict:
            ballots[name] = ballot = replace(ballot, verdict=span.type)
        ballot.votes[span.type] += 1.0
        for type_, weight in _context(tokens, span):
            ballot.votes[type_] += weight
        if span.end - span.start > 1:
            surnames.setdefault(tokens.lower[span.end - 1], []).append(name)
    types = {name: ballot.verdict or _winner(ballot) for name, ballot in ballots.items()}
    for surname, full in surnames.items():
        if surname in types and not ballots[surname].verdict:
            people = [name for name in full if types[name] == nouns.PERSON]
            ships = [name for name in full if types[name] == "MilitaryPlatform"]
            if people and (types[surname] not in _PLACES or len(people) == len(full)):
                types[surname] = nouns.PERSON
            elif ships and types[surname] == nouns.PERSON:
                types[surname] = "MilitaryPlatform"
    return types


def _winner(ballot: _Ballot) -> str:
    votes = {type_: weight for type_, weight in ballot.votes.items() if type_}
    return max(votes, key=lambda type_: votes[type_], default="")


def _context(tokens: Tokens, span: Candidate) -> Iterator[tuple[str, float]]:
    """Yield what the words around a name say of its type."""
    low = tokens.sentences[tokens.sent[span.start]][0]
    if titles.ending_at(tokens, span.start, first=low) is not None:
        yield nouns.PERSON, 2.0
    if span.start > low:
        word = tokens.lower[span.start - 1]
        head = tokens.head[span.end - 1]
        governed = head == span.start - 1 or span.start <= head < span.end
        if word in ("near", "outside"):
            yield "GeopoliticalEntity", 1.5
        elif word in _LOCATIVE and governed and span.type != nouns.PERSON:
            yield "GeopoliticalEntity", 0.5
        elif word in _LOCATIVE and governed and word != "at":
            yield "GeopoliticalEntity", 1.2
        if word == "of" and span.start > low + 1 and tokens.lower[span.start - 2] in ("city", "town", "village"):
            yield "GeopoliticalEntity", 3.0
