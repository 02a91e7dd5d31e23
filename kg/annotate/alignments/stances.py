"""Read who takes a side by the words for it: "backs", "lashed out at", "support for", "critical of", "an ally of".

The words and their frames are in the list ``stances``; what stands above them ("refused to", "vowed to", "voiced")
is in ``operators``. A stance that did not come about (negated, hypothetical) is not returned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.annotate import unreal
from kg.annotate.actors import NOUNS, Arguments
from kg.annotate.alignments.holders import holders, received
from kg.annotate.alignments.holding import Holding, carried_by, hold
from kg.annotate.alignments.stance_words import Word, words
from kg.annotate.factuality import weakest
from kg.model import Basis, Factuality, Polarity
from kg.vocabulary import ORGANIZATIONS, PLACES

#: whom one joins takes one's side; a person or a country may be joined for dinner
BODIES = frozenset({"Organization", "ArmedGroup", "MilitaryForce", "PoliticalParty", "Alliance"})

#: what befalls its owner against his will
UNDOING = frozenset(
    {"resignation", "death", "defeat", "ouster", "removal", "departure", "arrest", "conviction", "downfall", "fall"}
    | {"dismissal", "firing", "killing", "murder", "assassination", "demise", "imprisonment", "overthrow", "ousting"}
    | {"impeachment", "indictment", "suspension", "detention", "execution", "expulsion", "collapse", "exit"}
)
#: what only an actor himself does: that "praise from X helps Y" says nothing of X
WILLED = frozenset({"aids", "promotes", "undermines", "threatens", "pressures", "defeats"})
#: what is done to actors alone: a province that is sued is one
PERSONAL = frozenset({"prosecutes"})
#: what is looked into for the sake of whom it belongs to
SUFFERED = frozenset(
    {"background", "life", "whereabouts", "disappearance", "rape", "abduction", "kidnapping", "beating", "poisoning"}
    | {"shooting", "stabbing", "complaint", "claim", "report", "allegation", "injury", "loss", "killer", "murderer"}
    | {"rapist", "attacker", "home", "house", "past", "story", "case"}
)
#: support whose refusal is opposition: not to thank someone is no more than that
TURNING = frozenset(
    {"supports", "defends", "recognizes", "alliedWith", "agreesWith", "joins", "aids", "cooperatesWith", "admires"}
    | {"trusts", "allyOf"}
)
#: verbs that fight only when it is a place that they take
TAKING_FROM = frozenset({"take", "capture", "seize", "retake"})
#: choices between two: who backs one over another is against the other
PREFERRING = frozenset({"supports", "praises", "trusts", "admires", "defends"})
#: support by deeds: who could not give it did not refuse it
DEEDS = frozenset({"defends", "aids", "cooperatesWith", "joins"})
#: attitudes whose negation is their opposite
ATTITUDES = frozenset({"admires", "agreesWith", "trusts", "recognizes"})
#: verbs whose object need not have done what he is blamed for
BLAMING = frozenset({"blame", "accuse", "suspect", "charge", "indict", "fault", "sue", "prosecute"})
QUOTES = frozenset({'"', "“", "”", "''", "``", "‘", "’", "'", "«", "»"})


@dataclass(frozen=True, slots=True)
class Stance:
    """Actors on one side, actors on the other, and the token by which the text says it."""

    token: int
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    polarity: Polarity
    relation: str
    basis: Basis
    confidence: float
    factuality: Factuality = "asserted"
    source: str | None = None
    rule: str = "stances"


def find(arguments: Arguments) -> Iterator[Stance]:
    """Yield the stances in the order of their predicates."""
    t = arguments.tokens
    lists = words()
    verbs, nouns, adjectives, prepositions, roles = (lists[k] for k in ("VERB", "NOUN", "ADJ", "PREP", "ROLE"))
    for i, pos in enumerate(t.pos):
        if pos == "VERB" or (pos in NOUNS and t.dep[i] in ("ROOT", "ccomp")):
            lemma = t.lemma[i]
            if lemma in verbs and pos == "VERB":
                yield from _verb(arguments, i, verbs[lemma])
            if t.tag[i] == "VBN" and t.lower[i] in adjectives:
                yield from _adjective(arguments, i, adjectives[t.lower[i]])
        if pos in NOUNS:
            if pos == "PROPN":
                yield from _headline(arguments, i, verbs)
            lemma = t.lemma[i]
            if lemma in nouns and not _in_name(arguments, i):
                yield from _noun(arguments, i, nouns[lemma])
                yield from _receiving(arguments, i, nouns[lemma])
            if lemma in roles and not _in_name(arguments, i):
                yield from _role(arguments, i, roles[lemma])
        elif pos == "ADJ":
            if t.lower[i] in adjectives:
                yield from _adjective(arguments, i, adjectives[t.lower[i]])
        elif pos in ("ADP", "SCONJ", "ADV") and not _in_name(arguments, i):
            if t.lower[i] in prepositions:
                yield from _prepositional(arguments, i, prepositions[t.lower[i]])
            elif t.lower[i] in ("against", "versus"):
                yield from _against(arguments, i)


def _in_name(arguments: Arguments, i: int) -> bool:
    n = arguments.document.phrase_of[i]
    return n is not None and arguments.document.phrases[n].kind == "name"


def _actors(arguments: Arguments, heads: list[int], *, acting: bool = True, owned: bool = True) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e for h in heads for e in arguments.actors(h, acting=acting, owned=owned)))


def _complement(arguments: Arguments, preposition: int) -> list[int]:
    return arguments.tokens.childs(preposition, "pobj")


def _verb(arguments: Arguments, v: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
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
                heads = _complement(arguments, last)
            if not heads and t.dep[last] in ("prt", "advmod", "acomp", "oprd", "prep", "ccomp", "pobj"):
                heads = t.childs(v, "dobj") or t.childs(last, "nsubj")
        if heads and word.lemma in TAKING_FROM and word.frame == ("from",) and not _taken_place(arguments, v):
            continue
        if heads:
            stance = _stance(arguments, v, word, arguments.subjects(v), heads)
            if stance is not None:
                yield stance
                yield from _passed_over(arguments, v, stance)
                return


def _taken_place(arguments: Arguments, v: int) -> bool:
    """Say whether the direct object of a verb is a place: "took the town from", not "took money from"."""
    document = arguments.document
    types = (document.entity[e].type for o in arguments.objects(v) if (e := document.entity_at(o)) is not None)
    return any(type_ in PLACES for type_ in types) or any(arguments.is_place(o) for o in arguments.objects(v))


def _joined_in(arguments: Arguments, v: int) -> bool:
    """Say whether one joins another in doing something ("joined Y in urging")."""
    t = arguments.tokens
    return any(t.lower[c] == "in" and t.childs(c, "pcomp") for c in t.childs(v, "prep"))


def _passed_over(arguments: Arguments, v: int, stance: Stance) -> Iterator[Stance]:
    """Yield from "endorsed Y over Z" that Z was not the one."""
    t = arguments.tokens
    over = [p for c in t.childs(v, "prep") if t.lower[c] == "over" for p in _complement(arguments, c)]
    others = tuple(e for e in _actors(arguments, over, owned=False) if e not in (*stance.subjects, *stance.objects))
    if stance.polarity == 1 and stance.relation in PREFERRING and others:
        yield replace(stance, objects=others, polarity=-1, relation="opposes", confidence=stance.confidence * 0.8)


def _headline(arguments: Arguments, i: int, verbs: Mapping[str, tuple[Word, ...]]) -> Iterator[Stance]:
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


def _stance(
    arguments: Arguments,
    i: int,
    word: Word,
    subjects: list[int],
    objects: list[int],
    *,
    carrier: int | None = None,
) -> Stance | None:
    """Return the stance of a predicate between the actors of its arguments, where it holds and both sides are known."""
    # an opponent "of the U.S. drug war" is not one of the country
    whose = word.kind != "ROLE"
    others = _actors(arguments, objects, acting=word.basis != "event" or word.relation in PERSONAL, owned=whose)
    if not others:
        return None
    if word.relation in PERSONAL and any(arguments.tokens.lemma[o] in SUFFERED for o in objects):
        return None
    holding = hold(arguments, i if carrier is None else carrier)
    if holding is not None and carrier is not None and word.kind == "NOUN":
        holding = carried_by(arguments, carrier, holding)
    if holding is None:
        return None
    factuality = holding.factuality
    if holding.vowed and word.basis == "event":
        factuality = weakest(factuality, "planned")
    if word.kind == "NOUN" and word.basis == "event" and not holding.turned:  # to block aid is done, without the aid
        factuality = weakest(factuality, unreal.noun(arguments.tokens, i))
    if any(unreal.alleged(arguments.tokens, s) for s in subjects):
        # "suspected Georgian rebels attacked": the text does not say that it was them
        factuality = weakest(factuality, "claimed")
    if holding.by is not None:
        subjects = arguments.surface(holding.by)
    willed = word.relation in WILLED
    towns = word.basis != "event" or all(arguments.antecedent(s) == s for s in subjects)
    if word.basis == "event":
        # "near the Syrian border, which killed": places do nothing
        subjects = [s for s in subjects if not arguments.is_place(arguments.antecedent(s))]
    sources = _actors(arguments, subjects, acting=towns, owned=not willed)
    if word.kind == "ROLE" and subjects == [i]:
        sources = sources[:1]
    if not sources and not willed:
        things = [a for s in subjects if arguments.is_thing(a := arguments.antecedent(s))]
        sources = _actors(arguments, [r for a in things for r in arguments.responsible(a)], acting=towns)
    takers = tuple(e for e in sources if e not in others)
    if word.relation == "joins" and any(arguments.tokens.lower[c] == "for" for c in arguments.tokens.children[i]):
        return None
    if word.relation == "joins" and not _joined_in(arguments, i):
        others = tuple(e for e in others if arguments.document.entity[e].type in BODIES)
    if word.relation in PERSONAL:
        # a newspaper that investigates prosecutes nobody
        takers = tuple(e for e in takers if arguments.document.entity[e].type != "MediaOutlet")
    if not takers or not others:
        return None
    polarity = word.polarity
    if word.kind in ("VERB", "ADJ") and any(arguments.tokens.lemma[o] in UNDOING for o in objects):
        # to welcome his fall is to oppose him, to deplore it need not be to support him
        if polarity == -1:
            return None
        polarity = -1
    if holding.unable and word.relation in DEEDS:
        return None
    if holding.turned or holding.negated:
        if polarity == -1 or word.relation not in (TURNING if holding.turned else ATTITUDES):
            return None
        polarity = -1
    relation, basis = word.relation, word.basis
    if holding.by is not None or polarity != word.polarity:
        relation, basis = ("supports" if polarity == 1 else "opposes"), "statement"
    source = None
    if holding.accuser is not None:
        source = next(iter(_actors(arguments, arguments.subjects(holding.accuser))), None)
    return Stance(
        i,
        takers,
        others,
        polarity,
        relation,
        basis,
        word.reliability,
        factuality,
        source,
        rule=f"stances.{word.kind.lower()}",
    )


def _noun(arguments: Arguments, n: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
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
            stance = _stance(arguments, n, word, subjects, objects, carrier=carrier)
            if stance is not None and not _none_of(arguments, n):
                yield _as_accused(arguments, n, stance)
                return


def _as_accused(arguments: Arguments, n: int, stance: Stance) -> Stance:
    """Return a stance as the claim of who blames for it: "blamed the rebels for the killing of villagers"."""
    t = arguments.tokens
    above = t.head[t.head[n]]
    if t.dep[n] != "pobj" or t.lower[t.head[n]] != "for" or t.lemma[above] not in BLAMING:
        return stance
    accusers = _actors(arguments, arguments.subjects(above))
    factuality = weakest(stance.factuality, "claimed")
    return replace(stance, factuality=factuality, source=next(iter(accusers), stance.source))


def _receiving(arguments: Arguments, n: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
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
        stance = _stance(arguments, n, rows[0], givers, receivers, carrier=t.head[n] if t.dep[n] == "dobj" else None)
        if stance is not None:
            yield stance


def _quoted(arguments: Arguments, n: int) -> bool:
    """Say whether a noun stands alone in quotation marks, as one that the text does not call so itself."""
    text = arguments.tokens.text
    return 0 < n < len(text) - 1 and text[n - 1] in QUOTES and text[n + 1] in QUOTES


def _none_of(arguments: Arguments, n: int) -> bool:
    t = arguments.tokens
    return any(t.dep[c] == "det" and t.lower[c] in ("no", "neither") for c in t.children[n])


def _noun_objects(arguments: Arguments, n: int, frame: tuple[str, ...]) -> list[int]:
    """Return the object of a noun by its preposition, also where the parse hangs that on the verb above."""
    t = arguments.tokens
    place = arguments.under(n, frame)
    if place is not None:
        return _complement(arguments, place[0])
    for act in t.childs(n, "acl"):
        # "sanctions imposed by X on Y"
        if t.tag[act] == "VBN" and (place := arguments.under(act, frame)) is not None:
            return _complement(arguments, place[0])
    if len(frame) == 1 and t.dep[n] in ("dobj", "nsubjpass", "pobj") and frame[0] not in ("of", "in", "with"):
        verb = t.head[n] if t.dep[n] != "pobj" else t.head[t.head[n]]
        return [
            p
            for c in t.children[verb]
            if c > n and t.dep[c] in ("prep", "dative") and t.lower[c] == frame[0]
            for p in _complement(arguments, c)
        ]
    return []


def _between(arguments: Arguments, n: int, word: Word, objects: list[int]) -> Iterator[Stance]:
    sides = [arguments.actors(o) for o in arguments.coordinated(objects[0])]
    if len(sides) >= 2 and sides[0] and hold(arguments, n) is not None:
        first = sides[0][0]
        others = tuple(dict.fromkeys(e for e in sides[0][1:] if e != first))
        if others:
            yield Stance(
                n, (first,), others, word.polarity, word.relation, word.basis, word.reliability, rule="stances.between"
            )


def _role(arguments: Arguments, n: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
    """Yield stances of "X, an ally of Y", "X is Y's rival", "Y ally X", "Y's allies"."""
    t = arguments.tokens
    word = rows[0]
    objects = t.childs(n, "poss")
    for row in rows:
        if objects:
            break
        place = arguments.under(n, row.frame)
        if place is not None:
            objects, word = _complement(arguments, place[0]), row
            if row.frame == ("in",):
                # "supporters in Tampa" are there, "partners in the coalition" are its own
                objects = [o for o in objects if _is_body(arguments, o)]
    objects = objects or [
        c for c in t.children[n] if c < n and t.dep[c] in ("compound", "nmod", "amod") and arguments.entity(c)
    ]
    subjects = _referents(arguments, n)
    if subjects == [n] and t.tag[n] == "NNS" and objects and all(t.tag[o] == "JJ" for o in objects):
        # "Libyan rivals" are Libyans
        return
    if subjects == [n] and all(t.tag[o] == "PRP$" for o in objects) and not arguments.modifiers(n):
        # "its allies" are nobody in particular; "its Turkish allies" and "Keller's allies" are
        return
    if _none_of(arguments, n):
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
    stance = _stance(arguments, n, word, subjects, objects, carrier=t.head[n] if t.dep[n] == "attr" else None)
    if stance is not None:
        yield stance


def _is_body(arguments: Arguments, i: int) -> bool:
    entity = arguments.entity(i)
    return entity is not None and arguments.document.entity[entity].type in ORGANIZATIONS


def _each_other(arguments: Arguments, n: int, word: Word) -> Iterator[Stance]:
    """Yield from "X and Y are allies"."""
    t = arguments.tokens
    appositive = t.dep[n] == "appos"
    named = [t.head[t.head[n]] if t.dep[t.head[n]] == "conj" else t.head[n]] if appositive else []
    sides = _actors(arguments, named or arguments.surface(t.head[n]))
    if len(sides) == 2 and (appositive or hold(arguments, t.head[n]) == Holding()):
        yield Stance(
            n, sides[:1], sides[1:], word.polarity, word.relation, word.basis, word.reliability, rule="stances.role"
        )


def _referents(arguments: Arguments, n: int) -> list[int]:
    """Return the tokens that name who noun ``n`` is said of: its apposition, subject or name, or itself."""
    t = arguments.tokens
    found = [c for c in t.children[n] if t.dep[c] == "appos" and arguments.entity(c)]
    if t.dep[n] == "appos":
        found.append(t.head[n])
    elif t.dep[n] == "attr":
        found.extend(arguments.surface(t.head[n]))
    elif t.dep[n] in ("compound", "nmod"):
        found.append(t.head[n])
    elif t.dep[n] == "pobj" and t.lower[t.head[n]] == "of" and t.lower[t.head[t.head[n]]] in ("one", "some", "many"):
        return _referents(arguments, t.head[t.head[n]])
    elif t.dep[n] == "pobj" and t.lower[t.head[n]] == "as":
        above = t.head[t.head[n]]
        found.extend(arguments.objects(above) or arguments.subjects(above))
    return found or ([n] if arguments.phrase(n) else [])


def _adjective(arguments: Arguments, a: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
    t = arguments.tokens
    for word in rows:
        place = arguments.under(a, word.frame)
        if place is None:
            continue
        if word.frame == ("by",) and t.childs(a, "xcomp"):
            continue  # who is "encouraged by a friend to sing" is asked to
        objects = _complement(arguments, place[0])
        if t.dep[a] in ("amod", "acl", "appos", "relcl") and t.dep[a] != "relcl":
            subjects, carrier = [t.head[a]], None
        else:
            subjects, carrier = arguments.surface(a), t.head[a] if t.dep[a] == "acomp" else None
        stance = _stance(arguments, a, word, subjects, objects, carrier=carrier)
        if stance is not None:
            yield stance
            return


def _prepositional(arguments: Arguments, p: int, rows: tuple[Word, ...]) -> Iterator[Stance]:
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
        stance = _stance(arguments, p, word, subjects, _complement(arguments, place[0]), carrier=above)
        if stance is not None:
            yield stance
            return


def _backer(arguments: Arguments, name: int) -> list[int]:
    """Return who does what stands above a name, as in "sided with X against Y"."""
    t = arguments.tokens
    above = t.head[name] if t.dep[name] != "pobj" else t.head[t.head[name]]
    return arguments.subjects(above) if t.pos[above] == "VERB" else [name]


_AGAINST = Word("against", "PREP", (), -1, "opposes", "explicit", 0.7)
_PROTECTING = frozenset({"warn", "advise", "caution", "play", "win", "lose", "score", "argue"})


def _against(arguments: Arguments, p: int) -> Iterator[Stance]:
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
    stance = _stance(arguments, p, _AGAINST, subjects, _complement(arguments, p), carrier=carrier)
    if stance is not None:
        yield stance
