"""The named queries: files of SPARQL whose first comments say what they answer and which parameters they take.

A header line starts with ``#+``, so that the file stays valid SPARQL::

    #+ summary: Who an actor sides with or against, according to whom.
    #+ param actor (actor, default top): whose alignments
    #+ param since (date, default 0001-01-01): the first day that counts
    #+ param other (actor, optional): only those with this actor
    #+ online: the identifiers of these actors go to query.wikidata.org

In the text a parameter is a variable written with a dollar sign. An optional one that is not given stays a
variable and so stands for anything. A declared ``limit`` is put behind the first LIMIT, where SPARQL allows
no variable. ``online`` says what a query that asks other servers (SERVICE) tells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kg.errors import QueryError
from kg.query import tokens

Kind = Literal["actor", "place", "class", "date", "integer", "number", "string", "iri"]

#: the default of an actor or a place: the one that the graph has most facts about
TOP = "top"

_SUMMARY = re.compile(r"#\+\s*summary:\s*(?P<text>.+)")
_ONLINE = re.compile(r"#\+\s*online:\s*(?P<text>.+)")
_PARAM = re.compile(
    r"#\+\s*param\s+(?P<name>\w+)\s*\((?P<kind>\w+)\s*,\s*(?:(?P<optional>optional)|default\s+(?P<default>[^)]+?))\s*\)"
    r"\s*:\s*(?P<meaning>.+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a query can be asked with: its name, its kind, its meaning, and what it is when not given."""

    name: str
    kind: Kind
    meaning: str
    default: str | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.kind}, {f'default {self.default}' if self.default else 'optional'})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A SPARQL query with its name, what it answers, its parameters, and what it tells other servers, if any."""

    name: str
    summary: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    online: str = ""

    @property
    def form(self) -> str:
        """The keyword that says what it gives: SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return tokens.form(self.text)


def parse(text: str, name: str) -> Query:
    r"""Return the query that a text holds; without a header it has no summary and no parameters.

    Raises:
        QueryError: a header line is none, names an unknown kind, or names what the text does not use.

    >>> query = parse("#+ summary: Who says it.\n#+ param who (actor, optional): whose\nASK { ?s ?p $who }", "x")
    >>> query.summary, str(query.parameters[0])
    ('Who says it.', 'who (actor, optional)')
    """
    summary, online, parameters = "", "", []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        if found := _SUMMARY.fullmatch(line.strip()):
            summary = found["text"]
        elif found := _ONLINE.fullmatch(line.strip()):
            online = found["text"]
        elif (found := _PARAM.fullmatch(line.strip())) and found["kind"] in get_args(Kind):
            parameters.append(
                Parameter(name=found["name"], kind=found["kind"], meaning=found["meaning"], default=found["default"])  # type: ignore[arg-type]
            )
        else:
            raise QueryError(
                f'{name} line {number} is no header line of a query. Write "#+ summary: …" or '
                f'"#+ param name (kind, default value): …" with a kind among {", ".join(get_args(Kind))}.'
            )
    used = {*tokens.parameters(text), *(["limit"] if tokens.has_limit(text) else ())}
    if unused := {p.name for p in parameters} - used:
        raise QueryError(f"{name} declares {', '.join(sorted(unused))}, but its text has no ${min(unused)}.")
    return Query(name=name, summary=summary, text=text, parameters=tuple(parameters), online=online)


def from_file(path: Path) -> Query:
    """Return the query that a file holds.

    Raises:
        QueryError: it cannot be read, or its header is wrong.
    """
    try:
        return parse(path.read_text(encoding="utf-8"), path.stem)
    except UnicodeDecodeError as error:
        raise QueryError(f"{path} is no query: it is not UTF-8.") from error
    except OSError as error:
        raise QueryError(f"{path} cannot be read ({error.strerror}).") from error


def catalog(folder: Path | None = None) -> Iterator[Query]:
    """Yield the named queries in the order of their names."""
    from kg.resources import queries_dir

    for path in sorted((folder or queries_dir()).glob("*.rq")):
        yield from_file(path)


def named(name: str, folder: Path | None = None) -> Query:
    """Return the query of a name.

    Raises:
        QueryError: there is none; the message lists names like it.
    """
    from kg.resources import queries_dir

    paths = {path.stem: path for path in (folder or queries_dir()).glob("*.rq")}
    if name not in paths:
        from rapidfuzz import process

        near = [found for found, score, _ in process.extract(name, sorted(paths), limit=3) if score >= 60]
        hint = f" Near it: {', '.join(near)}." if near else ""
        raise QueryError(f'There is no query "{name}".{hint} List all with: kg query')
    return from_file(paths[name])
