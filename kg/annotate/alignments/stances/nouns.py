"""Read the sides that nouns tell: "support for", "drew criticism from", "a war between"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate import unreal
from kg.annotate.actors import Arguments
from kg.annotate.alignments.stances.holders import holders, received
from kg.annotate.alignments.stances.holding import hold
from kg.annotate.alignments.stances.stance import Stance, actors, complement, none_of, taken
from kg.annotate.alignments.stances.words import Word
from kg.annotate.factuality import weakest

#: verbs whose object need not have done what he is blamed for
BLAMING = frozenset({"blame", "accuse", "suspect", "charge", "indict", "fault", "sue", "prosecute"})
QUOTES = frozenset({'"', "“", "”", "''", "``", "‘", "’", "'", "«", "»"})


def of_noun(arguments: Arguments, n: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
    """Yield the stance of "X's support for Y", "condemnation of Y by X", "the war between X and Y"."""
    t = arguments.tokens
    if t.dep[n] == "compound" or _quoted(arguments, n) or unreal.is_name_given(t, n):
        return
    for word in rows:
        objects = _noun_objects(arguments, n, word.frame)
        if not objects:
            continue
        if word.frame[-1] == "between":
            yield from _between(arguments, n, word, objects)
            return
        subjects, carrier = holders(arguments, n, objects)
        if word.frame[0] in ("of", "from") and received(arguments, n):
            continue
        if subjects:
            stance = taken(arguments, n, word, subjects, objects, carrier=carrier)
            if stance is not None and not none_of(arguments, n):
                yield _as_accused(arguments, n, stance)
                return


def _as_accused(arguments: Arguments, n: int, stance: Stance) -> Stance:
    """Return a stance as the claim of who blames for it: "blamed the rebels for the killing of villagers"."""
    t = arguments.tokens
    above = t.head[t.head[n]]
    if t.dep[n] != "pobj" or t.lower[t.head[n]] != "for" or t.lemma[above] not in BLAMING:
        return stance
    accusers = actors(arguments, arguments.subjects(above))
    factuality = weakest(stance.factuality, "claimed")
    return replace(stance, factuality=factuality, source=next(iter(accusers), stance.source))


def of_receiver(arguments: Arguments, n: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
    """Yield from "drew criticism from X", "won the endorsement of X", "with help from X"."""
    t = arguments.tokens
    receivers = received(arguments, n)
    if not receivers:
        return
    givers = [p for c in t.childs(n, "prep") if t.lower[c] in ("of", "from", "by") for p in t.childs(c, "pobj")]
    if not givers and t.dep[n] == "dobj":
        givers = [p for c in t.childs(t.head[n], "prep") if t.lower[c] == "from" for p in t.childs(c, "pobj")]
    if not givers and t.dep[n] == "dobj":
        givers = arguments.agents(n)
    if givers:
        stance = taken(arguments, n, rows[0], givers, receivers, carrier=t.head[n] if t.dep[n] == "dobj" else None)
        if stance is not None:
            yield stance


def _quoted(arguments: Arguments, n: int) -> bool:
    """Say whether a noun stands alone in quotation marks, as one that the text does not call so itself."""
    text = arguments.tokens.text
    return 0 < n < len(text) - 1 and text[n - 1] in QUOTES and text[n + 1] in QUOTES


def _noun_objects(arguments: Arguments, n: int, frame: tuple[str, ...]) -> list[int]:
    """Return the object of a noun by its preposition, also where the parse hangs that on the verb above."""
    t = arguments.tokens
    place = arguments.under(n, frame)
    if place is not None:
        return complement(arguments, place[0])
    for act in t.childs(n, "acl"):
        # "sanctions imposed by X on Y"
        if t.tag[act] == "VBN" and (place := arguments.under(act, frame)) is not None:
            return complement(arguments, place[0])
    if len(frame) == 1 and t.dep[n] in ("dobj", "nsubjpass", "pobj") and frame[0] not in ("of", "in", "with"):
        verb = t.head[n] if t.dep[n] != "pobj" else t.head[t.head[n]]
        return [
            p
            for c in t.children[verb]
            if c > n and t.dep[c] in ("prep", "dative") and t.lower[c] == frame[0]
            for p in complement(arguments, c)
        ]
    return []


def _between(arguments: Arguments, n: int, word: Word, objects: list[int]) -> Iterator[Stance]:
    sides = [arguments.actors(o) for o in arguments.coordinated(objects[0])]
    holding = hold(arguments, n)
    if len(sides) >= 2 and sides[0] and holding is not None:
        first = sides[0][0]
        others = tuple(dict.fromkeys(e for e in sides[0][1:] if e != first))
        if others:
            yield Stance(
                n,
                (first,),
                others,
                word.polarity,
                word.relation,
                word.basis,
                word.reliability,
                "planned" if unreal.is_open_question(arguments.tokens, n) else holding.factuality,
                rule="stances.between",
            )
