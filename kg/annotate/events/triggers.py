"""Find the words that name events and what they mean there, by the verb's particle and object or the compound noun.

The word lists are ``events.tsv``, ``event_classes.tsv``, ``event_operators.tsv`` and ``event_senses.tsv``; they are
indexed by lemma so that a token costs one look-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from kg.annotate import clauses, lexicon
from kg.annotate.document import Tokens


@dataclass(frozen=True, slots=True)
class Sense:
    """One row of ``events.tsv``: what a word means, and where the other side is found."""

    words: tuple[str, ...]
    pos: str
    with_: frozenset[str]
    objects: frozenset[str]
    type: str
    subtype: str | None
    slots: tuple[str, ...]
    symmetric: bool
    use: str
    reliability: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """A token that names an event, with the sense it has there and the first token of a compound."""

    token: int
    sense: Sense
    start: int

    @property
    def is_verb(self) -> bool:
        """Say whether the trigger is a verb."""
        return self.sense.pos == "v"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists, indexed by lemma (of compounds: their last word)."""

    verbs: dict[str, tuple[Sense, ...]]
    nouns: dict[str, tuple[Sense, ...]]
    operators: dict[str, frozenset[str]]
    senses: dict[tuple[str, str], tuple[str, str | None]]
    traps: dict[str, frozenset[str]]


@cache
def classes() -> dict[str, frozenset[str]]:
    """Return the noun classes of ``event_classes.tsv``."""
    found: dict[str, set[str]] = {}
    for row in lexicon.read("event_classes"):
        found.setdefault(row["class"], set()).add(row["lemma"])
    return {name: frozenset(lemmas) for name, lemmas in found.items()}


def _condition(cell: str) -> frozenset[str]:
    words: set[str] = set()
    for item in filter(None, cell.split("|")):
        if item.startswith("by:@") and item[4:] in classes():
            words |= {f"by:{word}" for word in classes()[item[4:]]}
        else:
            words |= classes().get(item[1:], {item}) if item.startswith("@") else {item}
    return frozenset(words)


@cache
def load() -> Lexicon:
    """Return the word lists of events, indexed."""
    verbs: dict[str, list[Sense]] = {}
    nouns: dict[str, list[Sense]] = {}
    for row in lexicon.read("events"):
        words = tuple(row["lemma"].split())
        sense = Sense(
            words=words,
            pos=row["pos"],
            with_=frozenset(row["with"].split("|")) - {""},
            objects=_condition(row["object"]),
            type=row["type"],
            subtype=row["subtype"] or None,
            slots=tuple(row["target"].split()),
            symmetric=row["symmetric"] == "y",
            use=row["use"],
            reliability=float(row["reliability"]),
        )
        (verbs if sense.pos == "v" else nouns).setdefault(words[0 if sense.pos == "v" else -1], []).append(sense)
    operators: dict[str, set[str]] = {}
    for row in lexicon.read("event_operators"):
        operators.setdefault(row["phrase"], set()).add(row["operator"])
    traps: dict[str, set[str]] = {}
    for row in lexicon.read("event_traps"):
        traps.setdefault(row["lemma"], set()).update(row["near"].split("|"))
    return Lexicon(
        verbs={k: tuple(sorted(v, key=_breadth)) for k, v in verbs.items()},
        nouns={k: tuple(sorted(v, key=lambda s: (-len(s.words), not s.objects))) for k, v in nouns.items()},
        operators={k: frozenset(v) for k, v in operators.items()},
        senses={(r["operator"], r["type"]): (r["result"], r["subtype"] or None) for r in lexicon.read("event_senses")},
        traps={k: frozenset(v) for k, v in traps.items()},
    )


#: nouns that count those after them: "hundreds of people"
QUANTITIES = frozenset(
    "series number wave string spate dozen hundred thousand round set lot couple kind pair barrage ten million score "
    "majority handful group crowd row".split()
)
NOMINAL = frozenset({"dobj", "pobj", "nsubj", "nsubjpass"})
#: deeds that a participle before a noun tells of: "kidnapped soldiers", but not "displaced people"
DONE_TO = frozenset({"Abduction", "Arrest", "Killing", "Assassination", "Execution", "Torture"})
#: particles that make another verb of it: "backed away", "fought back"
TURNING = frozenset({"away", "aside", "along"})


def _breadth(sense: Sense) -> tuple[int, int]:
    """Order senses from the narrowest to the widest: more conditions first, then fewer objects."""
    return -len(sense.with_) - bool(sense.objects), len(sense.objects)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Tells whether a token heads a phrase for a person or a group, or for a place."""

    is_person: Callable[[int], bool]
    is_place: Callable[[int], bool]


def find(tokens: Tokens, *, kinds: Kinds, is_name: Callable[[int], bool]) -> Iterator[Trigger]:
    """Yield the triggers of an article in text order.

    Args:
        kinds: tells what the objects of verbs are.
        is_name: tells whether a token is part of a name or a date, and no word of its own.
    """
    words = load()
    for i, lemma in enumerate(tokens.lemma):
        pos = tokens.pos[i]
        if pos == "VERB" and tokens.dep[i] in NOMINAL and _has_modifier(tokens, i):
            pos = "NOUN"  # the tagger takes "U.S. airstrikes" for a verb where the parser does not
        elif pos != "VERB" and lemma in words.verbs and _is_clause(tokens, i):
            pos = "VERB"  # "two senators currently back the bill": the tagger takes it for an adverb
        if pos == "VERB":
            modifier = tokens.dep[i] == "amod"
            if modifier and not (tokens.tag[i] == "VBN" and kinds.is_person(tokens.head[i])):
                continue
            if i and tokens.text[i - 1] in ("-", "–") and tokens.dep[i - 1] == "punct":
                continue
            if lemma in words.verbs and not _is_trap(tokens, i, words):
                sense = _verb_sense(tokens, i, words.verbs[lemma], kinds)
                if sense is not None and (not modifier or sense.subtype in DONE_TO):
                    yield Trigger(i, sense, i)
        elif lemma in words.nouns and pos in ("NOUN", "PROPN") and not is_name(i) and not _is_trap(tokens, i, words):
            found = _noun_sense(tokens, i, words.nouns[lemma])
            if found is not None:
                yield found


def _is_clause(tokens: Tokens, i: int) -> bool:
    """Say whether a word has the subject and the object of a finite verb."""
    return (
        tokens.dep[i] in ("ROOT", "ccomp", "conj", "relcl")
        and tokens.child(i, "dobj") is not None
        and (subject := tokens.child(i, "nsubj")) is not None
        and subject < i
    )


def _has_modifier(tokens: Tokens, i: int) -> bool:
    return tokens.child(i, "det", "poss", "compound", "amod", "nummod") is not None


def _is_trap(tokens: Tokens, i: int, words: Lexicon) -> bool:
    """Say whether neighbouring words turn the word into something else ("heart attack", "strike a balance")."""
    near = words.traps.get(tokens.lemma[i])
    if near is None:
        return False
    if any(tokens.dep[c] in ("xcomp", "ccomp") and "to_" + tokens.lemma[c] in near for c in tokens.children[i]):
        return True
    if (
        tokens.pos[i] == "VERB"
        and (doer := clauses.agent(tokens, i)) is not None
        and "by:" + tokens.lemma[doer] in near
    ):
        return True
    around = [tokens.head[i], *tokens.children[i]]
    around += [d for c in tokens.children[i] if tokens.dep[c] in ("prep", "dobj") for d in tokens.children[c]]
    around += [e for d in around if tokens.dep[d] == "prep" and _is_preposition(tokens, d) for e in tokens.children[d]]
    if any("~" + tokens.lower[c] in near for c in tokens.children[i]) or "<" + tokens.lower[i - 1] in near:
        return True
    return any(tokens.lemma[j] in near and tokens.pos[j] not in ("VERB", "ADV") for j in around if j != i)


def _is_preposition(tokens: Tokens, i: int) -> bool:
    """Say whether a preposition follows another: "out of"."""
    return tokens.dep[tokens.head[i]] in ("prep", "prt")


def _verb_sense(tokens: Tokens, i: int, senses: tuple[Sense, ...], kinds: Kinds) -> Sense | None:
    if any(tokens.lower[c] in TURNING and tokens.dep[c] in ("prt", "advmod") for c in tokens.children[i]):
        senses = tuple(s for s in senses if s.with_)
    company: set[str] | None = None
    things: list[int] | None = None
    for sense in senses:
        if sense.with_:
            if company is None:
                company = _company(tokens, i)
            if not sense.with_ <= company:
                continue
        if sense.objects:
            if _is_done_by(tokens, i, sense.objects, kinds):
                return sense
            if things is None:
                patient = clauses.direct_object(tokens, i)
                things = [] if patient is None else clauses.heads(tokens, patient)
            if ("-" in sense.objects and not things) or ("+" in sense.objects and things):
                return sense
            if not any(_is_of(tokens, thing, sense.objects, kinds) for thing in things):
                continue
        return sense
    return None


def _is_done_by(tokens: Tokens, verb: int, objects: frozenset[str], kinds: Kinds) -> bool:
    """Say whether the subject of a verb decides its meaning: "a missile slammed into the house"."""
    if not any(word.startswith("by:") for word in objects):
        return False
    doer = clauses.grammatical_subject(tokens, verb)
    if doer is None:
        return False
    return f"by:{tokens.lemma[doer]}" in objects or ("by:@place" in objects and kinds.is_place(doer))


def _is_of(tokens: Tokens, thing: int, objects: frozenset[str], kinds: Kinds) -> bool:
    if tokens.lemma[thing] == "man" and tokens.tag[thing] == "NN" and "troop" in objects:
        return False  # men are moved as troops are, a man is not
    if tokens.lemma[thing] in objects or ("@person" in objects and kinds.is_person(thing)):
        return True
    if "@place" in objects and kinds.is_place(thing):
        return True
    compound = tokens.lemma[thing - 1] + " " + tokens.lemma[thing] if thing else ""
    if compound in objects:
        return True
    # "hundreds of troops", "a series of bombs", "state of siege"
    counted = "@person" in objects and tokens.lemma[thing] in QUANTITIES
    return any(
        word == "of" and (tokens.lemma[noun] in objects or (counted and kinds.is_person(noun)))
        for word, noun in clauses.obliques(tokens, thing)
    )


@cache
def _blame() -> frozenset[str]:
    """Return the nouns and adjectives by which one is blamed: "called him a liar"."""
    rows = lexicon.read("evaluations")
    return frozenset(row["lemma"] for row in rows if row["polarity"] == "-1" and row["pos"] != "VERB")


def _company(tokens: Tokens, i: int) -> set[str]:
    """Return the particles, prepositions and near dependents of a verb that may decide its meaning."""
    found: set[str] = set()
    for c in tokens.children[i]:
        dep = tokens.dep[c]
        if dep in ("oprd", "acomp") and tokens.child(c, "neg") is not None:
            continue  # "found not guilty"
        if dep == "prep" and any(tokens.ent_type[d] in ("DATE", "TIME") for d in tokens.childs(c, "pobj")):
            continue  # "called the strike for Monday" calls for nothing
        if dep in ("prt", "prep", "advmod", "dobj", "oprd", "acomp", "agent", "dative"):
            found.add(tokens.lower[c])
            found.add(tokens.lemma[c])
            if dep in ("prt", "advmod"):
                found.add(tokens.lower[c] + "/prt")
            if dep == "oprd" and any(tokens.lemma[d] in _blame() for d in (c, *tokens.childs(c, "amod", "conj"))):
                found.add("@blame")
            if dep == "prep":
                for d in tokens.children[c]:
                    if tokens.dep[d] in ("pobj", "prep"):
                        found.add(tokens.lemma[d])
        elif dep in ("xcomp", "ccomp", "advcl") and any(
            tokens.lower[d] == "to" and tokens.dep[d] == "aux" for d in tokens.children[c]
        ):
            found.add("to_inf")
            found.add("to_" + tokens.lemma[c])
            if tokens.child(c, "nsubj") is not None:
                found.add("to_other")
    return found


def _noun_sense(tokens: Tokens, i: int, senses: tuple[Sense, ...]) -> Trigger | None:
    if tokens.dep[i] == "compound" and tokens.pos[tokens.head[i]] in ("NOUN", "PROPN"):
        return None
    for sense in senses:
        n = len(sense.words)
        if n == 1 or (i >= n - 1 and tuple(tokens.lemma[i - n + 1 : i + 1]) == sense.words):
            if sense.objects and not _stands_near(tokens, i, sense.objects):
                continue
            return Trigger(i, sense, i - n + 1)
    return None


def _stands_near(tokens: Tokens, i: int, wanted: frozenset[str]) -> bool:
    """Say whether a modifier, a preposition or a governing verb of a noun decides its meaning ("a strike over pay")."""
    for c in tokens.children[i]:
        if tokens.lemma[c] in wanted:
            return True
        if tokens.lower[c] in ("over", "by", "of") and any(tokens.lemma[d] in wanted for d in tokens.childs(c, "pobj")):
            return True
    return tokens.lemma[tokens.head[i]] in wanted


def operators_of(tokens: Tokens, i: int) -> frozenset[str]:
    """Return the operators that a governing verb, adjective or noun stands for, its particle and preposition minded."""
    words = load().operators
    lemma = tokens.lemma[i]
    found = words.get(lemma, frozenset())
    for c in tokens.children[i]:
        if tokens.dep[c] in ("prt", "prep"):
            longer = words.get(f"{lemma} {tokens.lower[c]}")
            if longer is not None:
                return longer
    if tokens.pos[i] == "NOUN":
        return words.get(f"a {lemma}", found)
    if tokens.pos[i] == "ADJ" or (tokens.tag[i] in ("VBN", "VBG") and clauses.is_passive(tokens, i)):
        found = words.get(f"be {tokens.lower[i]}", found)
    return found
