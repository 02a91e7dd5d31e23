"""Tell persons' names by what stands around them where the model cuts them, joins two, or mistakes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.annotate import geography, nouns
from kg.annotate.alignments.stances.words import words
from kg.annotate.document import Document, Phrase, Tokens
from kg.annotate.names import organizations, titles

_PERSON = "PERSON"
_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "``", "''"})
#: tokens of a nickname and its quotation marks
_NICKNAME = 5
#: small words inside surnames
_PARTICLES = frozenset("von van der den de da do dos di du la le bin ibn ter ten zu zur af".split())
_MODIFYING = frozenset({"compound", "amod", "nmod"})
#: words before one of many
_ONE = frozenset({"a", "an", "another", "one", "every", "each"})
#: labels of what a surname that the model has not seen is taken for
_MISTAKEN = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC"})


def joined(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield the model's names as start, end and label: those of one person as one, those of two persons as two."""
    surnames = _surnames(document)
    before: tuple[int, int, str] | None = None
    for ent in document.doc.ents:
        if before is not None and ent.end <= before[1]:
            continue
        this = _whole(document.tokens, ent.start, ent.end, ent.label_)
        if (first := _given_before(document.tokens, this)) < ent.start:
            before = None if before is not None and before[1] > first else before
            this = first, this[1], _PERSON
        if before is not None:
            if _are_one(document.tokens, before, this):
                before = before[0], this[1], _PERSON
                continue
            yield from _parted(document.tokens, before, surnames)
        before = this
    if before is not None:
        yield from _parted(document.tokens, before, surnames)


def _whole(tokens: Tokens, start: int, end: int, label: str) -> tuple[int, int, str]:
    """Return a name with the surname that the model has cut off: "Ursula von der | Leyen", "rival Raila | Odinga"."""
    if label != _PERSON and 1 < end - start < 5 and _is_called(tokens, start, end):
        return start + 1, end, _PERSON
    last, high = end, tokens.sentences[tokens.sent[start]][1]
    while last > start + 1 and tokens.lower[last - 1] in _PARTICLES:
        last -= 1
    after = last
    while after < high and tokens.lower[after] in _PARTICLES and tokens.text[after].islower():
        after += 1
    if after >= high or tokens.tag[after] != "NNP" or not tokens.text[after].istitle():
        return start, end, label
    if after > last and after >= end:
        return (start, after + 1, label) if label == _PERSON else (start, end, label)
    cut = end - start == 1 and after == end and tokens.dep[start] == "compound" and tokens.head[start] == end
    if cut and start > 0 and tokens.ent_type[end] == "" and tokens.lower[start - 1] in _callings():
        return start, end + 1, _PERSON
    return start, end, label


def _is_called(tokens: Tokens, start: int, end: int) -> bool:
    """Say whether a name begins with what a person is: "Activist Nkemdi Obasi"."""
    words = range(start + 1, end)
    return tokens.lower[start] in _callings() and all(
        tokens.tag[i] == "NNP" and tokens.text[i].istitle() and tokens.lower[i] not in nouns.names() for i in words
    )


@cache
def _callings() -> frozenset[str]:
    """Return the nouns that stand before a person's name and say what he is: "rival", "activist"."""
    return frozenset({*nouns.roles(), *words()["ROLE"]})


def has_age(tokens: Tokens, end: int) -> bool:
    """Say whether an age in commas follows a name: "Ana Hill, 24, ..."."""
    after = tokens.text[end : end + 3]
    return len(after) == 3 and after[0] == "," and after[1].isdigit() and len(after[1]) < 3 and after[2] in (",", ".")


def one_of_many(tokens: Tokens, start: int, end: int) -> Phrase | None:
    """Return the one person whom a people's name in the singular means, or None: "a Syrian", "a Democrat"."""
    head = end - 1
    if tokens.tag[head] not in ("NN", "NNP") or tokens.dep[head] in _MODIFYING:
        return None
    first = tokens.left[head]
    if first >= start or tokens.lower[first] not in _ONE:
        return None
    return Phrase(start=first, end=end, head=head, type="Person", kind="nominal", rule="names.one")


def _surnames(document: Document) -> frozenset[str]:
    """Return the last words of the full names of persons."""
    tokens = document.tokens
    return frozenset(
        tokens.text[ent.end - 1] for ent in document.doc.ents if ent.label_ == _PERSON and ent.end - ent.start > 1
    )


def _parted(tokens: Tokens, name: tuple[int, int, str], surnames: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Yield a name, or the two persons of whom the article has told: "Keller and Soule" is no firm."""
    start, end, _ = name
    if (
        end - start == 3
        and tokens.lower[start + 1] in ("and", "&")
        and {tokens.text[start], tokens.text[end - 1]} <= surnames
    ):
        yield start, start + 1, _PERSON
        yield end - 1, end, _PERSON
    else:
        yield name


def _are_one(tokens: Tokens, one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Say whether two of the model's names are one person's: side by side, or a nickname between them."""
    if one[2] != _PERSON:
        return False
    between = tokens.text[one[1] : other[0]]
    if other[2] != _PERSON:
        return False
    quoted = 2 < len(between) <= _NICKNAME and between[0] in _QUOTES and between[-1] in _QUOTES
    return not between or (quoted and all(word[:1].isupper() for word in between[1:-1]))


def _given_before(tokens: Tokens, name: tuple[int, int, str]) -> int:
    """Return where the first name begins that a title stands before: "Chairman | Reino Priem", whatever "Priem" is."""
    start, end, label = name
    word = tokens.text[start]
    first = start - 1
    low = tokens.sentences[tokens.sent[start]][0]
    if label not in _MISTAKEN or end - start > 1 or first <= low or not word.istitle():
        return start
    if tokens.tag[first] != "NNP" or not tokens.text[first].istitle() or tokens.ent_type[first] not in ("", _PERSON):
        return start
    if titles.ending_at(tokens, first, first=low) is None or titles.ending_at(tokens, start, first=first) is not None:
        return start
    known = geography.is_known(word) or geography.demonym(word) or organizations.known().get(word)
    return start if known else first
