"""Read web pages: title, author, publisher, date and text as trafilatura finds them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kg.errors import ReadError
from kg.read import dates, encoding

__all__ = ["LIMIT", "Page", "looks_like_page", "read_page"]

#: bytes of a page; its text has a limit of its own
LIMIT = 20_000_000

#: words below which a page holds no article: where there is none, its menu is found
FEWEST = 4

_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The article of a web page: its text and what the page says of itself."""

    text: str
    title: str | None
    published: dt.date | None
    publisher: str | None
    authors: tuple[str, ...]
    url: str | None


def looks_like_page(start: bytes) -> bool:
    """Say whether an input that begins like this is HTML.

    >>> looks_like_page(b"<!DOCTYPE html><html>"), looks_like_page(b"< 5 dead")
    (True, False)
    """
    return bool(_START.match(start.removeprefix(b"\xef\xbb\xbf")))


def read_page(data: bytes, where: str, *, url: str | None = None, charset: str | None = None) -> Page:
    """Return the article of a page, without menus, footers and comments.

    Arguments:
        where: what to call the page in an error.
        url: its address, if it came from one; a date in it counts where the page names none.
        charset: the encoding that the server declared; it outranks the page's own.

    Raises:
        ReadError: it is not text, or there is no article in it.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    source = encoding.decode(data, where, declared=charset or encoding.declared_in_html(data))
    found = bare_extraction(
        # lxml takes a declared encoding for true even in a str
        _without_declaration(source),
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, Document) or not found.text or len(found.text.split()) < FEWEST:
        raise ReadError(
            where,
            "no article text was found in the page",
            "If the page fills itself by a script, save it from the browser as text",
        )
    return Page(
        text=found.text,
        title=found.title or None,
        published=dates.find(found.date or ""),
        publisher=found.sitename or None,
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        url=found.url or None,
    )


def _without_declaration(source: str) -> str:
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", source)
