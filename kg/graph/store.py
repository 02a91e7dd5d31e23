"""Keep the quads: an embedded Oxigraph store on disk, or any SPARQL 1.1 endpoint in its place.

Both offer the same few operations. Writing is by batches of whole articles, each batch atomic in the
embedded store and each graph atomic at an endpoint, so that a killed build leaves no article half in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph import rewriting

T = TypeVar("T")
Term = ox.NamedNode | ox.Literal
Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

#: a graph of so many quads is replaced in one transaction
SMALL = 20_000

#: bulk_extend holds its quads in memory until they are written: at most this many at a time
CHUNK = 50_000


class Solutions(Iterator[ox.QuerySolution]):
    """The solutions of a SELECT query, computed as they are asked for, and the names of its variables."""

    def __init__(self, variables: tuple[str, ...], rows: Iterator[ox.QuerySolution]) -> None:
        self.variables = variables
        self._rows = rows

    def __next__(self) -> ox.QuerySolution:
        return next(self._rows)


class Store(Protocol):
    """What kg asks of a store of quads."""

    location: str

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def query(self, text: str, parameters: Mapping[str, Term] | None = None) -> Results:
        """Answer a SPARQL query; ``parameters`` give terms for its variables."""
        ...

    def select(self, text: str, parameters: Mapping[str, Term] | None = None) -> Solutions:
        """Answer a SELECT query; ``parameters`` give terms for variables that it projects."""
        ...

    def reading(self, results: Iterator[T]) -> Iterator[T]:
        """Yield the results of a query; raise StoreError where the store cannot go on."""
        ...

    def contains(self, graph: str) -> bool:
        """Say whether a named graph holds anything."""
        ...

    def write(self, quads: Iterable[ox.Quad]) -> int:
        """Add whole graphs; return how many quads were given."""
        ...

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> int:
        """Put ``quads`` into the place of all that a graph holds, or drop it; return how many were given."""
        ...

    def drop(self, graph: str) -> None:
        """Remove a named graph with all that it holds."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of one graph, or of all."""
        ...

    def snapshot(self) -> ox.Store:
        """Return the quads as an Oxigraph store, for tools that walk over all of them."""
        ...

    def compact(self) -> None:
        """Put much that was written in order, where the store does not do it by itself."""
        ...

    def erase(self) -> None:
        """Leave nothing in the files of the store of what was removed from it."""
        ...

    def close(self) -> None:
        """Let the store go; what was written is safe on disk."""
        ...


class EmbeddedStore:
    """An Oxigraph store in a directory, or in memory where there is none.

    Arguments:
        directory: where the store lies; None keeps it in memory.
        read_only: open a snapshot that any number of processes may read while one writes.
        create: make the store where there is none.

    Raises:
        StoreError: another process is writing to it, there is none, or it is broken.

    >>> with EmbeddedStore(None) as store:
    ...     store.contains("https://example.org/graph")
    False
    """

    def __init__(self, directory: Path | None, *, read_only: bool = False, create: bool = True) -> None:
        self.location = str(directory) if directory else "memory"
        self.directory = directory
        if directory is None:
            self.oxigraph = ox.Store()
            return
        if directory.exists() and not directory.is_dir():
            raise StoreError(f"{directory} is a file. Name a directory for the graph.")
        unsettled = rewriting.unsettled(directory)
        if unsettled and read_only:
            raise StoreError(f"{directory} is being rewritten, or that was broken off: kg build PATH goes on with it.")
        if (read_only or not create) and not unsettled and not (directory / "CURRENT").exists():
            raise StoreError(f"{directory} holds no graph. Build one with: kg build --store {directory} PATH")
        try:
            if read_only:
                self.oxigraph = ox.Store.read_only(str(directory))
            else:
                directory.mkdir(parents=True, exist_ok=True)
                rewriting.settle(directory)
                self.oxigraph = ox.Store(directory)
                if rewriting.unsettled(directory):  # another process has made a copy without what this one would write
                    del self.oxigraph
                    raise BlockingIOError("LOCK")
                self._sweep()
        except OSError as error:
            if "LOCK" in str(error):
                raise StoreError(f"{directory} is being written by another process. Wait for it to end.") from error
            if "Permission denied" in str(error):
                what = "read" if read_only else "written"
                raise StoreError(f"{directory} may not be {what}. Check its permissions, or name another.") from error
            raise StoreError(f"{directory} cannot be opened as a store ({error}).") from error

    def _sweep(self) -> None:
        """Delete what a killed load left behind: Oxigraph never reclaims these files itself."""
        for orphan in self.directory.glob("bulk-*.sst") if self.directory else ():
            orphan.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def query(self, text: str, parameters: Mapping[str, Term] | None = None) -> Results:
        """Answer a SPARQL query over all graphs.

        Raises:
            QueryError: it is no valid SPARQL, or an update.
        """
        try:
            return self.oxigraph.query(
                text,
                use_default_graph_as_union=True,
                substitutions={ox.Variable(name): term for name, term in (parameters or {}).items()},
            )
        except SyntaxError as error:
            raise QueryError(f"This is no valid SPARQL query: {error}") from error

    def select(self, text: str, parameters: Mapping[str, Term] | None = None) -> Solutions:
        """Answer a SELECT query."""
        return _solutions(self, self.query(text, parameters))

    def reading(self, results: Iterator[T]) -> Iterator[T]:
        """Yield what Oxigraph finds while it is asked for it.

        Raises:
            StoreError: it cannot go on, as the files that it reads are gone: a build has put the store in order.
        """
        try:
            yield from results
        except (FileNotFoundError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and "Corruption" not in str(error):  # other files have its files' names
                raise
            raise StoreError(f"A build has rewritten {self.location} while it was open. Open it again.") from error

    def contains(self, graph: str) -> bool:
        """Say whether a named graph holds anything."""
        return self.oxigraph.contains_named_graph(ox.NamedNode(graph))

    def write(self, quads: Iterable[ox.Quad]) -> int:
        """Add whole graphs in one atomic step; return how many quads were given."""
        batch = list(quads)
        with self._writing():
            self.oxigraph.bulk_extend(batch)
        return len(batch)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Say what is wrong where the files of the store cannot be written, as when the disk is full."""
        try:
            yield
        except OSError as error:
            reason = str(error).removeprefix("IO error: ").partition(": While ")[0]
            raise StoreError(f"{self.location} cannot be written ({reason}).") from error

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> int:
        """Put ``quads`` into the place of all that a graph holds: in one step, or where they are many in chunks.

        In chunks what is new is written first and what is no longer there removed last, so that a reader, or a build
        that is killed, finds too much for a moment and never too little.
        """
        stream = iter(quads)
        chunk = list(islice(stream, SMALL + 1))
        if len(chunk) <= SMALL:
            node, triples = ox.NamedNode(graph), "".join(f"{quad.triple} .\n" for quad in chunk)
            with self._writing():
                self.oxigraph.update(f"DROP SILENT GRAPH {node} ; INSERT DATA {{ GRAPH {node} {{\n{triples}}} }}")
            return len(chunk)
        before = set(self.quads(graph)) if self.contains(graph) else set()
        count = 0
        while chunk:
            count += len(chunk)
            given = set(_as_stored(chunk)) if before else chunk
            self.write(quad for quad in given if quad not in before)
            before.difference_update(given)
            chunk = list(islice(stream, CHUNK))
        with self._writing():
            for quad in before:
                self.oxigraph.remove(quad)
        return count

    def drop(self, graph: str) -> None:
        """Remove a named graph with all that it holds."""
        with self._writing(), contextlib.suppress(KeyError):
            self.oxigraph.remove_graph(ox.NamedNode(graph))

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of one graph, or of all."""
        return self.reading(self.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(graph) if graph else None))

    def snapshot(self) -> ox.Store:
        """Return the store itself."""
        return self.oxigraph

    def compact(self) -> None:
        """Merge the files of the store, so that queries look into one file where they looked into many.

        It takes some 4 seconds a million quads, and queries on a thousand articles a third of their time.
        """
        with self._writing():
            self.oxigraph.optimize()

    def erase(self) -> None:
        """Write the store anew, so that its files hold nothing of what was removed.

        To put it in order is not enough: Oxigraph keeps the strings of removed quads in its dictionary for ever. It
        takes some 20 seconds a million quads, and room for a second store while it lasts.
        """
        if self.directory is None:
            return
        with self._writing():
            rewriting.write(self.oxigraph, self.directory)
            self.oxigraph.flush()
            del self.oxigraph
            rewriting.settle(self.directory)
            self.oxigraph = ox.Store(self.directory)

    def close(self) -> None:
        """Let the store go; what was written is flushed to disk."""
        if self.directory is not None and hasattr(self, "oxigraph"):
            with contextlib.suppress(OSError, RuntimeError):  # a read-only store has nothing to flush
                self.oxigraph.flush()
            del self.oxigraph


def _as_stored(quads: list[ox.Quad]) -> ox.Store:
    """Return quads as a store gives them back: with numbers and dates in canonical form."""
    store = ox.Store()
    store.bulk_extend(quads)
    return store


class EndpointStore:
    """Any server that speaks SPARQL 1.1 query, update and the graph store protocol.

    Arguments:
        url: the address of the query endpoint, such as ``http://localhost:7878/query``; its neighbours
            ``update`` and ``store`` are taken for updates and graphs.
        client: an HTTP client to use in place of our own.

    Raises:
        StoreError: the server cannot be reached, or answers with an error.
    """

    def __init__(self, url: str, *, client: Any = None) -> None:
        import httpx

        self.location = url
        base = url.rstrip("/").removesuffix("/query")
        self._query, self._update, self._graphs = f"{base}/query", f"{base}/update", f"{base}/store"
        self._client = client or httpx.Client(timeout=120, headers={"User-Agent": "kg (newskg)"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, method: str, url: str, **arguments: Any) -> Any:
        import httpx

        try:
            response = self._client.request(method, url, **arguments)
        except httpx.HTTPError as error:
            raise StoreError(f"{url} cannot be reached ({error}). Is the server running?") from error
        if response.status_code == 400:
            raise QueryError(f"{url} refused the request: {response.text[:300]}")
        if response.status_code >= 400 and not (method == "DELETE" and response.status_code == 404):
            raise StoreError(f"{url} answered {response.status_code}: {response.text[:300]}")
        return response

    def query(self, text: str, parameters: Mapping[str, Term] | None = None) -> Results:
        """Answer a SPARQL query over all graphs; parameters travel as a VALUES block of serialized terms."""
        if parameters:
            names = " ".join(f"?{name}" for name in parameters)
            text += f"\nVALUES ({names}) {{ ({' '.join(str(term) for term in parameters.values())}) }}"
        response = self._send(
            "POST",
            self._query,
            params={"union-default-graph": ""},
            content=text.encode(),
            headers={
                "Content-Type": "application/sparql-query",
                "Accept": "application/sparql-results+json, application/n-triples;q=0.9",
            },
        )
        if "n-triples" in response.headers.get("Content-Type", ""):
            return ox.Store().query("CONSTRUCT {} WHERE {}") if not response.content else _triples(response.content)
        return ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)

    def select(self, text: str, parameters: Mapping[str, Term] | None = None) -> Solutions:
        """Answer a SELECT query."""
        return _solutions(self, self.query(text, parameters))

    def reading(self, results: Iterator[T]) -> Iterator[T]:
        """Yield what the server has answered."""
        yield from results

    def contains(self, graph: str) -> bool:
        """Say whether a named graph holds anything."""
        return bool(self.query(f"ASK {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"))

    def write(self, quads: Iterable[ox.Quad]) -> int:
        """Add whole graphs, each in one request; return how many quads were given."""
        count = 0
        for graph, group in groupby(sorted(quads, key=lambda q: str(q.graph_name)), key=lambda q: q.graph_name):
            triples = [quad.triple for quad in group]
            self._put(str(graph)[1:-1], triples, method="POST")
            count += len(triples)
        return count

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> int:
        """Put ``quads`` into the place of all that a graph holds; a graph of nothing is dropped."""
        triples = [quad.triple for quad in quads]
        if triples:
            self._put(graph, triples, method="PUT")
        else:
            self.drop(graph)
        return len(triples)

    def _put(self, graph: str, triples: list[ox.Triple], *, method: str) -> None:
        body = "".join(f"{triple} .\n" for triple in triples).encode()
        self._send(
            method,
            self._graphs,
            params={"graph": graph},
            content=body,
            headers={"Content-Type": "application/n-triples"},
        )

    def drop(self, graph: str) -> None:
        """Remove a named graph with all that it holds."""
        self._send("DELETE", self._graphs, params={"graph": graph})

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of one graph, or of all."""
        inner = f"GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }}" if graph else "GRAPH ?g { ?s ?p ?o }"
        for row in self.select(f"SELECT * WHERE {{ {inner} }}"):
            yield ox.Quad(row["s"], row["p"], row["o"], ox.NamedNode(graph) if graph else row["g"])

    def snapshot(self) -> ox.Store:
        """Return a copy in memory of all that the server holds."""
        copy = ox.Store()
        copy.extend(self.quads())
        return copy

    def compact(self) -> None:
        """Leave it to the server."""

    def erase(self) -> None:
        """Leave it to the server, whose files kg does not see."""

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _solutions(store: Store, results: Results) -> Solutions:
    if not isinstance(results, ox.QuerySolutions):
        raise QueryError("This is no SELECT query.")
    return Solutions(tuple(variable.value for variable in results.variables), store.reading(results))


def _triples(body: bytes) -> Results:
    """Return triples from a server in the form that the embedded store gives them."""
    store = ox.Store()
    store.load(body, format=ox.RdfFormat.N_TRIPLES)
    return store.query("CONSTRUCT WHERE { ?s ?p ?o }")


def open_store(location: str | Path, *, read_only: bool = False, create: bool = True) -> Store:
    """Open the store at a directory or at an ``http(s)://`` address; ``create`` makes a directory that is not there.

    Raises:
        StoreError: it cannot be opened.
    """
    if str(location).startswith(("http://", "https://")):
        return EndpointStore(str(location))
    return EmbeddedStore(Path(location), read_only=read_only, create=create)
