"""The formats that the graph can be written in, and writing them so that nothing good is replaced by half a file."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.export.network import Choice, Network, graph, network
from kg.vocabulary import BASE, PREFIXES, RESOLUTION_GRAPH

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["FORMATS", "Choice", "export", "format_of"]

#: what the coordinates come from, and under which licence
GEONAMES = "Places and coordinates: GeoNames (geonames.org), CC BY 4.0"
WIKIDATA = "Identifiers of Wikidata (wikidata.org): CC0"

#: what goes before RDF that people may read, as a comment
_SOURCES = f"# {GEONAMES}\n# {WIKIDATA}\n".encode()

#: formats that always hold the whole graph
RDF = frozenset({"turtle", "trig", "nquads", "jsonld"})

Writer = Callable[["Store", Choice, IO[bytes]], None]


def export(store: Store, format_: str, output: str, choice: Choice | None = None) -> list[Path]:
    """Write the graph in a format to a file, or to stdout where the output is ``-``; return what was written.

    Raises:
        UsageError: there is no such format, its output cannot go there, or it is RDF, which holds everything, and a
            part was chosen.
        QueryError: the actor in the middle is not in the graph, or no tie fits the choice.
    """
    choice, format_ = choice or Choice(), format_.lower()
    if format_ in RDF and choice != Choice():
        raise UsageError(
            f"{format_} holds the whole graph: --around, --since, --until, --min-evidence and --min-confidence are for "
            "html, graphml, gexf, csv and geojson."
        )
    if format_ == "csv":
        return _tables(store, output, choice)
    if format_ not in FORMATS:
        raise UsageError(f'There is no format "{format_}". Choose one of {_formats()}.')
    if output == "-":
        FORMATS[format_](store, choice, sys.stdout.buffer)
        return []
    return [_atomic(Path(output), lambda stream: FORMATS[format_](store, choice, stream))]


def format_of(output: str) -> str:
    """Return the format that the name of a file promises.

    Raises:
        UsageError: it promises none.

    >>> format_of("out/network.HTML"), format_of("graph.nq")
    ('html', 'nquads')
    """
    ending = Path(output).suffix.lower().removeprefix(".")
    format_ = ENDINGS.get(ending, ending)
    if format_ not in FORMATS and format_ != "csv":
        raise UsageError(f"{output} does not tell its format. Choose one with --format: {_formats()}.")
    return format_


def _formats() -> str:
    return ", ".join(sorted([*FORMATS, "csv"]))


def _atomic(path: Path, write: Callable[[IO[bytes]], None]) -> Path:
    """Write beside the file and put the result in its place at the end; after an error the old file is there still."""
    if path.is_dir():
        raise UsageError(f"{path} is a directory. Name a file in it.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}). Name another file.") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)  # where nothing failed it has moved
    return path


def _chosen(store: Store, choice: Choice) -> Network:
    found = network(store, choice)
    if not found.edges and choice != Choice():
        raise QueryError("No tie in the graph fits this choice, and nothing was written. Widen it.")
    return found


def _quads(format_: ox.RdfFormat) -> Writer:
    def write(store: Store, choice: Choice, stream: IO[bytes]) -> None:
        if format_ == ox.RdfFormat.TRIG:
            stream.write(_SOURCES)
        ox.serialize(store.quads(), stream, format=format_, prefixes=PREFIXES)

    return write


def _turtle(store: Store, choice: Choice, stream: IO[bytes]) -> None:
    """Write all graphs as one: Turtle cannot say which graph a triple is from."""
    stream.write(_SOURCES)
    ox.serialize((quad.triple for quad in store.quads()), stream, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)


def _graphml(store: Store, choice: Choice, stream: IO[bytes]) -> None:
    import networkx as nx

    nx.write_graphml(graph(_chosen(store, choice)), stream)


def _gexf(store: Store, choice: Choice, stream: IO[bytes]) -> None:
    import networkx as nx

    nx.write_gexf(graph(_chosen(store, choice)), stream)


def _page(store: Store, choice: Choice, stream: IO[bytes]) -> None:
    from kg.export import page

    stream.write(page.html(_chosen(store, choice), around=choice.around).encode())


PLACES = (
    "PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "PREFIX wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> SELECT ?iri ?label ?type ?lat ?long WHERE "
    f"{{ GRAPH <{BASE}{RESOLUTION_GRAPH}> {{ ?iri wgs84:lat ?lat ; wgs84:long ?long ; "
    "skos:prefLabel ?label ; a ?type } } ORDER BY ?iri"
)


def _geojson(store: Store, choice: Choice, stream: IO[bytes]) -> None:
    """Write every place with coordinates, with its alignments where it is in the chosen network."""
    chosen = _chosen(store, choice)
    weights = {iri: [0, 0] for iri in chosen.actors}
    for edge in chosen.edges:
        for end in (edge.subject, edge.object):
            weights[end][edge.polarity < 0] += len(edge.facts)
    features = [
        {
            "type": "Feature",
            "id": row["iri"].value,
            "geometry": {"type": "Point", "coordinates": [float(row["long"].value), float(row["lat"].value)]},
            "properties": {
                "name": row["label"].value,
                "class": row["type"].value.rpartition("#")[2],
                "supports": weights.get(row["iri"].value, [0, 0])[0],
                "opposes": weights.get(row["iri"].value, [0, 0])[1],
            },
        }
        for row in store.select(PLACES)
        if choice == Choice() or row["iri"].value in chosen.actors
    ]
    made = {"type": "FeatureCollection", "attribution": GEONAMES, "features": features}
    stream.write(json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n")


def _tables(store: Store, output: str, choice: Choice) -> list[Path]:
    if output == "-":
        raise UsageError("csv is two files, nodes and edges. Name one with --output; they are written beside it.")
    path = Path(output)
    places = (
        [path / "nodes.csv", path / "edges.csv"]
        if path.is_dir()
        else [path.with_name(f"{path.stem}-{kind}.csv") for kind in ("nodes", "edges")]
    )
    made = _chosen(store, choice)
    nodes = (
        (a.iri, a.label, a.type, a.country, "" if a.lat is None else a.lat, "" if a.lon is None else a.lon)
        for a in made.actors.values()
    )
    edges = (
        (
            made.actors[e.subject].label,
            "supports" if e.polarity > 0 else "opposes",
            made.actors[e.object].label,
            len(e.facts),
            e.certainty,
            e.according_to,
            e.facts[0].sentence,
            e.facts[0].article,
            e.facts[0].publisher,
            e.facts[0].date,
            e.subject,
            e.object,
        )
        for e in made.edges
    )
    columns = {
        places[0]: (("id", "label", "class", "country", "lat", "long"), nodes),
        places[1]: (
            "subject side object evidence certainty according_to sentence article publisher date source target".split(),
            edges,
        ),
    }
    return [_atomic(place, _csv_writer(head, rows)) for place, (head, rows) in columns.items()]


def _csv_writer(head: object, rows: Iterator[tuple[object, ...]]) -> Callable[[IO[bytes]], None]:
    from kg.query.results import harmless

    def write(stream: IO[bytes]) -> None:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(head)  # type: ignore[arg-type]
        writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        text.flush()
        text.detach()

    return write


#: how each format of one file is written; csv is two files
FORMATS: dict[str, Writer] = {
    "html": _page,
    "turtle": _turtle,
    "trig": _quads(ox.RdfFormat.TRIG),
    "nquads": _quads(ox.RdfFormat.N_QUADS),
    "jsonld": _quads(ox.RdfFormat.JSON_LD),
    "graphml": _graphml,
    "gexf": _gexf,
    "geojson": _geojson,
}

#: how files end that do not end like their format
ENDINGS = {
    "htm": "html",
    "ttl": "turtle",
    "nq": "nquads",
}
