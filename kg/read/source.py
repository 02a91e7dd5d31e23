"""Read inputs of every kind as articles: files, folders, globs, addresses and stdin, as one stream.

Items are an `Article` or, where there is none, the `ReadError` that says why; the rest goes on. Errors are values
and not exceptions because a generator that raises is over.
"""

from __future__ import annotations

import datetime as dt
import glob
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from kg import vocabulary
from kg.errors import ReadError
from kg.model import Article
from kg.read import checks, dates, encoding, pages, records, tables, text, web

__all__ = ["SUFFIXES", "read"]

#: file names that are articles, in folders and globs
SUFFIXES: Mapping[str, str] = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "records",
    ".ndjson": "records",
    ".json": "records",
}

#: file names that are read as tables of articles where they are named, but not where a folder holds one
TABLES = frozenset((".csv", ".tsv"))

#: what is told of a file that is left out
_SKIPPED = "file of another kind skipped"
_TABLE = "table skipped: to read it, name it on the command line"

_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|urlset)\b")

#: called with what was left out, and with the file
Told = Callable[[str, str], None]
Item = Article | ReadError


def read(
    inputs: Iterable[str],
    *,
    date: dt.date | None = None,
    keys: Mapping[str, str] | None = None,
    told: Told | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Item]:
    """Yield each article, or the error that tells why there is none, in the order of the inputs.

    Arguments:
        inputs: paths of files and folders, globs, ``http(s)://`` addresses, and "-" for stdin.
        date: the date of articles that name none.
        keys: our keys of JSON Lines to those of the records.
        told: called with what is left out: files of a folder or glob that are of no known kind, columns of tables.
        stdin: what "-" stands for.

    Raises:
        UsageError: ``keys`` renames what is no key of ours.
    """
    records.check_keys(keys or {})
    for given in inputs:
        for item in _input(given, keys or {}, told or (lambda *_: None), stdin):
            if isinstance(item, Article) and item.published is None:
                yield replace(item, published=date)
            else:
                yield item


def _input(given: str, keys: Mapping[str, str], told: Told, stdin: BinaryIO | None) -> Iterator[Item]:
    path = Path(given)
    if given == "-":
        yield from _stream(stdin or sys.stdin.buffer, "-", "", "", keys, told)
    elif given.lower().startswith(("http://", "https://")):
        yield from _address(given, keys)
    elif "://" in given and not os.path.lexists(path):
        yield ReadError(given, "it is no http(s) address", "Fetch it first, and give the file")
    elif "\x00" in given or not given:
        yield ReadError(repr(given), "it is no path", "Give a file, a folder, a glob, an address or -")
    elif os.path.isdir(path):
        yield from _folder(path, keys, told)
    elif glob.has_magic(given) and not os.path.lexists(path):
        yield from _glob(given, keys, told)
    else:
        yield from _file(path, keys, told)


def _folder(folder: Path, keys: Mapping[str, str], told: Told) -> Iterator[Item]:
    """Yield the articles of a folder and the folders in it, by name; hidden files are passed over."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if entry.is_dir():
            # a link to a folder may lead in circles
            if entry.is_symlink():
                told(_SKIPPED, _shown(path))
            else:
                yield from _folder(path, keys, told)
        elif path.suffix.lower() in SUFFIXES:
            yield from _file(path, keys, told)
        else:
            told(_TABLE if path.suffix.lower() in TABLES else _SKIPPED, _shown(path))


def _glob(pattern: str, keys: Mapping[str, str], told: Told) -> Iterator[Item]:
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        yield ReadError(pattern, "no file matches", "Check the pattern, and quote it against the shell")
    for name in found:
        path = Path(name)
        if path.is_dir():
            # "**" names folders and what is in them: the files come by themselves
            if "**" not in pattern:
                yield from _folder(path, keys, told)
        elif path.suffix.lower() in SUFFIXES:
            yield from _file(path, keys, told)
        else:
            told(_TABLE if path.suffix.lower() in TABLES else _SKIPPED, _shown(path))


def _file(path: Path, keys: Mapping[str, str], told: Told) -> Iterator[Item]:
    suffix = path.suffix.lower()
    kind = "table" if suffix in TABLES else SUFFIXES.get(suffix, "")
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, _shown(path), _shown(Path(path.name)), kind, keys, told)
    except OSError as error:
        yield _unreadable(path, error)


def _stream(stream: BinaryIO, where: str, name: str, kind: str, keys: Mapping[str, str], told: Told) -> Iterator[Item]:
    """Yield the articles of an open file; an unknown kind is told by how it begins."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream))
    if not kind:
        start = buffered.peek(4096)[:4096]
        kind = "records" if records.looks_like_records(start) else "page" if pages.looks_like_page(start) else "text"
    if kind == "table":
        yield from _articles(tables.read_rows(buffered, where, keys=keys, told=told), where, name or where, "row")
        return
    if kind == "records":
        yield from _articles(records.read_records(buffered, where, keys=keys), where, name or where)
        return
    limit = pages.LIMIT if kind == "page" else checks.LIMIT * 4
    data = buffered.read(limit + 1)
    if len(data) > limit:
        yield ReadError(
            where,
            f"it is longer than {limit:,} bytes",
            "Split it into articles, one a file or one a line of a .jsonl file",
        )
        return
    try:
        yield _page(data, where, name or where) if kind == "page" else _text(data, where, name or where)
    except ReadError as error:
        yield error


def _text(data: bytes, where: str, name: str, *, url: str | None = None, charset: str | None = None) -> Article:
    if pages.looks_like_page(data[:4096]):
        raise ReadError(where, "it is a web page, not text", "Give it the ending .html")
    if _XML.match(data):
        raise ReadError(where, "it is XML, not text", "Save the text of its articles, or give the pages it leads to")
    content = encoding.decode(data, where, declared=charset)
    checks.check(content, where)
    head = text.read_head(content)
    return Article(
        iri=vocabulary.article_iri(name, content),
        name=name,
        source=where,
        text=content,
        title=head.title,
        publisher=head.publisher,
        authors=head.authors,
        published=head.published or dates.in_name(urlsplit(url).path if url else name),
        url=url,
    )


def _page(data: bytes, where: str, name: str, *, url: str | None = None, charset: str | None = None) -> Article:
    page = pages.read_page(data, where, url=url, charset=charset)
    checks.check(page.text, where)
    return Article(
        iri=vocabulary.article_iri(name, page.text),
        name=name,
        source=where,
        text=page.text,
        title=page.title,
        publisher=page.publisher,
        authors=page.authors,
        published=page.published or dates.in_name(urlsplit(url).path if url else name),
        url=url or page.url,
    )


def _articles(found: Iterable[records.Record | ReadError], where: str, name: str, item: str = "item") -> Iterator[Item]:
    """Yield the articles that records make; ``item`` is what one is called in errors that is no line."""
    empty = True
    for record in found:
        empty = False
        if isinstance(record, ReadError):
            yield record
            continue
        line = f"{where}, {'line ' + record.place[1:] if record.place.startswith('L') else f'{item} {record.place}'}"
        try:
            checks.check(record.text, line)
        except ReadError as error:
            yield error
            continue
        known_as = record.id or record.url or name
        yield Article(
            iri=vocabulary.article_iri(known_as, record.text),
            name=known_as,
            source=record.url or f"{where}#{record.place}",
            text=record.text,
            title=record.title,
            publisher=record.publisher,
            authors=record.authors,
            published=record.published or (dates.in_name(urlsplit(record.url).path) if record.url else None),
            url=record.url,
            file=where,
        )
    if empty:
        yield ReadError(where, "it is empty", f"Give one record a {'line' if item == 'item' else item}")


def _address(url: str, keys: Mapping[str, str]) -> Iterator[Item]:
    where = web.without_secrets(url)
    try:
        answer = web.fetch(url)
        start = answer.data[:4096]
        if "json" in answer.media_type or records.looks_like_records(start):
            yield from _articles(records.read_records(io.BytesIO(answer.data), where, keys=keys), where, where)
        elif "html" in answer.media_type or pages.looks_like_page(start):
            yield _page(answer.data, where, where, url=where, charset=answer.charset)
        else:
            yield _text(answer.data, where, where, url=where, charset=answer.charset)
    except ReadError as error:
        yield error


def _unreadable(path: Path, error: OSError) -> ReadError:
    reasons = {
        FileNotFoundError: ("there is no such file", "Check the path"),
        PermissionError: ("it may not be read", "Check its permissions"),
    }
    problem, advice = reasons.get(type(error), (f"it cannot be read ({error.strerror})", ""))
    return ReadError(_shown(path), problem, advice)


def _shown(path: Path) -> str:
    """Return a path as text, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "replace")


class _Raw(io.RawIOBase):
    """A stream of bytes without ``peek``, such as one in memory, for a buffer that has it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
