"""The outer skin of the application: what holds for every request and every response."""

import logging
import re
import secrets
from collections.abc import Callable
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.catalogue_view import SCOPE_KEY, View
from api.problems import REQUEST_ID_KEY, Problem, problem_answer

_LOG = logging.getLogger("maillage.api")

LONGEST_BODY: Final = 256 * 1024
LONGEST_TARGET: Final = 8 * 1024

POLICY: Final = "; ".join((
    "default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
    "frame-ancestors 'self'",
))
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": POLICY,
}
# Queries are read by POST as well; what other requests by POST ask for is for pages of this server alone.
_READ_BY_POST: Final = "/sparql"
_SHARED: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers":
        "Content-Location, ETag, Link, Location, Retry-After, X-Maillage-Generation, X-Request-Id",
}
_PREFLIGHT: Final = {
    **_SHARED,
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers":
        "Accept, Accept-Language, Accept-Profile, Content-Type, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

_HEADER_NAMES: Final = re.compile(r"[A-Za-z0-9-]{1,64}(?:, ?[A-Za-z0-9-]{1,64}){0,40}")


class Edge:
    """Gives each request a number and one view, bounds it, and states the common headers.

    An error that nobody foresaw is logged under the request's number and told as the problem `server error`.
    HEAD is answered as GET without its body.
    """

    def __init__(self, app: ASGIApp, views: Callable[[], View | None]) -> None:
        self._app = app
        self._views = views

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange({**scope, REQUEST_ID_KEY: secrets.token_hex(8), SCOPE_KEY: self._views()},
                             receive, send)
        try:
            await self._answer(exchange)
        except Problem as problem:
            await exchange.tell(problem)
        except Exception:
            _LOG.exception("request %s %r failed", exchange.scope[REQUEST_ID_KEY], scope["path"])
            if exchange.started:
                # Half an answer is out: only cutting the connection tells the client that it is not whole.
                raise
            await exchange.tell(Problem("MLG-H500"))

    async def _answer(self, exchange: "_Exchange") -> None:
        exchange.check_size()
        if exchange.preflight:
            await exchange.send({"type": "http.response.start", "status": 204, "headers": []})
            await exchange.send({"type": "http.response.body", "body": b""})
            return
        await self._app(exchange.scope, exchange.receive, exchange.send)


class _Exchange:
    """One request and its response on their way through the edge."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.started = False
        self._receive = receive
        self._send = send
        self._headers = Headers(scope=scope)
        self._method = scope["method"]
        self._received = 0
        if self._method == "HEAD":
            scope["method"] = "GET"
        self.preflight = self._method == "OPTIONS" and "access-control-request-method" in self._headers

    def check_size(self) -> None:
        """Raise the problem of a request that is too long already by what its head says."""
        target = len(self.scope.get("raw_path") or b"") + len(self.scope["query_string"])
        if target > LONGEST_TARGET:
            code = "MLG-Y105" if self.scope["path"] == _READ_BY_POST else "MLG-H414"
            raise Problem(code, limit=LONGEST_TARGET)
        announced = self._headers.get("content-length", "0")
        if announced.isdecimal() and int(announced) > LONGEST_BODY:
            raise Problem("MLG-H413", limit=LONGEST_BODY)

    async def receive(self) -> Message:
        """The next part of the body; a body that did not announce its length is bounded here."""
        message = await self._receive()
        self._received += len(message.get("body", b""))
        if self._received > LONGEST_BODY:
            raise Problem("MLG-H413", limit=LONGEST_BODY)
        return message

    async def send(self, message: Message) -> None:
        """Pass a part of the response on, with the common headers at its start."""
        if message["type"] == "http.response.start":
            self.started = True
            self._complete(MutableHeaders(raw=message["headers"]))
        elif message["type"] == "http.response.body" and self._method == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)

    async def tell(self, problem: Problem) -> None:
        """Answer with a problem."""
        await problem_answer(problem, Request(self.scope))(self.scope, self.receive, self.send)

    def _complete(self, headers: MutableHeaders) -> None:
        headers["X-Request-Id"] = self.scope[REQUEST_ID_KEY]
        view: View | None = self.scope[SCOPE_KEY]
        if view is not None:
            headers.setdefault("X-Maillage-Generation", view.generation)
        shared = self._method in ("GET", "HEAD") or self.scope["path"] == _READ_BY_POST
        added = _ALWAYS | (_PREFLIGHT if self.preflight else _SHARED if shared else {})
        for name, value in added.items():
            headers.setdefault(name, value)
        if self.preflight and self.scope["path"] == _READ_BY_POST:
            self._allow_asked(headers)

    def _allow_asked(self, headers: MutableHeaders) -> None:
        """Nothing that a query's headers say is ever used against anybody, so pages may send any."""
        asked = self._headers.get("access-control-request-headers", "")
        if _HEADER_NAMES.fullmatch(asked):
            headers["Access-Control-Allow-Headers"] = f"{_PREFLIGHT['Access-Control-Allow-Headers']}, {asked}"
            headers.add_vary_header("Access-Control-Request-Headers")
