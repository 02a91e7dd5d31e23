"""Turn bytes into text: byte order marks, declared encodings, UTF-8, and detection for the rest."""

from __future__ import annotations

import codecs
import re

from kg.errors import ReadError

__all__ = ["declared_in_html", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: what English news comes in where it is not UTF-8; the other code pages differ from these in letters that hardly occur
#: in English, so that a few bytes would decide for any of them
_LIKELY = ["cp1252", "mac_roman", "gb18030", "shift_jis", "big5", "euc_kr"]

_MAGIC = (
    (b"%PDF", "a PDF file", "Save its text as .txt first, with pdftotext for example"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "Unpack it, or save its text as .txt, first"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save its text as .txt first"),
    (b"{\\rtf", "a rich text document", "Save its text as .txt first"),
    (b"\x1f\x8b", "a gzip file", "Unpack it first, with gunzip for example"),
    (b"BZh", "a bzip2 file", "Unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file", "Unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", "Unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first"),
    (b"Rar!", "a RAR archive", "Unpack it first"),
    (b"\x89PNG", "a picture", "Give its article instead"),
    (b"\xff\xd8\xff", "a picture", "Give its article instead"),
    (b"GIF8", "a picture", "Give its article instead"),
    (b"\x7fELF", "a program", "Give an article instead"),
    (b"SQLite format 3", "a database", "Export its articles as JSON Lines first"),
)

_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


def decode(data: bytes, where: str, *, declared: str | None = None) -> str:
    r"""Return the text that the bytes stand for; a byte order mark is not part of it.

    Arguments:
        where: what to call the input in an error.
        declared: an encoding that a header or the page itself names.

    Raises:
        ReadError: the bytes are not text.

    >>> decode(b"\xff\xfeW\x00a\x00r\x00", "a.txt"), decode("Córdoba".encode("cp1252"), "a.txt")
    ('War', 'Córdoba')
    """
    for magic, kind, advice in _MAGIC:
        if data.startswith(magic):
            raise ReadError(where, f"it is {kind}, not text", advice)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, where)
    if b"\x00" in data:
        if wide := _wide(data):
            return _strict(data, wide, where)
        raise ReadError(where, "it is binary: it holds NUL bytes", "Give a file of text")
    for encoding in filter(None, (declared, "utf-8")):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _detected(data, where)


def declared_in_html(data: bytes) -> str | None:
    """Return the encoding that a page names in its head, or None.

    >>> declared_in_html(b'<html><head><meta charset="windows-1252">')
    'windows-1252'
    """
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _wide(data: bytes) -> str | None:
    """Return UTF-16 of either order if the zeros of Latin letters stand at every other byte, else None."""
    sample = data[:4096]
    half = len(sample) // 2
    if len(data) % 2 == 0 and half > 3:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > 0.6 * half and even == 0:
            return "utf-16-le"
        if even > 0.6 * half and odd == 0:
            return "utf-16-be"
    return None


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            where, f"it says that it is {encoding.upper()} and is not, at byte {error.start}", "Save it as UTF-8"
        ) from error


def _detected(data: bytes, where: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_LIKELY).best()
    if best is None:
        raise ReadError(where, "it is in no known encoding", "Save it as UTF-8")
    return str(best)
