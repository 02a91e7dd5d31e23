"""Spare people the usual prefixes of a SPARQL text, and say in one line where it cannot be read."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.query import tokens
from kg.vocabulary import BASE, PREFIXES

#: prefixes that need not be declared: those of kg, of its graphs, and of what matches lead to
USUAL = PREFIXES | {
    "g": f"{BASE}graph/",
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "gn": "http://www.geonames.org/ontology#",
    "sh": "http://www.w3.org/ns/shacl#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}

#: what stands before the colon of an IRI that is not written as one; the parser says so
_SCHEMES = frozenset({"http", "https", "urn"})

_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?:one of )?(?P<expected>.*)", re.DOTALL)

#: what Oxigraph's parser calls some mistakes, and what they are
_MISTAKES = {
    "The SELECT contains a variable that is unbound": "SELECT names a variable that is neither grouped by nor counted",
    "IRI parsing failed": "this is no absolute IRI like <https://example.org/a>",
}

#: what Oxigraph would still take where something before is incomplete: to name it would mislead
_IDLE = {"LATERAL", "SERVICE"}

#: alternatives that are worth naming; of more, the parser only says that anything may follow
_FEW = 4


def declared(text: str) -> str:
    """Return a SPARQL text with declarations of the usual prefixes that it uses and does not declare.

    They are put before the first line without a line feed, so that lines keep their numbers.

    Raises:
        QueryError: it uses a prefix that it does not declare and that is not usual.

    >>> declared("ASK { ?s a kg:Person }")
    'PREFIX kg: <https://w3id.org/newskg/ontology#> ASK { ?s a kg:Person }'
    """
    given, used, behind = set(), [], False
    for token in tokens.tokens(text):
        if token.kind == "name" and not token.text.startswith("_:"):
            prefix = token.text.partition(":")[0]
            if behind:
                given.add(prefix)
            else:
                used.append(prefix)
        if token.kind != "space":
            behind = token.kind == "word" and token.text.upper() == "PREFIX"
    wanted = dict.fromkeys(prefix for prefix in used if prefix not in given)
    for prefix in wanted:
        if prefix not in USUAL and prefix not in _SCHEMES:
            raise QueryError(
                f'The prefix "{prefix}:" is not declared. Put PREFIX {prefix}: <IRI> in front. '
                f"No declaration is needed for {', '.join(sorted(USUAL))}."
            )
    return "".join(f"PREFIX {prefix}: <{USUAL[prefix]}> " for prefix in wanted if prefix in USUAL) + text


def problem(error: str, asked: str, sent: str) -> str:
    r"""Return in one line what an error of Oxigraph's parser says: line, column, and what it takes exception to.

    Arguments:
        error: the parser's message.
        asked: the text as its author wrote it.
        sent: the text that was parsed, which may begin with declarations of prefixes.

    >>> problem('error at 2:3: expected one of "{", REDUCED, [_]', "ASK\n  x", "ASK\n  x")
    'line 2, column 3, at "x": expected is "{" or REDUCED'
    """
    found = _PLACE.search(error)
    if found is None:
        return " ".join(error.split())
    line, column = int(found["line"]), int(found["column"])
    if line == 1:
        column = max(1, column - (len(sent) - len(asked)) if sent.endswith(asked) else column)
    for name, meaning in _MISTAKES.items():
        if name in found["expected"]:
            return f"line {line}, column {column}: {meaning}"
    wanted = _alternatives(found["expected"])
    why = f"expected is {wanted}" if wanted else "this cannot be read"
    return f"line {line}, column {column}, {_near(asked, line, column)}: {why}"


def _near(text: str, line: int, column: int) -> str:
    """Say at which piece of a text a place is, or after which, where nothing follows on that line."""
    lines = text.splitlines()
    row = lines[line - 1] if line <= len(lines) else ""
    for name, part in (("at", row[column - 1 :]), ("after", text if line > len(lines) else row[: column - 1])):
        if pieces := [token.text for token in tokens.tokens(part) if token.kind != "space"]:
            return f'{name} "{pieces[0 if name == "at" else -1]}"'
    return "in an empty text"


def _alternatives(expected: str) -> str:
    names = [name for name in expected.split(", ") if name != "[_]" and "..=" not in name and "\\" not in name]
    if set(names) <= _IDLE:
        return ""
    return " or ".join(names) if len(names) <= _FEW else "an expression" if "STRLANG" in names else ""
