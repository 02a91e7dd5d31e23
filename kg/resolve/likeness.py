"""Say how likely two names are one: spelling, transliteration, initials and word order allowed for.

Parts of names are compared by a consonant skeleton in which the letters that romanisations interchange are one, by
their vowels as far as romanisations keep them apart, and by their likeness as strings. Lists of variants (rigour has
one after Wikidata) were tried: they take seconds to load and hold Hassan and Hussein for one name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import JaroWinkler
from rigour.names import replace_org_types_compare

#: two spellings with one skeleton must still look this much alike
ALIKE = 0.66

#: particles that names are written with and without
PARTICLES = frozenset(
    "al el ad as ar an at az de da di del della der den van von bin ben ibn abu ould dos du la le".split()
)

#: "servant of": a name by itself only with the part after it, written in one word or in several
SERVANT = re.compile(r"\babd(?:ou?l|[aeu][dlnrstz])? (?:(?:al|el|ul|ol|a[dnrstz]|e[dnrstz]|u[dnrstz]) )?(?=\w{3})")

#: words that tell nothing about which organization is meant
EMPTY = frozenset("the of for and in on to a an s de la du des".split())

_DIGRAPHS = (
    ("dh", "d"),
    ("th", "d"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "s"),
    ("x", "ks"),
)
_CLASSES = str.maketrans("qgzt" + "wy" + "cj" + "v", "kkdd" + "ui" + "ks" + "f")
_SPELLINGS = (
    (r"\bdefence\b", "defense"),
    (r"\b(cent)re\b", r"\1er"),
    (r"\b(lab)our\b", r"\1or"),
    (r"isation\b", "ization"),
)


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Return a name in lower case, without accents, punctuation and a leading article.

    >>> plain("The Forces de défense"), plain("al-Kadhimi")
    ('forces de defense', 'al kadhimi')
    """
    bare = re.sub(r"^(the|a|an)\s+", "", name.casefold().strip())
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    bare = re.sub(r"['’ʼʿʾ`]s\b|['’ʼʿʾ`.]", "", bare)
    return re.sub(r"\W+", " ", bare).strip()


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return the consonants of a word, with those alike that romanisations interchange.

    >>> skeleton("kadhimi") == skeleton("kazemi"), skeleton("gaddafi") == skeleton("qadhafi")
    (True, True)
    """
    for digraph, letter in _DIGRAPHS:
        word = word.replace(digraph, letter)
    word = word.translate(_CLASSES)
    first, rest = word[:1], re.sub(r"[aeiouh]", "", word[1:])
    first = "a" if first in "aeiou" else first
    return re.sub(r"(.)\1+", r"\1", first + rest)


@dataclass(frozen=True)
class PersonName:
    """A person's name as its parts, without particles."""

    text: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The words that tell who is meant."""
        words = SERVANT.sub("abdul", plain(self.text)).split()
        return tuple(w for w in words if w not in PARTICLES) or tuple(words)

    @cached_property
    def surname(self) -> str:
        """The last part, without a generational suffix."""
        parts = [p for p in self.parts if p not in ("jr", "sr", "ii", "iii")]
        return parts[-1] if parts else ""


def person_likeness(one: PersonName, other: PersonName) -> float:
    """Return how likely two full names mean one person, by their spelling alone, between 0 and 1.

    Every part of the shorter name must have its own part in the longer one, the surname among them.

    >>> person_likeness(PersonName("Mustafa al-Kadhimi"), PersonName("Mustapha Kazemi")) > 0.9
    True
    >>> person_likeness(PersonName("John Smith"), PersonName("Jane Smith"))
    0.0
    >>> person_likeness(PersonName("Abd al-Malik al-Houthi"), PersonName("Abdulmalek Huthi"))
    0.95
    """
    if one.parts == other.parts:
        return 1.0
    short, long = sorted((one, other), key=lambda name: (len(name.parts), name.parts))
    if len(short.parts) < 2 or (len(short.parts) < len(long.parts) and len(long.parts) - len(short.parts) > 2):
        return 0.0
    free, worst, initials = list(long.parts), 1.0, 0
    for part in short.parts:
        best, grade = None, 0.0
        for candidate in free:
            found = part_likeness(part, candidate)
            if (part != short.surname or candidate != long.surname) and _of_two_sexes(part, candidate):
                found = 0.0
            if found > grade:
                best, grade = candidate, found
        if best is None:
            return 0.0
        free.remove(best)
        initials += len(part) == 1 or len(best) == 1
        worst = min(worst, grade)
    if initials and initials >= len(short.parts):
        return 0.0
    if not part_likeness(short.surname, long.surname) and set(short.parts) != set(long.parts):
        return 0.0
    return worst - (0.04 if free else 0.0)


@lru_cache(maxsize=65536)
def _of_two_sexes(one: str, other: str) -> bool:
    """Say whether one given name is the feminine of the other: Karim and Karima, Michel and Michelle.

    >>> _of_two_sexes("karim", "karima"), _of_two_sexes("abdulla", "abdullah"), _of_two_sexes("simone", "simon")
    (True, False, True)
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 3 or short[-1] in "aiouh":
        return False
    return long in (short + "a", short + "ah", short + "e", short + short[-1] + "e", short + short[-1] + "a")


@lru_cache(maxsize=65536)
def part_likeness(one: str, other: str) -> float:
    """Return how likely two parts of names are spellings of one, between 0 and 1.

    >>> part_likeness("assad", "asad"), part_likeness("m", "mustafa"), part_likeness("hassan", "hussein")
    (0.95, 0.9, 0.0)
    """
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return 0.9 if one[0] == other[0] else 0.0
    alike = skeleton(one) == skeleton(other) and JaroWinkler.similarity(one, other) >= ALIKE
    return 0.95 if alike and _vowels_fit(one, other) else 0.0


def _vowels_fit(one: str, other: str) -> bool:
    """Say whether the vowels differ only as romanisations do: a/e, i/e/y, o/u/ou, length.

    >>> _vowels_fit("hassan", "hussein"), _vowels_fit("rasool", "rasul")
    (False, True)
    """
    return _compatible(_vowels(one), _vowels(other))


@lru_cache(maxsize=65536)
def _vowels(word: str) -> str:
    word = word.replace("y", "i")
    for spelling, sound in (("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "e"), ("ai", "e"), ("ey", "e")):
        word = word.replace(spelling, sound)
    return re.sub(r"[^aeiou]", "", re.sub(r"(.)\1+", r"\1", word))


_NEAR = {frozenset(pair) for pair in ("ae", "ei", "ou")}
#: after the first syllable, where stress is weak: Yusuf, Yousef
_NEAR_LATER = _NEAR | {frozenset("eu")}


def _compatible(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return all(
            a == b or frozenset((a, b)) in (_NEAR_LATER if n else _NEAR)
            for n, (a, b) in enumerate(zip(one, other, strict=True))
        )
    short, long = sorted((one, other), key=len)
    return any(_compatible(short, long[:i] + long[i + 1 :]) for i in range(len(long)))


@lru_cache(maxsize=65536)
def organization_words(name: str) -> frozenset[str]:
    """Return the words that tell which organization is meant, whatever their order and legal form.

    >>> organization_words("Ministry of Defence") == organization_words("Defense Ministry")
    True
    """
    text = replace_org_types_compare(plain(name))
    for pattern, standard in _SPELLINGS:
        text = re.sub(pattern, standard, text)
    return frozenset(_singular(word) for word in text.split() if word not in EMPTY)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
