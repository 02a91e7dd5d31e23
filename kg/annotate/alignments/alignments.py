"""Find who sides with or against whom: said outright, shown by an event, or by what a speaker says.

Stances are read sentence by sentence (`stances`, `compounds`, `evaluations`), events bring their agents and patients.
One tie between two actors is returned once a sentence, from its most reliable reading.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kg.annotate import participles, unreal
from kg.annotate.actors import ACTORS, Arguments
from kg.annotate.alignments import accusations, compounds, evaluations, reciprocals
from kg.annotate.alignments.stances import stances
from kg.annotate.alignments.stances.holding import Holding, hold
from kg.annotate.alignments.stances.stance import Stance
from kg.annotate.alignments.stances.words import words
from kg.annotate.document import Document, Tokens
from kg.annotate.events import games
from kg.annotate.factuality import doubt, weakest
from kg.annotate.times.times import TimeExpression
from kg.annotate.voices import Voice, Voices
from kg.model import Alignment, Event, Evidence, Interval, Polarity, Relation, Span, Statement
from kg.vocabulary import STATES

#: events, by type or subtype, by which the agent sides against the patient or with the recipient, and how sure that is
OPPOSING = {
    **{"Assault": 0.85, "Threaten": 0.75, "Sanction": 0.75, "Protest": 0.7},
    **{"EconomicSanction": 0.8, "Blockade": 0.7, "Expulsion": 0.75, "Ban": 0.65},
    **{"ArrestWarrant": 0.75, "AssetFreeze": 0.8},
    **{"Accusation": 0.8, "Condemnation": 0.8, "Complaint": 0.75, "LegalAccusation": 0.75},
}
VERBS = frozenset({"VERB", "AUX"})
#: types whose events are words
TOLD = frozenset({"Accuse", "Support"})
SUPPORTING = {"Aid": 0.7, "Endorsement": 0.75, "Praise": 0.8}
#: below this an event is too doubtful to tell a side
DOUBT = 0.35
#: what sides in a match do to each other too
RIVALRIES = frozenset({"attacks", "fights", "defeats", "opposes", "clashesWith", "competesWith", "challenges"})
FIGHTS = frozenset({"attacks", "fights", "defeats"})
CONDEMNING = frozenset({"condemn", "denounce", "decry", "deplore", "criticize", "criticise", "slam", "blast"})
ATTACKS = frozenset({"attack", "strike", "airstrike", "bombing", "raid", "shelling", "assault", "killing", "violence"})
RELATION = {
    **{"Assault": "attacks", "Threaten": "threatens", "Sanction": "sanctions", "Protest": "protestsAgainst"},
    **{"EconomicSanction": "sanctions", "Blockade": "sanctions", "Expulsion": "ousts", "Ban": "sanctions"},
    **{"ArrestWarrant": "prosecutes", "AssetFreeze": "sanctions"},
    **{"Accusation": "accuses", "Condemnation": "condemns", "Complaint": "criticizes", "LegalAccusation": "prosecutes"},
    **{"Aid": "aids", "Endorsement": "supports", "Praise": "praises"},
}


def find(
    document: Document,
    statements: Sequence[Statement],
    events: Sequence[Event],
    relations: Sequence[Relation],
    times: Sequence[TimeExpression],
) -> tuple[Alignment, ...]:
    """Return the alignments in text order of their evidence."""
    arguments = Arguments(document)
    voices = Voices(statements, document.tokens)
    dated = _by_sentence(document, times)
    readings = list(
        chain(
            compounds.find(arguments),
            stances.find(arguments),
            reciprocals.find(arguments),
            evaluations.find(arguments, voices),
        )
    )
    readings = [r for r in readings if r.relation not in RIVALRIES or not games.is_game(document.tokens, r.token)]
    readings.extend(accusations.find(arguments, events))
    readings.extend(_supported_fights(arguments, readings))
    readings.extend(_condemned(arguments, events, readings))
    found = [
        *_from_events(arguments, events, {stance.token for stance in readings}),
        *_from_stances(document, readings, voices, events, dated),
    ]
    found.extend(_for_employers(found, relations))
    return _numbered(_distinct(found))


def _for_employers(found: Sequence[Alignment], relations: Sequence[Relation]) -> Iterator[Alignment]:
    """Yield what spokespersons say once more for whom they speak."""
    employers = {r.subject: r.object for r in relations if r.relation == "spokespersonFor" and r.object is not None}
    for a in found:
        employer = employers.get(a.subject)
        if a.basis == "statement" and employer is not None and employer != a.object:
            evidence = replace(a.evidence, rule="alignments.spokesperson", confidence=a.evidence.confidence * 0.8)
            yield replace(a, subject=employer, evidence=evidence)


def _supported_fights(arguments: Arguments, read: Sequence[Stance]) -> Iterator[Stance]:
    """Yield from "strikes against Y in support of X" that X is against Y too."""
    sentence = arguments.tokens.sent
    fights = [s for s in read if s.polarity == -1 and s.relation in FIGHTS]
    for support in read:
        if support.rule != "stances.prep" or support.relation != "supports":
            continue
        for fight in fights:
            others = tuple(o for o in fight.objects if o not in support.objects)
            if others and fight.subjects == support.subjects and sentence[fight.token] == sentence[support.token]:
                yield Stance(
                    support.token, support.objects, others, -1, "fights", "explicit", 0.55, rule="stances.prep-fight"
                )


def _condemned(arguments: Arguments, events: Sequence[Event], read: Iterable[Stance]) -> Iterator[Stance]:
    """Yield stances against those whose attack is condemned: by the event itself, or the last before "such strikes"."""
    t = arguments.tokens
    assaults = [e for e in events if e.type == "Assault" and e.factuality in ("asserted", "reported")]
    done = {stance.token for stance in read}
    for v, lemma in enumerate(t.lemma):
        if lemma not in CONDEMNING or t.pos[v] != "VERB" or v in done or hold(arguments, v) != Holding():
            continue
        subjects = tuple(e for s in arguments.subjects(v) for e in arguments.actors(s))
        for head in arguments.objects(v) if subjects else ():
            agents = _attackers(arguments, arguments.antecedent(head), assaults)
            others = tuple(a for a in agents if a not in subjects)
            if others:
                yield Stance(v, subjects, others, -1, "condemns", "statement", 0.6, rule="alignments.condemned-attack")


def _attackers(arguments: Arguments, head: int, assaults: Sequence[Event]) -> list[str]:
    t, document = arguments.tokens, arguments.document
    trigger = Span(t.start[head], t.end[head])
    same = [e for e in assaults if trigger == e.trigger or trigger in e.same_as]
    if t.childs(head, "prep", "acl", "relcl", "compound", "poss"):
        # what tells the attack apart must tell it apart from the one merged with it
        same = [e for e in same if trigger == e.trigger]
    pointing = any(t.lower[c] in ("such", "these", "those", "this") for c in t.children[head])
    if (
        not any(_takers(document, e, ("agent",)) for e in same)
        and pointing
        and t.lemma[head] in ATTACKS
        and not t.childs(head, "prep")
    ):
        same = [e for e in assaults if e.trigger.start < trigger.start and _takers(document, e, ("agent",))][-1:]
    found = {agent for e in same for agent in _takers(document, e, ("agent",))}
    named = {agent for e in assaults if e.trigger.start < trigger.start for agent in _takers(document, e, ("agent",))}
    own = any(e.trigger == trigger or _is_named_alike(document, e, trigger) for e in same)
    # where more than one side attacked before, "the attack" may be that of either
    return sorted(found) if own or named <= found else []


def _is_named_alike(document: Document, event: Event, trigger: Span) -> bool:
    """Say whether an event was named before by the same word: "shelled the camp" and "the shelling"."""
    stem = trigger.of(document.text).lower()[:5]
    return any(
        span.start < trigger.start and span.of(document.text).lower().startswith(stem)
        for span in (event.trigger, *event.same_as)
    )


def _by_sentence(document: Document, times: Sequence[TimeExpression]) -> dict[int, list[TimeExpression]]:
    found: dict[int, list[TimeExpression]] = defaultdict(list)
    for time in times:
        found[document.tokens.sent[time.start]].append(time)
    return found


def _sentence(document: Document, token: int) -> Span:
    return document.tokens.span(*document.tokens.sentences[document.tokens.sent[token]])


def _from_stances(
    document: Document,
    found: Iterable[Stance],
    voices: Voices,
    events: Sequence[Event],
    times: dict[int, list[TimeExpression]],
) -> Iterator[Alignment]:
    t = document.tokens
    told = _by_trigger(document, events)
    for read in found:
        stance = _as_told(read, told.get(read.token))
        span = Span(t.start[stance.token], t.end[stance.token])
        statement = voices.cued(span) if stance.basis == "statement" else None
        home = participles.home(t, stance.token)
        voice = voices.around(statement) if statement else voices.at(Span(t.start[home], t.end[home]))
        if voice.speaker in stance.subjects and stance.rule.startswith(("evaluations.said", "evaluations.named")):
            # what someone says that another is, the article reports in its own voice
            statement, voice = voice.statement, voices.around(voice.statement) if voice.statement else voice
        own = voice.statement if voice.speaker in stance.subjects else None
        if statement is None and own is not None and own.kind != "direct":
            # who "vowed to fight" or "was willing to help" takes the side himself, by his own word
            statement, voice = own, voices.around(own)
        event = told.get(stance.token)
        if event is not None and stance.basis == "event" and event.statement is None and statement is None:
            # the article stands behind the event itself
            voice = Voice()
        if event is None and stance.basis == "event":
            event = _meant(document, stance, told)
        factuality = stance.factuality
        if event is not None and stance.basis == "event":
            factuality = weakest(factuality, event.factuality)
        if (
            voice.statement is not None
            and voice.speaker not in stance.subjects
            and not _is_taken_for_granted(t, stance)
        ):
            factuality = weakest(factuality, voice.statement.factuality)
        if factuality == "asserted" and (voice.statement or stance.source):
            factuality = "reported"
        speaker = stance.source or voice.speaker
        if speaker is None and event is not None and stance.basis == "event":
            # who tells of his own deed, or denies it
            speaker = own.speaker if own is not None else event.attributed_to
        for subject in stance.subjects:
            for other in stance.objects:
                if _is_anybody(document, subject) or _is_anybody(document, other):
                    continue
                yield Alignment(
                    id="",
                    subject=subject,
                    object=other,
                    polarity=stance.polarity,
                    relation=stance.relation,
                    basis=stance.basis,
                    evidence=Evidence(
                        span=_sentence(document, stance.token), rule=stance.rule, confidence=stance.confidence
                    ),
                    attributed_to=speaker,
                    event=event.id if event and stance.basis == "event" else None,
                    statement=statement.id if statement else voice.statement.id if voice.statement else None,
                    time=event.time if event and event.time else _time(document, stance.token, times),
                    factuality=factuality,
                )


def _as_told(stance: Stance, event: Event | None) -> Stance:
    """Return the stance of an attack as its event tells it: "his assault on the senator" is one in words."""
    if event is None or stance.basis != "event" or stance.relation not in FIGHTS:
        return stance
    if event.subtype == "PhysicalAssault":
        return replace(stance, relation="attacks")  # "policemen beat her" is no victory
    if event.type != "Accuse":
        return stance
    return replace(stance, relation="criticizes", basis="statement")


def _is_anybody(document: Document, entity: str) -> bool:
    """Say whether the text has no more for a state than "a country", which may be any."""
    found = document.entity[entity]
    return found.type in STATES and all(m.kind == "nominal" for m in found.mentions) and found.name.count(" ") == 0


def _is_taken_for_granted(tokens: Tokens, stance: Stance) -> bool:
    """Say whether a side is named in passing: who denies "that Uganda, its ally, attacked" denies no alliance."""
    return stance.rule == "compounds" or (stance.rule == "stances.role" and tokens.dep[stance.token] == "appos")


def _by_trigger(document: Document, events: Sequence[Event]) -> dict[int, Event]:
    """Return the events by the tokens of their triggers, those of further mentions included."""
    start = document.tokens.start
    return {
        i: event
        for event in events
        for span in (event.trigger, *event.same_as)
        for i in range(bisect_left(start, span.start), bisect_left(start, span.end))
    }


def _meant(document: Document, stance: Stance, told: Mapping[int, Event]) -> Event | None:
    """Return the event that a stance is read from by another word of the sentence: "*imposed* sanctions on"."""
    t = document.tokens
    # "a raid, which killed", "the raid killed", "raided the camp, killing"
    near = [t.head[stance.token]] if t.dep[stance.token] in ("relcl", "acl", "advcl") else []
    near += t.childs(stance.token, "nsubj")
    for i in near:
        event = told.get(i)
        if event is not None and event.type == "Assault" and stance.relation == "attacks":
            return event
    first, last = t.sentences[t.sent[stance.token]]
    for i in range(first, last):
        event = told.get(i)
        if event is not None and any(
            RELATION.get(kind or "") == stance.relation for kind in (event.subtype, event.type)
        ):
            taking = {p.entity for p in event.participants if p.role == "agent"}
            others = {p.entity for p in event.participants if p.role in ("patient", "recipient")}
            if taking & set(stance.subjects) and others & set(stance.objects):
                return event
    return None


def _time(document: Document, token: int, times: dict[int, list[TimeExpression]]) -> Interval | None:
    """Return the time that depends on the predicate itself, or on the verb of its clause."""
    t = document.tokens
    clause = token
    while t.pos[clause] not in VERBS and t.head[clause] != clause:
        clause = t.head[clause]
    for expression in times.get(t.sent[token], ()):
        above = expression.start
        for _ in range(3):
            above = t.head[above]
            if above in (token, clause):
                return expression.interval
            if t.pos[above] in VERBS:
                break
    return None


def _from_events(arguments: Arguments, events: Sequence[Event], read: set[int]) -> Iterator[Alignment]:
    """Yield what events tell of their agents and patients, but for those whose trigger was read as a stance."""
    document = arguments.document
    starts = {start: i for i, start in enumerate(document.tokens.start)}
    for event in events:
        kind = next((k for k in (event.subtype, event.type) if k in RELATION), None)
        if kind is None:
            continue
        polarity: Polarity = 1 if kind in SUPPORTING else -1
        reliability = SUPPORTING.get(kind) or OPPOSING[kind]
        token = starts.get(_trigger_by_agent(document, event).start)
        if event.subtype == "DiplomaticRecall" and token is not None and not _in_protest(document.tokens, token):
            # delegations are called home for many reasons; ambassadors are read as stances
            continue
        if token is None or token in read or not _holds(arguments, token, event):
            continue
        if reliability * event.evidence.confidence < DOUBT:
            continue
        agents = _takers(document, event, ("agent",))
        others = _takers(document, event, ("recipient", "patient") if polarity == 1 else ("patient",))
        for agent in agents:
            factuality = weakest(event.factuality, "claimed" if _is_suspect(document, event, agent) else "asserted")
            for other in others:
                if agent != other:
                    yield Alignment(
                        id="",
                        subject=agent,
                        object=other,
                        polarity=polarity,
                        relation=RELATION[kind],
                        basis="event",
                        evidence=Evidence(
                            span=_sentence(document, token),
                            rule="alignments.event",
                            confidence=reliability * event.evidence.confidence,
                        ),
                        attributed_to=event.attributed_to,
                        event=event.id,
                        statement=event.statement,
                        time=event.time,
                        factuality=factuality,
                    )


def _trigger_by_agent(document: Document, event: Event) -> Span:
    """Return the mention of an event in whose sentence its agent is named: a headline may leave that to the text."""
    start, sent = document.tokens.start, document.tokens.sent
    named = {sent[bisect_left(start, p.span.start)] for p in event.participants if p.role == "agent"}
    mentions = [event.trigger, *event.same_as]
    return next((span for span in mentions if sent[bisect_left(start, span.start)] in named), event.trigger)


def _in_protest(tokens: Tokens, verb: int) -> bool:
    """Say whether something is done "in protest"."""
    return any(
        tokens.lemma[p] in ("protest", "retaliation", "response", "anger")
        for c in tokens.childs(verb, "prep")
        for p in tokens.childs(c, "pobj")
    )


def _is_suspect(document: Document, event: Event, agent: str) -> bool:
    """Say whether the text only suspects that it was this agent."""
    ends = document.tokens.end
    heads = (bisect_left(ends, p.span.end) for p in event.participants if p.role == "agent" and p.entity == agent)
    return any(unreal.alleged(document.tokens, head) for head in heads)


def _holds(arguments: Arguments, token: int, event: Event) -> bool:
    """Say whether the event tells a side: it is neither negated nor denied nor hypothetical."""
    holding = hold(arguments, token)
    if holding is None or holding.negated or event.factuality == "denied":
        return False
    rows = words()["VERB"].get(arguments.tokens.lemma[token], ())
    if event.type in TOLD:
        # where the plain verb takes sides, `stances` has read it with more care, and found none
        return all(row.frame for row in rows)
    # of an attack that takes sides only by its frame ("liberated it from") the frame decides
    return event.type != "Assault" or not rows or any(not row.frame for row in rows)


def _takers(document: Document, event: Event, roles: tuple[str, ...]) -> list[str]:
    """Return the actors in these roles that the event names themselves, not what they own."""
    found: dict[str, None] = {}
    for p in event.participants:
        if p.role in roles and p.entity is not None and document.entity[p.entity].type in ACTORS:
            mentions = document.entity[p.entity].mentions
            if any(m.span.end == p.span.end or m.span.covers(p.span) for m in mentions):
                found[p.entity] = None
    return list(found)


def _distinct(found: list[Alignment]) -> list[Alignment]:
    """Keep one alignment for each pair, polarity, basis of fact and sentence: one with an event, else the surest."""
    best: dict[tuple[object, ...], Alignment] = {}
    for a in found:
        key = (a.subject, a.object, a.polarity, a.evidence.span, a.attributed_to)
        other = best.get(key)
        if other is None or _rank(a) < _rank(other):
            best[key] = a
    return sorted(best.values(), key=lambda a: (a.evidence.span, a.subject, a.object))


def _rank(a: Alignment) -> tuple[object, ...]:
    return doubt(a.factuality), -a.evidence.confidence, a.event is None


def _numbered(found: list[Alignment]) -> tuple[Alignment, ...]:
    return tuple(replace(a, id=f"a{n}") for n, a in enumerate(found, start=1))
