"""Find items of Wikidata: by the identifiers that it shares with GeoNames, else by name.

Search is the action API's (wbsearchentities, then full text); the facts that tell the candidates of a batch apart are
one query to the SPARQL endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kg.errors import ServiceError
from kg.match import classes, sparql
from kg.match.candidate import Candidate, objects, text, texts, year
from kg.match.client import Client, Request, TransientError
from kg.match.question import Question
from kg.match.service import WANTED

API = "https://www.wikidata.org/w/api.php"
ENDPOINT = "https://query.wikidata.org/sparql"
ENTITY = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"

#: names that are searched of one entity
NAMES = 2

#: errors of the API that pass: https://www.mediawiki.org/wiki/API:Errors_and_warnings
_PASSING = frozenset(
    ("maxlag", "ratelimited", "readonly", "internal_api_error", "search-error", "cirrussearch-backend-error")
)

_ITEM = re.compile(r"Q[1-9]\d{0,11}")

# a FILTER for the classes, where VALUES would let an endpoint begin with all instances of each
FACTS = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <http://schema.org/>
SELECT ?item ?key ?value WHERE {
  VALUES ?item %s
  { ?item rdfs:label ?value . FILTER(LANG(?value) IN ("en", "mul")) BIND(LANG(?value) AS ?key) }
  UNION { ?item skos:altLabel ?value . FILTER(LANG(?value) = "en") BIND("alias" AS ?key) }
  UNION { ?item schema:description ?value . FILTER(LANG(?value) = "en") BIND("description" AS ?key) }
  UNION { ?item wdt:P31/wdt:P279* ?value . FILTER(?value IN (CLASSES)) BIND("class" AS ?key) }
  UNION { ?item (wdt:P17|wdt:P27)/wdt:P297 ?value . BIND("country" AS ?key) }
  UNION { ?item wdt:P297 ?value . BIND("country" AS ?key) }
  UNION { ?item wdt:P625 ?value . BIND("point" AS ?key) }
  UNION { ?item wdt:P569|wdt:P571 ?value . BIND("began" AS ?key) }
  UNION { ?item wdt:P570|wdt:P576 ?value . BIND("ended" AS ?key) }
}"""

BY_GEONAMES = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?item ?key ?value WHERE {
  VALUES ?item %s
  ?value wdt:P1566 ?item . BIND("item" AS ?key)
}"""


class Wikidata:
    """Wikidata, or a mirror of it."""

    name = "wikidata"
    namespace = ENTITY
    batch = 10
    families: frozenset[str] = frozenset()

    def __init__(self, client: Client, *, api: str = API, endpoint: str = ENDPOINT) -> None:
        self.client, self.api, self.endpoint = client, api, endpoint

    def candidates(self, questions: Sequence[Question]) -> Iterator[tuple[Question, list[Candidate]]]:
        """Yield each question with the items that may answer it."""
        shared = self._by_geonames(questions)
        found = {q.entity: shared.get(q.entity) or self._search(q) for q in questions}
        facts = self._facts(sorted({item for items in found.values() for item in items}))
        for question in questions:
            via = question.link_into(GEONAMES) if question.entity in shared else ""
            yield (
                question,
                [
                    candidate(item, facts[item], via=via)
                    for item in found[question.entity]
                    if {"en", "mul"} & facts[item].keys()
                ],
            )

    def _by_geonames(self, questions: Sequence[Question]) -> dict[str, list[str]]:
        """Return the items that have the GeoNames identifier of an entity, by entity."""
        wanted: dict[str, list[str]] = {}
        for question in questions:
            identifier = question.link_into(GEONAMES).removeprefix(GEONAMES).strip("/")
            if identifier.isdigit():
                wanted.setdefault(identifier, []).append(question.entity)
        if not wanted:
            return {}
        literals = {f'"{identifier}"': identifier for identifier in sorted(wanted)}
        rows = sparql.facts(self.client, self.endpoint, BY_GEONAMES, list(literals))
        found: dict[str, list[str]] = {}
        for literal, facts in rows.items():
            for item in _identifiers(iri.removeprefix(ENTITY) for iri in facts.get("item", ())):
                for entity in wanted[literals[literal]]:
                    found.setdefault(entity, []).append(item)
        return found

    def _search(self, question: Question) -> list[str]:
        """Return the items that a search finds by the names of an entity, the prefix search's before full text."""
        found: dict[str, None] = {}
        for name in question.names[:NAMES]:
            found.update(dict.fromkeys(self._by_prefix(name)))
            if found:
                return list(found)[:WANTED]
        return self._by_text(question.name)

    def _by_prefix(self, name: str) -> list[str]:
        answer = self._ask(
            ("action", "wbsearchentities"),
            ("search", name),
            ("language", "en"),
            ("uselang", "en"),
            ("type", "item"),
            ("limit", str(WANTED)),
        )
        return _items(answer.get("search"), "id")

    def _by_text(self, name: str) -> list[str]:
        # words of its own syntax would change what is searched
        plain = re.sub(r"[^\w\s'-]|(?<!\w)-", " ", name)
        answer = self._ask(
            ("action", "query"),
            ("list", "search"),
            ("srsearch", plain),
            ("srnamespace", "0"),
            ("srlimit", str(WANTED)),
        )
        query = answer.get("query")
        return _items(query.get("search") if isinstance(query, dict) else (), "title")

    def _ask(self, *parameters: tuple[str, str]) -> dict[str, Any]:
        fixed = (("format", "json"), ("formatversion", "2"))
        answer: dict[str, Any] = self.client.ask(Request(self.api, parameters + fixed), check)
        return answer

    def _facts(self, items: list[str]) -> dict[str, sparql.Facts]:
        known = ", ".join(f"<{ENTITY}{identifier}>" for identifier in classes.identifiers("wikidata"))
        iris = {f"<{ENTITY}{item}>": item for item in items}
        found = sparql.facts(self.client, self.endpoint, FACTS.replace("CLASSES", known), list(iris))
        return {iris[iri]: facts for iri, facts in found.items()}


def check(answer: Any, _: Mapping[str, str]) -> None:
    """Refuse an error in the place of an answer.

    Raises:
        TransientError: it passes.
        ServiceError: it does not.
    """
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        code, info = text(error.get("code"), 60), text(error.get("info"), 120)
        if code in _PASSING or code.startswith("internal_api_error"):
            raise TransientError(f"it says {code}: {info}")
        raise ServiceError(f"Wikidata refuses the question: {code}: {info}.")
    if not isinstance(answer, dict) or not ("search" in answer or "query" in answer):
        raise TransientError("it sends no result")


def _items(found: Any, key: str) -> list[str]:
    return _identifiers(item.get(key) for item in objects(found))


def _identifiers(found: Iterable[Any]) -> list[str]:
    """Return what is an item's identifier; whatever else a server says never reaches a query."""
    return [value for value in found if isinstance(value, str) and _ITEM.fullmatch(value)]


def candidate(item: str, facts: sparql.Facts, *, via: str) -> Candidate:
    """Return an item with its facts as a candidate."""
    lat, lon = sparql.point(facts)
    return Candidate(
        target=ENTITY + item,
        label=next(iter(texts([*facts.get("en", ()), *facts.get("mul", ())])), ""),
        names=texts(facts.get("alias")),
        classes=classes.ours("wikidata", (iri.removeprefix(ENTITY) for iri in facts.get("class", ()))),
        countries=frozenset(code for code in facts.get("country", ()) if re.fullmatch(r"[A-Z]{2}", code)),
        lat=lat,
        lon=lon,
        description=next(iter(texts(facts.get("description"))), ""),
        began=year(facts.get("began", ())),
        ended=year(facts.get("ended", ())),
        method="wikidata-geonames" if via else "wikidata-search",
        via=via,
    )
