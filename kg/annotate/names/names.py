"""Find the mentions of actors, organizations, locations, weapons: names here, nominal groups and pronouns beside.

The model's names are repaired (boundaries, titles, hyphens), known organizations and names with a telling
head noun ("Ain al-Asad Air Base") are added, then each name gets one type in the article by a vote of all
that speaks for it, and is found wherever it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.annotate import geography, nouns
from kg.annotate.document import Document, Phrase, Tokens
from kg.annotate.names import (
    acronyms,
    appositions,
    boundaries,
    candidates,
    frames,
    namesakes,
    nominals,
    organizations,
    people,
    titles,
)
from kg.annotate.names.candidates import Candidate
from kg.annotate.names.organizations import Known, NameList
from kg.annotate.statements import cues
from kg.vocabulary import ORGANIZATIONS, PLACES

_COMPASS = frozenset(
    {"northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "northeastern"}
    | {"northwestern", "southeastern", "southwestern", "northeast", "northwest", "southeast", "southwest", "upper"}
    | {"north-eastern", "north-western", "south-eastern", "south-western", "lower", "mainland"}
)
_LOCATIVE = frozenset({"in", "near", "at", "outside", "around", "across", "throughout", "into", "inside", "toward"})
#: classes whose names begin with the country that they belong to: not "American Airlines"
_OF_COUNTRIES = frozenset({"GovernmentBody", "MilitaryForce", "PoliticalParty", "ArmedGroup", "Facility"})
#: classes that the gazetteer makes finer
_TYPED_BY_MAP = frozenset({"GeopoliticalEntity", "Population", "Location", "Country"})
#: nouns before which a name is the group's own, not its leader's: "the Bani Hasan tribe", but "the Haftar forces"
_NAMED_GROUPS = frozenset(
    {"tribe", "clan", "newspaper", "outlet", "agency", "cartel", "magazine", "channel", "militia"}
)
#: classes whose names are often shortened by the noun at their end
_GO_BY_SHORT = frozenset({"PoliticalParty", "ArmedGroup", "Alliance"})
#: verbs and nouns with what is left or marched on, verbs with what is conquered, nouns after what is lived in
_LEAVING = frozenset(
    {"withdraw", "flee", "retreat", "evacuate", "pull", "withdrawal", "capture", "siege", "seizure", "fall"}
    | {"assault", "attack", "advance", "march", "resident", "mayor", "suburb", "outskirts", "outskirt", "bombing"}
)
_TAKING = frozenset(
    {"shell", "bomb", "besiege", "enter", "storm", "overrun", "recapture", "retake", "liberate", "seize", "bombard"}
    | {"defend", "encircle", "reach"}
)
_OF_PLACES = frozenset({"resident", "airport", "suburb", "mayor", "province", "port", "district", "hospital", "prison"})
#: nouns before what a person calls himself
_ALIAS = frozenset({"alias", "nickname", "nicknamed", "codename"})
#: what a country leads
_LED = frozenset({"coalition", "alliance", "force", "forces", "mission", "operation", "bloc", "task", "troops"})
_NAMED_PLACES = frozenset({"village", "town", "city", "district", "province", "county", "governorate"})


def find(document: Document) -> tuple[Phrase, ...]:
    """Return all mentions in text order, longer ones first where two begin at one token."""
    named = tuple(_names(document))
    named = tuple(_with_shared_names(document, named))
    named = (*named, *_countries_inside(document.tokens, named), *_quarters(document.tokens, named))
    rest = nominals.find(document, named)
    return tuple(sorted((*named, *rest), key=lambda phrase: (phrase.start, -phrase.end)))


def _names(document: Document) -> Iterator[Phrase]:
    """Yield the names with their type."""
    tokens = document.tokens
    spans = _without_overlap(candidates.find(document))
    spans = _with_repeats(tokens, spans)
    types = _vote(tokens, spans)
    expansions = acronyms.expansions(tokens, spans)
    expanded = frozenset(expansions.values())
    listed = {_key(tokens, candidate): candidate.known.key for candidate in spans if candidate.known}
    for candidate in spans:
        name = _key(tokens, candidate)
        full = expansions.get(name, name)
        type_ = types.get(full, "") or types.get(name, "")
        # what the text itself says an acronym stands for counts before what others mean by it
        key = listed.get(full, "") or (full if full in expanded else "")
        if type_ in _TYPED_BY_MAP:
            type_, key = _on_map(tokens, candidate, type_, key)
        if type_ == "Population" and (one := people.one_of_many(tokens, candidate.start, candidate.end)) is not None:
            yield one
        elif type_:
            yield Phrase(
                start=candidate.start,
                end=candidate.end,
                head=_head(tokens, candidate),
                type=type_,
                kind="name",
                key=key,
                rule=f"names.{candidate.rule}",
                plural=tokens.tag[candidate.end - 1] in ("NNS", "NNPS"),
            )


def _with_shared_names(document: Document, named: Sequence[Phrase]) -> Iterator[Phrase]:
    """Yield the names, and "Georgia" as the country where its people or its capital are named too."""
    tokens = document.tokens
    keys = {phrase.key.partition(":")[2] for phrase in named}
    for phrase in named:
        if phrase.type == "GeopoliticalEntity" and not phrase.key and not namesakes.state_of(document, phrase):
            code = geography.shared_country(" ".join(tokens.text[phrase.start : phrase.end]))
            if code and (code in keys or _has_capital(tokens, named, code)):
                yield replace(phrase, type="Country", key=f"country:{code}")
                continue
        yield phrase


def _has_capital(tokens: Tokens, named: Sequence[Phrase], code: str) -> bool:
    return any(
        phrase.type == "PopulatedPlace"
        and geography.capital_of(" ".join(tokens.text[phrase.start : phrase.end])) == code
        for phrase in named
    )


def _on_map(tokens: Tokens, candidate: Candidate, type_: str, key: str) -> tuple[str, str]:
    """Return the class and key of a place or people by the gazetteer: "Iraqi" before a noun means Iraq."""
    name = " ".join(tokens.text[candidate.start : candidate.end])
    last = candidate.end - 1
    code = geography.country(name)
    if code:
        return "Country", f"country:{code}"
    code = geography.demonym(name) if type_ == "Population" else ""
    if code:
        adjective = tokens.pos[last] == "ADJ" or tokens.dep[last] in ("amod", "compound", "nmod")
        # "the Norwegian-led coalition"
        led = tokens.lower[candidate.end : candidate.end + 2] == ["-", "led"]
        adjective = adjective or (led and bool(_LED & set(tokens.lower[candidate.end + 2 : candidate.end + 4])))
        return ("Country", f"country:{code}") if adjective else ("Population", f"people:{code}")
    if name.casefold() in _COMPASS:
        # "the West": states that act together, no town of that name
        return "GeopoliticalEntity", key
    if candidate.rule != "head" and type_ == "GeopoliticalEntity":
        return geography.place_class(name) or type_, key
    return type_, key


def _countries_inside(tokens: Tokens, named: Sequence[Phrase]) -> Iterator[Phrase]:
    """Yield the countries that begin longer names or end those of their governments: "Iraqi Defense Ministry"."""
    for phrase in named:
        if phrase.end - phrase.start < 2 or phrase.type not in _OF_COUNTRIES:
            continue
        for end in (phrase.start + 1, phrase.start + 2):
            inside = _country(tokens, phrase.start, end) if end < phrase.end else None
            if inside is not None:
                yield inside
                break
        if phrase.type not in ("GovernmentBody", "MilitaryForce"):
            continue
        for start in range(phrase.start + 2, phrase.end):
            if tokens.lower[start - 1] in ("of", "the") and (
                (inside := _country(tokens, start, phrase.end)) is not None
            ):
                yield inside
                break


def _quarters(tokens: Tokens, named: Sequence[Phrase]) -> Iterator[Phrase]:
    """Yield the parts of countries and towns that the compass names: "northern Iraq"."""
    for phrase in named:
        start = phrase.start - 1
        if (
            start >= 0
            and phrase.type in PLACES
            and tokens.lower[start] in _COMPASS
            and tokens.sent[start] == tokens.sent[phrase.start]
            and tokens.head[start] == phrase.head
            and tokens.pos[phrase.end - 1] != "ADJ"
        ):
            yield replace(phrase, start=start, type="Location", key="", rule="names.compass")


def _country(tokens: Tokens, start: int, end: int) -> Phrase | None:
    """Return the tokens as a mention of a country if they name one or its people."""
    name = " ".join(tokens.text[start:end])
    if not name[:1].isupper():
        return None
    code = geography.country(name) or (geography.demonym(name) if end - start == 1 else "")
    if not code or (len(name) == 2 and name not in ("US", "UK")):
        return None
    return Phrase(
        start=start, end=end, head=end - 1, type="Country", kind="name", key=f"country:{code}", rule="names.inside"
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
    for candidate in sorted(
        found, key=lambda c: (c.rule != "expansion", c.start - c.end, candidates.RULES.index(c.rule), c.start)
    ):
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
        if short := _short_name(" ".join(tokens.text[span.start : span.end])):
            names.setdefault(short, Known(span.type, ""))
    taken = {i: span for span in spans for i in range(span.start, span.end)}
    dropped: set[Candidate] = set()
    more = []
    for start, end, known in NameList(names.items()).find(tokens):
        if not boundaries.is_capital(tokens, start) or " ".join(tokens.text[start:end]) not in names:
            continue
        across = {taken[i] for i in range(start, end) if i in taken}
        # the model saw only a part here of what it names in full elsewhere
        parts = all(start <= span.start and span.end <= end and span.rule == "model" for span in across)
        whole = any(span.end - span.start == end - start for span in across)
        if (across and parts and not whole) or (not across and (end - start > 1 or tokens.pos[start] == "PROPN")):
            candidate = Candidate(start, end, known.type, "repeat")
            dropped |= across
            more.append(candidate)
            taken.update(dict.fromkeys(range(start, end), candidate))
    return sorted((*(span for span in spans if span not in dropped), *more), key=lambda c: c.start)


@dataclass(frozen=True, slots=True)
class _Ballot:
    """What speaks for the types of a name, and a verdict that no vote changes."""

    votes: defaultdict[str, float]
    verdict: str = ""
    human: bool = False
    taken: bool = False
    """Whether it is somewhere treated as only a person, or as only a place is."""


def _vote(tokens: Tokens, spans: list[Candidate]) -> dict[str, str]:
    """Return the type of each name in the article: known, told by its head noun, or of most votes."""
    ballots: dict[str, _Ballot] = {}
    surnames: dict[str, list[str]] = {}
    spellings: dict[str, str] = {}
    firsts: dict[str, str] = {}
    honored: set[str] = set()
    for span in spans:
        name = _key(tokens, span)
        if span.end - span.start == 1 and tokens.lower[span.start - 1] in titles.honorifics():
            honored.add(name)
        spellings[name] = " ".join(tokens.text[span.start : span.end])
        ballot = ballots.setdefault(name, _Ballot(defaultdict(float)))
        if span.rule in ("expansion", "gazetteer", "list", "head", "designation") and not ballot.verdict:
            ballots[name] = ballot = replace(ballot, verdict=span.type)
        ballot.votes[span.type] += 1.0
        for type_, weight in _context(tokens, span):
            ballot.votes[type_] += weight
        if span.type == nouns.PERSON and span.end - span.start == 1 and not ballot.verdict:
            low = tokens.sentences[tokens.sent[span.start]][0]
            human = titles.ending_at(tokens, span.start, first=low) is not None or _speaks(tokens, span.start)
            ballots[name] = ballot = replace(
                ballot, human=ballot.human or human, taken=ballot.taken or _is_taken(tokens, span.start)
            )
        if span.end - span.start > 1:
            surnames.setdefault(tokens.lower[span.end - 1], []).append(name)
            if span.type == nouns.PERSON:
                firsts[organizations.squeeze(tokens.lower[span.start : span.start + 2])] = name
                firsts.setdefault(tokens.lower[span.start], name)
    for name, written in spellings.items():
        ballot = ballots[name]
        if ballot.verdict or written.count(" ") > 3:
            continue
        if geography.country(written) and (len(written) > 2 or written in ("US", "UK")):
            bearers = [full for full in surnames.get(written.casefold(), ()) if ballots[full].votes[nouns.PERSON] > 0]
            if not bearers:
                ballots[name] = replace(ballot, verdict="Country")
        elif ballot.votes["GeopoliticalEntity"] > 0 and geography.is_known(written):
            group = ballot.votes["Population"] if not geography.demonym(written) else 0.0
            ballot.votes["GeopoliticalEntity"] += group + 0.5
        elif ballot.votes["GeopoliticalEntity"] > 0 and written.isupper() and written.isalpha() and len(written) > 3:
            if not geography.place_class(written):
                ballot.votes["Organization"] += ballot.votes["GeopoliticalEntity"] + 0.5
        elif ballot.votes["Organization"] > 0 and " " not in written and geography.capital_of(written):
            ballot.votes["GeopoliticalEntity"] += ballot.votes["Organization"] + 0.1
        elif ballot.taken and not ballot.human and name not in surnames and geography.is_known(written):
            # "Goma" is a surname too, but nobody withdraws from a person
            ballot.votes["GeopoliticalEntity"] += ballot.votes[nouns.PERSON] + 0.5
    types = {name: ballot.verdict or _winner(ballot) for name, ballot in ballots.items()}
    for name, written in spellings.items():
        short = organizations.squeeze(_short_name(written).split()).casefold()
        if short and types.get(short) == nouns.PERSON and not ballots[short].verdict:
            types[short] = types[name]
    for first, full_name in firsts.items():
        # "Abu Jandal" is who "Abu Jandal al-Kuwaiti" is, "Lai" who "Lai Ching-te" is
        if types.get(first) == "Organization" and types[full_name] == nouns.PERSON and not ballots[first].verdict:
            types[first] = nouns.PERSON
    for surname, full in surnames.items():
        if surname in types and not ballots[surname].verdict:
            people = [name for name in full if types[name] == nouns.PERSON]
            ships = [name for name in full if types[name] == "MilitaryPlatform"]
            if people and (types[surname] not in PLACES or len(people) == len(full)):
                types[surname] = nouns.PERSON
            elif ships and types[surname] == nouns.PERSON:
                types[surname] = "MilitaryPlatform"
    types.update(_honored(honored, surnames, spellings))
    types.update(_abbreviated(types, spellings))
    return types


def _honored(
    honored: Iterable[str], surnames: Mapping[str, Sequence[str]], spellings: Mapping[str, str]
) -> dict[str, str]:
    """Return as persons who are called "Mr." somewhere, whatever their surname means: "Douglas J. Band"."""
    found = dict.fromkeys(honored, nouns.PERSON)
    for surname in honored:
        for name in surnames.get(surname, ()):
            words = spellings[name].split()
            if len(words) <= 4 and words[0].casefold() in titles.given_names():
                found[name] = nouns.PERSON
    return found


def _abbreviated(types: Mapping[str, str], spellings: Mapping[str, str]) -> dict[str, str]:
    """Return as organizations the initials of one that the model took for a person's name: "DNC"."""
    found = {}
    for name, written in spellings.items():
        if types[name] != nouns.PERSON or not (written.isupper() and written.isalpha() and 3 <= len(written) <= 6):
            continue
        for full, words in spellings.items():
            initials = "".join(word[0] for word in words.split() if word[0].isupper())
            if initials == written and types[full] in ORGANIZATIONS:
                found[name] = types[full]
    return found


def _short_name(written: str) -> str:
    """Return a party's or movement's name without the noun that says what it is, where that may stand alone, or "".

    >>> _short_name("Green Dawn Movement"), _short_name("Iraqi Dawn Movement"), _short_name("New York Front")
    ('Green Dawn', '', '')
    """
    *before, last = written.split()
    short = " ".join(before)
    if len(before) < 2 or before[0].casefold() in titles.given_names():
        return ""
    if geography.country(before[0]) or geography.demonym(before[0]):
        return ""
    kinds = {value for rest, value in nouns.names().get(last.casefold(), ()) if not rest}
    told = last.casefold() == "movement" or kinds & _GO_BY_SHORT
    return short if told and short.istitle() and not geography.place_class(short) else ""


def _class_beside(tokens: Tokens, i: int) -> str:
    """Return what a common noun in apposition says of the class of a name: a person or some organization, or ""."""
    if tokens.lower[i] in nouns.roles() or tokens.lemma[i] in nouns.roles():
        return nouns.PERSON
    told = nouns.class_at(tokens, i, nouns.commons()) if tokens.tag[i] == "NN" else None
    return told[0] if told is not None and told[0] in ORGANIZATIONS else ""


def _is_of_people(tokens: Tokens, i: int, low: int) -> bool:
    """Say whether a name is a people's: "ethnic Karen rebels", "thanked the Karen"."""
    before = tokens.lower[i - 1] if i > low else ""
    return before == "ethnic" or (
        before == "the" and tokens.dep[i] in ("dobj", "pobj", "nsubj") and tokens.right[i] == i + 1
    )


def _is_taken(tokens: Tokens, i: int) -> bool:
    """Say whether a name stands as only a place does: "withdrew from X", "seized X", "X residents", "in X"."""
    head, dep = tokens.head[i], tokens.dep[i]
    if dep == "pobj":
        word, verb = tokens.lower[head], tokens.lemma[tokens.head[head]]
        return word in _LOCATIVE - {"at", "around"} or (word in ("from", "of", "on", "to") and verb in _LEAVING)
    if dep == "dobj":
        return tokens.lemma[head] in _TAKING
    return dep in ("compound", "nmod") and head == i + 1 and tokens.lemma[head] in _OF_PLACES


def _kind_before(tokens: Tokens, span: Candidate, low: int) -> str:
    """Return the class that the noun right before a name tells, "the militia Saraya al-Rafidain", or ""."""
    i = span.start - 1
    if tokens.tag[i] != "NN" or tokens.lemma[i] in nouns.roles() or not tokens.text[i].islower():
        return ""
    told = nouns.class_at(tokens, i, nouns.commons(), first=low)
    if told is None or told[0] not in ORGANIZATIONS:
        return ""
    together = tokens.head[i] in range(span.start, span.end) or tokens.head[_head(tokens, span)] == i
    return told[0] if together else ""


def _speaks(tokens: Tokens, i: int) -> bool:
    """Say whether the noun is the subject of a verb of saying, believing or intending."""
    return tokens.dep[i] == "nsubj" and tokens.lemma[tokens.head[i]] in cues.table("verb")


def _winner(ballot: _Ballot) -> str:
    votes = {type_: weight for type_, weight in ballot.votes.items() if type_ and weight}
    return max(votes, key=lambda type_: votes[type_], default="")


def _context(tokens: Tokens, span: Candidate) -> Iterator[tuple[str, float]]:
    """Yield what the words around a name say of its type."""
    low, high = tokens.sentences[tokens.sent[span.start]]
    if span.end + 1 < high and tokens.text[span.end] == "," and tokens.dep[span.end + 1] in ("appos", "compound"):
        # "Dayr az Zawr, Syria"
        outer = geography.country(tokens.text[span.end + 1])
        if outer and tokens.head[span.end + 1] in range(span.start, span.end):
            yield "GeopoliticalEntity", 1.2
    if titles.ending_at(tokens, span.start, first=low) is not None:
        yield nouns.PERSON, 2.0
    if span.end < high and span.type == nouns.PERSON:
        if tokens.lemma[span.end] in _NAMED_GROUPS:
            yield "Organization", 1.5
        elif tokens.lemma[span.end] in _NAMED_PLACES:
            yield "GeopoliticalEntity", 1.5
    if span.type == nouns.PERSON and span.end - span.start == 1 and _is_of_people(tokens, span.start, low):
        yield "Population", 2.5
    if any(word in _ALIAS for word in tokens.lower[max(low, span.start - 2) : span.start]):
        yield nouns.PERSON, 3.0
    if 2 <= span.end - span.start <= 3 and span.rule == "model" and span.type in ("Organization", "GeopoliticalEntity"):
        given = tokens.lower[span.start] in titles.given_names()
        if given and all(tokens.text[i].isalpha() for i in range(span.start, span.end)):
            yield nouns.PERSON, 1.1
    head = _head(tokens, span)
    beside = [c for c in tokens.children[head] if tokens.dep[c] == "appos"]
    if tokens.dep[head] == "appos":
        beside.append(tokens.head[head])
    told = {_class_beside(tokens, c) for c in beside if tokens.tag[c] in ("NN", "NNP")}
    if not told and (noun := appositions.after(tokens, span.end)) is not None:
        told = {_class_beside(tokens, noun)} - {nouns.PERSON}
    if told - {""}:
        # "Salem Batarfi, the army spokesman", "the ruling party, Georgian Dream"
        yield min(told - {""}), 4.0 if told <= ORGANIZATIONS else 2.0
    elif span.type == "GeopoliticalEntity" and span.end - span.start > 1 and _speaks(tokens, head):
        name = " ".join(tokens.text[span.start : span.end])
        if not geography.place_class(name):
            yield nouns.PERSON, 1.2
    if span.start > low:
        word = tokens.lower[span.start - 1]
        head = tokens.head[span.end - 1]
        governed = head == span.start - 1 or span.start <= head < span.end
        kind = _kind_before(tokens, span, low)
        if kind:
            yield kind, 2.0
        if word in ("near", "outside"):
            yield "GeopoliticalEntity", 1.5
        elif word in _LOCATIVE and governed and span.type != nouns.PERSON:
            yield "GeopoliticalEntity", 0.5
        elif word in _LOCATIVE and governed and word != "at":
            yield "GeopoliticalEntity", 1.2
        if word == "of" and span.start > low + 1 and tokens.lemma[span.start - 2] in ("city", "town", "village"):
            yield "GeopoliticalEntity", 3.0
        if span.type == nouns.PERSON and frames.is_place(tokens, span.start, span.end):
            yield "GeopoliticalEntity", 2.5
