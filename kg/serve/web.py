"""Speak HTTP for the service: on the loopback, to whom may ask, within bounds, errors as JSON.

Three checks keep other people's pages from reading the graph. A request must name this server as its host (a page
cannot make its own name mean the loopback and read on); a page of another origin must be on the loopback or allowed;
and there is no JSONP, which any page could use.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from kg.errors import KgError, UsageError
from kg.serve import preview
from kg.serve.request import Refused
from kg.serve.service import Service

log = logging.getLogger(__name__)

#: bytes of a body at most
BODY = 2_000_000
#: seconds that a silent connection is kept
PATIENCE = 30.0
#: parameters of a request at most
PARAMETERS = 50

_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_FORM = "application/x-www-form-urlencoded"


class Server(ThreadingHTTPServer):
    """An HTTP server of a reconciliation service, which is given to it before it serves.

    Arguments:
        host, port: where to listen; port 0 takes any that is free.
        hosts: names besides addresses and localhost by which clients may reach it.
        origins: origins besides those on the loopback whose pages may ask; ``*`` lets all.

    Raises:
        UsageError: it cannot listen there, or what is allowed is no name or origin.
    """

    daemon_threads = True

    service: Service

    def __init__(self, host: str, port: int, *, hosts: Collection[str] = (), origins: Collection[str] = ()) -> None:
        self.hosts = frozenset({"localhost", host.casefold(), *map(_allowed_host, hosts)})
        self.origins = frozenset(map(_allowed_origin, origins))
        if ":" in host:
            self.address_family = AF_INET6
        try:
            super().__init__((host, port), Handler)
        except OSError as error:
            raise UsageError(
                f"{host} port {port} cannot be listened on ({error.strerror or error}). Choose another with --port."
            ) from error

    @property
    def address(self) -> str:
        """The address to give to clients on this machine."""
        host, port = str(self.server_address[0]), int(self.server_address[1])
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return ipaddress.ip_address(str(self.server_address[0])).is_loopback

    def knows_host(self, given: str) -> bool:
        """Say whether a Host header names this server: by an address, as localhost, or by a name that was allowed."""
        name = _host(given)
        if name is None:
            return False
        with suppress(ValueError):
            return bool(ipaddress.ip_address(name))
        return name in self.hosts

    def allows_origin(self, origin: str) -> bool:
        """Say whether pages of an origin may ask: those on the loopback, and those allowed."""
        if "*" in self.origins or origin in self.origins:
            return True
        found = re.fullmatch(r"https?://([^/]+)", origin)
        return found is not None and _host(found[1]) in _LOOPBACK

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Show what broke a connection, unless it is only that the client went away."""
        if isinstance(sys.exception(), ConnectionError | TimeoutError):
            log.debug("the connection with %s broke", client_address, exc_info=True)
        else:
            super().handle_error(request, client_address)


def _host(given: str) -> str | None:
    """Return the name or address in a Host header, None where it is none.

    >>> _host("LocalHost:3000"), _host("[::1]:3000"), _host("a.example:80/x")
    ('localhost', '::1', None)
    """
    found = re.fullmatch(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?", given)
    return (found[1] or found[2]).casefold() if found else None


def _allowed_host(given: str) -> str:
    name = _host(given)
    if name is None:
        raise UsageError(f'"{given}" is no name of a machine. Give it like refine.example.org.')
    return name


def _allowed_origin(given: str) -> str:
    origin = given.rstrip("/").casefold()
    found = re.fullmatch(r"https?://([^/]+)", origin)
    if origin != "*" and (found is None or _host(found[1]) is None):
        raise UsageError(f'"{given}" is no origin. Give it like https://refine.example.org, without a path.')
    return origin


class Page(NamedTuple):
    """An answer in HTML."""

    status: HTTPStatus
    html: str


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def do_GET(self) -> None:
        """Answer a question put into the address."""
        self._answer(lambda: self._get(urlsplit(self.path).path, self._asked()))

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Answer a question put into a form."""
        self._answer(self._post)

    def do_OPTIONS(self) -> None:
        """Tell a browser what a page of an allowed origin may send."""
        self._answer(lambda: None)

    def _answer(self, work: Callable[[], Any]) -> None:
        try:
            self._admit()
            answer = work()
        except Refused as refused:
            self._send_json(refused.status, _error(refused.status, str(refused)))
        except KgError as error:
            log.debug("the store failed", exc_info=True)
            self._send_json(HTTPStatus.BAD_GATEWAY, _error(HTTPStatus.BAD_GATEWAY, str(error)))
        else:
            if answer is None:
                self._send(HTTPStatus.NO_CONTENT, "", b"")
            elif isinstance(answer, Page):
                self._send(answer.status, "text/html; charset=utf-8", answer.html.encode())
            else:
                self._send_json(HTTPStatus.OK, answer)

    def _admit(self) -> None:
        """Refuse a request for another host, and one from a page that may not ask.

        Raises:
            Refused: it is one of these.
        """
        if self.command != "POST" and ("Content-Length" in self.headers or "Transfer-Encoding" in self.headers):
            self.close_connection = True  # its body is not read, and must not be taken for the next request
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or not self.server.knows_host(hosts[0]):
            self.close_connection = True
            raise Refused(
                HTTPStatus.MISDIRECTED_REQUEST,
                "This server does not go by that name. Use its address, or allow the name with --allow-host.",
            )
        origin = self.headers.get("Origin")
        if origin is not None and not self.server.allows_origin(origin):
            self.close_connection = True
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "Pages of this origin may not ask this server. Allow it with --allow-origin.",
            )

    def _asked(self) -> Mapping[str, str]:
        return self._parameters(urlsplit(self.path).query)

    def _parameters(self, text: str) -> Mapping[str, str]:
        try:
            found = parse_qs(text, keep_blank_values=True, max_num_fields=PARAMETERS, encoding="utf-8", errors="strict")
        except ValueError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, f"The parameters cannot be read ({error}).") from error
        return {name: values[0] for name, values in found.items()}

    def _get(self, path: str, asked: Mapping[str, str]) -> Any:
        service = self.server.service
        if "callback" in asked:
            raise Refused(HTTPStatus.BAD_REQUEST, "JSONP is not offered, only CORS. OpenRefine has it since 3.3.")
        if path == "/":
            return self._root(asked)
        if path == "/suggest/entity":
            return service.suggest_entity(asked)
        if path == "/suggest/type":
            return service.suggest_type(asked)
        if path == "/suggest/property":
            return service.suggest_property(asked)
        if path == "/properties":
            return service.propose(asked)
        if path == "/preview":
            return self._page(asked.get("id", ""))
        if path.startswith("/entity/"):
            return self._page(unquote(path.removeprefix("/entity/")))
        raise Refused(HTTPStatus.NOT_FOUND, f"There is nothing at {quote(path)[:200]}. The service is at /.")

    def _root(self, asked: Mapping[str, str]) -> Any:
        if "queries" in asked:
            return self.server.service.reconcile(asked["queries"])
        if "extend" in asked:
            return self.server.service.extend(asked["extend"])
        return self.server.service.manifest(f"http://{self.headers['Host']}")

    def _page(self, identifier: str) -> Page:
        page = self.server.service.preview(identifier)
        if page is None:
            return Page(HTTPStatus.NOT_FOUND, preview.missing(identifier))
        return Page(HTTPStatus.OK, page)

    def _post(self) -> Any:
        if urlsplit(self.path).path != "/":
            self.close_connection = True
            raise Refused(HTTPStatus.NOT_FOUND, "Forms are read at / only.")
        form = self._form()
        if "queries" not in form and "extend" not in form:
            raise Refused(HTTPStatus.BAD_REQUEST, 'The form has neither "queries" nor "extend".')
        return self._root(form)

    def _form(self) -> Mapping[str, str]:
        """Return the fields of a form.

        Raises:
            Refused: it is too large, has no length, or is no form.
        """
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"\d{1,12}", length) or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "Send the form with its Content-Length.")
        if int(length) > BODY:
            self.close_connection = True
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The form has more than {BODY:,} bytes. Send less.")
        body = self.rfile.read(int(length))
        if self.headers.get_content_type() != _FORM:
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send a form, as {_FORM}.")
        try:
            return self._parameters(body.decode("ascii"))
        except UnicodeDecodeError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "The form is not URL-encoded.") from error

    def _send_json(self, status: HTTPStatus, answer: Mapping[str, Any]) -> None:
        self._send(status, "application/json; charset=utf-8", json.dumps(answer).encode())

    def _send(self, status: HTTPStatus, type_: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in self._cors():
            self.send_header(name, value)
        if type_.startswith("text/html"):
            frames = " ".join(("'self'", "http://127.0.0.1:*", "http://localhost:*", *sorted(self.server.origins)))
            policy = f"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors {frames}"
            self.send_header("Content-Security-Policy", policy)
        if type_:
            self.send_header("Content-Type", type_)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _cors(self) -> list[tuple[str, str]]:
        """Return the headers that let an allowed page read the answer."""
        origin = self.headers.get("Origin")
        if origin is None or not self.server.allows_origin(origin):
            return [("Vary", "Origin")]
        found = [("Vary", "Origin"), ("Access-Control-Allow-Origin", "*" if "*" in self.server.origins else origin)]
        if self.command == "OPTIONS":
            found += [
                ("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
                ("Access-Control-Allow-Headers", "Content-Type, Accept, X-Requested-With"),
                ("Access-Control-Max-Age", "600"),
            ]
            if self.headers.get("Access-Control-Request-Private-Network") == "true":
                found.append(("Access-Control-Allow-Private-Network", "true"))
        return found

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send what http.server itself refuses as JSON too."""
        self.close_connection = True
        status = HTTPStatus(code)
        self.command = self.command or "GET"
        if not hasattr(self, "headers"):
            self.headers = self.MessageClass()
        self._send_json(status, _error(status, message or status.phrase))

    def version_string(self) -> str:
        """Name the server as it is known, without its version."""
        return "kg"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - so http.server names it
        """Log a request where the user asks for it."""
        log.debug(format, *args)


def _error(status: HTTPStatus, message: str) -> dict[str, Any]:
    return {"status": "error", "code": int(status), "message": message}
