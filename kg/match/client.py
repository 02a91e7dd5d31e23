"""Ask servers for JSON as a good guest does: by name, one question at a time, and patiently.

A question is repeated, later and later, where the server is busy or broken: 408, 429, 5xx, a connection that breaks, a
page in place of data, data that is cut off, and errors inside a 200 that the caller's check tells. `Retry-After` is
honoured. Answers that passed the check are kept; failures never are.

What comes from the net is hostile: it is limited in size and time, must be JSON, and may redirect only within http(s),
never from https to http, and to another server only where that is public.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import hashlib
import ipaddress
import json
import random
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.request import getproxies

import kg
from kg.errors import ServiceError
from kg.match.cache import Cache
from kg.read.web import without_secrets

if TYPE_CHECKING:
    import httpx

#: bytes of an answer at most, after decompression
LIMIT = 10_000_000
#: redirections at most
REDIRECTS = 5
#: seconds before the first repetition; each one doubles them
BACKOFF = 1.0

_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))
_MOVED = frozenset((301, 302, 303, 307, 308))

Check = Callable[[Any, Mapping[str, str]], None]


class GivenUpError(ServiceError):
    """A server goes on failing, or wants nothing of us: asking it something else does not help."""


class TransientError(Exception):
    """A server did not answer as it should, but may do so later.

    Arguments:
        problem: what is wrong, as a clause.
        after: the seconds after which the server wants to be asked again, where it says so.
    """

    def __init__(self, problem: str, *, after: float | None = None) -> None:
        super().__init__(problem)
        self.after = after


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a server: parameters of the address, or the fields of a form that is posted.

    ``secret`` parameters, such as a user's name, are sent but neither kept nor shown.
    """

    url: str
    parameters: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    secret: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """The digest that an answer is kept under.

        >>> one, other = (Request("https://example.org", secret=(("user", name),)) for name in ("ada", "bo"))
        >>> one.key == other.key != Request("https://example.org", (("q", "x"),)).key
        True
        """
        told = json.dumps([self.url, sorted(self.parameters), sorted(self.form)])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def __str__(self) -> str:
        return without_secrets(str(_address(self.url, self.parameters))) + "".join(
            f" {name}={value}" for name, value in self.form
        )


@dataclass
class Manners:
    """How patient a client is, and whom it may reach.

    Arguments:
        contact: how the people who run a server can reach the user: an address of the web or of mail.
        pause: seconds between two questions to one server.
        attempts: how often one question is asked at most.
        patience: seconds that a server may ask to wait at most.
        timeout: seconds to wait for a server's next sign of life; a whole answer may take four times as long.
        trusted: addresses that the user gave, which need not be public.
        refresh: ask again though the answer is kept.
    """

    contact: str = ""
    pause: float = 0.5
    attempts: int = 5
    patience: float = 120.0
    timeout: float = 30.0
    trusted: tuple[str, ...] = ()
    refresh: bool = False
    sleep: Callable[[float], None] = field(default=time.sleep)


class Client:
    """Answers from servers, or from the cache; a context manager.

    ``sent`` counts the requests that went out, ``known`` the answers that were kept from before.
    """

    def __init__(self, cache: Cache, manners: Manners | None = None) -> None:
        import httpx

        self.cache, self.manners = cache, manners or Manners()
        self.sent = self.known = 0
        self._next: dict[str, float] = {}
        self._trusted = {_origin(httpx.URL(url)) for url in self.manners.trusted}
        self._http = httpx.Client(
            timeout=self.manners.timeout,
            headers={
                "User-Agent": user_agent(self.manners.contact),
                "Accept": "application/sparql-results+json, application/json;q=0.9",
                "Accept-Encoding": "gzip",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, request: Request, check: Check, *, keep: bool = True) -> Any:
        """Return the JSON that a server answers, kept or fresh.

        Arguments:
            check: raises `TransientError` or `ServiceError` where an answer is an error or has not the shape it must
                have; it is given the JSON and the headers.
            keep: False for what `ask_together` takes apart and keeps.

        Raises:
            ServiceError: the server cannot be reached, refuses, or goes on failing.
        """
        import httpx

        host = httpx.URL(request.url).host
        if keep and not self.manners.refresh:
            answer = self.cache.get(host, request.key)
            with suppress(TransientError, ServiceError):
                if answer is not None:
                    check(answer, {})
                    self.known += 1
                    return answer
        answer = self._patiently(request, check, host)
        if keep:
            self.cache.put(host, request.key, str(request), answer)
        return answer

    def ask_together(
        self, requests: Sequence[Request], send: Callable[[list[Request]], Mapping[Request, dict[str, Any]]]
    ) -> dict[Request, dict[str, Any]]:
        """Return the answers to requests that travel together; each is kept by itself, whatever travelled with it.

        Arguments:
            send: sends those whose answers are not kept, and returns theirs; what it leaves out has an empty one.

        Raises:
            ServiceError: ``send`` raises it.
        """
        import httpx

        found: dict[Request, dict[str, Any]] = {}
        for request in requests if not self.manners.refresh else ():
            answer = self.cache.get(httpx.URL(request.url).host, request.key)
            if isinstance(answer, dict):
                found[request] = answer
                self.known += 1
        missing = [request for request in dict.fromkeys(requests) if request not in found]
        fresh = send(missing) if missing else {}
        for request in missing:
            found[request] = fresh.get(request, {})
            self.cache.put(httpx.URL(request.url).host, request.key, str(request), found[request])
        return found

    def _patiently(self, request: Request, check: Check, host: str) -> Any:
        problem = TransientError("it was not asked")
        for attempt in range(self.manners.attempts):
            if attempt:
                # spread a little, so that many clients do not come back all at once
                wait = max(problem.after or 0.0, BACKOFF * 2 ** (attempt - 1) * random.uniform(1, 1.25))  # noqa: S311
                if wait > self.manners.patience:
                    raise GivenUpError(f"{host} asks to wait {wait:,.0f} seconds ({problem}). Try again later.")
                self.manners.sleep(wait)
            try:
                answer, headers = self._once(request, host)
            except TransientError as error:
                problem = error
                continue
            try:
                check(answer, headers)
            except TransientError as error:
                problem = TransientError(str(error), after=retry_after(headers.get("Retry-After", "")))
                continue
            return answer
        raise GivenUpError(f"{host} fails again and again: {problem}. Try again later.")

    def _once(self, request: Request, host: str) -> tuple[Any, Mapping[str, str]]:
        import httpx

        try:
            start = url = _address(request.url, request.parameters + request.secret)
            for _ in range(REDIRECTS + 1):
                self._wait_for(url.host)
                answer = self._fetch(url, request, strange=_origin(url) not in (_origin(start), *self._trusted))
                if not isinstance(answer, httpx.URL):
                    return answer
                url = answer
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise TransientError(_clause(error)) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise ServiceError(f"{host} sends us to an address that is none ({error}).") from error
        raise ServiceError(f"{host} redirects more than {REDIRECTS} times.")

    def _wait_for(self, host: str) -> None:
        left = self._next.get(host, 0.0) - time.monotonic()
        if left > 0:
            self.manners.sleep(left)
        self._next[host] = time.monotonic() + self.manners.pause

    def _fetch(self, url: httpx.URL, request: Request, *, strange: bool) -> tuple[Any, Mapping[str, str]] | httpx.URL:
        """Return what one request brings: the JSON with its headers, or where to ask instead.

        Arguments:
            strange: a server that nobody named but another server, so that its name may lie about where it is.
        """
        deadline = time.monotonic() + 4 * self.manners.timeout
        data = dict(request.form) if request.form else None
        self.sent += 1
        with self._http.stream("POST" if data else "GET", url, data=data) as response:
            if strange and not _peer_is_public(response):
                raise ServiceError(f"{url.host} is not public. That is not followed.")
            after = retry_after(response.headers.get("Retry-After", ""))
            if response.status_code in _BUSY:
                raise TransientError(f"it answers {response.status_code}", after=after)
            if response.status_code in _MOVED:
                return self._elsewhere(url, response, posted=data is not None)
            if response.status_code in (401, 403):
                raise GivenUpError(f"{url.host} answers {response.status_code}. Say who you are with --contact.")
            if response.status_code != 200:
                raise ServiceError(f"{url.host} answers {response.status_code}.")
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LIMIT:
                    raise ServiceError(f"{url.host} sends more than {LIMIT:,} bytes.")
                if time.monotonic() > deadline:
                    raise TransientError("its answer takes too long")
            headers = response.headers
        try:
            return json.loads(body), headers
        except (ValueError, RecursionError) as error:
            page = body.lstrip()[:1] == b"<"
            raise TransientError(
                "it sends a page in place of data" if page else "its data is cut off", after=after
            ) from (error)

    def _elsewhere(self, url: httpx.URL, response: httpx.Response, *, posted: bool) -> httpx.URL:
        """Return where a redirection leads.

        Raises:
            ServiceError: there we do not go.
        """
        target = url.join(response.headers.get("Location", ""))
        if target.scheme not in ("http", "https") or (url.scheme, target.scheme) == ("https", "http"):
            raise ServiceError(f"{url.host} redirects to a {target.scheme} address. That is not followed.")
        if posted and response.status_code not in (307, 308):
            raise ServiceError(f"{url.host} redirects to {_origin(target)}. Give that address.")
        if _origin(target) not in (*self._trusted, _origin(url)) and not is_public(target.host):
            raise ServiceError(f"{url.host} redirects to {target.host}, which is not public. That is not followed.")
        return target


def user_agent(contact: str) -> str:
    """Return how we introduce ourselves.

    >>> user_agent("me@example.org").partition(" ")[2]
    '(https://w3id.org/newskg/; me@example.org)'
    """
    plain = "".join(c for c in contact if c.isascii() and c.isprintable() and c not in "()")
    return f"newskg/{kg.__version__} (https://w3id.org/newskg/{'; ' + plain if plain else ''})"


def retry_after(value: str) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks to wait, None where it says nothing.

    >>> retry_after("30"), retry_after(""), retry_after("soon")
    (30.0, None, None)
    """
    if value.strip().isdigit():
        return float(value)
    with suppress(ValueError, TypeError):
        moment = email.utils.parsedate_to_datetime(value)
        return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
    return None


def is_public(host: str) -> bool:
    """Say whether all addresses of a host are on the public net.

    >>> is_public("127.0.0.1"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1"), is_public("8.8.8.8")
    (False, False, False, True)
    """
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return False
    addresses = [ipaddress.ip_address(str(address).partition("%")[0]) for address in found]
    bare = [getattr(address, "ipv4_mapped", None) or address for address in addresses]
    return bool(bare) and all(address.is_global and not address.is_multicast for address in bare)


def _peer_is_public(response: httpx.Response) -> bool:
    """Say whether the machine that answered is public; behind a proxy nobody can tell, and the name was looked up."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    return peer is None or bool(getproxies()) or is_public(str(peer[0]))


def _address(url: str, parameters: tuple[tuple[str, str], ...]) -> httpx.URL:
    import httpx

    return httpx.URL(url).copy_merge_params(httpx.QueryParams(list(parameters))) if parameters else httpx.URL(url)


def _origin(url: httpx.URL) -> str:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return f"{url.host}:{port}"


def _clause(error: Exception) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return "it does not answer in time"
    if isinstance(error, httpx.ConnectError):
        return f"it cannot be reached ({error})"
    return f"the connection breaks ({error or type(error).__name__})"
