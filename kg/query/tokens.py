"""Look at a SPARQL text token by token: its form, whether it calls other servers, and parameters put into it.

Strings, comments and IRIs are tokens of their own, so a word inside them is never taken for a keyword, and a
parameter goes in as one term, serialized by Oxigraph: what it holds cannot become syntax.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
             | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:%-](?:[\w.:%\\-]*[\w:%-])?)? | _:\w[\w.-]*)
  | (?P<tag>@[A-Za-z-]+)
  | (?P<word>[^\W\d]\w*)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_IF = re.compile(r"#\s*if \$(?P<name>\w+)\s*$")

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})


class Token(NamedTuple):
    """A piece of a SPARQL text and what kind of piece it is."""

    kind: str
    text: str


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL text; joined, they are the text again.

    >>> [t.text for t in tokens('ASK { ?s ?p "SERVICE" } # SERVICE') if t.kind == "word"]
    ['ASK']
    """
    for found in _TOKEN.finditer(text):
        yield Token(found.lastgroup or "sign", found.group())


def form(text: str) -> str:
    r"""Return the keyword that says what a text asks for, or an empty string where there is none.

    >>> form("PREFIX select: <https://example.org/> # ask\nDESCRIBE select:x"), form("delete where {}")
    ('DESCRIBE', 'DELETE')
    """
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    return next((word for word in words if word in FORMS or word in UPDATES), "")


def calls_service(text: str) -> bool:
    """Say whether a query asks another server.

    >>> calls_service("SELECT * { SERVICE<http://x/> {} }"), calls_service("SELECT * { ?service ?p 'SERVICE' }")
    (True, False)
    """
    return any(token.kind == "word" and token.text.upper() == "SERVICE" for token in tokens(text))


def parameters(text: str) -> tuple[str, ...]:
    """Return the names of the variables written with a dollar sign, in the order of the text.

    >>> parameters("SELECT ?x { ?x a $class ; ?p $class, $other } # $none")
    ('class', 'other')
    """
    names = (t.text[1:] for t in tokens(text) if t.kind == "variable" and t.text.startswith("$"))
    return tuple(dict.fromkeys(names))


def without_idle(text: str, given: Collection[str]) -> str:
    r"""Empty the lines that end in a comment ``# if $name`` whose parameter is not given.

    >>> without_idle("ASK {\n ?s ?p ?o\n FILTER(?o > $least) # if $least\n}", ())
    'ASK {\n ?s ?p ?o\n\n}'
    """
    lines = []
    for line in text.split("\n"):
        found = _IF.search(line)
        lines.append("" if found and found["name"] not in given else line)
    return "\n".join(lines)


def substitute(text: str, terms: Mapping[str, NamedNode | Literal]) -> str:
    r"""Put terms in the place of the variables written with a dollar sign; the others stay variables.

    >>> substitute("SELECT ?x { ?x ?p $value ; ?q $other }", {"value": Literal('" } DROP ALL')})
    'SELECT ?x { ?x ?p "\\" } DROP ALL" ; ?q $other }'
    """
    return "".join(
        str(terms[token.text[1:]])
        if token.kind == "variable" and token.text.startswith("$") and token.text[1:] in terms
        else token.text
        for token in tokens(text)
    )


def has_limit(text: str) -> bool:
    """Say whether a query bounds its rows."""
    return any(_is_limit(token) for token in tokens(text))


def limited(text: str, rows: int) -> str:
    """Put a number of rows behind the first LIMIT of a text.

    >>> limited("SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 5 } } LIMIT 7", 50)
    'SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 50 } } LIMIT 7'
    """
    pieces, behind, done = [], False, False
    for token in tokens(text):
        here = behind and not done and token.kind == "number"
        pieces.append(str(rows) if here else token.text)
        done, behind = done or here, behind or _is_limit(token)
    return "".join(pieces)


def _is_limit(token: Token) -> bool:
    return token.kind == "word" and token.text.upper() == "LIMIT"
