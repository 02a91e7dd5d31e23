"""Infer direct edges between actors from alignments and relations, and what follows from them.

The rules are those of OWL 2 RL for the properties concerned: a tie gives its direct edge; ``sameActorAs`` is
symmetric; ``locatedIn`` and ``partOf`` are transitive; a member of a part is a member of the whole. Sides are not
transitive: the enemy of an enemy is a question for a query, not a fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.vocabulary import DIRECT_BY_POLARITY, DIRECT_BY_RELATION

TRANSITIVE = ("locatedIn", "partOf")
SYMMETRIC = ("sameActorAs",)

#: (first property, second property, what follows from the first's subject to the second's object, rule)
CHAINS = (
    *((p, p, p, f"{p} is transitive") for p in TRANSITIVE),
    ("memberOf", "partOf", "memberOf", "a member of a part is a member of the whole"),
    ("memberOf", "memberOf", "memberOf", "a member of a member is a member"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One alignment or relation between canonical entities, as the direct edge it stands for."""

    subject: str
    property: str
    object: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A direct edge with the facts that it was derived from and the rules that led there, both sorted."""

    subject: str
    property: str
    object: str
    facts: tuple[str, ...]
    rules: tuple[str, ...]


def direct_property(name: str, polarity: int | None) -> str:
    """Return the direct property that a relation's name or an alignment's polarity stands for.

    >>> direct_property("memberOf", None), direct_property("condemns", -1)
    ('memberOf', 'opposes')
    """
    return DIRECT_BY_RELATION[name] if polarity is None else DIRECT_BY_POLARITY[polarity]


def edges(ties: Iterable[Tie]) -> list[Edge]:
    """Return all direct edges, ordered, with everything that follows by the rules.

    >>> found = edges([Tie(subject="base", property="locatedIn", object="province", fact="r1"),
    ...                Tie(subject="province", property="locatedIn", object="country", fact="r2")])
    >>> [(e.subject, e.object, e.facts) for e in found if e.rules != ("stated",)]
    [('base', 'country', ('r1', 'r2'))]
    """
    facts: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    rules: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for tie in ties:
        if tie.subject != tie.object:
            facts[tie.subject, tie.property, tie.object].add(tie.fact)
            rules[tie.subject, tie.property, tie.object].add("stated")
            if tie.property in SYMMETRIC:
                facts[tie.object, tie.property, tie.subject].add(tie.fact)
                rules[tie.object, tie.property, tie.subject].add(f"{tie.property} is symmetric")
    _close(facts, rules)
    return [
        Edge(subject=s, property=p, object=o, facts=tuple(sorted(facts[s, p, o])), rules=tuple(sorted(rules[s, p, o])))
        for s, p, o in sorted(facts)
    ]


def _close(facts: dict[tuple[str, str, str], set[str]], rules: dict[tuple[str, str, str], set[str]]) -> None:
    """Apply the chains until nothing new follows.

    A stated edge keeps its own sources only: what also follows from others adds nothing to what an article says.
    Each round reads the edges of the round before, in order, so that the result does not depend on the input's order.
    """
    while True:
        by_start: dict[tuple[str, str], list[str]] = defaultdict(list)
        for s, p, o in sorted(facts):
            by_start[s, p].append(o)
        fresh: dict[tuple[str, str, str], tuple[set[str], set[str]]] = {}
        for s, p, middle in sorted(facts):
            for first, second, result, rule in CHAINS:
                if p != first:
                    continue
                for o in by_start.get((middle, second), ()):
                    edge = (s, result, o)
                    if o == s or edge in facts:
                        continue
                    sources, names = fresh.setdefault(edge, (set(), set()))
                    sources |= facts[s, p, middle] | facts[middle, second, o]
                    names |= {rule, *(rules[s, p, middle] | rules[middle, second, o]) - {"stated"}}
        if not fresh:
            return
        for edge, (sources, names) in fresh.items():
            facts[edge] |= sources
            rules[edge] |= names
