"""The properties of entities that clients can fetch for their rows, and how the store is asked for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox

from kg.graph import classes
from kg.serve.index import Entry, Index
from kg.serve.request import Column
from kg.vocabulary import BASE, INFERRED_GRAPH, MATCHES_GRAPH, RESOLUTION_GRAPH, term

if TYPE_CHECKING:
    from kg.graph.store import Store

Kind = Literal["str", "int", "float", "date", "entity"]

#: values of a cell at most
VALUES = 100

#: what a ticked box is sent as: OpenRefine says "on"
_TICKED = (True, "on", "true")

#: settings that a user can choose for a property, as the manifest announces them
SETTINGS: tuple[Mapping[str, Any], ...] = (
    {
        "name": "limit",
        "label": "Values at most",
        "type": "number",
        "default": 0,
        "help_text": "How many values of one entity; 0 means all, up to a hundred.",
    },
    {
        "name": "content",
        "label": "Actors and places as",
        "type": "select",
        "default": "entity",
        "choices": [{"value": "entity", "name": "Reconciled cells"}, {"value": "name", "name": "Names"}],
        "help_text": "Whether values that are entities come as reconciled cells or as plain names.",
    },
    {
        "name": "accepted",
        "label": "Accepted links only",
        "type": "checkbox",
        "default": False,
        "help_text": "Only links to knowledge bases that a person accepted.",
    },
)

_PREFIXES = "".join(f"PREFIX {p}: <{term(f'{p}:')}> " for p in ("kg", "skos", "rdf", "wgs84", "dcterms"))
_RESOLUTION = f"GRAPH <{BASE}{RESOLUTION_GRAPH}>"
_MATCHES = f"GRAPH <{BASE}{MATCHES_GRAPH}>"
_INFERRED = f"GRAPH <{BASE}{INFERRED_GRAPH}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property: what it is called, what its values are, which class has it, and the pattern that finds them.

    The pattern binds ``?value`` for ``?entity``, and ``?judgement`` where it is a link; ``cut`` is the namespace
    that values are given without.
    """

    id: str
    name: str
    meaning: str
    pattern: str
    kind: Kind = "str"
    of: str = classes.ROOT
    cut: str = ""

    def fits(self, type_: str) -> bool:
        """Say whether entities of a class can have the property."""
        return self.of in classes.within(type_) or type_ in classes.within(self.of)


def _here(id_: str, curie: str, name: str, meaning: str, kind: Kind = "str", of: str = classes.ROOT) -> Property:
    pattern = f"{_RESOLUTION} {{ ?entity {curie} ?value }}"
    cut = term("kg:") if curie == "a" else ""
    return Property(id=id_, name=name, meaning=meaning, pattern=pattern, kind=kind, of=of, cut=cut)


def _count(name: str, label: str, meaning: str, of: str = classes.ROOT) -> Property:
    return _here(name, f"kg:{name}", label, meaning, "int", of)


def _link(id_: str, name: str, namespace: str, cut: str = "") -> Property:
    pattern = (
        f"{_MATCHES} {{ ?match kg:entity ?entity ; kg:target ?value "
        f'OPTIONAL {{ ?match kg:judgement ?judgement }} FILTER(STRSTARTS(STR(?value), "{namespace}")) }}'
    )
    meaning = f"Its identifier in {name}, where one was found." if cut else "What it is linked to outside."
    return Property(id=id_, name=name, meaning=meaning, pattern=pattern, cut=cut)


def _tie(id_: str, name: str, meaning: str, tie: str, *, to: bool = False, of: str = "Actor") -> Property:
    ends = "?value kg:{} ?entity" if to else "?entity kg:{} ?value"
    return Property(
        id=id_, name=name, meaning=meaning, pattern=f"{_INFERRED} {{ {ends.format(tie)} }}", kind="entity", of=of
    )


def _day(id_: str, name: str, meaning: str, aggregate: str) -> Property:
    pattern = (
        f"{{ SELECT ?entity ({aggregate}(?day) AS ?value) {{ %s {_RESOLUTION} {{ ?here kg:refersTo ?entity }} "
        'BIND(IRI(STRBEFORE(STR(?here), "/entity/e")) AS ?article) '
        "GRAPH ?article { ?article dcterms:issued ?day } } GROUP BY ?entity }"
    )
    return Property(id=id_, name=name, meaning=meaning, pattern=pattern, kind="date")


PROPERTIES: Mapping[str, Property] = {
    p.id: p
    for p in (
        _here("prefLabel", "skos:prefLabel", "name", "What it is called mostly."),
        _here("altLabel", "skos:altLabel", "other names", "What it is called besides."),
        _here("type", "a", "class", "What it is, as a class of the ontology."),
        _here("countryCode", "kg:countryCode", "country code", "Its country, as ISO 3166-1 writes it."),
        _here("lat", "wgs84:lat", "latitude", "Where it lies, in degrees north.", "float", "Location"),
        _here("long", "wgs84:long", "longitude", "Where it lies, in degrees east.", "float", "Location"),
        _link("wikidata", "Wikidata", "http://www.wikidata.org/entity/", "http://www.wikidata.org/entity/"),
        _link("geonames", "GeoNames", "https://sws.geonames.org/", "https://sws.geonames.org/"),
        _link("dbpedia", "DBpedia", "http://dbpedia.org/resource/", "http://dbpedia.org/resource/"),
        _link("link", "links", "http"),
        _count("articleCount", "articles", "Articles that mention it."),
        _count("alignmentCount", "alignments", "Alignments that it is an end of.", "Actor"),
        _count("supportCount", "supporting alignments", "Alignments in favour that it is an end of.", "Actor"),
        _count("opposeCount", "opposing alignments", "Alignments against that it is an end of.", "Actor"),
        _count("tieCount", "ties", "Direct ties to others.", "Actor"),
        _count("statementCount", "statements", "Statements that articles report of it.", "Actor"),
        _count("quotationCount", "quotations", "Statements that are quoted.", "Actor"),
        _count("eventCount", "events", "Events that happened there.", "Location"),
        _tie("supports", "supports", "Whom it sides with, as articles assert or report.", "supports"),
        _tie("opposes", "opposes", "Whom it stands against, as articles assert or report.", "opposes"),
        _tie("supportedBy", "supported by", "Who sides with it.", "supports", to=True),
        _tie("opposedBy", "opposed by", "Who stands against it.", "opposes", to=True),
        _tie("memberOf", "member of", "What it is a member of.", "memberOf"),
        _tie("member", "members", "Who is a member of it.", "memberOf", to=True),
        _tie("leads", "leads", "What the person leads.", "leads", of="Person"),
        _tie("leader", "leaders", "Who leads it.", "leads", to=True),
        _tie("holdsRoleIn", "holds a role in", "Where the person holds an office.", "holdsRoleIn", of="Person"),
        _tie("spokespersonFor", "speaks for", "For whom the person speaks.", "spokespersonFor", of="Person"),
        _tie("locatedIn", "located in", "Where it lies.", "locatedIn", of=classes.ROOT),
        _tie("partOf", "part of", "What it is a part of.", "partOf", of=classes.ROOT),
        _day("firstMentioned", "first mentioned", "The date of the first article that mentions it.", "MIN"),
        _day("lastMentioned", "last mentioned", "The date of the last article that mentions it.", "MAX"),
    )
}


def proposed(type_: str | None) -> list[Property]:
    """Return the properties that entities of a class can have; all where no class is given.

    >>> [p.id for p in proposed("Person") if p.id in ("lat", "leads")]
    ['leads']
    """
    return [p for p in PROPERTIES.values() if type_ is None or p.fits(type_)]


def values(store: Store, index: Index, entries: Iterable[Entry], column: Column) -> dict[str, list[dict[str, Any]]]:
    """Return the values of a property as cells of the protocol, by the IRIs of entities.

    Arguments:
        column: a property that is in `PROPERTIES`, with its settings.
    """
    asked = PROPERTIES[column.id]
    found: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    block = "VALUES ?entity { " + " ".join(str(ox.NamedNode(entry.iri)) for entry in entries) + " }"
    pattern = asked.pattern.replace("%s", block)
    judged = column.settings.get("accepted") in _TICKED
    for row in _rows(store, f"{_PREFIXES} SELECT * {{ {block} {pattern} }}"):
        if judged and row.get("judgement", term("kg:accepted")) != term("kg:accepted"):
            continue
        cell = _cell(row["value"], asked, index, named=column.settings.get("content") == "name")
        if cell:
            found[row["entity"]][row["value"]] = cell
    most = _most(column.settings.get("limit"))
    return {iri: [cells[value] for value in sorted(cells)][:most] for iri, cells in found.items()}


def _rows(store: Store, text: str) -> Iterator[Mapping[str, str]]:
    solutions = store.select(text)
    for row in solutions:
        yield {name: row[name].value if row[name] is not None else "" for name in solutions.variables}


def _cell(value: str, asked: Property, index: Index, *, named: bool) -> dict[str, Any]:
    if asked.kind == "int":
        return {"int": int(value)}
    if asked.kind == "float":
        return {"float": float(value)}
    if asked.kind == "date":
        return {"date": f"{value}T00:00:00Z"} if value else {}
    if asked.kind == "entity":
        entry = index.entry(value)
        if entry is None:
            return {}
        return {"str": entry.name} if named else {"id": entry.id, "name": entry.name}
    return {"str": value.removeprefix(asked.cut).rstrip("/") if asked.cut else value}


def _most(given: object) -> int:
    """Return how many values a setting allows: OpenRefine sends what the user typed.

    >>> _most("2"), _most(0), _most("all"), _most(10**9)
    (2, 100, 100, 100)
    """
    number = int(given) if isinstance(given, int | float) or (isinstance(given, str) and given.isdecimal()) else 0
    return min(number, VALUES) if number > 0 else VALUES
