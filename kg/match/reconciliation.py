"""Ask any service that speaks the W3C Reconciliation API 0.2: its manifest, then questions in batches.

A service's scores are in a range of its own, so ours decide; its word that a candidate is a match counts as far as its
name, class and country do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from kg.errors import ServiceError
from kg.match import classes
from kg.match.candidate import Candidate, iri, objects, text, texts
from kg.match.client import Client, Request, TransientError
from kg.match.question import Question
from kg.match.service import WANTED
from kg.read.web import without_secrets

#: questions in one request, unless the service takes fewer
BATCH = 20


class Reconciliation:
    """A reconciliation service at an address; its manifest is read at once.

    Raises:
        ServiceError: it cannot be reached, or is no reconciliation service.
    """

    families: frozenset[str] = frozenset()

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url, self.name = client, url, address(url)
        manifest = client.ask(Request(url), check_manifest)
        self.title = text(manifest.get("name"))
        self._space = iri(manifest.get("identifierSpace"))
        self._types = {
            text(kind.get("id")): text(kind.get("name")) or text(kind.get("id"))
            for kind in objects(manifest.get("defaultTypes"))
        }
        size = manifest.get("batchSize")
        self.batch = max(1, min(BATCH, size)) if isinstance(size, int) else BATCH

    @property
    def namespace(self) -> str:
        """What the IRIs of its records begin with."""
        return self._space

    def candidates(self, questions: Sequence[Question]) -> Iterator[tuple[Question, list[Candidate]]]:
        """Yield each question with the records that may answer it."""
        requests = {q.entity: Request(self.url, form=(("query", _told(self._query(q))),)) for q in questions}
        found = self.client.ask_together(list(requests.values()), self._send)
        for question in questions:
            results = objects(found[requests[question.entity]].get("result"))
            yield question, [c for result in results[:WANTED] if (c := self._candidate(result))]

    def _send(self, missing: list[Request]) -> dict[Request, dict[str, Any]]:
        batch = {f"q{n}": json.loads(dict(request.form)["query"]) for n, request in enumerate(missing)}

        def check(answer: Any, _: Mapping[str, str]) -> None:
            if not isinstance(answer, dict) or not all(_results(answer, key) is not None for key in batch):
                raise TransientError("it does not answer all questions of the batch")

        answer = self.client.ask(Request(self.url, form=(("queries", _told(batch)),)), check, keep=False)
        return {request: {"result": _results(answer, key)} for key, request in zip(batch, missing, strict=True)}

    def _query(self, question: Question) -> dict[str, Any]:
        query: dict[str, Any] = {"query": question.name, "limit": WANTED}
        if kind := self.type_of(question.type):
            query["type"] = kind
        return query

    def type_of(self, class_: str) -> str:
        """Return the service's type to search a class of ours in, "" where it has none that is known to fit.

        A general one is better than the very class: ours may be wrong, and the answers tell their own.
        """
        for wanted in (*_wider(class_), class_):
            known = set(classes.identifiers("words", wanted))
            others = set(classes.identifiers("words")) - known
            for kind, name in self._types.items():
                words = _words(name)
                # an armed group is no group at large, and a human settlement no human
                if kind and (words == _words(wanted) or (known & set(words) and not others & set(words))):
                    return kind
        return ""

    def _candidate(self, result: Mapping[str, Any]) -> Candidate | None:
        identifier = text(result.get("id"))
        whole = iri(identifier)
        target = whole if whole.startswith(self._space) else self._space + quote(identifier, safe="/:@!$&'()*+,;=~-._%")
        if not identifier or not iri(target):
            return None
        kinds = result.get("type")
        found = [_classes(kind) for kind in kinds] if isinstance(kinds, list) else []
        return Candidate(
            target=target,
            label=text(result.get("name")),
            names=texts(result.get("alternateNames")),
            classes=frozenset().union(*found),
            description=text(result.get("description")),
            method="reconciliation",
            chosen=result.get("match") is True,
        )


def check_manifest(answer: Any, _: Mapping[str, str]) -> None:
    """Refuse what is no manifest.

    Raises:
        ServiceError: it is none.
    """
    if (
        not isinstance(answer, dict)
        or not isinstance(answer.get("name"), str)
        or not iri(answer.get("identifierSpace"))
    ):
        raise ServiceError("This address is no reconciliation service: its manifest has no name or no identifierSpace.")


def address(url: str) -> str:
    """Return what a service is called: its address without user, password and query, which may hold a key.

    >>> address("https://me:secret@example.org/reconcile?key=1")
    'https://example.org/reconcile'
    """
    parts = urlsplit(without_secrets(url))
    return urlunsplit(parts._replace(query=""))


def _told(query: Mapping[str, Any]) -> str:
    return json.dumps(query, ensure_ascii=False, sort_keys=True)


def _results(answer: Mapping[str, Any], key: str) -> list[Any] | None:
    found = answer.get(key)
    results = found.get("result") if isinstance(found, dict) else None
    return results if isinstance(results, list) else None


def _wider(class_: str) -> tuple[str, ...]:
    family = classes.family(class_)
    return {"organization": ("Organization",), "place": ("Location",), "Weapon": ("Weapon",)}.get(family, ())


def _classes(kind: Any) -> frozenset[str]:
    """Return what a type of a service is in our ontology: by its Wikidata identifier, or by the last telling word.

    >>> sorted(_classes({"id": "Q7278", "name": "political party"})), sorted(_classes("human settlement"))
    (['PoliticalParty'], ['PopulatedPlace'])
    """
    identifier, name = (kind.get("id"), kind.get("name")) if isinstance(kind, dict) else (kind, None)
    if known := classes.ours("wikidata", [text(identifier)]):
        return known
    telling = (classes.ours("words", [word]) for word in reversed(_words(text(name) or text(identifier))))
    return next(filter(None, telling), frozenset())


def _words(name: str) -> list[str]:
    """Return the words of a type's name up to a preposition, those that are run together taken apart.

    >>> _words("DifferentiatedPerson"), _words("/organization/company"), _words("member of parliament")
    (['differentiated', 'person'], ['organization', 'company'], ['member'])
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()
    return re.findall(r"[^\W\d_]+", re.split(r"\s(?:of|in|for|by)\s", apart)[0])
