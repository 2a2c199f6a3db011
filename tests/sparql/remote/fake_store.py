"""A small SPARQL store on the loopback that can be told to misbehave. It keeps what it is sent in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

from sparql.remote.store import RemoteStore

JSON = "application/sparql-results+json"


@dataclass(slots=True)
class Reply:
    """An HTTP answer; `length` is what it claims to be long, -1 for no claim; with either, the connection ends after
    it, once `pause` seconds have passed."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    pause: float = 0.0


@dataclass(slots=True)
class Request:
    """What the store is asked: its path, its parameters from address and form, its body."""

    method: str
    path: str
    fields: dict[str, list[str]]
    body: bytes
    headers: dict[str, str]


# Called before the store answers, with the true answer at hand; what it returns is sent instead.
Twist = Callable[[Request, Callable[[], Reply]], Reply]


def honest(_request: Request, answer: Callable[[], Reply]) -> Reply:
    """No twist."""
    return answer()


@dataclass(slots=True)
class FakeStore:
    """The store behind the server; `asked` is every request that came."""

    remote: RemoteStore
    twist: Twist = honest
    store: Store = field(default_factory=Store)
    asked: list[Request] = field(default_factory=list)

    def answer(self, request: Request) -> Reply:
        """What comes of a request."""
        self.asked.append(request)
        return self.twist(request, lambda: self._true(request))

    def written(self) -> list[str]:
        """The methods and bodies of all requests that change something."""
        return [f"{one.method} {one.path}" for one in self.asked if one.path != "/query"]

    def _true(self, request: Request) -> Reply:
        if request.path == "/query":
            return self._query(request)
        if request.path == "/update":
            self.store.update(request.body.decode())
            return Reply(204)
        graph = NamedNode(request.fields["graph"][0]) if "graph" in request.fields else NamedNode(
            f"http://{request.headers['host']}{request.path}")
        if request.method in ("PUT", "DELETE"):
            self.store.remove_graph(graph)
        if request.method in ("PUT", "POST"):
            self.store.load(request.body, format=RdfFormat.TURTLE, to_graph=graph)
        return Reply(204)

    def _query(self, request: Request) -> Reply:
        default = [NamedNode(iri) for iri in request.fields.get("default-graph-uri", [])]
        named = [NamedNode(iri) for iri in request.fields.get("named-graph-uri", [])]
        try:
            results = self.store.query(request.fields["query"][0], default_graph=[*default], named_graphs=[*named])
        except SyntaxError as fault:
            return Reply(400, str(fault).encode())
        wanted = request.headers["accept"]
        if isinstance(results, QueryTriples):
            form = RdfFormat.from_media_type(wanted)
            return Reply(200, results.serialize(format=form) or b"", {"Content-Type": wanted})
        tabular = QueryResultsFormat.from_media_type(wanted) or QueryResultsFormat.JSON
        kind = wanted if isinstance(results, QuerySolutions) else JSON
        return Reply(200, results.serialize(format=tabular) or b"", {"Content-Type": kind})


@contextmanager
def fake_store() -> Iterator[FakeStore]:
    """A store that answers until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    at = f"http://127.0.0.1:{server.server_port}"
    store = FakeStore(RemoteStore(f"{at}/query", f"{at}/update", f"{at}/store"))
    server.__dict__["fake"] = store
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        address = urlsplit(self.path)
        fields = parse_qs(address.query)
        if self.headers.get("Content-Type") == "application/x-www-form-urlencoded":
            fields |= parse_qs(body.decode())
        headers = {name.lower(): value for name, value in self.headers.items()}
        fake: FakeStore = self.server.__dict__["fake"]
        reply = fake.answer(Request(self.command, address.path, fields, body, headers))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.length != -1 and reply.status != 204:
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()
        time.sleep(reply.pause)
        self.close_connection = reply.length is not None or "Connection" in reply.headers

    do_GET = do_POST = do_PUT = do_DELETE = _serve

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
