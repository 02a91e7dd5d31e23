"""Answer a query on a store: named, from a file, or given as text. Reading only, and offline unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.query import federation, parameters, syntax, tokens
from kg.query.catalog import Query, catalog, from_file, named, parse

if TYPE_CHECKING:
    from kg.graph.store import Store

#: the parameter of named queries for the least confidence of a fact
SURE = "min_confidence"

T = TypeVar("T")
Cell = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query gave: rows under variables, or triples, or yes or no.

    Rows come as the store finds them, so an answer can be read once. ``parameters`` are as a person reads them.
    """

    query: Query
    parameters: Mapping[str, str]
    notes: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    rows: Iterator[tuple[Cell, ...]] = field(default_factory=lambda: iter(()))
    triples: Iterator[ox.Triple] | None = None
    boolean: bool | None = None


def answer(
    store: Store,
    query: Query | str,
    given: Mapping[str, str] | None = None,
    *,
    limit: int | None = None,
    wanted: int | None = None,
    min_confidence: float = 0.0,
    online: bool = False,
) -> Answer:
    """Answer a query, or the named query of that name.

    Arguments:
        given: values of parameters by name, as a user writes them.
        limit: rows or triples at most; it raises or lowers the query's own ``limit``, unless that is given.
        wanted: what takes the place of the query's own ``limit`` where no limit is given: `parameters.EVERY`, or as
            many rows as will be shown. What asks other servers keeps its own.
        min_confidence: leave out facts that are less sure.
        online: let a query ask other servers (SERVICE).

    Raises:
        QueryError: it is no valid query, changes data, asks other servers, or a parameter is wrong.
    """
    if isinstance(query, str):
        query = named(query)
    check(query, online=online)
    values = dict(given or {})
    if min_confidence > 0:
        if SURE not in tokens.parameters(query.text):
            raise QueryError(_unsure(query))
        values.setdefault(SURE, str(min_confidence))
    bound = parameters.bind(query, values, store)
    text = syntax.declared(tokens.substitute(tokens.without_idle(query.text, bound.terms), bound.terms))
    if "limit" in values:
        wanted = None
    if "limit" in bound.terms:
        more = None if "limit" in values else limit or (None if tokens.calls_service(text) else wanted)
        text = tokens.limited(text, more or int(bound.terms["limit"].value))
    notes = bound.notes
    if online and tokens.calls_service(text):
        text, told = federation.prepared(text, store)
        notes = (*notes, told)
    try:
        results = store.query(text)
    except QueryError as error:
        raise QueryError(f"This is no valid SPARQL query: {syntax.problem(str(error), query.text, text)}.") from error
    made = Answer(query=query, parameters=bound.shown, notes=notes)
    if isinstance(results, ox.QueryBoolean):
        return replace(made, boolean=bool(results))
    if isinstance(results, ox.QueryTriples):
        return replace(made, triples=islice(_reading(store, results), limit or wanted))
    variables = tuple(variable.value for variable in results.variables)
    rows = (tuple(cast(Cell, solution[name]) for name in variables) for solution in _reading(store, results))
    return replace(made, variables=variables, rows=islice(rows, limit or wanted))


def _unsure(query: Query) -> str:
    """Return why a query cannot leave out less sure facts, and what can."""
    able = [known.name for known in catalog() if SURE in tokens.parameters(known.text)]
    if query.name in {known.name for known in catalog()}:
        return (
            f"{query.name} counts or joins what was derived from facts of any confidence, so it cannot leave some out. "
            f"Build with --min-confidence, or ask one of: {', '.join(able)}."
        )
    return (
        f"{query.name} does not say which facts are less sure. Write into it, for a fact of an article: "
        "GRAPH ?article { ?fact kg:confidence ?sure } FILTER(?sure >= $min_confidence)"
    )


def text_query(text: str, name: str = "This query") -> Query:
    """Return a query given as text; header lines in it are read as in a file."""
    return parse(text, name)


def chosen(name: str | None, file: Path | None, sparql: str | None) -> Query | None:
    """Return the query that a name, a file or a text stands for; None where nothing is given.

    Raises:
        UsageError: more than one of them is given.
        QueryError: there is no such query, or it cannot be read.
    """
    if sum(given is not None for given in (name, file, sparql)) > 1:
        raise UsageError("Give a name, --file or --sparql, not more than one of them.")
    if file is not None:
        return from_file(file)
    if sparql is not None:
        return text_query(sparql)
    return named(name) if name is not None else None


def check(query: Query, *, online: bool = False) -> None:
    """Refuse what is no reading query, and what asks other servers unless that is wanted.

    Raises:
        QueryError: it changes data, has no form, or calls SERVICE offline.
    """
    if query.form in tokens.UPDATES:
        raise QueryError(f"{query.form} changes data, and kg query only reads. Use kg build and kg remove instead.")
    if query.form not in tokens.FORMS:
        raise QueryError(f"{query.name} is no SPARQL query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.")
    if not online and tokens.calls_service(query.text):
        tells = f": {query.online}" if query.online else ""
        raise QueryError(f"{query.name} asks another server (SERVICE). Add --online if it may{tells}.")


def _reading(store: Store, results: Iterator[T]) -> Iterator[T]:
    """Yield results; what goes wrong while they are computed is an error of the query."""
    try:
        yield from store.reading(results)
    except (OSError, RuntimeError) as error:
        raise QueryError(f"The query cannot be answered ({error}).") from error
