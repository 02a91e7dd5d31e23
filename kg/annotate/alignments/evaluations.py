"""Read what speakers call others: "called him a liar", "said the plan was a disaster", "urged her to resign".

Whom a speaker's words praise or blame is whom he sides with or against. The words are in the list ``evaluations``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.annotate import lexicon
from kg.annotate.actors import NOUNS, Arguments
from kg.annotate.alignments.stances.holding import CONDITIONS, NEGATIONS
from kg.annotate.alignments.stances.stance import Stance
from kg.annotate.alignments.stances.words import words as stance_words
from kg.annotate.voices import Voices
from kg.model import Polarity, Span

#: verbs that give their object a name or quality
#: comparatives that judge
_RATED = frozenset({"better", "worse", "safer", "nicer", "smarter", "crazier", "dumber"})
_CALLING = frozenset(
    {"call", "label", "brand", "dub", "deem", "consider", "declare", "describe", "portray", "paint", "characterize"}
    | {"characterise", "denounce", "hail", "see", "view", "regard", "depict", "cast", "condemn", "dismiss", "designate"}
    | {"list", "name", "classify", "blacklist", "outlaw"}
    | {"liken", "compare", "refer", "praise", "criticize", "slam", "blast", "deride", "mock"}
)
#: nouns by which a speaker who uses them of someone sides against him
_NAMING = frozenset(
    {"enemy", "terrorist", "criminal", "aggressor", "perpetrator", "occupier", "invader", "thug", "murderer"}
)
_LEAVING = frozenset({"resign", "quit", "apologize", "apologise", "withdraw", "surrender"})
_LEAVING_BY = frozenset({("step", "down"), ("step", "aside"), ("drop", "out"), ("pull", "out"), ("bow", "out")})
_DEMANDING = frozenset({"call", "demand", "urge", "want", "ask", "tell", "press", "push"})
_PERFORMING = frozenset({"do", "make", "show", "have", "display"})
#: what people are praised or blamed for when it has a quality; other things only have it
_PERFORMANCES = frozenset(
    {"job", "work", "leadership", "judgment", "judgement", "record", "character", "temperament", "decision", "choice"}
)
_HYPOTHETICAL = frozenset({"could", "may", "might", "can"})
_OBLIGING = frozenset({"should", "must", "ought"})


@cache
def words() -> dict[str, dict[str, tuple[Polarity, float]]]:
    """Return the polarity and reliability of evaluating words, by part of speech and lemma."""
    found: dict[str, dict[str, tuple[Polarity, float]]] = {"NOUN": {}, "ADJ": {}, "VERB": {}}
    for row in lexicon.read("evaluations"):
        polarity: Polarity = 1 if row["polarity"] == "+1" else -1
        found[row["pos"]].setdefault(row["lemma"], (polarity, float(row["reliability"])))
    return found


def find(arguments: Arguments, voices: Voices) -> Iterator[Stance]:
    """Yield the stances in text order."""
    t = arguments.tokens
    blame = words()["VERB"]
    for i, pos in enumerate(t.pos):
        if pos == "VERB":
            lemma = t.lemma[i]
            if lemma in _CALLING:
                yield from _called(arguments, i)
            if lemma in _LEAVING or (lemma, _particle(arguments, i)) in _LEAVING_BY:
                yield from _sent_away(arguments, voices, i)
            if lemma in _PERFORMING:
                yield from _performed(arguments, voices, i)
            if lemma in blame and not (lemma == "lie" and _lying_down(arguments, i)):
                yield from _judged(arguments, voices, i, *blame[lemma])
        elif pos == "AUX" and t.lemma[i] == "be":
            yield from _predicated(arguments, voices, i)
        elif pos == "NOUN" and t.lemma[i] in _NAMING and not (t.dep[i] == "pobj" and _is_tie(arguments, i)):
            yield from _named(arguments, voices, i)


def _is_tie(arguments: Arguments, n: int) -> bool:
    """Say whether a noun tells a tie to somebody named ("a friend of Ukraine's enemies"), no quality of its own."""
    t = arguments.tokens
    if t.lemma[n] not in stance_words()["ROLE"]:
        return False
    return any(t.pos[c] == "PROPN" for c in t.childs(n, "poss")) or any(
        t.lower[c] in ("of", "to") for c in t.children[n]
    )


def judge(arguments: Arguments, head: int) -> tuple[Polarity, float] | None:
    """Return the polarity of the phrase headed by token ``head``: by its noun or adjective, or what modifies it."""
    t = arguments.tokens
    lists = words()
    kinds = ("NOUN", "ADJ") if t.pos[head] in NOUNS else ("ADJ", "NOUN")
    found = next((lists[k][w] for k in kinds for w in (t.lemma[head], t.lower[head]) if w in lists[k]), None)
    if found is None:
        modifiers = t.childs(head, "amod", "compound", "conj")
        found = next(
            (lists["NOUN"][w] for m in modifiers if (w := f"{t.lower[m]} {t.lemma[head]}") in lists["NOUN"]), None
        )
    if found is None:
        # "a terrorist organization"
        found = next((lists[k][w] for k in ("ADJ", "NOUN") for m in modifiers if (w := t.lower[m]) in lists[k]), None)
    if found is None:
        return None
    if any(t.lower[c] in NEGATIONS or t.lower[c] == "no" for c in t.children[head]):
        return _opposite(found)
    return found


def _opposite(judgement: tuple[Polarity, float]) -> tuple[Polarity, float]:
    polarity, reliability = judgement
    return (-1 if polarity == 1 else 1), reliability * 0.85


def _called(arguments: Arguments, v: int) -> Iterator[Stance]:
    """Yield from "called Y a liar", "described Y as dangerous", "referred to the attacks as terrorist"."""
    t = arguments.tokens
    named = t.childs(v, "oprd", "attr", "acomp")
    for c in t.childs(v, "prep"):
        if t.lower[c] == "as":
            named += t.childs(c, "pobj", "amod", "advcl", "pcomp", "acomp")
    named += t.childs(v, "dobj")[1:]  # "branded it a terrorist group", with two objects
    subjects = arguments.subjects(v)
    given = [c for c in t.childs(v, "dative") if t.pos[c] in NOUNS or t.pos[c] == "PRON"]
    named += t.childs(v, "dobj") if given else []  # "calling the president a dictator", as if a gift
    objects = given or [o for o in arguments.objects(v) if o not in named]
    if t.lemma[v] in ("liken", "compare"):
        named = [p for c in t.childs(v, "prep") if t.lower[c] in ("to", "with") for p in t.childs(c, "pobj")]
    elif t.lemma[v] == "refer":
        objects += [p for c in t.childs(v, "prep") if t.lower[c] == "to" for p in t.childs(c, "pobj")]
    for clause in t.childs(v, "ccomp"):
        # "called Y a liar" is often parsed as a small clause
        if not t.childs(clause, "aux", "auxpass", "mark") and t.pos[clause] in ("NOUN", "ADJ", "PROPN"):
            named.append(clause)
            objects += t.childs(clause, "nsubj")
    judgement = next((j for n in named if (j := judge(arguments, n)) is not None), None)
    if judgement is None or _negated(arguments, v):
        return
    yield from _stance(arguments, v, subjects, objects, judgement, "evaluations.called")


def _stance(
    arguments: Arguments,
    token: int,
    subjects: list[int],
    objects: list[int],
    judgement: tuple[Polarity, float],
    rule: str,
    speakers: tuple[str, ...] = (),
) -> Iterator[Stance]:
    polarity, reliability = judgement
    takers = speakers or tuple(dict.fromkeys(e for s in subjects for e in arguments.actors(s)))
    # one owner, no chain of them: "the use of the starvation of civilians" is not theirs
    others = tuple(dict.fromkeys(e for o in objects for e in arguments.actors(o, depth=2) if e not in takers))
    if takers and others:
        relation = "praises" if polarity == 1 else "criticizes"
        yield Stance(token, takers, others, polarity, relation, "statement", reliability, rule=rule)


def _negated(arguments: Arguments, v: int) -> bool:
    t = arguments.tokens
    return any(t.dep[c] == "neg" or t.lower[c] in NEGATIONS for c in t.children[v])


def _hypothetical(arguments: Arguments, v: int) -> bool:
    t = arguments.tokens
    return any(
        (t.dep[c] == "aux" and t.lower[c] in _HYPOTHETICAL) or (t.dep[c] == "mark" and t.lower[c] in CONDITIONS)
        for c in t.children[v]
    )


def _lying_down(arguments: Arguments, v: int) -> bool:
    t = arguments.tokens
    return t.lower[v] in ("lay", "lain") or any(
        t.lower[c] in ("at", "in", "on", "under", "down", "by", "between") for c in t.children[v]
    )


def _particle(arguments: Arguments, v: int) -> str:
    t = arguments.tokens
    return next((t.lower[c] for c in t.children[v] if t.dep[c] in ("prt", "advmod", "prep")), "")


def _sent_away(arguments: Arguments, voices: Voices, v: int) -> Iterator[Stance]:
    """Yield from "called on Y to resign", "called for Y to step down", "said Y should quit"."""
    t = arguments.tokens
    if t.childs(v, "dobj"):
        return
    if any(t.dep[c] == "aux" and t.lower[c] in _OBLIGING for c in t.children[v]) and not _negated(arguments, v):
        yield from _spoken(arguments, voices, v, (-1, 0.75), "evaluations.sent-away")
        return
    for above in t.ancestors(v):
        if t.lemma[above] in _DEMANDING:
            objects = t.childs(v, "nsubj") or arguments.objects(above)
            objects = objects or [
                p for c in t.childs(above, "prep") if t.lower[c] in ("on", "for", "upon") for p in t.childs(c, "pobj")
            ]
            if objects and not _negated(arguments, above):
                yield from _stance(
                    arguments, above, arguments.subjects(above), objects, (-1, 0.8), "evaluations.sent-away"
                )
            return
        if t.pos[above] not in ("VERB", "ADP"):
            return


def _named(arguments: Arguments, voices: Voices, n: int) -> Iterator[Stance]:
    """Yield from what a speaker calls someone in passing ("the enemies of the state")."""
    t = arguments.tokens
    speaker = voices.at(Span(t.start[n], t.end[n])).speaker
    entity = arguments.entity(n)
    if entity is not None and all(m.kind != "name" for m in arguments.document.entity[entity].mentions):
        # "we fight the same enemy": the text does not say who that is
        return
    predicate = t.dep[n] in ("attr", "oprd", "acomp") or any(t.lower[c] in ("a", "an", "no") for c in t.children[n])
    if speaker is not None and entity is not None and entity != speaker and not predicate:
        yield Stance(n, (speaker,), (entity,), -1, "criticizes", "statement", 0.65, rule="evaluations.named")


def _predicated(arguments: Arguments, voices: Voices, v: int) -> Iterator[Stance]:
    """Yield from what a speaker says that someone is."""
    t = arguments.tokens
    complements = [c for c in t.childs(v, "attr", "acomp") if not _is_tie(arguments, c)]
    subjects = t.childs(v, "nsubj")
    if not complements or not subjects or t.lower[subjects[0]] in ("it", "this", "that", "there", "what"):
        return
    if any(t.tag[c] == "JJR" and (t.lower[c] not in _RATED or "CD" in t.tag[c : t.right[c]]) for c in complements):
        return  # "greater than 2,000" is a quantity, "weaker than he looks" no verdict
    judgement = next((j for c in complements if (j := judge(arguments, c)) is not None), None)
    if t.pos[subjects[0]] == "PRON" and any(t.tag[c] == "NNS" for c in complements):
        # "they are dangerous words" is said of words
        return
    if judgement is not None:
        if _negated(arguments, v):
            judgement = _opposite(judgement)
        yield from _spoken(arguments, voices, v, judgement, "evaluations.said-to-be")


def _judged(arguments: Arguments, voices: Voices, v: int, polarity: Polarity, reliability: float) -> Iterator[Stance]:
    """Yield from what a speaker says that someone does: "has failed", "lied"; not from what he should do."""
    t = arguments.tokens
    if any(t.dep[c] == "aux" and t.lower[c] in _OBLIGING for c in t.children[v]):
        return
    if not arguments.passive(v) and not _negated(arguments, v):
        yield from _spoken(arguments, voices, v, (polarity, reliability), "evaluations.said-to-do")


def _performed(arguments: Arguments, voices: Voices, v: int) -> Iterator[Stance]:
    """Yield from what a speaker says of how someone does: "is doing a terrible job", "showed courage"."""
    t = arguments.tokens
    for o in t.childs(v, "dobj"):
        judgement = judge(arguments, o) if t.lemma[o] in _PERFORMANCES or t.lemma[o] in words()["NOUN"] else None
        if judgement is not None and not arguments.passive(v) and t.dep[v] != "xcomp":
            if _negated(arguments, v):
                judgement = _opposite(judgement)
            yield from _spoken(arguments, voices, v, judgement, "evaluations.said-to-do")


def _spoken(
    arguments: Arguments, voices: Voices, v: int, judgement: tuple[Polarity, float], rule: str
) -> Iterator[Stance]:
    t = arguments.tokens
    speaker = voices.at(Span(t.start[v], t.end[v])).speaker
    if speaker is None or _hypothetical(arguments, v):
        return
    yield from _stance(arguments, v, [], arguments.surface(v), judgement, rule, (speaker,))
