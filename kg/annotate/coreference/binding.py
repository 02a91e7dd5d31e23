"""Say what a pronoun may not mean by its place in the clause, and whom a possessive most likely means by it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.alignments.stances.words import words
from kg.annotate.document import Document, Phrase, Tokens
from kg.vocabulary import ORGANIZATIONS

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: prepositions of what is done to somebody; "with him" and "around him" may be the subject's own
_DONE_TO = frozenset({"at", "to", "against", "on", "for", "of", "by", "from", "about"})
#: how much more likely it is for a possessive to take up what it is joined to by "and", or its own subject
_COUPLED, _OWN = 2.5, 0.8
#: who is made or said to do it rather than who makes him or says so
_CONTROLLED = 1.1


def named_after(document: Document, phrase: Phrase) -> int | None:
    """Return the number of the name that an editor has put behind a pronoun in brackets: "He (Osei) refused"."""
    tokens = document.tokens
    if tokens.text[phrase.end : phrase.end + 1] not in (["("], ["["]) or phrase.end + 2 >= len(tokens):
        return None
    n = document.phrase_of[phrase.end + 1]
    if n is None or document.phrases[n].kind != "name" or document.phrases[n].start != phrase.end + 1:
        return None
    return n if tokens.text[document.phrases[n].end : document.phrases[n].end + 1] in ([")"], ["]"]) else None


def around(document: Document, phrase: Phrase) -> Iterator[int]:
    """Yield the mentions that a group cannot mean: the subject of its clause, and what its clause describes.

    In "Ankara has troops in the country" and "Ethiopia, which has troops in the country" it is another one.
    """
    tokens = document.tokens
    for i in tokens.ancestors(phrase.head):
        if tokens.pos[i] not in ("VERB", "AUX"):
            continue
        barred = [*tokens.childs(i, "nsubj", "nsubjpass"), *([tokens.head[i]] if tokens.dep[i] == "relcl" else [])]
        for head in barred:
            n = document.phrase_by_head.get(head)
            if n is not None and document.phrases[n].start < phrase.start:
                yield n
        return


def forbids(document: Document, phrase: Phrase, other: Phrase) -> bool:
    """Say whether the pronoun cannot mean the other mention: subject and object of a clause, a noun and its own clause.

    In "the governor, a general he appointed", he is another.
    """
    tokens = document.tokens
    if tokens.sent[phrase.head] != tokens.sent[other.head]:
        return False
    if tokens.tag[phrase.start] == "PRP$":
        return _describes(document, phrase, other)
    if tokens.lower[phrase.start].endswith(("self", "selves")):
        return False
    verb = tokens.head[other.head]
    above = tokens.head[phrase.head]
    if tokens.dep[phrase.head] == "nsubj" and tokens.dep[above] == "relcl":
        described = tokens.head[above]
        return other.head == described or (tokens.dep[described] == "appos" and tokens.head[described] == other.head)
    if tokens.dep[phrase.head] == "pobj" and tokens.lower[above] in _DONE_TO and tokens.dep[other.head] in _SUBJECTS:
        # "residents were throwing stones at them"
        return tokens.head[above] == verb or (
            tokens.head[tokens.head[above]] == verb and tokens.dep[tokens.head[above]] == "dobj"
        )
    if tokens.dep[phrase.head] in _SUBJECTS and _is_aside(tokens, above, other.head):
        return True
    if tokens.dep[phrase.head] == "dobj" and (first := _shared(tokens, above)) != above:
        # "he thanked Keller and embraced him": not himself, but whom he thanked
        return first == verb and tokens.dep[other.head] in _SUBJECTS
    # "He called him a liar": the parser makes "him" the subject of a small clause
    small = tokens.lower[phrase.start] in ("him", "her", "them") and tokens.dep[phrase.head] == "nsubj"
    return above == verb or (small and tokens.head[above] == verb)


def _shared(tokens: Tokens, verb: int) -> int:
    """Return the verb that has the subject of verbs joined by "and": "veterans held the flank and forced them back"."""
    while tokens.dep[verb] in ("conj", "xcomp") and not tokens.childs(verb, "nsubj", "nsubjpass"):
        verb = tokens.head[verb]
    return verb


def _is_aside(tokens: Tokens, verb: int, i: int) -> bool:
    """Say whether token ``i`` stands in what opens a clause and tells of its subject: "Fearing him, they left"."""
    inside = i
    for above in tokens.ancestors(i):
        if above == verb:
            if tokens.dep[inside] not in ("advcl", "prep") or inside > verb:
                return False
            opening = tokens.child(inside, "pcomp") if tokens.dep[inside] == "prep" else inside
            if opening is None:
                return False
            subject = tokens.child(opening, "nsubj", "nsubjpass")
            return subject is None or (tokens.pos[subject] == "PRON" and subject != i)
        inside = above
    return False


def is_collective(document: Document, phrase: Phrase, other: Phrase) -> bool:
    """Say whether "their" is an organization's own as the subject of its clause: "the club lost their first game"."""
    tokens = document.tokens
    if tokens.lower[phrase.start] != "their" or other.type not in ORGANIZATIONS or other.kind == "pronoun":
        return False
    if tokens.dep[other.head] not in _SUBJECTS or tokens.sent[other.head] != tokens.sent[phrase.start]:
        return False
    doing = next((i for i in tokens.ancestors(phrase.start) if tokens.pos[i] in ("VERB", "AUX")), None)
    return doing is not None and _shared(tokens, doing) == tokens.head[other.head]


def _describes(document: Document, phrase: Phrase, other: Phrase) -> bool:
    """Say whether a possessive tells of whom the other is the ally: in "Uganda, its ally," it is another one."""
    tokens = document.tokens
    had = tokens.head[phrase.start]
    if tokens.dep[had] == "pobj" and tokens.lower[tokens.head[had]] in ("of", "to"):
        above = tokens.head[tokens.head[had]]
        had = above if tokens.lemma[above] in words()["ROLE"] else had
    elif tokens.lemma[had] not in words()["ROLE"]:
        return False
    return tokens.dep[had] == "appos" and tokens.head[had] == other.head and tokens.lower[phrase.start + 1] != "own"


def tells(document: Document, phrase: Phrase, other: Phrase) -> bool:
    """Say whether the pronoun is the subject of what the other said: "India's announcement that it would"."""
    tokens = document.tokens
    verb = tokens.head[phrase.head]
    return (
        tokens.dep[phrase.head] in _SUBJECTS
        and tokens.dep[verb] == "acl"
        and tokens.head[verb] == tokens.head[other.head]
        and tokens.tag[verb] != "VBG"
    )


def owns(document: Document, phrase: Phrase, other: Phrase) -> float:
    """Weigh a mention as who has what a possessive pronoun stands before, by how near the two are in the sentence.

    In "the army and its allies" only the army has the allies; a subject mostly has what it acts on.
    """
    tokens = document.tokens
    had = tokens.head[phrase.start]
    if tokens.head[had] == other.head and tokens.dep[had] == "conj":
        return _COUPLED
    verb = tokens.head[other.head]
    doing = _shared(tokens, tokens.head[had])
    if described(tokens, doing) == other.head:
        # "Brazil, which has reinforced its garrison"
        subject = tokens.child(doing, "nsubj")
        return _COUPLED if subject is not None and tokens.lower[subject] in ("which", "that", "who") else 0.0
    if tokens.dep[other.head] == "dobj" and _controls(tokens, verb, had):
        return _CONTROLLED
    return _OWN if tokens.dep[other.head] in _SUBJECTS and tokens.head[had] == verb and other.head < had else 0.0


def described(tokens: Tokens, clause: int) -> int | None:
    """Return what the clause of a verb describes, or None for one that describes nothing.

    In "shot four men Friday who fled" the parser takes the clause for another object of the verb.
    """
    if tokens.dep[clause] == "relcl":
        return tokens.head[clause]
    subject = tokens.child(clause, "nsubj") if tokens.dep[clause] == "ccomp" else None
    if subject is None or tokens.lower[subject] != "who" or subject != tokens.left[clause]:
        return None
    return next((i for i in tokens.childs(tokens.head[clause], "dobj") if i < subject), None)


def _controls(tokens: Tokens, verb: int, had: int) -> bool:
    """Say whether the object of a verb does what a noun under it is part of: "accused Keller of arming his cousins"."""
    for i in tokens.ancestors(had):
        if tokens.pos[i] in ("VERB", "AUX"):
            if i == verb or tokens.childs(i, "nsubj", "nsubjpass"):
                return False
            above = tokens.head[tokens.head[i]] if tokens.dep[i] == "pcomp" else tokens.head[i]
            if above == verb:
                return tokens.dep[i] in ("pcomp", "xcomp")
    return False
