"""Make nodes of RDF from the terms of the vocabulary."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode

from kg.vocabulary import term


@cache
def named(curie: str) -> NamedNode:
    """Return the node of a prefixed name.

    >>> str(named("rdf:type"))
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    return NamedNode(term(curie))
