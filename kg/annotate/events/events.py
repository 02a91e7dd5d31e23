"""Find events in PLOVER's terms: trigger, type, participants, place, time, casualties, factuality.

`triggers` finds the words, `sentences` what they amount to in their sentence, `arguments` who takes part; here they
become records, and `identity` joins the mentions of one event.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kg.annotate import clauses, factuality, participles
from kg.annotate.document import Document, Tokens
from kg.annotate.events import arguments, substance, tolls, triggers
from kg.annotate.events import identity as event_identity
from kg.annotate.events import sentences as event_sentences
from kg.annotate.events.cast import STRETCHES, Cast
from kg.annotate.events.predications import SAYING, Predication
from kg.annotate.times.times import TimeExpression
from kg.model import Event, Evidence, Interval, Participant, Role, Statement

#: types that two sides do together: of one coordinated subject the first is put on one side, the rest on the other
TOGETHER = frozenset({"Agree", "Consult", "Cooperate", "Assault", "Retreat"})
#: parts of a day or a year that a date is told by
PARTS = frozenset("night morning evening afternoon day eve week month start beginning end summer winter".split())
#: what one is of what one has done
GLAD = frozenset("pleased glad honoured honored proud delighted happy privileged sorry".split())
#: adjectives of what has been
PAST = frozenset("last latest recent previous earlier deadly past ongoing deadliest bloody".split())
#: types whose other side receives something
GIVING = frozenset({"Aid", "Support", "Agree", "Concede", "Request", "Threaten"})


def find(document: Document, statements: Sequence[Statement], times: Sequence[TimeExpression]) -> tuple[Event, ...]:
    """Return the events of the article in text order, one for each event however often it is named."""
    cast = Cast(document)
    by_sentence: dict[int, list[TimeExpression]] = {}
    for time in times:
        by_sentence.setdefault(document.tokens.sent[time.start], []).append(time)
    told, victims = tolls.share(cast, [p for p in event_sentences.read(cast) if substance.is_substantial(cast, p)])
    made = []
    for predication in told:
        here = by_sentence.get(document.tokens.sent[predication.trigger], [])
        event = _event(cast, predication, statements, here)
        made.append((replace(event, casualties=victims.get(predication.trigger)), predication.trigger))
    merged = event_identity.merge(document, made)
    return tuple(_numbered(event, n) for n, event in enumerate(merged, start=1))


def _numbered(event: Event, n: int) -> Event:
    return replace(event, id=f"v{n}")


def _event(
    cast: Cast, predication: Predication, statements: Sequence[Statement], times: Sequence[TimeExpression]
) -> Event:
    tokens = cast.tokens
    trigger = tokens.span(predication.start, predication.trigger + 1)
    start, end = tokens.sentences[tokens.sent[predication.trigger]]
    home = participles.home(tokens, predication.node)
    voiced = trigger if home == predication.node else tokens.span(home, home + 1)
    source = factuality.innermost(statements, voiced)
    if tokens.dep[predication.trigger] == "amod":
        source = None  # "urged him to release the detained envoy": he is
    if clauses.is_apart(tokens, predication.node):
        source = None  # the parse hangs the main clause on a verb of saying in a clause of time
    if source is not None and predication.noun and _is_taken_for_granted(tokens, predication, source):
        source = next((s for s in statements if s.id == source.within), None)
    if source is not None and _is_unclaimed(tokens, source):
        source = None
    standing = factuality.judge(predication.force, source)
    if standing.factuality == "planned" and not predication.force and _is_presupposed(tokens, predication):
        standing = replace(standing, factuality="reported")
    if standing.factuality == "planned" and _is_perfect(tokens, predication):
        standing = replace(standing, factuality="claimed")
    rule = "events.noun" if predication.noun and predication.node == predication.trigger else "events.verb"
    if predication.noun and predication.node != predication.trigger:
        rule = "events.light"
    participants = tuple(_participants(cast, predication))
    return Event(
        id="",
        type=predication.type,
        subtype=_refined(cast.document, predication, participants),
        trigger=trigger,
        participants=participants,
        evidence=Evidence(
            span=tokens.span(start, end),
            rule=rule,
            confidence=round(predication.reliability * prominence(tokens, predication), 3),
        ),
        time=_time(tokens, predication, times, cast.document if standing.factuality == "asserted" else None),
        factuality=standing.factuality,
        attributed_to=standing.attributed_to,
        statement=standing.statement,
    )


def _is_perfect(tokens: Tokens, p: Predication) -> bool:
    """Say whether an infinitive tells of what is past: "claimed to have killed two"."""
    words = {tokens.lower[c] for c in tokens.childs(p.trigger, "aux")}
    return words >= {"to", "have"} and not p.noun


def _is_unclaimed(tokens: Tokens, statement: Statement) -> bool:
    """Say whether a statement is one that nobody made: "no group has claimed responsibility for the attack"."""
    if not statement.cue:
        return False
    cue = bisect_right(tokens.start, statement.cue[0].start) - 1
    claims = next((i for i in range(cue, min(cue + 4, len(tokens))) if tokens.lemma[i] == "claim"), None)
    who = None if claims is None else tokens.child(claims, "nsubj")
    if who is None:
        return False
    words = {tokens.lower[who], *(tokens.lower[c] for c in tokens.children[who])}
    return bool(words & {"no", "nobody", "none", "neither"})


def _is_presupposed(tokens: Tokens, p: Predication) -> bool:
    """Say whether what a plan or a wish speaks of has happened: "if they approve the treaty it signed last year"."""
    if not p.noun and tokens.lower[tokens.head[p.trigger]] in GLAD:
        return any(tokens.tag[i] == "VBD" for i in tokens.ancestors(p.trigger))  # "was pleased to meet the envoy"
    if not p.noun:
        return tokens.dep[p.node] == "relcl" and tokens.tag[p.node] == "VBD" and not tokens.childs(p.node, "mark")
    i = p.trigger
    if any(tokens.ent_type[c] == "DATE" or tokens.lower[c] in PAST for c in tokens.childs(i, "poss", "amod")):
        return True
    if tokens.dep[i] != "pobj":
        return False
    if tokens.lower[tokens.head[i]] in ("after", "since", "following", "despite"):
        return True
    # "between the killings of journalists and those of rebels"
    words = {tokens.lower[c] for c in tokens.children[i]}
    return "the" in words and "of" in words


def _is_taken_for_granted(tokens: Tokens, p: Predication, statement: Statement) -> bool:
    """Say whether a statement judges what the article takes to have happened: "condemned the raid".

    What angers somebody has happened, too: "the killing angered Rome".
    """
    cue = statement.cue[0] if statement.cue else None
    if cue is None:
        return False
    word = bisect_right(tokens.start, cue.start) - 1
    if tokens.dep[p.trigger] == "nsubj" and tokens.head[p.trigger] == word:
        return True
    start, end = tokens.sentences[tokens.sent[word]]
    words = (tokens.lemma[i] for i in range(start, end) if cue.start <= tokens.start[i] < cue.end)
    return any("factive" in triggers.load().operators.get(word, ()) for word in words)


def _participants(cast: Cast, p: Predication) -> list[Participant]:
    agents, targets = list(p.agents), list(p.targets)
    if p.symmetric and not targets and len(agents) > 1 and p.type in TOGETHER:
        agents, targets = agents[:1], agents[1:]
    elif p.symmetric and p.noun and not agents and len(targets) > 1:
        agents, targets = targets[:1], targets[1:]
    if p.noun and p.subtype == "ArmedClash" and len(agents) == 1 and not targets and cast.is_land(agents[0]):
        scenes, agents = agents, []  # "the Syrian war" is one in Syria
    else:
        scenes = []
    found: list[Participant] = []
    used: set[tuple[int, int]] = set()

    def add(role: Role, head: int) -> None:
        extent = cast.extent(head)
        if extent in used or any(extent[0] <= i < extent[1] for i in (p.trigger,)):
            return
        used.add(extent)
        entity = cast.document.entity_at(head)
        found.append(Participant(role=role, entity=entity, span=cast.tokens.span(*extent)))

    for head in agents:
        add("agent", head)
    doers = {cast.document.entity_at(head) for head in agents} - {None}
    for head in targets:
        if cast.document.entity_at(head) not in doers:
            add(
                "place"
                if _is_stretch(cast, head, p.type) or _is_near(cast, head, p)
                else "recipient"
                if p.type in GIVING
                else "patient",
                head,
            )
    if p.type == "Assault":
        for head in arguments.origins(cast, *p.anchors):
            add("origin", head)
    for head in (*scenes, *arguments.places(cast, *p.anchors, *(targets if p.type not in GIVING else ()))):
        add("place", head)
    armed = p.type in ("Assault", "Mobilize")
    for head in arguments.instruments(cast, p.base, p.node if p.node != p.trigger else None) if armed else ():
        add("instrument", head)
    return found


def _refined(document: Document, p: Predication, participants: Sequence[Participant]) -> str | None:
    """Return the subtype, told by the weapon where the word leaves it open: "drones struck the depot"."""
    if p.type != "Assault" or p.subtype not in (None, "Attack"):
        return p.subtype
    weapons = {
        word.lower() for x in participants if x.role == "instrument" for word in x.span.of(document.text).split()
    }
    weapons |= {word.removesuffix("s") for word in weapons}
    for subtype in ("DroneAttack", "RocketAttack", "Shelling", "Bombing", "Shooting"):
        if weapons & triggers.classes()["by " + subtype]:
            return subtype
    return p.subtype


def _is_near(cast: Cast, head: int, p: Predication) -> bool:
    """Say whether a bomb only goes off near, in or outside a place: "exploded near the village"."""
    t = cast.tokens
    if p.base.sense.words[0] not in ("explode", "detonate", "blast", "explosion") or cast.kind(head) != "place":
        return False
    return any(prep in ("near", "in", "outside") and noun == head for prep, noun in clauses.obliques(t, p.trigger))


def _is_stretch(cast: Cast, head: int, kind: str) -> bool:
    """Say whether a target is only where it happens: "both sides of the border", "withdraw from the hills"."""
    phrase = cast.phrase(head)
    if kind in GIVING and phrase is not None and phrase.type in ("Facility", "NaturalFeature", "Location"):
        return True
    return phrase is not None and phrase.type in ("Location", "NaturalFeature") and cast.tokens.lemma[head] in STRETCHES


def prominence(tokens: Tokens, p: Predication) -> float:
    """Return how central the event is to its sentence, from 1 for the main clause down to 0.3 for a deep noun."""
    factor, i = 1.0, p.node
    if p.noun and p.node == p.trigger:
        factor = {"nsubj": 0.9, "nsubjpass": 0.9, "ROOT": 0.95, "dobj": 0.85, "pobj": 0.72, "attr": 0.9}.get(
            tokens.dep[i], 0.7
        )
    for _ in range(8):
        dep, above = tokens.dep[i], tokens.head[i]
        if above == i:
            break
        if dep in ("relcl", "acl"):
            factor *= 0.75
        elif dep == "advcl":
            factor *= 0.82
        elif dep == "pcomp":
            factor *= 0.8
        elif dep == "conj":
            factor *= 0.96
        elif dep == "ccomp" and tokens.lemma[above] not in SAYING:
            factor *= 0.88
        i = above
    return max(factor, 0.3)


def _time(
    tokens: Tokens, p: Predication, times: Sequence[TimeExpression], happened: Document | None
) -> Interval | None:
    """Return the time that hangs on the event's words, or else on the clause around them.

    Args:
        happened: the article, of an event that it asserts: it cannot be later.
    """
    published = None if happened is None else happened.article.published
    best: tuple[int, Interval] | None = None
    for time in times:
        start = time.interval.start
        if published is not None and start is not None and start > published:
            continue
        rank = _attachment(tokens, p, time)
        if rank is not None and (best is None or rank < best[0]):
            best = rank, time.interval
    return None if best is None else best[1]


def _shares_time(tokens: Tokens, clause: int, above: int, inside: range) -> bool:
    """Say whether a clause happens when the one above does: "on Sunday, when A was shot", "on Monday and fled"."""
    dep, head = tokens.dep[clause], tokens.head[clause]
    if dep == "relcl" and head in inside:
        return True
    if head != above:
        return False
    if dep == "advcl":
        return any(tokens.lower[c] == "when" for c in tokens.childs(clause, "advmod", "mark"))
    return dep == "conj" and inside.start < clause and not tokens.childs(clause, "nsubj", "nsubjpass")


def _attachment(tokens: Tokens, p: Predication, time: TimeExpression) -> int | None:
    """Return how closely a time is attached to an event, or None.

    0 to its words, 1 to its arguments, 2 to its clause, 3 to the clause beside.
    """
    inside = range(time.start, time.end)
    if ";" in tokens.text[min(p.node, time.start) : max(p.node, time.start)]:
        return None
    root = next((i for i in inside if tokens.head[i] not in inside or tokens.head[i] == i), time.start)
    above = tokens.head[root]
    if tokens.dep[root] == "pobj":
        above = tokens.head[above]
        if tokens.lower[tokens.head[root]] == "of" and tokens.lemma[above] in PARTS and tokens.dep[above] == "pobj":
            above = tokens.head[tokens.head[above]]  # "on the night of May 2"
    anchors = set(p.anchors) | {p.trigger, p.node}
    if above in anchors:
        return 0
    if tokens.head[above] in anchors and tokens.pos[above] not in ("VERB", "AUX"):
        return 1
    clause = p.node
    while tokens.pos[clause] not in ("VERB", "AUX") and tokens.head[clause] != clause:
        clause = tokens.head[clause]
    if p.noun and p.node == p.trigger and tokens.dep[p.node] not in ("nsubj", "nsubjpass", "dobj", "ROOT"):
        return None
    if above == clause or (tokens.head[above] == clause and tokens.pos[above] not in ("VERB", "AUX")):
        return 2
    if _shares_time(tokens, clause, above, inside):
        return 3
    saying = tokens.head[clause]
    if (
        tokens.dep[clause] == "ccomp"
        and above == saying
        and root < saying
        and clauses.grammatical_subject(tokens, saying)
    ):
        return None
    return None
