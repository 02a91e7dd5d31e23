"""Read how many people were killed or injured, from figures and number words, and which event it happened in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from kg.annotate import clauses
from kg.annotate.document import Tokens
from kg.model import Casualties, Span

KILLED = frozenset(
    "kill slay massacre murder behead execute assassinate slaughter lynch drown perish die decapitate martyr".split()
)
INJURED = frozenset("wound injure hurt maim".split())
#: verbs whose subject is the victim
DYING = frozenset({"die", "perish"})
#: nouns and adjectives that count victims: "two dead", "12 deaths", "the death of 40"
DEAD = frozenset("dead death fatality".split())
HURT = frozenset("wounded injured injury wound".split())
#: nouns for a killing, with the victim after "of"
KILLINGS = frozenset("killing murder assassination slaying execution beheading massacre lynching".split())
UNITS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {word: 10 * n for n, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
PEOPLE_LESS = frozenset("year day week month hour percent dollar bird animal cattle sheep jihad job bill".split())
NOBODY = frozenset({"nobody", "none"})
#: words that only say how exact a number is
_ROUGHLY = frozenset("and at least about some more than up to nearly over".split())
#: prepositions by which a verb tells in what somebody was killed
_OCCASION = frozenset("of in by during from after with at".split())
#: verbs by which a toll grows
_REACHING = frozenset("rise climb reach stand hit pass jump grow mount exceed surpass increase".split())
#: what one dies of in an attack
_HARM = frozenset("wound injury burn shot gunshot shrapnel explosion blast attack bullet strike shelling".split())
#: words that stand for more than one although they are singular
_SEVERAL = frozenset("family crowd group couple team crew pair people staff police dozen majority".split())

IsOne = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of victims in the text: the word that says what befell them, "killed" or "injured", and how many."""

    word: int
    kind: str
    number: int
    span: Span


def number(words: Iterable[str]) -> int | None:
    """Return the number that words or digits say, or None.

    >>> number(["two", "hundred", "and", "twelve"]), number(["1,200"]), number(["dozens"]), number(["a", "dozen"])
    (212, 1200, None, 12)
    """
    total, current, seen, single = 0, 0, False, False
    for word in words:
        for part in word.lower().replace(",", "").split("-"):
            if part.isdecimal():
                current, seen = current + int(part), True
            elif part in UNITS:
                current, seen = current + UNITS[part], True
            elif part in SCALES and (seen or single):
                current = max(current, 1) * SCALES[part]
                seen = True
                if SCALES[part] > 100:
                    total, current = total + current, 0
            elif part == "no":
                seen = True
            elif part == "a":
                single = True
            elif part not in _ROUGHLY and part:
                return None
    return total + current if seen else None


def count(tokens: Tokens, noun: int) -> tuple[int, Span] | None:
    """Return how many a noun phrase counts ("at least 12 people", "two"), with the span of the figure.

    Of "20 to 30" it is the lower number.
    """
    figures = [
        c
        for c in tokens.children[noun]
        if tokens.dep[c] == "nummod" or (tokens.dep[c] == "amod" and tokens.lower[c] in UNITS)
    ]
    if tokens.pos[noun] == "NUM" and tokens.ent_type[noun] == "DATE":
        return None  # "the massacre of 1946"
    if tokens.pos[noun] == "NUM" or tokens.lower[noun] == "dozen":
        modifiers = ("compound", "nummod", "quantmod", "det")
        figures = [c for c in tokens.children[noun] if tokens.dep[c] in modifiers and c < noun] + [noun]
    elif not figures:
        none = next((c for c in tokens.children[noun] if tokens.lower[c] == "no" and tokens.dep[c] == "det"), None)
        figures = [] if none is None else [none]
    if not figures:
        return (0, tokens.span(noun, noun + 1)) if tokens.lower[noun] in NOBODY else None
    start = min(tokens.left[f] for f in figures[:1]) if tokens.pos[noun] != "NUM" else figures[0]
    words: list[str] = []
    for i in range(start, figures[-1] + 1):
        lower = tokens.lower[i]
        if words and words != ["a"] and (lower in ("to", "or", "–") or (lower == "-" and words[-1].isdecimal())):
            break  # "20 to 30": at least twenty
        if tokens.pos[i] == "NUM" or lower in UNITS or lower in ("no", "a", "dozen"):
            words.append(lower)
    n = 0 if words == ["no", "one"] else number(words)
    return None if n is None else (n, tokens.span(start, noun + 1))


def _counted_all(tokens: Tokens, victim: int, is_one: IsOne) -> tuple[int, Span] | None:
    """Return how many coordinated victims are together, single persons counted: "an officer and two soldiers"."""
    total, span = 0, None
    for head in clauses.heads(tokens, clauses.antecedent(tokens, victim)):
        found = count(tokens, head)
        if found is None and is_one(head) and tokens.lemma[head] not in _SEVERAL:
            found = 1, tokens.span(head, head + 1)
        if tokens.lemma[head] in PEOPLE_LESS or _is_hurt(tokens, head):
            break
        if found is None:
            return None  # "two soldiers and dozens of civilians"
        total += found[0]
        span = found[1] if span is None else Span(min(span.start, found[1].start), max(span.end, found[1].end))
    return None if span is None else (total, span)


def tolls(tokens: Tokens, start: int, end: int, is_one: IsOne) -> list[Toll]:
    """Return the numbers of victims in the tokens from ``start`` to ``end``.

    Args:
        is_one: tells whether a token heads a phrase for one person.
    """
    found: list[Toll] = []
    for i in range(start, end):
        lemma, lower = tokens.lemma[i], tokens.lower[i]
        if lemma == "wound" and tokens.pos[i] == "NOUN" and tokens.dep[i] != "dobj":
            continue
        if lemma in KILLED or lower in DEAD or lemma in DEAD or lemma in KILLINGS:
            kind = "killed"
        elif lemma in INJURED or lower in HURT or lemma in HURT:
            kind = "injured"
        elif lemma in ("casualty", "toll", "life"):
            kind = "killed"
        else:
            continue
        if lemma == "casualty":
            if any(tokens.lower[c] == "no" for c in tokens.children[i]):
                span = tokens.span(i, i + 1)
                found += [Toll(i, "killed", 0, span), Toll(i, "injured", 0, span)]
            continue
        told = _victims(tokens, i, is_one)
        if told is not None:
            found.append(Toll(i, kind, *told))
    return found


def _victims(tokens: Tokens, i: int, is_one: IsOne) -> tuple[int, Span] | None:
    """Return how many there are that word ``i`` says were killed or injured."""
    lemma, pos = tokens.lemma[i], tokens.pos[i]
    above = tokens.head[i]
    if lemma == "toll":
        return _reached(tokens, i)
    if lemma == "life":
        return _lives(tokens, i, is_one)
    stated = tokens.child(i, "nsubj", "nsubjpass")
    if lemma in KILLED | INJURED and pos in ("VERB", "AUX") and not (tokens.dep[i] == "amod" and i < above):
        patient = clauses.grammatical_subject(tokens, i) if lemma in DYING else clauses.direct_object(tokens, i)
        if patient is None and tokens.child(i, "aux", "auxpass", "dobj") is None:
            # "and more than 90 wounded"
            patient = stated if stated is not None else tokens.child(i, "npadvmod")
        return None if patient is None else _counted_all(tokens, patient, is_one)
    if lemma in KILLINGS:
        of = next((n for prep, n in clauses.obliques(tokens, i) if prep == "of"), None)
        return None if of is None else _counted_all(tokens, of, is_one)
    if stated is not None:
        return _counted_all(tokens, stated, is_one)
    if lemma in HURT and tokens.dep[i] == "dobj" and tokens.lemma[above] in ("suffer", "sustain", "receive"):
        subject = clauses.grammatical_subject(tokens, above)
        return None if subject is None else _counted_all(tokens, subject, is_one)
    if tokens.lower[i - 1 if i else 0] != "the" and (own := count(tokens, i)) is not None:
        return own
    if lemma == "death":
        return _to_death(tokens, i, is_one)
    if tokens.dep[i] in ("oprd", "acomp", "advmod", "advcl") and tokens.pos[above] in ("VERB", "AUX"):
        left = tokens.child(above, "dobj")
        if left is None:
            left = clauses.grammatical_subject(tokens, above)
        return None if left is None else _counted_all(tokens, left, is_one)
    if i and tokens.pos[i - 1] == "VERB" and tokens.lower[i] == "dead" and tokens.dep[i] == "amod":
        return _counted_all(tokens, above, is_one)  # "shot dead three men"
    if above < i and tokens.dep[i] in ("amod", "acl", "relcl", "appos") and tokens.pos[above] in ("NOUN", "NUM"):
        return count(tokens, above)
    return None


def _reached(tokens: Tokens, toll: int) -> tuple[int, Span] | None:
    """Return the number in "the death toll rose to 45"."""
    verb = tokens.head[toll]
    if tokens.lemma[verb] not in _REACHING or tokens.dep[toll] != "nsubj":
        return None
    nouns = [n for prep, n in clauses.obliques(tokens, verb) if prep in ("to", "at")] + tokens.childs(verb, "dobj")
    return next((told for n in nouns if tokens.pos[n] == "NUM" and (told := count(tokens, n)) is not None), None)


def _lives(tokens: Tokens, lives: int, is_one: IsOne) -> tuple[int, Span] | None:
    """Return the number in "claimed the lives of nine people" and "nine people lost their lives"."""
    verb = tokens.head[lives]
    if tokens.dep[lives] != "dobj" or tokens.lemma[verb] not in ("claim", "lose", "take", "cost"):
        return None
    if tokens.lemma[verb] == "lose":
        subject = clauses.grammatical_subject(tokens, verb)
        return None if subject is None else _counted_all(tokens, subject, is_one)
    of = next((n for prep, n in clauses.obliques(tokens, lives) if prep == "of"), None)
    return count(tokens, lives) if of is None else _counted_all(tokens, of, is_one)


def _to_death(tokens: Tokens, death: int, is_one: IsOne) -> tuple[int, Span] | None:
    """Return the number in "stabbed two men to death" and "the deaths of 40"."""
    prep = tokens.head[death]
    if tokens.dep[death] == "pobj" and tokens.lower[prep] == "to" and tokens.pos[tokens.head[prep]] == "VERB":
        patient = clauses.direct_object(tokens, tokens.head[prep])
        if tokens.lower[prep - 1] in ("nearly", "almost"):
            return None
        return None if patient is None else _counted_all(tokens, patient, is_one)
    of = next((n for word, n in clauses.obliques(tokens, death) if word == "of"), None)
    return None if of is None else _counted_all(tokens, of, is_one)


def _is_hurt(tokens: Tokens, noun: int) -> bool:
    """Say whether a coordinated noun is told by a word of its own: "killed two and five wounded"."""
    return tokens.dep[noun] == "conj" and any(
        c > noun and (tokens.lemma[c] in INJURED or tokens.lower[c] in HURT) for c in tokens.children[noun]
    )


def find(tokens: Tokens, anchors: Iterable[int], told: Collection[Toll], apart: Collection[int]) -> list[Toll]:
    """Return the tolls told around the words of an event: its own verb, clauses under it, "left 30 dead".

    Args:
        told: the tolls of its sentence.
        apart: the words of other events.
    """
    if not told:
        return []
    near, others = set(_near(tokens, anchors)), set(apart)
    found = []
    for toll in told:
        words = [toll.word]
        if tokens.pos[toll.word] != "VERB" or tokens.dep[toll.word] == "oprd":
            words.append(tokens.head[toll.word])
            if tokens.dep[toll.word] in ("pobj", "conj"):
                words.append(tokens.head[words[-1]])
        if not others.intersection(words) and near.intersection(words):
            found.append(toll)
    return found


def summed(found: Iterable[Toll]) -> Casualties | None:
    """Return the first number of each kind as casualties."""
    first: dict[str, Toll] = {}
    for toll in found:
        first.setdefault(toll.kind, toll)
    if not first:
        return None
    spans = [toll.span for toll in first.values()]
    return Casualties(
        killed=first["killed"].number if "killed" in first else None,
        injured=first["injured"].number if "injured" in first else None,
        span=Span(min(s.start for s in spans), max(s.end for s in spans)),
    )


def _near(tokens: Tokens, anchors: Iterable[int]) -> list[int]:
    found: list[int] = []
    for anchor in anchors:
        queue = [anchor]
        noun = anchor
        while tokens.dep[noun] == "pobj" and tokens.lower[tokens.head[noun]] == "of":
            noun = tokens.head[tokens.head[noun]]
        if tokens.dep[noun] in ("nsubj", "dobj", "pobj") and tokens.pos[noun] != "VERB":
            head = tokens.head[noun]
            if tokens.dep[noun] != "pobj":
                queue.append(head)
            elif tokens.lower[head] in _OCCASION:
                queue.append(_occasion(tokens, tokens.head[head]))
        if tokens.dep[anchor] == "advcl" and tokens.lemma[tokens.head[anchor]] in KILLED | INJURED:
            queue.append(tokens.head[anchor])
        if tokens.dep[anchor] == "conj" and tokens.lemma[tokens.head[anchor]] in KILLED | INJURED:
            queue.append(tokens.head[anchor])
        for i in queue:
            found.append(i)
            found += [
                c for c in tokens.children[i] if tokens.dep[c] in ("advcl", "relcl", "acl", "conj", "ccomp", "xcomp")
            ]
            found += [d for c in tokens.childs(i, "prep") for d in tokens.childs(c, "pcomp")]
    more = [c for i in found for c in tokens.children[i] if tokens.dep[c] in ("conj", "ccomp", "oprd")]
    return list(dict.fromkeys(found + more))


def _occasion(tokens: Tokens, i: int) -> int:
    """Return the verb of dying above "of wounds suffered in": what is said of the wounds is said of the dead."""
    for _ in range(4):
        if tokens.lemma[i] in KILLED | INJURED and tokens.pos[i] == "VERB":
            return i
        if tokens.dep[i] not in ("acl", "pobj", "prep", "npadvmod") or tokens.head[i] == i:
            break
        i = tokens.head[i]
    return i


def is_cumulative(tokens: Tokens, verb: int) -> bool:
    """Say whether victims are those of a whole conflict: "have been killed since the war began"."""
    for c in tokens.children[verb]:
        if tokens.lower[c] == "since" and tokens.dep[c] in ("prep", "mark"):
            return True
        if tokens.dep[c] == "advcl" and any(tokens.lower[d] == "since" for d in tokens.childs(c, "mark")):
            return True
    return False


def is_violent(tokens: Tokens, toll: Toll) -> bool:
    """Say whether a toll that no word of its sentence explains may be that of an attack told before.

    Somebody who died by himself, or of an illness, is no toll.
    """
    word = toll.word
    if is_cumulative(tokens, word):
        return False
    if tokens.lemma[word] not in DYING:
        return True
    ends = {prep: tokens.lemma[n] for prep, n in clauses.obliques(tokens, word)}
    if any(prep in ("of", "from") and noun not in _HARM for prep, noun in ends.items()):
        return False
    return toll.number > 1 or bool(set(ends.values()) & (_HARM | {"hospital", "scene", "spot"}))
