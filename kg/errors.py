"""The errors of kg.

KgError                  anything that kg tells its user in one line
├── UsageError           the call is wrong: exit code 2
├── ReadError            an input cannot be read; the others go on
├── StoreError           the store is locked, broken or unreachable
├── ServiceError         a service on the net is out of reach, refuses or fails
└── QueryError           a query is not valid, unknown, or not allowed

IncompleteGraph          a warning: what a graph answers may not be the whole
"""

from __future__ import annotations


class KgError(Exception):
    """Base class of the errors that kg reports to its user in one line: what, where, what to do."""


class UsageError(KgError):
    """The call does not fit: an option, a parameter or a combination of them is wrong."""


class ReadError(KgError):
    """An input cannot be read as an article.

    Arguments:
        where: path, URL or path and line of the input.
        problem: what is wrong, as a clause.
        advice: what to do about it, as a sentence without its full stop, or an empty string.

    >>> str(ReadError("a.txt", "it is empty", "Give a file with text in it"))
    'a.txt: it is empty. Give a file with text in it.'
    """

    def __init__(self, where: str, problem: str, advice: str = "") -> None:
        super().__init__(f"{where}: {problem}." + (f" {advice}." if advice else ""))
        self.where, self.problem, self.advice = where, problem, advice

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str]]:
        """Let it travel from a worker: exceptions are made again from their message otherwise."""
        return type(self), (self.where, self.problem, self.advice)


class StoreError(KgError):
    """The store is locked by another process, broken, or out of reach."""


class ServiceError(KgError):
    """A service on the net is out of reach, refuses, or answers with errors."""


class QueryError(KgError):
    """A query does not parse, has no such name or parameter, or asks for what is not allowed."""


class IncompleteGraph(UserWarning):
    """The last build of a graph did not end, or another version of kg made it: answers may be incomplete."""
