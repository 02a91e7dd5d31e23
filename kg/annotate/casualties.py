"""Read how many people an event killed or injured, from figures and number words."""

from __future__ import annotations

from collections.abc import Iterable

from kg.annotate import clauses
from kg.annotate.document import Tokens
from kg.model import Casualties, Span

KILLED = frozenset("kill slay massacre murder behead execute assassinate slaughter lynch drown perish die".split())
INJURED = frozenset("wound injure hurt maim".split())
#: nouns and adjectives that count victims: "two dead", "12 deaths", "the death of 40"
DEAD = frozenset("dead death fatality".split())
HURT = frozenset("wounded injured injury".split())
UNITS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {word: 10 * n for n, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
PEOPLE_LESS = frozenset("year day week month hour percent dollar bird animal cattle sheep jihad job".split())


def number(words: Iterable[str]) -> int | None:
    """Return the number that words or digits say, or None.

    >>> number(["two", "hundred", "and", "twelve"]), number(["1,200"]), number(["dozens"])
    (212, 1200, None)
    """
    total, current, seen = 0, 0, False
    for word in words:
        for part in word.lower().replace(",", "").split("-"):
            if part.isdecimal():
                current, seen = current + int(part), True
            elif part in UNITS:
                current, seen = current + UNITS[part], True
            elif part in SCALES and seen:
                current *= SCALES[part]
                if SCALES[part] > 100:
                    total, current = total + current, 0
            elif part == "no":
                seen = True
            elif part not in (
                "a",
                "and",
                "at",
                "least",
                "about",
                "some",
                "more",
                "than",
                "up",
                "to",
                "nearly",
                "over",
                "",
            ):
                return None
    return total + current if seen else None


def count(tokens: Tokens, noun: int) -> tuple[int, Span] | None:
    """Return how many a noun phrase counts ("at least 12 people", "two"), with the span of the figure."""
    figures = [
        c
        for c in tokens.children[noun]
        if tokens.dep[c] == "nummod" or (tokens.dep[c] == "amod" and tokens.lower[c] in UNITS)
    ]
    if tokens.pos[noun] == "NUM":
        figures = [c for c in tokens.children[noun] if tokens.dep[c] in ("compound", "nummod")] + [noun]
    elif not figures:
        none = next((c for c in tokens.children[noun] if tokens.lower[c] == "no" and tokens.dep[c] == "det"), None)
        figures = [] if none is None else [none]
    if not figures:
        return None
    start = min(tokens.left[f] for f in figures[:1]) if tokens.pos[noun] != "NUM" else figures[0]
    words = [
        tokens.lower[i]
        for i in range(start, figures[-1] + 1)
        if tokens.pos[i] == "NUM" or tokens.lower[i] in UNITS or tokens.lower[i] == "no"
    ]
    n = number(words)
    return None if n is None else (n, tokens.span(start, noun + 1))


def find(tokens: Tokens, anchors: Iterable[int]) -> Casualties | None:
    """Return the casualties told around the words of an event: its own verb, clauses under it, "left 30 dead"."""
    killed = injured = None
    span: Span | None = None
    for i in _near(tokens, anchors):
        for victim, kind in _victims(tokens, i):
            found = count(tokens, victim)
            if found is None or tokens.lemma[victim] in PEOPLE_LESS:
                continue
            if kind == "killed" and killed is None:
                killed = found[0]
            elif kind == "injured" and injured is None:
                injured = found[0]
            else:
                continue
            span = found[1] if span is None else Span(min(span.start, found[1].start), max(span.end, found[1].end))
    return None if span is None else Casualties(killed=killed, injured=injured, span=span)


def _near(tokens: Tokens, anchors: Iterable[int]) -> list[int]:
    found: list[int] = []
    for anchor in anchors:
        queue = [anchor]
        noun = anchor
        while tokens.dep[noun] == "pobj" and tokens.lower[tokens.head[noun]] == "of":
            noun = tokens.head[tokens.head[noun]]
        if tokens.dep[noun] in ("nsubj", "dobj", "pobj") and tokens.pos[noun] != "VERB":
            head = tokens.head[noun]
            queue.append(tokens.head[head] if tokens.dep[noun] == "pobj" else head)
        if tokens.dep[anchor] == "advcl" and tokens.lemma[tokens.head[anchor]] in KILLED | INJURED:
            queue.append(tokens.head[anchor])
        for i in queue:
            found.append(i)
            found += [
                c for c in tokens.children[i] if tokens.dep[c] in ("advcl", "relcl", "acl", "conj", "ccomp", "xcomp")
            ]
            found += [d for c in tokens.childs(i, "prep") for d in tokens.childs(c, "pcomp")]
    more = [c for i in found for c in tokens.children[i] if tokens.dep[c] in ("conj", "ccomp", "oprd")]
    return list(dict.fromkeys(found + more))


def _victims(tokens: Tokens, i: int) -> list[tuple[int, str]]:
    lemma = tokens.lemma[i]
    found: list[tuple[int, str]] = []
    if lemma in KILLED | INJURED and tokens.pos[i] in ("VERB", "AUX"):
        kind = "killed" if lemma in KILLED else "injured"
        patient = (
            clauses.grammatical_subject(tokens, i) if lemma in ("die", "perish") else clauses.direct_object(tokens, i)
        )
        found += [] if patient is None else [(patient, kind)]
        if patient is not None:
            # "killing two soldiers and wounding five", "killed two and five wounded"
            found += [(c, "injured") for c in tokens.childs(patient, "conj") if _hurts(tokens, c)]
    if lemma in ("leave", "have") or tokens.pos[i] == "VERB":
        left = tokens.child(i, "dobj")
        for c in tokens.children[i]:
            if left is not None and tokens.dep[c] == "oprd" and tokens.lower[c] in DEAD | HURT:
                found.append((left, "killed" if tokens.lower[c] in DEAD else "injured"))  # "left 30 people dead"
            elif tokens.dep[c] in ("dobj", "nsubj", "ccomp", "oprd") or tokens.lemma[c] in DEAD | HURT:
                found += _counted(tokens, c)
    return found


def _hurts(tokens: Tokens, noun: int) -> bool:
    return any(tokens.lemma[c] in INJURED or tokens.lower[c] in HURT for c in tokens.children[noun])


def _counted(tokens: Tokens, i: int) -> list[tuple[int, str]]:
    """Return "30 people dead", "12 deaths", "no casualties" as victims."""
    lower, lemma = tokens.lower[i], tokens.lemma[i]
    if lemma in DEAD or lower in DEAD:
        subject = tokens.child(i, "nsubj")
        return [(subject if subject is not None else i, "killed")]
    if lower in HURT or lemma in HURT or lemma in INJURED:
        subject = tokens.child(i, "nsubj")
        return [(subject if subject is not None else i, "injured")]
    if lemma == "casualty" and any(tokens.lower[c] == "no" for c in tokens.children[i]):
        return [(i, "killed"), (i, "injured")]
    for c in tokens.children[i]:
        if tokens.lower[c] in DEAD | HURT and tokens.dep[c] in ("amod", "acl", "advmod", "relcl", "appos"):
            return [(i, "killed" if tokens.lower[c] in DEAD else "injured")]
    return []
