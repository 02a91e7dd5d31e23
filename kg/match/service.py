"""What every service on the net offers: a name, the namespace of its records, and candidates for questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kg.match.candidate import Candidate
from kg.match.question import Question

#: candidates that a search asks for
WANTED = 10


class Service(Protocol):
    """A knowledge base that can be searched.

    ``batch`` is how many questions it takes at a time; ``families`` those of entities that it knows, all where
    there are none.
    """

    name: str
    batch: int
    families: frozenset[str]

    @property
    def namespace(self) -> str:
        """What the IRIs of its records begin with."""
        ...

    def candidates(self, questions: Sequence[Question]) -> Iterator[tuple[Question, list[Candidate]]]:
        """Yield each question with the records that may answer it.

        Raises:
            ServiceError: the service cannot be reached, refuses, or goes on failing.
        """
        ...
