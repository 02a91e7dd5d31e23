"""Turn what a user gives for a query's parameters into terms, by their kinds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.query import names, tokens
from kg.query.catalog import TOP, Parameter, Query
from kg.vocabulary import PREFIXES, term

if TYPE_CHECKING:
    from kg.graph.store import Store

Term = NamedNode | Literal

#: the limit that "all" stands for
EVERY = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The terms of a query's parameters, how each reads to a person, and what there is to remark."""

    terms: Mapping[str, Term]
    shown: Mapping[str, str]
    notes: tuple[str, ...] = ()


def bind(query: Query, given: Mapping[str, str], store: Store) -> Bound:
    """Return the terms for a query's parameters: given ones, or their defaults.

    A parameter that the query does not declare is an IRI, a number or a date if it looks like one, else a string.

    Raises:
        QueryError: the query has no such parameter, a value is not of its kind, or an actor is not in the graph.
    """
    declared = {parameter.name: parameter for parameter in query.parameters}
    known = {*declared, *tokens.parameters(query.text)}
    for name in given:
        if name not in known:
            has = f"Its parameters: {', '.join(sorted(known))}." if known else "It has none."
            raise QueryError(f'{query.name or "This query"} has no parameter "{name}". {has}')
    terms: dict[str, Term] = {}
    shown: dict[str, str] = {}
    notes: list[str] = []
    for name, parameter in declared.items():
        value = given.get(name, parameter.default)
        if value is None:
            continue
        terms[name], shown[name], note = _term(parameter, value, store)
        notes.extend(note)
    if "limit" not in given:
        shown.pop("limit", None)
    for name in given.keys() - declared.keys():
        terms[name], shown[name] = guess(given[name]), given[name]
    return Bound(terms=terms, shown=shown, notes=tuple(notes))


def _term(parameter: Parameter, value: str, store: Store) -> tuple[Term, str, tuple[str, ...]]:
    if parameter.kind in ("actor", "place"):
        return _entity(parameter, value, store)
    if parameter.kind == "class":
        found = names.find_class(store, value)
        return found, names.short(found.value).removeprefix("kg:"), ()
    if parameter.kind == "iri":
        return names.node(value), value, ()
    if parameter.name == "limit":
        return _limit(value), value, ()
    return _literal(parameter, value), value, ()


def _entity(parameter: Parameter, value: str, store: Store) -> tuple[Term, str, tuple[str, ...]]:
    places = parameter.kind == "place"
    if value == TOP:
        found = names.most_mentioned(store, places=places)
        if found is None:
            return NamedNode(term("kg:nobody")), "nobody", (f"The graph has no {parameter.kind} to ask about yet.",)
    else:
        found = names.find(store, value, places=places)
    note: tuple[str, ...] = ()
    if found.others:
        note = (
            f'{len(found.others) + 1} are called "{value}"; taken: {found.label} ({found.type}, {found.iri}). '
            f"Another is {found.others[0]}; name one by its IRI.",
        )
    return NamedNode(found.iri), found.label, note


def _limit(value: str) -> Literal:
    if value == "all":
        return Literal(EVERY)
    if not re.fullmatch(r"[1-9]\d{0,8}", value.strip()):
        raise QueryError(f'limit is "{value}", but it has to be a whole number above 0, or all.')
    return Literal(int(value))


def _literal(parameter: Parameter, value: str) -> Literal:
    try:
        if parameter.kind == "date":
            return Literal(dt.date.fromisoformat(value).isoformat(), datatype=NamedNode(term("xsd:date")))
        if parameter.kind == "integer":
            return Literal(int(value))
        if parameter.kind == "number":
            return Literal(f"{float(value):f}", datatype=NamedNode(term("xsd:decimal")))
    except ValueError as error:
        wanted = {"date": "a date like 2024-03-08", "integer": "a whole number"}.get(parameter.kind, "a number")
        raise QueryError(f'{parameter.name} is "{value}", which is not {wanted}.') from error
    return Literal(value)


def guess(value: str) -> Term:
    r"""Return the term that a value looks like: an IRI, a prefixed name, a number, a date, else a string.

    >>> str(guess("kg:Event")), str(guess("5")), str(guess("it's"))
    ('<https://w3id.org/newskg/ontology#Event>', '"5"^^<http://www.w3.org/2001/XMLSchema#integer>', '"it\'s"')
    """
    if re.fullmatch(r"https?://\S+", value):
        return names.node(value)
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and re.fullmatch(r"\w+", local):
        return NamedNode(term(value))
    if re.fullmatch(r"[+-]?\d{1,18}", value):
        return Literal(int(value))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return Literal(value, datatype=NamedNode(term("xsd:date")))
    return Literal(value)
