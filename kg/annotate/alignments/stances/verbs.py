"""Read the sides that verbs tell: "backs", "lashed out at", "took the town from", "endorsed Y over Z"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.annotate.actors import Arguments
from kg.annotate.alignments.stances.stance import Stance, actors, complement, taken
from kg.annotate.alignments.stances.words import Word
from kg.vocabulary import PLACES

#: verbs that fight only when it is a place that they take
TAKING_FROM = frozenset({"take", "capture", "seize", "retake"})
#: choices between two: who backs one over another is against the other
PREFERRING = frozenset({"supports", "praises", "trusts", "admires", "defends"})


def of_verb(arguments: Arguments, v: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
    """Yield the stances of a verb by the first of its frames that the sentence fills."""
    t = arguments.tokens
    near = {w for c in t.children[v] for w in (t.lower[c], t.lemma[c])}
    for word in rows:
        if len(word.frame) > 1 and word.frame[0] not in near:
            continue
        if not word.frame:
            heads = arguments.objects(v)
        elif word.frame == ("'s",):
            heads = [o for h in arguments.objects(v) if not arguments.phrase(h) for o in arguments.owners(h)]
        else:
            if arguments.passive(v) and t.dep[v] != "conj":
                continue
            place = arguments.under(v, word.frame)
            if place is None:
                continue
            last, _ = place
            heads = t.childs(v, "dobj") if word.whole else []
            if not heads and t.pos[last] in ("ADP", "SCONJ"):
                heads = complement(arguments, last)
            if not heads and t.dep[last] == "dobj":
                heads = [last]  # "summoned the ambassador"
            if not heads and t.dep[last] in ("prt", "advmod", "acomp", "oprd", "prep", "ccomp", "pobj"):
                heads = t.childs(v, "dobj") or t.childs(last, "nsubj")
        if heads and word.lemma in TAKING_FROM and word.frame == ("from",) and not _taken_place(arguments, v):
            continue
        if heads and word.frame == ("at",) and actors(arguments, t.childs(v, "dobj"), owned=False):
            continue  # "shot two men at the bridge"
        if heads:
            stance = taken(arguments, v, word, arguments.subjects(v), heads)
            if stance is not None:
                yield stance
                yield from _passed_over(arguments, v, stance)
                return


def _taken_place(arguments: Arguments, v: int) -> bool:
    """Say whether the direct object of a verb is a place: "took the town from", not "took money from"."""
    document = arguments.document
    types = (document.entity[e].type for o in arguments.objects(v) if (e := document.entity_at(o)) is not None)
    return any(type_ in PLACES for type_ in types) or any(arguments.is_place(o) for o in arguments.objects(v))


def _passed_over(arguments: Arguments, v: int, stance: Stance) -> Iterator[Stance]:
    """Yield from "endorsed Y over Z" that Z was not the one."""
    t = arguments.tokens
    over = [p for c in t.childs(v, "prep") if t.lower[c] == "over" for p in complement(arguments, c)]
    others = tuple(e for e in actors(arguments, over, owned=False) if e not in (*stance.subjects, *stance.objects))
    if stance.polarity == 1 and stance.relation in PREFERRING and others:
        yield replace(stance, objects=others, polarity=-1, relation="opposes", confidence=stance.confidence * 0.8)


def of_headline(arguments: Arguments, i: int, verbs: Mapping[str, tuple[Word, ...]]) -> Iterator[Stance]:
    """Yield from "Keller Slams Harlan", where capitals make the parser take the verb for a name."""
    t, document = arguments.tokens, arguments.document
    if not 0 < i < len(t) - 1 or document.phrase_of[i] is not None or not t.lower[i].endswith("s"):
        return
    rows = next((verbs[w] for w in (t.lower[i][:-1], t.lower[i][:-2]) if w in verbs), ())
    word = next((row for row in rows if not row.frame), None)
    before, after = document.phrase_of[i - 1], document.phrase_of[i + 1]
    if word is None or before is None or after is None or t.sent[i - 1] != t.sent[i + 1]:
        return
    sides = [arguments.entity(document.phrases[n].head) for n in (before, after)]
    if sides[0] is not None and sides[1] is not None and sides[0] != sides[1]:
        yield Stance(
            i,
            (sides[0],),
            (sides[1],),
            word.polarity,
            word.relation,
            word.basis,
            word.reliability * 0.85,
            rule="stances.headline",
        )
