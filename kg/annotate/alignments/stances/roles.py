"""Read the sides that role nouns tell: "an ally of", "Y's rival", "X and Y are allies"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.actors import Arguments
from kg.annotate.alignments.stances.holding import Holding, hold
from kg.annotate.alignments.stances.stance import Stance, actors, complement, none_of, taken
from kg.annotate.alignments.stances.words import Word
from kg.vocabulary import ORGANIZATIONS

#: roles whose nation is the other side: "a Russian ally"
OF_STATES = frozenset(
    {"ally", "proxy", "foe", "enemy", "rival", "adversary", "puppet", "stooge", "partner", "affiliate"}
)
#: words before a role that somebody has no longer
PAST = frozenset({"former", "ex", "erstwhile", "onetime", "once", "previous", "estranged", "time"})


def of_role(arguments: Arguments, n: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
    """Yield stances of "X, an ally of Y", "X is Y's rival", "Y ally X", "Y's allies"."""
    t = arguments.tokens
    if _is_past(arguments, n):
        return
    word = rows[0]
    objects = t.childs(n, "poss")
    for row in rows:
        if objects:
            break
        place = arguments.under(n, row.frame)
        if place is not None:
            objects, word = complement(arguments, place[0]), row
            if row.frame == ("in",):
                # "supporters in Tampa" are there, "partners in the coalition" are its own
                objects = [o for o in objects if _is_body(arguments, o)]
    objects = objects or [
        c
        for c in t.children[n]
        # "Riverton supporters" are from there
        if c < n and t.dep[c] in ("compound", "nmod", "amod") and arguments.entity(c, acting=False)
    ]
    subjects = _referents(arguments, n)
    people = subjects == [n] and t.tag[n] == "NNS"
    if objects and all(t.tag[o] == "JJ" for o in objects) and (people or t.lemma[n] not in OF_STATES):
        # "Libyan rivals" are Libyans, a "Romanian defender" is one of Romania's
        return
    if subjects == [n] and all(t.tag[o] == "PRP$" for o in objects) and not arguments.modifiers(n):
        # "its allies" are nobody in particular; "its Turkish allies" and "Keller's allies" are
        return
    if none_of(arguments, n):
        # "no friend of" is an enemy
        if word.polarity == -1:
            return
        word = replace(word, polarity=-1, relation="opponentOf")
    if not objects and t.dep[n] in ("attr", "appos") and t.tag[n] == "NNS":
        yield from _each_other(arguments, n, word)
        return
    if not objects and t.dep[n] == "compound":
        top = t.head[n]
        objects = [
            c
            for c in t.children[top]
            if c < n
            and t.dep[c] in ("compound", "poss")
            and arguments.entity(c)
            and arguments.entity(c) != arguments.entity(top)
        ]
    if not objects or not subjects:
        return
    stance = taken(arguments, n, word, subjects, objects, carrier=t.head[n] if t.dep[n] == "attr" else None)
    if stance is not None:
        yield stance


def _is_past(arguments: Arguments, n: int) -> bool:
    """Say whether a role is told as one of old: "his former mentor", "a one-time ally"."""
    t = arguments.tokens
    if t.lower[max(0, n - 2) : n] == ["ex", "-"]:
        return True
    return any(t.lower[i] in PAST for i in range(t.left[n], n) if t.head[i] in (n, i + 1, i + 2))


def _is_body(arguments: Arguments, i: int) -> bool:
    entity = arguments.entity(i)
    return entity is not None and arguments.document.entity[entity].type in ORGANIZATIONS


def _each_other(arguments: Arguments, n: int, word: Word) -> Iterator[Stance]:
    """Yield from "X and Y are allies"."""
    t = arguments.tokens
    appositive = t.dep[n] == "appos"
    named = [t.head[t.head[n]] if t.dep[t.head[n]] == "conj" else t.head[n]] if appositive else []
    sides = actors(arguments, named or arguments.surface(t.head[n]))
    if len(sides) == 2 and (appositive or hold(arguments, t.head[n]) == Holding()):
        yield Stance(
            n, sides[:1], sides[1:], word.polarity, word.relation, word.basis, word.reliability, rule="stances.role"
        )


def _referents(arguments: Arguments, n: int) -> list[int]:
    """Return the tokens that name who noun ``n`` is said of: its apposition, subject or name, or itself."""
    t = arguments.tokens
    found = [c for c in t.children[n] if t.dep[c] == "appos" and arguments.entity(c)]
    if t.dep[n] == "conj" and t.dep[t.head[n]] == "appos":
        return _referents(arguments, t.head[n])  # "Simms, a Democrat and an ally of Okafor"
    if t.dep[n] == "appos":
        found.append(t.head[n])
        if t.tag[n] == "NNS" and t.dep[t.head[n]] == "conj":
            found.append(t.head[t.head[n]])  # "Maduro and Ortega, both allies of Morales"
    elif t.dep[n] == "attr":
        found.extend(arguments.surface(t.head[n]))
    elif t.dep[n] in ("compound", "nmod"):
        found.append(t.head[n])
    elif t.dep[n] == "pobj" and t.lower[t.head[n]] == "of" and t.lower[t.head[t.head[n]]] in ("one", "some", "many"):
        return _referents(arguments, t.head[t.head[n]])
    elif t.dep[n] == "pobj" and t.lower[t.head[n]] == "among" and t.lemma[t.head[t.head[n]]] == "be":
        found.extend(arguments.surface(t.head[t.head[n]]))
    elif t.dep[n] == "pobj" and t.lower[t.head[n]] == "as":
        above = t.head[t.head[n]]
        found.extend(arguments.objects(above) or arguments.subjects(above))
    return found or ([n] if arguments.phrase(n) else [])
