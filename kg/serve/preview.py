"""Show an entity as a small page: what it is called, what it is, whom it sides with. Whatever articles say is text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice

from kg.graph import classes
from kg.serve.index import Entry

#: the size of a preview
WIDTH, HEIGHT = 400, 220

#: letters of a name, and names of a row, that are shown
LONG, MANY = 80, 6

_STYLE = (
    "body{font:13px/1.4 system-ui,sans-serif;margin:8px;color:#1f2933;background:#fff;overflow-wrap:anywhere}"
    "h1{font-size:16px;margin:0 0 2px}p{margin:0 0 6px;color:#52606d}table{border-spacing:0}"
    "th{text-align:left;font-weight:600;vertical-align:top;padding:0 8px 2px 0;white-space:nowrap}td{padding:0 0 2px}"
)


def page(entry: Entry, rows: Iterable[tuple[str, Iterable[str]]], links: Iterable[str] = ()) -> str:
    """Return the page of an entity.

    Arguments:
        rows: what else to tell, as a heading and its values; empty ones are left out.
        links: addresses of records elsewhere; what is none of the web's is left out.

    >>> "<script>" in page(Entry(iri="x", names=("<script>",), type="Person"), [])
    False
    """
    told = f"<p>{escape(described(entry))}</p><table>{''.join(_table(rows))}</table>"
    return _document(cut(entry.name), f"{told}<p>{' '.join(_anchors(links))}</p>")


def missing(identifier: str) -> str:
    """Return the page that says that there is no such entity."""
    return _document("Not in this graph", f"<p>There is no entity {escape(cut(identifier))} here.</p>")


def described(entry: Entry) -> str:
    """Return what tells an entity from its namesakes, in a line.

    >>> described(Entry(iri="x", names=("Hale",), type="PopulatedPlace", country="NX", articles=1))
    'populated place, NX, in 1 article'
    """
    many = f"in {entry.articles:,} article{'' if entry.articles == 1 else 's'}" if entry.articles else ""
    return ", ".join(filter(None, (classes.label(entry.type), entry.country, many)))


def cut(text: str) -> str:
    """Return a text that is short enough to be shown.

    >>> cut("a" * 200)[-2:], len(cut("a" * 200))
    ('a…', 80)
    """
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def _table(rows: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    for heading, values in rows:
        shown = list(dict.fromkeys(cut(value) for value in values))
        more = f" and {len(shown) - MANY} more" if len(shown) > MANY else ""
        if shown:
            yield f"<tr><th>{escape(heading)}</th><td>{escape('; '.join(shown[:MANY]) + more)}</td></tr>"


def _anchors(links: Iterable[str]) -> Iterator[str]:
    """Yield links that open beside the page.

    >>> list(_anchors(["javascript:alert(1)", "https://example.org/a?b&c"]))[0]
    '<a href="https://example.org/a?b&amp;c" target="_blank" rel="noopener noreferrer">example.org</a>'
    """
    for link in islice((link for link in links if link.startswith(("http://", "https://"))), MANY):
        host = link.split("/")[2].removeprefix("www.")
        yield f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{escape(cut(host))}</a>'


def _document(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>"
    )
