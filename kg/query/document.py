# ruff: noqa: E501 - the page has lines as wide as its tables
"""Write ``docs/queries.md`` from the query files: ``python -m kg.query.document``."""

from __future__ import annotations

from pathlib import Path

from kg.query.catalog import catalog
from kg.query.syntax import USUAL
from kg.resources import queries_dir

HEAD = """# Queries

<!-- Written by python -m kg.query.document from queries/*.rq: change these, not this page. -->

`kg query` lists the named queries, `kg query NAME` answers one. Each is a file of standard SPARQL 1.1 in `queries/`, so it can be
read, copied and sent to any endpoint. A query of your own is asked with `--file F` or `--sparql TEXT`.

```
kg query alignments-of-actor --param actor=Iran --param other="United States"
kg query timeline-of-actor --param actor=Iran --param since=2024-01-01 --format csv
kg query --sparql 'SELECT ?name WHERE { GRAPH ?article { ?article a kg:Article ; kg:name ?name } }'
```

In SPARQL of your own the usual prefixes need no declaration: {prefixes}; `g:` is that of the graphs, as in
`GRAPH g:resolution`. Other tools want them declared, as the files of the named queries do.

## Parameters

In a file a parameter is declared in a comment and written as a variable with a dollar sign, which SPARQL takes for any other variable:

```sparql
#+ summary: Who said something about an actor.
#+ param actor (actor, default top): about whom
#+ param since (date, optional): from this day on
SELECT ?content WHERE { … kg:refersTo $actor … }
```

| kind | what is given |
| --- | --- |
| `actor`, `place` | any name that an article gives it, without regard to case, accents and punctuation, or its IRI. An unknown name is answered with names like it; of several with one name the one that most articles mention is taken, and said. The default `top` is the actor with most alignments, or the place of most events |
| `class` | a class of the ontology, such as `Airstrike` |
| `date`, `integer`, `number`, `string`, `iri` | what the name says; dates like 2024-03-08 |

An optional parameter that is not given restricts nothing, and a line that ends in `# if $name` is left out with it. A parameter that the text uses and no comment declares is taken for an IRI, a prefixed
name, a number or a date if it looks like one, else for a string. Parameters go into the query as whole terms, never as text.

## Answers

`--format table` (names in the place of IRIs), `csv`, `tsv`, `json` (SPARQL 1.1 results), `ttl` for CONSTRUCT and DESCRIBE. A table shows
the first 100 rows and says where there are more; the other formats give all. `--limit N` gives N rows at most in any of them. Many queries
have a `limit` of their own, for what is asked from Python or of other servers: there the default below holds unless
`limit="all"` or a number is given, while `kg query` raises it to what its format shows. Columns whose name ends in `Iri` are shown with `--iris` and are always in JSON; `factIri` is what
`kg explain` takes. In CSV and TSV a cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a tab) gets an
apostrophe in front, unless it is a number; in TSV, tabs, line ends and backslashes are written `\\t`, `\\n`, `\\r` and `\\\\`.

`date` is the day of an event or a side, the first one where the text gives a longer time, and `dated` says how exact the text is: `hour`,
`day`, `week`, `month`, `season`, `year`, `decade`, `open`, or `article` where it gives no beginning and the date is that of the article.
A table shows both in one: 2024-03 is a month, (2024-03-08) the date of the article. `published` is always the day of the article.

`--min-confidence 0.8` leaves out facts that are less sure, in every query that has the parameter `min_confidence`. Queries that count ahead or
use direct edges cannot, and say so: build with `--min-confidence` for these.

Where a query of yours finds nothing, `kg query` says what may be the reason: a term that the ontology does not have, a class such as
`kg:Event` of which only finer classes are stored,
or a graph that is not there. A text that cannot be read is refused with line, column and what was expected there.

`kg query` only reads: updates are refused, and so is SERVICE, which asks other servers, unless `--online` is given.

## Asking other servers

Queries whose names end in `-online` join the graph with Wikidata or DBpedia. Each says what it tells them: identifiers only, never a
name or a sentence of an article; and `kg query` tells how many it sends.

```
kg query heads-of-countries-online --online
```

In a query of your own, begin a SERVICE block with a list to be filled, `VALUES ?targetIri { UNDEF }`, and select that variable. The list gets the
values that the query finds for it here (500 at most); without it the other server is asked for everything it has. Where nothing is found
here, nobody is asked.

## Which graph

The named queries say which graph they mean. A query without `GRAPH` sees all graphs as one: what two articles say alike then comes twice, so
use `DISTINCT`, take labels and classes of actors from `<https://w3id.org/newskg/graph/resolution>`, and see [graph.md](graph.md).
Certainty is always one of asserted, reported, claimed, denied, planned; inferred ties rest on the first two only.

A hint for queries that stay quick on large graphs: begin with the pattern that finds least, and hang every look-up behind it as an `OPTIONAL` of
one pattern, inside the one that binds its subject. Oxigraph works such chains off row by row; several patterns in one `OPTIONAL`, or one on a
variable that may be unbound, it reads in full first: `BIND(COALESCE(?maybe, ?factIri) AS ?node)` before it helps. Bound rows in a
subquery by numbers or days before anything is looked up for them: sorting by names reads every name.

What would be counted again and again is counted ahead in the graph `g:tallies` (see [graph.md](graph.md)).

## The named queries
"""


def document() -> str:
    """Return the page of the named queries."""
    rows = []
    for query in catalog():
        rows += [f"### {query.name}\n", f"{query.summary}\n"]
        if query.online:
            rows.append(f"*Asks another server*, so it needs `--online`: {query.online}.\n")
        if query.parameters:
            rows.append(
                "\n".join(f"- `{p.name}` ({str(p).partition(' (')[2]}: {p.meaning}" for p in query.parameters) + "\n"
            )
    return HEAD.replace("{prefixes}", ", ".join(f"`{name}:`" for name in USUAL)) + "\n" + "\n".join(rows)


if __name__ == "__main__":
    (Path(queries_dir()).parent / "docs" / "queries.md").write_text(document(), encoding="utf-8")
