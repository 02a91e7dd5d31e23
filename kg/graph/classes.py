"""Say what the classes of entities are called, and which are kinds of which, from the ontology's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.resources import ontology_dir
from kg.vocabulary import KG, term

#: the class of everything that has an identity
ROOT = "Entity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of entities: its local name, its label, its definition, and the classes right above it."""

    id: str
    name: str
    meaning: str = ""
    broader: tuple[str, ...] = ()


@cache
def classes() -> Mapping[str, Class]:
    """Return the classes that entities can have, by their local names.

    >>> classes()["ArmedGroup"].broader
    ('Organization',)
    """
    triples = list(ox.parse(path=ontology_dir() / "kg.ttl", format=ox.RdfFormat.TURTLE))
    labels = {_local(t.subject): _text(t.object) for t in triples if t.predicate.value == term("rdfs:label")}
    meanings = {_local(t.subject): _text(t.object) for t in triples if t.predicate.value == term("skos:definition")}
    above: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == term("rdfs:subClassOf"):
            above.setdefault(_local(triple.subject), set()).add(_local(triple.object))
    found = {ROOT}
    while more := {name for name, upper in above.items() if name and upper & found} - found:
        found |= more
    return {
        name: Class(
            id=name,
            name=labels.get(name, name),
            meaning=meanings.get(name, ""),
            broader=tuple(sorted(above.get(name, set()) & found)),
        )
        for name in sorted(found)
    }


@cache
def within(name: str) -> frozenset[str]:
    """Return a class and all classes that it is a kind of.

    >>> sorted(within("ArmedGroup"))
    ['Actor', 'ArmedGroup', 'Entity', 'Organization']
    """
    known = classes().get(name)
    return frozenset({name}).union(*(within(upper) for upper in known.broader)) if known else frozenset({name})


def find(given: str) -> str | None:
    """Return the local name of the class that an identifier, an IRI or a label means, or None.

    >>> find("kg:Person"), find("armed group"), find("/type/object")
    ('Person', 'ArmedGroup', None)
    """
    wanted = given.removeprefix(KG).removeprefix("kg:").replace(" ", "").casefold()
    return next((name for name in classes() if name.casefold() == wanted), None)


def label(name: str) -> str:
    """Return what people call a class.

    >>> label("ArmedGroup"), label("Unheard")
    ('armed group', 'Unheard')
    """
    known = classes().get(name)
    return known.name if known else name


def _local(node: object) -> str:
    value = node.value if isinstance(node, ox.NamedNode) else ""
    return value.removeprefix(KG) if value.startswith(KG) else ""


def _text(node: object) -> str:
    return node.value if isinstance(node, ox.Literal) else ""
