"""Find resources of DBpedia: by the Wikidata item that both sides have, else by name with its Lookup service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from kg.match import classes, sparql
from kg.match.candidate import Candidate, iri, number, objects, text, texts, year
from kg.match.client import Client, Request, TransientError
from kg.match.question import Question
from kg.match.service import WANTED
from kg.match.wikidata import ENTITY
from kg.resolve import gazetteer

LOOKUP = "https://lookup.dbpedia.org/api/search"
ENDPOINT = "https://dbpedia.org/sparql"
RESOURCE = "http://dbpedia.org/resource/"
ONTOLOGY = "http://dbpedia.org/ontology/"

FACTS = """PREFIX dbo: <http://dbpedia.org/ontology/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
SELECT ?item ?key ?value WHERE {
  VALUES ?item %s
  { ?item rdfs:label ?value . FILTER(LANG(?value) = "en") BIND("label" AS ?key) }
  UNION { ?item a ?value . FILTER(STRSTARTS(STR(?value), "http://dbpedia.org/ontology/")) BIND("class" AS ?key) }
  UNION { ?item dbo:country|dbo:nationality|dbo:location ?value . BIND("country" AS ?key) }
  UNION { ?item dbo:birthDate|dbo:formationDate ?value . BIND("began" AS ?key) }
  UNION { ?item dbo:deathDate|dbo:dissolutionDate ?value . BIND("ended" AS ?key) }
  UNION { ?item geo:lat ?value . BIND("lat" AS ?key) }
  UNION { ?item geo:long ?value . BIND("long" AS ?key) }
}"""

BY_WIKIDATA = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?item ?key ?value WHERE {
  VALUES ?item %s
  ?value owl:sameAs ?item . BIND("resource" AS ?key)
}"""


class DBpedia:
    """DBpedia, or a mirror of it."""

    name = "dbpedia"
    namespace = RESOURCE
    batch = 10
    families: frozenset[str] = frozenset()

    def __init__(self, client: Client, *, lookup: str = LOOKUP, endpoint: str = ENDPOINT) -> None:
        self.client, self.lookup, self.endpoint = client, lookup, endpoint

    def candidates(self, questions: Sequence[Question]) -> Iterator[tuple[Question, list[Candidate]]]:
        """Yield each question with the resources that may answer it."""
        shared = self._by_wikidata(questions)
        comments: dict[str, str] = {}
        names: dict[str, tuple[str, ...]] = {}
        found: dict[str, list[str]] = {}
        for question in questions:
            found[question.entity] = shared.get(question.entity) or []
            for document in () if question.entity in shared else self._search(question.name):
                target = _resource(next(iter(texts(document.get("resource"))), ""))
                if target:
                    found[question.entity].append(target)
                    comments[target] = _plain(next(iter(texts(document.get("comment"))), ""))
                    names[target] = tuple(_plain(n) for n in texts(document.get("redirectlabel")))
        facts = self._facts(sorted({target for targets in found.values() for target in targets}))
        for question in questions:
            via = question.link_into(ENTITY) if question.entity in shared else ""
            yield (
                question,
                [
                    _candidate(t, facts.get(t, {}), names.get(t, ()), comments.get(t, ""), via=via)
                    for t in dict.fromkeys(found[question.entity])
                ],
            )

    def _by_wikidata(self, questions: Sequence[Question]) -> dict[str, list[str]]:
        wanted: dict[str, list[str]] = {}
        for question in questions:
            link = question.link_into(ENTITY)
            if re.fullmatch(re.escape(ENTITY) + r"Q\d+", link):
                wanted.setdefault(link, []).append(question.entity)
        rows = sparql.facts(self.client, self.endpoint, BY_WIKIDATA, [f"<{link}>" for link in sorted(wanted)])
        found: dict[str, list[str]] = {}
        for link, facts in rows.items():
            # other languages have resources of their own
            for target in filter(None, map(_resource, facts.get("resource", ()))):
                for entity in wanted[link[1:-1]]:
                    found.setdefault(entity, []).append(target)
        return found

    def _search(self, name: str) -> list[dict[str, Any]]:
        parameters = (("query", name), ("format", "JSON"), ("maxResults", str(WANTED)))
        return objects(self.client.ask(Request(self.lookup, parameters), check)["docs"])

    def _facts(self, targets: list[str]) -> dict[str, sparql.Facts]:
        found = sparql.facts(self.client, self.endpoint, FACTS, [f"<{target}>" for target in targets])
        return {item[1:-1]: facts for item, facts in found.items()}


def check(answer: Any, _: Mapping[str, str]) -> None:
    """Refuse what is no list of documents.

    Raises:
        TransientError: it is none.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("docs"), list):
        raise TransientError("it sends no result")


def _resource(value: str) -> str:
    """Return the IRI of a resource of the English DBpedia, "" where it is none."""
    return iri(value) if value.startswith(RESOURCE) else ""


def _plain(marked: str) -> str:
    """Return a text without the marks of what was found in it.

    >>> _plain("<B>Norland</B> Army")
    'Norland Army'
    """
    return text(re.sub(r"</?[A-Za-z]{1,6}>", "", marked))


def _candidate(target: str, facts: sparql.Facts, names: tuple[str, ...], comment: str, *, via: str) -> Candidate:
    # the name of a resource is its article's title, which a label in English need not be there for
    title = text(unquote(target.removeprefix(RESOURCE)).replace("_", " "))
    return Candidate(
        target=target,
        label=next(iter(texts(facts.get("label"))), "") or title,
        names=names,
        classes=classes.ours("dbpedia", (c.removeprefix(ONTOLOGY) for c in facts.get("class", ()))),
        countries=_countries(facts.get("country", [])),
        lat=number(next(iter(facts.get("lat", ())), None), 90),
        lon=number(next(iter(facts.get("long", ())), None), 180),
        description=comment,
        began=year(facts.get("began", ())),
        ended=year(facts.get("ended", ())),
        method="dbpedia-wikidata" if via else "dbpedia-lookup",
        via=via,
    )


def _countries(values: list[str]) -> frozenset[str]:
    """Return the ISO codes of countries that are given as resources; what is no country is left out."""
    places = gazetteer.default()
    names = (unquote(value.removeprefix(RESOURCE)).replace("_", " ") for value in values)
    found = (places.country(name) for name in names if len(name) > 2)
    return frozenset(place.country for place in found if place)
