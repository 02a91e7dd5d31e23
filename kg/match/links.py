"""Turn what services on the net found, and links that persons made by hand, into links of canonical entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.match.lookup import Lookup, namespace
from kg.resolve import judgement
from kg.resolve.identified import CERTAIN, Identified
from kg.resolve.identity import Verdict

#: canonical entity, target, method, score, label, judgement
Link = tuple[str, str, str, str, str, str]

#: how a link was found that nobody but a person proposed
BY_HAND = "judgement"


def looked_up(
    lookups: Iterable[Lookup],
    known: Iterable[tuple[str, str]],
    *,
    groups: Mapping[str, str],
    judged: Mapping[tuple[str, str], Verdict],
) -> Iterator[Link]:
    """Yield the links that services found, of those groups that are there and where nobody rejected them.

    What articles say goes first: an entity that has a link into a knowledge base gets no other one from a service,
    unless a person accepted it; of several from services the best stays.

    Arguments:
        known: the links that articles give, as entity and target.
        groups: the canonical entity of each group.
        judged: what persons decided, by group and target.
    """
    there = set(known)
    taken = {(entity, namespace(target)) for entity, target in there}
    accepted = {pair for pair, verdict in judged.items() if verdict == "same"}
    found = [f for f in lookups if f.target and f.group in groups and judged.get((f.group, f.target)) != "different"]
    found.sort(key=lambda f: ((f.group, f.target) not in accepted, -f.score, f.target or "", f.service, f.group))
    for lookup in found:
        entity, target = groups[lookup.group], lookup.target or ""
        sure = (lookup.group, target) in accepted
        if (entity, target) in there or ((entity, namespace(target)) in taken and not sure):
            continue
        there.add((entity, target))
        taken.add((entity, namespace(target)))
        verdict = judged.get((lookup.group, target))
        mark = judgement.VERDICTS[verdict] if verdict else ""
        yield entity, target, lookup.method, str(lookup.score), lookup.label, mark
    for group, target in sorted(accepted):
        if group in groups and (groups[group], target) not in there:
            there.add((groups[group], target))
            yield groups[group], target, BY_HAND, "1", "", judgement.VERDICTS["same"]


def identified(
    lookups: Iterable[Lookup], judged: Mapping[tuple[str, str], Verdict]
) -> dict[str, tuple[Identified, ...]]:
    """Return which records describe each group: those that a person accepted, or else what services are surest of.

    Arguments:
        judged: what persons decided, by group and target.
    """
    labels: dict[tuple[str, str], str] = {}
    best: dict[tuple[str, str], Identified] = {}
    for found in sorted(lookups, key=lambda f: (-f.score, f.target or "", f.service)):
        if found.target:
            labels.setdefault((found.group, found.target), found.label)
            if judged.get((found.group, found.target)) != "different":
                made = Identified(found.target, found.score, found.label)
                best.setdefault((found.group, namespace(found.target)), made)
    known: dict[str, list[Identified]] = defaultdict(list)
    for (group, target), verdict in sorted(judged.items()):
        if verdict == "same":
            best.pop((group, namespace(target)), None)
            known[group].append(Identified(target, CERTAIN, labels.get((group, target), "")))
    for (group, _), made in sorted(best.items()):
        known[group].append(made)
    return {group: tuple(records) for group, records in known.items()}
