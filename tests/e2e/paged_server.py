"""A loopback marketplace of many pages, with the validators that it is told to give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

from tests.e2e.faulty_listings import MARKETPLACE, marketplace

Validators = Literal["etag", "last-modified", "none"]
_CHANGED = "Sun, 01 Nov 2026 10:00:00 GMT"
_NUMBER = re.compile(r"page=(\d+)")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PagedServer

    def do_GET(self) -> None:
        server = self.server
        server.asked[self.path] += 1
        if not self.path.startswith(MARKETPLACE):
            self._answer(404, b"", {})
            return
        found = _NUMBER.search(self.path)
        content = server.page(int(found[1]) if found else 1)
        own = {"etag": {"ETag": f'"{sha256(content).hexdigest()[:16]}"'}, "last-modified": {"Last-Modified": _CHANGED},
               "none": {}}[server.validators]
        known = {"ETag": self.headers.get("If-None-Match"), "Last-Modified": self.headers.get("If-Modified-Since")}
        unchanged = any(known[name] == value for name, value in own.items())
        self._answer(304 if unchanged else 200, b"" if unchanged else content, own)

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.server.answered[status] += 1
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


class PagedServer(ThreadingHTTPServer):
    """`pages` pages of `each` records; counts what it is asked and how it answers."""

    daemon_threads = True

    def __init__(self, pages: int, each: int, validators: Validators) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages, self.each, self.validators = pages, each, validators
        self.asked: Counter[str] = Counter()
        self.answered: Counter[int] = Counter()
        self.page = cache(self._page)

    def _page(self, number: int) -> bytes:
        first = (number - 1) * self.each
        return marketplace([f"k{key}" for key in range(first, first + self.each)], number, self.pages,
                           self.pages * self.each)

    def declare(self, folder: Path) -> Path:
        """The declaration of this source."""
        place = f"127.0.0.1:{self.server_address[1]}"
        declared = folder / "paged.toml"
        declared.write_text(f'name = "paged"\ntitle.fr = "Pages"\nurl = "http://{place}{MARKETPLACE}"\n'
                            f'format = "sshoc"\nlicence = "CC0-1.0"\nallow = ["{place}"]\n', "utf-8")
        return declared

    def forget(self) -> None:
        """Count anew."""
        self.asked.clear()
        self.answered.clear()


@contextmanager
def paged_server(pages: int, each: int, validators: Validators) -> Iterator[PagedServer]:
    """The server, answering until the block ends."""
    with PagedServer(pages, each, validators) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()
