"""Tell which of several namesakes an article means: by office, by ties, by where it happens, and by who else is in it.

Each kind of evidence leaves the namesakes that it speaks for; one who is left by all kinds that speak at all is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache

from kg.annotate import geography, lexicon
from kg.resolve.record import Record

#: so many actors that an article shares with what is told of one namesake and of no other tell who is meant: in casts
#: that are drawn by chance, as in bench/identity.py --bare, up to four are shared by chance, and fewer join namesakes
#: (1,000 articles: precision .988 with one, .997 with two, .999 with five, as without this evidence)
COMPANY = 5

#: before a post: who held it or is to hold it, and who serves under its holder
_ONCE = frozenset("former ex then outgoing incoming late acting interim current".split())
_UNDER = frozenset("deputy vice junior assistant state cabinet".split())


def meant(told: Sequence[Record], namesakes: Sequence[Sequence[Record]], company: Mapping[str, Set[str]]) -> int | None:
    """Return the number of the namesake whom an article means, or None where it does not tell.

    Arguments:
        told: the entity, as the article has it.
        namesakes: for each who may be meant, the entities that mean him or her elsewhere.
        company: the actors of each article.
    """
    left = set(range(len(namesakes)))
    spoken = False
    for supported in _supported(told, namesakes, company):
        if supported:
            spoken = True
            left &= supported
    return next(iter(left)) if spoken and len(left) == 1 else None


def meant_by_surname(
    told: Sequence[Record], namesakes: Sequence[Sequence[Record]], company: Mapping[str, Set[str]]
) -> int | None:
    """Return the number of the one whom an article means that gives no more than a surname, or None.

    Families and strangers share surnames, so a country or an office of many holders alone tells nothing. What does is
    a post that one person holds at a time, any post of the only one of that surname in the country, the same ties, or
    the same company.

    Arguments:
        told: the entity, as the article has it.
        namesakes: for each of that surname, the entities that mean him or her elsewhere.
        company: the actors of each article.
    """
    # whoever holds an office has a tie to the country
    ties = {tie for tie in _all(r.ties for r in told) if not geography.country(tie)}
    roles, countries = _all(r.roles for r in told), _countries(told)
    at_home = {n for n, others in enumerate(namesakes) if countries & _countries(others)}
    left = set(range(len(namesakes)))
    spoken = False
    for supported in (
        {n for n, others in enumerate(namesakes) if _posts(told) & _posts(others)},
        {n for n in at_home if len(at_home) == 1 and roles & _all(r.roles for r in namesakes[n])},
        {n for n, others in enumerate(namesakes) if ties & _all(o.ties for o in others)},
        _in_company(told, namesakes, company),
    ):
        if supported:
            spoken = True
            left &= supported
    if not spoken or len(left) != 1:
        return None
    number = left.pop()
    return number if _may_meet(told, namesakes[number]) else None


def _posts(records: Sequence[Record]) -> set[str]:
    return {post for record in records for role in record.roles if (post := sole_post(role))}


def _countries(records: Sequence[Record]) -> set[str]:
    return {record.country for record in records if record.country}


def _may_meet(told: Sequence[Record], others: Sequence[Record]) -> bool:
    """Say whether nothing is known of where both are, or they are in one country."""
    one, other = (_countries(records) or _all(r.setting for r in records) for records in (told, others))
    return not one or not other or bool(one & other)


@cache
def sole_post(role: str) -> str:
    """Return the post that a role names, if one person holds it at a time, or "".

    >>> sole_post("former president"), sole_post("foreign minister"), sole_post("minister"), sole_post("senator")
    ('president', 'foreign minister', '', '')
    """
    words = [word for word in role.casefold().split() if word not in _ONCE]
    post = " ".join(words)
    known = {row["post"] for row in lexicon.read("sole_posts")}
    portfolio = len(words) > 1 and words[-1] == "minister" and words[0] not in _UNDER
    return post if post in known or portfolio else ""


def _supported(
    told: Sequence[Record], namesakes: Sequence[Sequence[Record]], company: Mapping[str, Set[str]]
) -> Iterator[set[int]]:
    """Yield for each kind of evidence the numbers of the namesakes that it speaks for."""
    roles, ties = _all(r.roles for r in told), _all(r.ties for r in told)
    setting = _all(r.setting for r in told)
    yield {n for n, others in enumerate(namesakes) if roles & _all(o.roles for o in others)}
    yield {n for n, others in enumerate(namesakes) if ties & _all(o.ties for o in others)}
    yield {n for n, others in enumerate(namesakes) if setting & {o.country for o in others if o.country}}
    yield _in_company(told, namesakes, company)


def _in_company(
    told: Sequence[Record], namesakes: Sequence[Sequence[Record]], company: Mapping[str, Set[str]]
) -> set[int]:
    """Return the one namesake in whose company alone enough of the article's actors are met elsewhere."""
    present = _all(company.get(r.article, ()) for r in told)
    shared = [len(present & _all(company.get(o.article, ()) for o in others)) for others in namesakes]
    met = [n for n, number in enumerate(shared) if number]
    return set(met) if len(met) == 1 and shared[met[0]] >= COMPANY else set()


def _all(values: Iterable[Iterable[str]]) -> set[str]:
    return {value for some in values for value in some}
