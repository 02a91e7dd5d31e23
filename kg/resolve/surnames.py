"""Find whom articles mean that call a person by the surname alone: one of those whom others name in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from kg.resolve import evidence
from kg.resolve.group import Group
from kg.resolve.likeness import PARTICLES, PersonName, part_likeness, skeleton
from kg.resolve.record import Key, Record

#: two spellings of a surname are at least so much alike
SPELT = 0.95

#: particles that are given names too
GIVEN = frozenset(("ben", "van", "la"))

#: whose share of all that bear a surname is as large is meant by it, if all articles that tell say so
MOST = 0.8

#: how sure it is that a surname means the one whom what is told shows to be meant, and what speaks for it
SCORE, REASON = 0.9, "a surname, and what is told of its bearer"


def namesakes(persons: Mapping[Key, Sequence[Group]]) -> Iterator[tuple[Key, list[Key]]]:
    """Yield each person who is called by a surname alone, with those who have that surname and a given name.

    Arguments:
        persons: the groups that are one person each.
    """
    bearers: dict[str, dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
    bare = []
    for key, groups in sorted(persons.items()):
        full = {name.surname for group in groups for name in group.full_names}
        for surname in full:
            bearers[skeleton(surname)][surname].add(key)
        names = {name for group in groups for name in group.names}
        if not full and all(map(is_surname, names)):
            bare.append((key, {PersonName(name).surname for name in names}))
    for key, surnames in bare:
        found = {
            bearer
            for surname in surnames
            for spelling, keys in bearers.get(skeleton(surname), {}).items()
            if part_likeness(surname, spelling) >= SPELT
            for bearer in keys
        }
        if found:
            yield key, sorted(found)


def is_surname(name: str) -> bool:
    """Say whether a person's name is a surname alone, with a particle or without.

    >>> is_surname("Assad"), is_surname("al-Assad"), is_surname("De Mistura"), is_surname("D.E. Paulk")
    (True, True, True, False)
    """
    first, *others = name.split()
    return not others or (len(others) == 1 and first.casefold() in PARTICLES - GIVEN)


def meant(
    told: Sequence[Group], candidates: Sequence[Sequence[Group]], company: Mapping[str, Set[str]]
) -> dict[str, int]:
    """Return for each article the number of the namesake whom it means by a surname, where it tells.

    Arguments:
        told: the person called by the surname.
        candidates: those who have it.
        company: the actors of each article.
    """
    articles = defaultdict[str, list[Record]](list)
    for record in (record for group in told for record in group.records):
        articles[record.article].append(record)
    elsewhere = [[record for group in groups for record in group.records] for groups in candidates]
    found = {
        article: evidence.meant_by_surname(records, elsewhere, company) for article, records in sorted(articles.items())
    }
    return {article: number for article, number in found.items() if number is not None}


def prevailing(found: Mapping[str, int], candidates: Sequence[Sequence[Group]]) -> int | None:
    """Return the number of the one whom all articles mean that tell, if most who bear the surname are that one.

    Arguments:
        found: whom articles mean that tell, by their numbers.
        candidates: those who have the surname.
    """
    if len(set(found.values())) != 1:
        return None
    number = next(iter(found.values()))
    sizes = [sum(len(group.records) for group in groups) for groups in candidates]
    return number if sizes[number] + len(found) >= MOST * (sum(sizes) + len(found)) else None
