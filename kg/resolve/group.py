"""What articles call one key by: a group of records, how it is found among others, and how alike two groups are.

Only names and posts are compared here; what forbids that two groups are one is in `kg.resolve.identity`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

from kg.resolve.calling import calling
from kg.resolve.generic import undesignated
from kg.resolve.likeness import PersonName, organization_words, person_likeness, plain, skeleton
from kg.resolve.record import FAMILIES, SPHERES, Key, Record, undescribed

#: how likely "the Houthi movement" is the Houthis
DESIGNATED = 0.9

#: how likely a name is that of somebody with more names after it, without and with the same public post
LENGTHENED, SAME_POST = 0.8, 0.9

#: how likely two full names with one acronym are those of one organization in two languages
SAME_LETTERS = 0.76

#: what speaks for a pair of persons whose names are spelt alike
ALIKE = "names alike"


class Likeness(NamedTuple):
    """How likely two groups are one, between 0 and 1, and what speaks for it."""

    score: float
    reason: str = ""


@dataclass
class Group:
    """All records with one key."""

    key: Key
    iri: str
    records: list[Record] = field(default_factory=list)

    @property
    def family(self) -> str:
        """The class within which its records may be the same."""
        return FAMILIES.get(self.records[0].type, self.records[0].type)

    @cached_property
    def countries(self) -> set[str]:
        """The countries that articles tell of it."""
        return {r.country for r in self.records if r.country}

    @cached_property
    def targets(self) -> frozenset[str]:
        """The records that articles lead to."""
        return frozenset(target for r in self.records for target in r.targets)

    @cached_property
    def kinds(self) -> set[frozenset[str]]:
        """What the organization may be, by each of its records that says more than that it is one."""
        return {SPHERES[r.type] for r in self.records if r.type in SPHERES}

    @cached_property
    def calling(self) -> str:
        """What a person is known for, where all records agree: a minister is no footballer of the same name."""
        return calling(role for r in self.records for role in r.roles) if self.family == "Person" else ""

    @cached_property
    def posts(self) -> frozenset[str]:
        """The public posts that it is told to hold."""
        return frozenset(role for r in self.records for role in r.roles if calling((role,)) == "public")

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """The acronyms among its names."""
        return frozenset(name for name in self.names if is_acronym(name))

    @cached_property
    def full_names(self) -> tuple[PersonName, ...]:
        """The names of a person that have two parts or more."""
        names = (PersonName(name) for name in sorted(self.names))
        return tuple(name for name in names if len(name.parts) > 1)

    @cached_property
    def names(self) -> set[str]:
        """All that it is called, and may be called elsewhere."""
        return {
            name for r in self.records for name in (*filter(None, (r.common,)), undescribed(r), *r.aliases, *r.forms)
        }

    @cached_property
    def words(self) -> frozenset[frozenset[str]]:
        """What its names are made of."""
        return frozenset(filter(None, map(organization_words, self.names)))

    @cached_property
    def cores(self) -> frozenset[frozenset[str]]:
        """What its names are made of without a last word that says what it is."""
        return frozenset(organization_words(name) for name in map(undesignated, self.names) if name)

    @cached_property
    def whole(self) -> frozenset[str]:
        """The names in plain form that are no acronyms."""
        return frozenset(plain(name) for name in self.names if not is_acronym(name))

    @property
    def name(self) -> str:
        """What most articles call it."""
        return most_frequent(Counter(r.name for r in self.records))


def blocks(group: Group) -> Iterator[str]:
    """Yield the blocks of a group; a pair is only compared inside one."""
    if group.key[0] == "unnamed":
        return
    if group.family == "Person":
        for person in group.full_names:
            skeletons = [(skeleton(part), skeleton(part[0])) for part in person.parts]
            for (one, _), (other, initial) in permutations(skeletons, 2):
                if len(one) > 1:
                    yield from {f"{one} {other[:1]}", f"{one} {initial}"}
    elif group.family == "organization":
        # what every country has is compared within each
        where = min(group.countries, default="") if any(r.common for r in group.records) else ""
        for name in sorted(group.names):
            yield f"name {plain(name)} {where}"
        for words in sorted(map(sorted, group.words | group.cores)):
            yield "words " + " ".join(words)


def is_acronym(name: str) -> bool:
    """Say whether a name is only letters that stand for words.

    >>> is_acronym("ECOWAS"), is_acronym("U.N."), is_acronym("Hamas")
    (True, True, False)
    """
    return " " not in name and name.isupper() and len(name) > 1


def likeness(one: Group, other: Group) -> Likeness:
    """Return how likely two groups of one family are the same, from their names."""
    if one.family == "Person":
        return _person_likeness(one, other)
    # two organizations may share an acronym: where both are named in full, the full names tell
    both = one.whole and other.whole
    if one.whole & other.whole or (not both and {plain(n) for n in one.names} & {plain(n) for n in other.names}):
        return Likeness(0.97, "a name in common")
    if any(len(words) > 1 for words in one.words & other.words):
        return Likeness(0.95, "names of the same words")
    if one.words & other.cores or one.cores & other.words:
        return Likeness(DESIGNATED, "one name with the word for what it is")
    return Likeness(SAME_LETTERS, "one acronym") if one.acronyms & other.acronyms else Likeness(0.0)


def _person_likeness(one: Group, other: Group) -> Likeness:
    pairs = [(a, b) for a in one.full_names for b in other.full_names]
    best = max((person_likeness(a, b) for a, b in pairs), default=0.0)
    if not best and any(_lengthened(a, b) for a, b in pairs):
        same = one.posts & other.posts
        return Likeness(SAME_POST, "a longer name, one post") if same else Likeness(LENGTHENED, "a longer name")
    return Likeness(best, ALIKE)


def _lengthened(one: PersonName, other: PersonName) -> bool:
    """Say whether a name is another with more names after it: "Abiy Ahmed", "Abiy Ahmed Ali"."""
    short, long = sorted((one.parts, other.parts), key=len)
    return len(short) < len(long) and long[: len(short)] == short


def most_frequent(counts: Counter[str]) -> str:
    """Return the most frequent value, the first in the alphabet among equals."""
    return min(counts, key=lambda value: (-counts[value], value))
