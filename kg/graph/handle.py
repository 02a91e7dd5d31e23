"""Use a graph from Python: named queries, SPARQL, the network, the raw quads."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from kg.errors import IncompleteGraph
from kg.graph.ledger import Ledger
from kg.graph.store import open_store

if TYPE_CHECKING:
    from kg.query.run import Answer

Row = dict[str, Any]


class Graph:
    """The graph at a location, open for reading; a context manager.

    Arguments:
        location: a directory, or the address of a SPARQL 1.1 endpoint.

    Raises:
        StoreError: there is none, or it cannot be read.

    Warns:
        IncompleteGraph: its last build did not end, or another version of kg made it.
    """

    def __init__(self, location: str) -> None:
        self.store = open_store(location, read_only=True)
        if warning := Ledger.warning(location):
            # the line that called kg.open
            warnings.warn(warning, IncompleteGraph, stacklevel=3)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def query(self, name: str, **parameters: str) -> Iterator[Row]:
        """Yield the rows of a named query as dictionaries of plain values.

        Arguments:
            name: one of the names that ``kg query`` lists.
            parameters: its parameters, as a person writes them; what is not given has its default. Many queries give
                50 or 100 rows unless ``limit`` is another number or "all".

        Raises:
            QueryError: there is no such query, or a parameter is wrong.
        """
        from kg.query import run

        return _rows(run.answer(self.store, name, parameters))

    def sparql(self, text: str, **parameters: str) -> Iterator[Row]:
        """Yield the rows of a SELECT query given as text.

        Raises:
            QueryError: it is no valid query, changes data, or asks another server.
        """
        from kg.query import run

        return _rows(run.answer(self.store, run.text_query(text), parameters))

    def quads(self) -> Iterator[ox.Quad]:
        """Yield every quad of every graph."""
        return self.store.quads()

    def close(self) -> None:
        """Let the store go."""
        self.store.close()


def _rows(answer: Answer) -> Iterator[Row]:
    if answer.boolean is not None:
        yield {"answer": answer.boolean}
    for row in answer.rows:
        yield {variable: _plain(cell) for variable, cell in zip(answer.variables, row, strict=True)}
    for triple in answer.triples or ():
        yield {
            "subject": _plain(triple.subject),
            "predicate": _plain(triple.predicate),
            "object": _plain(triple.object),
        }


_NUMBERS = {"integer": int, "decimal": float, "double": float}


def _plain(cell: object) -> Any:
    """Return an IRI as a string, a number as a number, any other literal as its text.

    >>> _plain(ox.Literal(3)), _plain(ox.NamedNode("https://example.org/a")), _plain(None)
    (3, 'https://example.org/a', None)
    """
    if isinstance(cell, ox.Literal):
        return _NUMBERS.get(cell.datatype.value.rpartition("#")[2], str)(cell.value)
    return cell.value if isinstance(cell, ox.NamedNode | ox.BlankNode) else cell
