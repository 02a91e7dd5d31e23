"""Find articles of a store: by name, by the place they were read from, by their text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.vocabulary import KG, term, text_hash

if TYPE_CHECKING:
    from kg.graph.ledger import Ledger
    from kg.graph.store import Store
    from kg.model import Article

_NAMED = f"SELECT DISTINCT ?article ?name WHERE {{ GRAPH ?article {{ ?article a <{KG}Article> ; <{KG}name> ?name }} }}"
_WITH_TEXT = f"SELECT ?name ?hash WHERE {{ GRAPH ?article {{ ?article <{KG}textHash> ?hash ; <{KG}name> ?name }} }}"

#: what an article says of itself
_ABOUT = ("dcterms:title", "dc:publisher", "dc:creator", "dcterms:issued", "schema:url")
_METADATA = (
    f"SELECT ?p ?o WHERE {{{{ VALUES ?p {{{{ {' '.join(f'<{term(name)}>' for name in _ABOUT)} }}}} "
    "GRAPH {article} {{ {article} ?p ?o }} }}"
)


def find(what: str, store: Store, ledger: Ledger) -> list[str]:
    """Return the IRIs of the articles that a path, an address, a name or an IRI stands for.

    A file of many articles, such as a table, stands for all that were read from it.

    Raises:
        KgError: there is no such article, or the name stands for several.
    """
    if "://" in what and store.contains(what):
        return [what]
    for place in (what, str(Path(what).resolve())):
        if known := [article for article in ledger.articles_at(place) if store.contains(article)]:
            return known
    name = what if "://" in what else Path(what).name
    found = sorted(row["article"].value for row in store.select(_NAMED, {"name": Literal(name)}))
    if len(found) > 1:
        raise KgError(f"{what} stands for {len(found)} articles. Name one by its IRI: {', '.join(found)}")
    if not found:
        raise KgError(f"{what} is no article of {store.location}. List them with: kg query articles")
    return found


def differs(article: Article, store: Store) -> bool:
    """Say whether an article now has another title, publisher, author, date or address than in the store.

    What it leaves open this time is no difference: a date that was given with ``--date`` stays.
    """
    date = article.published.isoformat() if article.published else None
    said: tuple[set[str | None], ...] = (
        {article.title},
        {article.publisher},
        {*article.authors},
        {date},
        {article.url},
    )
    held: dict[str, set[str]] = {term(name): set() for name in _ABOUT}
    for row in store.select(_METADATA.format(article=NamedNode(article.iri))):
        held[row["p"].value].add(row["o"].value)
    return any(values - {None} and values != held[term(name)] for name, values in zip(_ABOUT, said, strict=True))


class Texts:
    """The texts that a build reads and the store holds, to say where two articles have one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, str] = {}

    def twin(self, article: Article) -> str | None:
        """Return the name of another article with the same text: one read before in this build, or one in the store."""
        hashed = text_hash(article.text)
        if hashed in self._read:
            return self._read[hashed]
        self._read[hashed] = article.name
        rows = self._store.select(_WITH_TEXT, {"hash": Literal(hashed)})
        return min((row["name"].value for row in rows), default=None)
