"""Tell which of several namesakes an article means: by office, by ties, by where it happens, and by who else is in it.

Each kind of evidence leaves the namesakes that it speaks for; one who is left by all kinds that speak at all is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from kg.resolve.record import Record

#: so many actors that an article shares with what is told of one namesake and of no other tell who is meant
COMPANY = 5


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
