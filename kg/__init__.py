"""News in, an auditable graph of who stands where out.

The same as on the command line, from Python::

    import kg

    kg.build("articles/", store="output/store")
    with kg.open("output/store") as graph:
        for row in graph.query("alignments-of-actor", actor="Iran"):
            print(row)

Everything heavy is imported by the call that needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.handle import Graph
    from kg.model import Extraction
    from kg.summary import Summary

__all__ = ["__version__", "build", "extract", "open"]
__version__ = "0.1.0"


def build(*inputs: str, store: str = "output/store", **options: Any) -> Summary:
    """Read articles into the graph at ``store``; known ones are skipped, changed ones replaced.

    Arguments:
        inputs: files, folders, globs, ``http(s)://`` addresses.
        store: a directory, or the address of a SPARQL 1.1 endpoint.
        options: the fields of `kg.pipeline.Options`.

    Raises:
        StoreError: the store cannot be written to.
    """
    from kg import pipeline
    from kg.graph.store import open_store

    with open_store(store) as opened:
        return pipeline.build([str(path) for path in inputs], opened, pipeline.Options(**options))


def extract(*inputs: str, **options: Any) -> Iterator[Extraction]:
    """Yield what is read from each article; nothing is stored.

    Raises:
        ReadError: an input cannot be read.
    """
    from kg import pipeline
    from kg.errors import ReadError

    def failed(problem: ReadError) -> None:
        raise problem

    yield from pipeline.extract([str(path) for path in inputs], pipeline.Options(**options), failed)


def open(store: str = "output/store") -> Graph:  # noqa: A001 - kg.open reads as it should
    """Open the graph at ``store`` for reading: named queries, SPARQL, exports.

    Raises:
        StoreError: there is none, or it cannot be read.

    Warns:
        kg.errors.IncompleteGraph: its last build did not end, or another version of kg made it.
    """
    from kg.graph.handle import Graph

    return Graph(store)
