"""Give the numbers of victims in an article to the events in which they were killed or injured.

A toll belongs to the event of its own clause; one that stands alone ("At least 12 people died.") to the attack told
just before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from kg.annotate import clauses, lexicon
from kg.annotate.events import casualties
from kg.annotate.events.cast import Cast
from kg.annotate.events.casualties import Toll
from kg.annotate.events.predications import CASUALTY, Predication
from kg.model import Casualties

#: assaults in which a toll told by itself is not looked for
_BLOODLESS = frozenset({"Coup", "Displacement", "Interception", "Abduction", "TerritorySeizure", "SexualViolence"})
#: how many sentences back the attack may stand that a toll belongs to
_REACH = 2
_WORDS = (
    casualties.KILLED
    | casualties.INJURED
    | casualties.DEAD
    | casualties.HURT
    | casualties.KILLINGS
    | {"casualty", "toll", "life"}
)


def share(cast: Cast, predications: Sequence[Predication]) -> tuple[list[Predication], Mapping[int, Casualties]]:
    """Return the predications without those that only say that nobody was hurt, and casualties by trigger."""
    told = _told(cast)
    if not told:
        return list(predications), {}
    kept = [p for p in predications if not _says_nobody(cast, p)]
    triggers = {p.trigger for p in kept}
    owned: dict[int, list[Toll]] = {}
    taken: set[Toll] = set()
    for p in kept:
        here = told.get(cast.tokens.sent[p.trigger], ())
        if p.type != "Assault" or not here:
            continue
        found = casualties.find(cast.tokens, p.anchors, here, triggers.difference(p.anchors))
        taken.update(found)
        owned[p.trigger] = [toll for toll in found if p.force not in ("planned", "denied") or not toll.number]
    for sentence, here in told.items():
        loose = [toll for toll in here if toll not in taken and casualties.is_violent(cast.tokens, toll)]
        for toll in loose:
            host = _host(cast, kept, owned, sentence, toll)
            if host is not None and not _gainsays(owned.get(host.trigger, ()), loose):
                owned.setdefault(host.trigger, []).append(toll)
    summed = ((trigger, casualties.summed(found)) for trigger, found in owned.items())
    return kept, {trigger: toll for trigger, toll in summed if toll is not None}


def of_words(cast: Cast, p: Predication) -> bool:
    """Say whether the words of one event tell of victims."""
    start, end = cast.tokens.sentences[cast.tokens.sent[p.trigger]]
    here = casualties.tolls(cast.tokens, start, end, lambda i: _is_one(cast, i))
    return bool(casualties.find(cast.tokens, p.anchors, here, ()))


def _told(cast: Cast) -> dict[int, list[Toll]]:
    """Return the tolls of each sentence that has any."""
    t = cast.tokens
    sentences = {t.sent[i] for i, lemma in enumerate(t.lemma) if lemma in _WORDS or t.lower[i] in _WORDS}
    found = {n: casualties.tolls(t, *t.sentences[n], lambda i: _is_one(cast, i)) for n in sorted(sentences)}
    return {n: here for n, here in found.items() if here}


def _is_one(cast: Cast, i: int) -> bool:
    """Say whether token ``i`` heads a phrase for one person."""
    t, phrase = cast.tokens, cast.phrase(i)
    if t.pos[i] == "PRON":
        return t.lower[i] in ("he", "she", "him", "her")
    if t.tag[i] not in ("NN", "NNP") or cast.kind(i) != "actor":
        return False
    return t.lemma[i] in _persons() or (phrase is not None and phrase.type == "Person" and not phrase.plural)


@cache
def _persons() -> frozenset[str]:
    """Return the nouns for one person."""
    single = {row["lemma"] for name in ("roles", "event_people") for row in lexicon.read(name)}
    return frozenset(single | {row["title"] for row in lexicon.read("titles")})


def _says_nobody(cast: Cast, p: Predication) -> bool:
    """Say whether a predication only tells that nobody was killed or hurt."""
    t = cast.tokens
    if p.noun or p.agents or p.base.sense.words[0] not in CASUALTY:
        return False
    patient = clauses.direct_object(t, p.trigger)
    return patient is not None and is_nobody(cast, patient)


def is_nobody(cast: Cast, i: int) -> bool:
    """Say whether a phrase means nobody: "no one", "no soldiers", "nobody"."""
    t = cast.tokens
    return t.lower[i] in casualties.NOBODY or any(t.lower[c] == "no" and t.dep[c] == "det" for c in t.children[i])


def _gainsays(told: Sequence[Toll], more: Sequence[Toll]) -> bool:
    """Say whether somebody else's count differs: "put the toll at six dead and 18 wounded"."""
    return any(a.kind == b.kind and a.number != b.number for a in told for b in more)


def _host(
    cast: Cast, predications: Sequence[Predication], owned: Mapping[int, Sequence[Toll]], sentence: int, toll: Toll
) -> Predication | None:
    """Return the attack that a toll belongs to: one of its own sentence, or else of those just before it."""
    t = cast.tokens
    for n in range(sentence, max(-1, sentence - _REACH - 1), -1):
        here = [
            p
            for p in predications
            if t.sent[p.trigger] == n and p.type == "Assault" and p.subtype not in _BLOODLESS
            and p.force not in ("planned", "denied")
        ]  # fmt: skip
        if not here:
            continue
        open_ = [p for p in here if all(other.kind != toll.kind for other in owned.get(p.trigger, ()))]
        if n == sentence:
            return min(open_, key=lambda p: abs(p.trigger - toll.word), default=None)
        # of the sentences before it is the main clause that counts
        return min(open_, key=lambda p: sum(1 for _ in t.ancestors(p.node)), default=None)
    return None
