"""Answer what the Reconciliation API 0.2 asks: manifest, batches of queries, suggestions, previews, data extension.

Nothing of HTTP is here: every method takes what a client asked and returns what is sent, as JSON or HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.graph import classes
from kg.read.web import without_secrets
from kg.resolve.likeness import plain
from kg.serve import preview, properties, request, score
from kg.serve.index import ENTITIES, Entry, Index
from kg.serve.request import Refused
from kg.vocabulary import KG

if TYPE_CHECKING:
    from kg.graph.store import Store

Json = dict[str, Any]

#: queries of a batch that a client is asked to send at most
BATCH_SIZE = 50

#: what a preview tells besides, by property
_TOLD = ("altLabel", "supports", "opposes", "memberOf", "leader", "locatedIn", "lastMentioned")


class Service:
    """The reconciliation service of a graph that is open for reading."""

    def __init__(self, store: Store, index: Index | None = None) -> None:
        self.store = store
        self.index = Index.of(store) if index is None else index
        present = {entry.type for entry in self.index.entries}
        #: the classes that entities of this graph are of, with those above them
        self.types = sorted(frozenset().union(*map(classes.within, present)) & set(classes.classes()))

    def manifest(self, address: str) -> Json:
        """Return what the service is and offers, at the address by which the client reached it."""
        return {
            "versions": ["0.2"],
            "name": f"kg: actors and places of {_called(self.store.location)}",
            "identifierSpace": ENTITIES,
            "schemaSpace": KG,
            "serviceVersion": __version__,
            "batchSize": BATCH_SIZE,
            "defaultTypes": [_type(name) | _broader(name) for name in self.types],
            "view": {"url": f"{address}/entity/{{{{id}}}}"},
            "preview": {
                "url": f"{address}/preview?id={{{{id}}}}",
                "width": preview.WIDTH,
                "height": preview.HEIGHT,
            },
            "suggest": {
                kind: {"service_url": address, "service_path": f"/suggest/{kind}"}
                for kind in ("entity", "property", "type")
            },
            "extend": {
                "propose_properties": {"service_url": address, "service_path": "/properties"},
                "property_settings": [dict(setting) for setting in properties.SETTINGS],
            },
        }

    def reconcile(self, text: str) -> Json:
        """Return the candidates for a batch of queries.

        Raises:
            Refused: it is no batch.
        """
        return {key: {"result": self._candidates(query)} for key, query in request.batch(text).items()}

    def _candidates(self, query: request.Query) -> list[Json]:
        return [
            {
                "id": found.entry.id,
                "name": found.entry.name,
                "description": preview.described(found.entry),
                "type": [_type(found.entry.type)],
                "score": found.score,
                "match": found.match,
                "features": [{"id": name, "value": value} for name, value in found.features.items()],
            }
            for found in score.reconcile(query, self.index)
        ]

    def suggest_entity(self, asked: Mapping[str, str]) -> Json:
        """Return the entities with a name that begins so, or with that identifier."""
        prefix, type_ = asked.get("prefix", "")[: request.LONG], classes.find(asked.get("type", ""))
        wanted = None if type_ is None else frozenset(n for n in classes.classes() if type_ in classes.within(n))
        known = self.index.entry(prefix)
        found = [known] if known else self.index.beginning(prefix, types=wanted, **_window(asked))
        return {
            "result": [
                {
                    "id": entry.id,
                    "name": entry.name,
                    "description": preview.described(entry),
                    "notable": [_type(entry.type)],
                }
                for entry in found
            ]
        }

    def suggest_type(self, asked: Mapping[str, str]) -> Json:
        """Return the classes of this graph's entities whose label begins so, or has a word that does."""
        known = [classes.classes()[name] for name in self.types]
        found = [{"id": c.id, "name": c.name, "description": c.meaning} for c in known]
        return {"result": _beginning(found, asked)}

    def suggest_property(self, asked: Mapping[str, str]) -> Json:
        """Return the properties whose label begins so, or has a word that does."""
        known = properties.proposed(classes.find(asked.get("type", "")))
        found = [{"id": p.id, "name": p.name, "description": p.meaning} for p in known]
        return {"result": _beginning(found, asked)}

    def propose(self, asked: Mapping[str, str]) -> Json:
        """Return the properties that a class's entities can be extended with."""
        type_ = asked.get("type", "")
        found: list[Json] = [{"id": p.id, "name": p.name} for p in properties.proposed(classes.find(type_))]
        if not asked.get("limit"):
            return {"type": type_, "properties": found}
        limit = request.limit(asked["limit"])
        return {"type": type_, "limit": limit, "properties": found[:limit]}

    def extend(self, text: str) -> Json:
        """Return the values of properties for some entities; one that is not there has none.

        Raises:
            Refused: it is no data extension query, or names an unknown property.
        """
        ids, columns = request.extension(text)
        for column in columns:
            if column.id not in properties.PROPERTIES:
                raise Refused(
                    HTTPStatus.BAD_REQUEST, f'There is no property "{column.id}". See /properties for those there are.'
                )
        entries = {id_: entry for id_ in ids if (entry := self.index.entry(id_))}
        found = {column.id: self._values(entries.values(), column) for column in columns}
        return {
            "meta": [_column(properties.PROPERTIES[column.id], column) for column in columns],
            "rows": {
                id_: {name: cells.get(entries[id_].iri, []) if id_ in entries else [] for name, cells in found.items()}
                for id_ in ids
            },
        }

    def _values(self, entries: Iterable[Entry], column: request.Column) -> dict[str, list[Json]]:
        return properties.values(self.store, self.index, entries, column)

    def preview(self, identifier: str) -> str | None:
        """Return the page of an entity, None where there is none."""
        entry = self.index.entry(identifier)
        if entry is None:
            return None
        rows = ((properties.PROPERTIES[name].name, self._told(entry, name)) for name in _TOLD)
        return preview.page(entry, rows, self._told(entry, "link"))

    def _told(self, entry: Entry, name: str) -> list[str]:
        """Return the values of a property as texts; a date is a day."""
        cells = self._values([entry], request.Column(id=name, settings={"content": "name"})).get(entry.iri, [])
        return [str(value).removesuffix("T00:00:00Z") for cell in cells for value in cell.values()]


def _called(location: str) -> str:
    """Return what clients see of where a store is: neither a password nor whose directory it lies in.

    >>> _called("/home/me/news/output/store"), _called("http://me:secret@example.org/query")
    ('output/store', 'http://example.org/query')
    """
    return without_secrets(location) if "://" in location else "/".join(Path(location).parts[-2:])


def _type(name: str) -> Json:
    return {"id": name, "name": classes.label(name)}


def _broader(name: str) -> Json:
    above = [_type(upper) for upper in classes.classes()[name].broader]
    return {"broader": above} if above else {}


def _column(asked: properties.Property, column: request.Column) -> Json:
    found: Json = {"id": asked.id, "name": asked.name}
    if asked.kind == "entity" and column.settings.get("content") != "name":
        found["type"] = _type(classes.ROOT)
    return found


def _window(asked: Mapping[str, str]) -> dict[str, int]:
    cursor = asked.get("cursor", "")
    skip = min(int(cursor), 10_000) if cursor.isascii() and cursor.isdigit() and len(cursor) < 9 else 0
    return {"limit": request.limit(asked.get("limit")), "skip": skip}


def _beginning(items: list[Json], asked: Mapping[str, str]) -> list[Json]:
    prefix, window = plain(asked.get("prefix", "")[: request.LONG]), _window(asked)
    found = [item for item in items if _begins(item["name"], prefix) or plain(item["id"]).startswith(prefix)]
    return found[window["skip"] : window["skip"] + window["limit"]]


def _begins(label: str, prefix: str) -> bool:
    """Say whether a label or one of its words begins so.

    >>> _begins("armed group", "gr"), _begins("armed group", "ou")
    (True, False)
    """
    return f" {prefix}" in f" {plain(label)}"
