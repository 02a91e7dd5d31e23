"""Read the sides that adjectives and prepositions tell: "critical of", "at odds with", "against"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.actors import NOUNS, Arguments
from kg.annotate.alignments.stances.holders import holders
from kg.annotate.alignments.stances.stance import Stance, complement, taken
from kg.annotate.alignments.stances.words import Word

_AGAINST = Word("against", "PREP", (), -1, "opposes", "explicit", 0.7)
_PROTECTING = frozenset(
    {"warn", "advise", "caution", "play", "win", "lose", "score", "argue", "cut", "count", "hedge", "lean"}
)


def of_adjective(arguments: Arguments, a: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
    """Yield the stance of "critical of", "loyal to": its subject is whom the adjective describes."""
    t = arguments.tokens
    for word in rows:
        place = arguments.under(a, word.frame)
        if place is None:
            continue
        if word.frame == ("by",) and t.childs(a, "xcomp"):
            continue  # who is "encouraged by a friend to sing" is asked to
        objects = complement(arguments, place[0])
        if t.dep[a] in ("amod", "acl", "appos", "relcl") and t.dep[a] != "relcl":
            subjects, carrier = [t.head[a]], None
        else:
            subjects, carrier = arguments.surface(a), t.head[a] if t.dep[a] == "acomp" else None
        stance = taken(arguments, a, word, subjects, objects, carrier=carrier)
        if stance is not None:
            yield stance
            return


def of_preposition(arguments: Arguments, p: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
    """Yield stances of "in support of", "at odds with": their subject is that of the verb or noun above."""
    t = arguments.tokens
    for word in rows:
        place = arguments.under(p, word.frame)
        if place is None:
            continue
        above = t.head[p] if t.dep[p] != "conj" else t.head[t.head[p]]
        if t.pos[above] in ("VERB", "AUX"):
            subjects = arguments.subjects(above) or arguments.surface(above)
        else:
            subjects = [above] if arguments.entity(above) else holders(arguments, above, [])[0]
        stance = taken(arguments, p, word, subjects, complement(arguments, place[0]), carrier=above)
        if stance is not None:
            yield stance
            return


def of_against(arguments: Arguments, p: int) -> Iterator[Stance]:
    """Yield what "against" alone tells: whoever acts against another opposes him."""
    t = arguments.tokens
    above = t.head[p]
    if t.lemma[above] in _PROTECTING or t.childs(above, "oprd") or t.dep[above] == "oprd":
        # "what critics called an axis against": those who name it are not in it
        return
    if t.pos[above] in ("VERB", "AUX"):
        subjects = arguments.subjects(above)
    elif t.pos[above] in NOUNS and arguments.entity(above):
        subjects = [above] if t.pos[above] == "NOUN" else _backer(arguments, above)
    elif t.pos[above] in NOUNS and (arguments.phrase(above) or t.lemma[above] in ("use", "position", "defense")):
        # weapons and their use: other nouns stand in the list, or tell nothing ("the series against the champions")
        subjects = holders(arguments, above, [])[0] or arguments.responsible(above)
    else:
        return
    # whether "used live rounds against" holds, the verb tells
    wielded = t.dep[above] == "dobj" and t.pos[t.head[above]] == "VERB" and arguments.entity(above) is None
    carrier = t.head[above] if wielded else above
    stance = taken(arguments, p, _AGAINST, subjects, complement(arguments, p), carrier=carrier)
    if stance is not None:
        yield stance


def _backer(arguments: Arguments, name: int) -> list[int]:
    """Return who does what stands above a name, as in "sided with X against Y"."""
    t = arguments.tokens
    above = t.head[name] if t.dep[name] != "pobj" else t.head[t.head[name]]
    return arguments.subjects(above) if t.pos[above] == "VERB" else [name]
