"""Ask other servers only about what the graph holds: put identifiers found here into the questions sent there.

Oxigraph sends the pattern of a SERVICE block as it stands, so that the other server would give all it has, and throws
away what does not fit. A block therefore begins with a list to be filled, which is valid SPARQL and says nothing::

    SERVICE <https://query.wikidata.org/sparql> { VALUES ?targetIri { UNDEF } ?targetIri wdt:P571 ?founded }

Its values are those that the query gives the variable without its SERVICE blocks; so the query must select it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.query.tokens import Token, tokens

if TYPE_CHECKING:
    from kg.graph.store import Store

#: identifiers that one question asks about at most
MOST = 500


class Prepared(NamedTuple):
    """A query whose lists are filled, and a remark on what it sends; or one that has nothing to ask others."""

    text: str
    note: str


def prepared(text: str, store: Store) -> Prepared:
    """Fill the lists in the SERVICE blocks of a query with what the store gives.

    Where a list stays empty, there is nothing to ask: the query is returned without its SERVICE blocks.

    Raises:
        QueryError: a list has too many values, or the query does not select its variable.
    """
    wanted = tuple(dict.fromkeys(_lists(text)))
    where = " and ".join(dict.fromkeys(_address(name) for name in services(text)))
    if not wanted:
        return Prepared(text, f"Asks {where}.")
    alone = without_services(text)
    values = _values(alone, wanted, store)
    if not all(values.values()):
        return Prepared(alone, f"Nothing of the graph has an identifier to ask {where} about.")
    count = sum(map(len, values.values()))
    return Prepared(filled(text, values), f"Sends {count} identifier{'' if count == 1 else 's'} to {where}.")


def services(text: str) -> Iterator[str]:
    """Yield what a query asks: addresses, and variables where the query itself finds them.

    >>> list(services("SELECT * { SERVICE SILENT <https://example.org/sparql> { ?s ?p ?o } }"))
    ['https://example.org/sparql']
    """
    behind = False
    for token in tokens(text):
        if behind and token.kind in ("iri", "name", "variable"):
            yield token.text.strip("<>")
            behind = False
        behind = behind or _is(token, "SERVICE")


def without_services(text: str) -> str:
    """Return a query without its SERVICE blocks.

    >>> without_services("SELECT * { ?s ?p ?o SERVICE <https://example.org/> { { ?s ?q ?x } } }")
    'SELECT * { ?s ?p ?o  }'
    """
    return "".join(token.text for token, depth in _depths(text) if not depth)


def filled(text: str, values: Mapping[str, tuple[NamedNode | Literal, ...]]) -> str:
    """Put values in the place of UNDEF in the lists of SERVICE blocks.

    >>> filled("ASK { SERVICE <x:y> { VALUES ?a { UNDEF } } }", {"a": (Literal("}"), Literal("b"))})
    'ASK { SERVICE <x:y> { VALUES ?a { "}" "b" } } }'
    """
    pieces, before = [], ("", "", "")
    for token, depth in _depths(text):
        listed = depth and _is(token, "UNDEF") and _opens(before)
        pieces.append(" ".join(map(str, values[before[1][1:]])) if listed else token.text)
        before = before if token.kind == "space" else (before[1], before[2], token.text)
    return "".join(pieces)


def _lists(text: str) -> Iterator[str]:
    before = ("", "", "")
    for token, depth in _depths(text):
        if depth and _is(token, "UNDEF") and _opens(before):
            yield before[1][1:]
        before = before if token.kind == "space" else (before[1], before[2], token.text)


def _opens(before: tuple[str, str, str]) -> bool:
    return before[0].upper() == "VALUES" and before[1][:1] in ("?", "$") and before[2] == "{"


def _depths(text: str) -> Iterator[tuple[Token, int]]:
    """Yield the tokens with how deep each is within a SERVICE block; the word and the address count as 1."""
    depth, inside = 0, False
    for token in tokens(text):
        inside = inside or _is(token, "SERVICE")
        depth += inside and token.text == "{" and token.kind == "sign"
        yield token, max(depth, int(inside))
        if inside and token.text == "}" and token.kind == "sign":
            depth -= 1
            inside = depth > 0


def _is(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.upper() == word


def _values(text: str, names: tuple[str, ...], store: Store) -> dict[str, tuple[NamedNode | Literal, ...]]:
    rows = store.select(text)
    if missing := set(names) - set(rows.variables):
        raise QueryError(f"The query must select ?{min(missing)}, which it asks another server about.")
    found: dict[str, dict[NamedNode | Literal, None]] = {name: {} for name in names}
    for row in rows:
        for name in names:
            if isinstance(row[name], NamedNode | Literal):
                found[name][row[name]] = None
    for name, values in found.items():
        if len(values) > MOST:
            raise QueryError(f"The query would ask about {len(values)} values of ?{name}. Ask for {MOST} at most.")
    return {name: tuple(values) for name, values in found.items()}


def _address(name: str) -> str:
    return urlsplit(name).netloc or name
