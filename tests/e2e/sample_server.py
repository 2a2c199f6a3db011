"""A loopback server of real samples: files with validators, and each OAI-PMH sample as the answer of a repository."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
_TYPES = {".xml": "text/xml", ".rdf": "application/rdf+xml", ".ttl": "text/turtle", ".json": "application/json",
          ".jsonld": "application/ld+json", ".html": "text/html", ".ics": "text/calendar", ".csv": "text/csv",
          ".atom": "application/atom+xml"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SampleServer

    def do_GET(self) -> None:
        path = self._file()
        if path is None:
            self._answer(404, b"not here", "text/plain")
            return
        content = path.read_bytes()
        etag = f'"{sha256(content).hexdigest()[:16]}"'
        self.server.asked["GET"] += 1
        if self.headers.get("If-None-Match") == etag:
            self.server.asked["304"] += 1
            self._answer(304, b"", "", etag)
            return
        self._answer(200, content, _TYPES.get(path.suffix, "application/octet-stream"), etag)

    def _file(self) -> Path | None:
        """The sample of a path; an OAI-PMH repository identifies itself, lists one page, and forgets its tokens."""
        parts = urlsplit(self.path)
        path, asked = SAMPLES / unquote(parts.path).lstrip("/"), parse_qs(parts.query)
        if "resumptionToken" in asked:
            path = path.with_name("sickle-badResumptionToken.xml")
        elif asked.get("verb") == ["Identify"]:
            path = path.with_name("sickle-Identify.xml")
        return path if path.is_file() else None

    def _answer(self, status: int, content: bytes, media_type: str, etag: str = "") -> None:
        self.send_response(status)
        for name, value in (("Content-Type", media_type), ("ETag", etag), ("Content-Length", str(len(content)))):
            if value and (status != 304 or name == "ETag"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


class SampleServer(ThreadingHTTPServer):
    """Counts what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()

    @property
    def place(self) -> str:
        """`host:port`."""
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def sample_server() -> Iterator[SampleServer]:
    """A running server."""
    with SampleServer() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
