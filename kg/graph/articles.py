"""Find articles of a store: by name, by the place they were read from, by their text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.errors import KgError
from kg.vocabulary import KG, text_hash

if TYPE_CHECKING:
    from kg.graph.ledger import Ledger
    from kg.graph.store import Store
    from kg.model import Article

_NAMED = f"SELECT DISTINCT ?article ?name WHERE {{ GRAPH ?article {{ ?article a <{KG}Article> ; <{KG}name> ?name }} }}"
_WITH_TEXT = f"SELECT ?name ?hash WHERE {{ GRAPH ?article {{ ?article <{KG}textHash> ?hash ; <{KG}name> ?name }} }}"


def find(what: str, store: Store, ledger: Ledger) -> str:
    """Return the IRI of the article that a path, an address, a name or an IRI stands for.

    Raises:
        KgError: there is no such article, or the name stands for several.
    """
    if "://" in what and store.contains(what):
        return what
    known = ledger.article_at(what) or ledger.article_at(str(Path(what).resolve()))
    if known and store.contains(known):
        return known
    name = what if "://" in what else Path(what).name
    found = sorted(row["article"].value for row in store.select(_NAMED, {"name": Literal(name)}))
    if len(found) == 1:
        return str(found[0])
    if found:
        raise KgError(f"{what} stands for {len(found)} articles. Name one by its IRI: {', '.join(found)}")
    raise KgError(f"{what} is no article of {store.location}. List them with: kg query articles")


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
