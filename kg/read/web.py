"""Fetch one address that the user gave: a timeout, a limit of size, clear errors, nothing else."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.message import Message

from kg.errors import ReadError

__all__ = ["Answer", "fetch", "without_secrets"]

LIMIT = 20_000_000
TIMEOUT = 20.0
WHOLE = 120.0
AGENT = "newskg (a reader of single articles)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the bytes, their media type and the encoding that it declared."""

    data: bytes
    media_type: str
    charset: str | None


def fetch(url: str, *, limit: int = LIMIT, timeout: float = TIMEOUT, whole: float = WHOLE) -> Answer:
    """Return what is at an ``http(s)://`` address, after at most ten redirections, which lead to nothing else.

    Arguments:
        limit: the most bytes to take.
        timeout: the most seconds to wait for the server's next sign of life.
        whole: the most seconds to wait for all that it sends.

    Raises:
        ReadError: the server cannot be reached, refuses, or sends too much.
    """
    import httpx

    where, end = without_secrets(url), time.monotonic() + whole
    try:
        with (
            httpx.Client(
                follow_redirects=True, max_redirects=10, timeout=timeout, headers={"User-Agent": AGENT}
            ) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise ReadError(
                    where,
                    f"the server answered {response.status_code} {response.reason_phrase}".rstrip(),
                    "Check the address, or save the page and give the file",
                )
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > limit:
                    raise ReadError(where, f"it is longer than {limit:,} bytes", "Give one article's own address")
                if time.monotonic() > end:
                    raise ReadError(where, f"it was not all there after {whole:g} seconds", "Try again later")
    except httpx.TimeoutException as error:
        raise ReadError(where, f"no answer within {timeout:g} seconds", "Try again later") from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise ReadError(where, f"it cannot be fetched ({error})", "Check the address and the network") from error
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type", "")
    return Answer(bytes(data), header.get_content_type(), header.get_content_charset())


def without_secrets(url: str) -> str:
    """Return an address without user name and password, and without its fragment.

    >>> without_secrets("https://me:pass@example.org/story#top")
    'https://example.org/story'
    """
    from urllib.parse import urlsplit, urlunsplit

    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
