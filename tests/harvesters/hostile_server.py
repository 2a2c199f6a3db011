"""A loopback server whose paths misbehave, each in one way."""

import gzip
import os
import socket
import struct
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

PLAIN = "Formation à la TEI\n".encode() * 500
ETAG = 'W/"v1 é"'
MODIFIED = "Sun, 01 Nov 2026 10:00:00 GMT"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "HostileServer"

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_GET(self) -> None:
        path = self.path
        self.server.seen.append((path, dict(self.headers)))
        self.close_connection = True
        if path == "/robots.txt":
            self.path = path = "/" + self.server.robots
        name, _, self.argument = path.strip("/").partition("/")
        try:
            getattr(self, "answer_" + name.replace("-", "_"))()
        except OSError:
            return  # The fetcher hung up, as it should.

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""

    def body(self, content: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        headers = {"Connection": "close", "Content_Length": str(len(content) if length is None else length)} | headers
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def turn(self) -> int:
        """How many times this path was asked before."""
        self.server.turns[self.path] += 1
        return self.server.turns[self.path] - 1

    def answer_plain(self) -> None:
        self.body(PLAIN, Content_Type="text/plain; charset=utf-8")

    def answer_kept(self) -> None:
        self.close_connection = False
        status = int(self.argument)
        self.body(b"" if status == 304 else PLAIN, status, Connection="keep-alive", Location="/kept/200",
                  Content_Length="" if status == 304 else str(len(PLAIN)))

    def answer_robots(self) -> None:
        self.body(self.server.rules, Content_Type="text/plain")

    def answer_gzip(self) -> None:
        self.body(gzip.compress(PLAIN[:4000]) + gzip.compress(PLAIN[4000:]), Content_Encoding="gzip")

    def answer_gzip_file(self) -> None:
        self.body(gzip.compress(PLAIN, mtime=0), Content_Type="application/gzip")

    def answer_deflate(self) -> None:
        self.body(zlib.compress(PLAIN), Content_Encoding="deflate")

    def answer_raw_deflate(self) -> None:
        self.body(zlib.compress(PLAIN, wbits=-15), Content_Encoding="deflate")

    def answer_chunked(self) -> None:
        self.chunks(PLAIN[:4000], PLAIN[4000:], b"")

    def answer_unmarked(self) -> None:
        self.body(PLAIN, Content_Length="")
        self.wfile.write(PLAIN[:0])

    def answer_brotli(self) -> None:
        self.body(b"\x0b\x02\x80", Content_Encoding="br")

    def answer_cut_gzip(self) -> None:
        self.body(gzip.compress(PLAIN)[:-12], Content_Encoding="gzip")

    def answer_damaged_gzip(self) -> None:
        self.body(b"\x1f\x8b\x08\x00" + b"\xff" * 200, Content_Encoding="gzip")

    def answer_bomb(self) -> None:
        self.body(bomb(), Content_Encoding="gzip")

    def answer_large(self) -> None:
        self.body(bytes(3 << 20))

    def answer_stuck(self) -> None:
        """Says that 3 MiB will come, and sends none of them."""
        self.body(b"", length=3 << 20)
        time.sleep(30)

    def answer_closes(self) -> None:
        """Promises to keep the connection, and hangs up."""
        self.body(PLAIN, Connection="keep-alive")

    def answer_stream(self) -> None:
        self.body(b"", Content_Length="")
        for _ in range(1024):
            self.wfile.write(bytes(1 << 20))

    def answer_chunk_extensions(self) -> None:
        self.chunks()
        while True:
            self.wfile.write(b"1;" + b"x" * 60_000 + b"\r\n.\r\n")

    def answer_short(self) -> None:
        self.body(PLAIN, length=len(PLAIN) + 10)

    def answer_short_chunks(self) -> None:
        self.chunks(PLAIN)

    def chunks(self, *chunks: bytes) -> None:
        self.body(b"", Content_Length="", Transfer_Encoding="chunked")
        for chunk in chunks:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))

    def answer_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b".")
            time.sleep(0.05)

    def answer_silence(self) -> None:
        self.body(b"x", length=10)
        time.sleep(5)

    def answer_mute(self) -> None:
        time.sleep(5)

    def answer_drop(self) -> None:
        """Hangs up instead of answering."""

    def answer_reset(self) -> None:
        self.body(PLAIN, length=len(PLAIN) + 10)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def answer_resets(self) -> None:
        """/resets/200: the first time the connection is reset, then the document comes."""
        if self.turn():
            self.answer_plain()
        else:
            self.answer_reset()

    def answer_alone(self) -> None:
        """Counts how many are answered at the same time."""
        with self.server.lock:
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        time.sleep(0.01)
        with self.server.lock:
            self.server.at_once -= 1
        self.answer_plain()

    def answer_endless_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200_000):
            self.wfile.write(b"X-%d: x\r\n" % number)

    def answer_endless_status_line(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 " + b"O" * 10_000_000)

    def answer_hints_for_ever(self) -> None:
        while True:
            self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: <%b>\r\n\r\n" % (b"a" * 60_000))

    def answer_not_http(self) -> None:
        self.wfile.write(b"SSH-2.0-nothing\r\n")

    def answer_hop(self) -> None:
        left = int(self.argument)
        self.body(b"", 302, Location=f"/hop/{left - 1}" if left else "/plain")

    def answer_circle(self) -> None:
        self.body(b"", 301, Location="/circle")

    def answer_to_other_port(self) -> None:
        self.body(b"", 307, Location="http://127.0.0.1:9/")

    def answer_to(self) -> None:
        self.body(b"", 302, Location="http://" + self.argument)

    def answer_to_file(self) -> None:
        self.body(b"", 302, Location="file:///etc/hostname")

    def answer_to_nowhere(self) -> None:
        self.body(b"", 302)

    def answer_status(self) -> None:
        self.body(b"<html>", int(self.argument))

    def answer_then(self) -> None:
        """/then/500,200: one status after the other; the last one stays."""
        statuses = self.argument.split(",")
        status = int(statuses[min(self.turn(), len(statuses) - 1)])
        self.body(PLAIN if status == 200 else b"busy", status)

    def answer_later(self) -> None:
        """/later/7: busy, with Retry-After in seconds; asked again, the document."""
        self.busy_once(self.argument)

    def answer_later_at(self) -> None:
        """/later-at/7: busy, with Retry-After as a date so many seconds ahead; asked again, the document."""
        self.busy_once(formatdate(time.time() + int(self.argument), usegmt=True))

    def busy_once(self, retry_after: str) -> None:
        if self.turn():
            self.answer_plain()
        else:
            self.body(b"", 429, Retry_After=retry_after)

    def answer_validated(self) -> None:
        """With an entity tag, a date, or both; /validated/lost answers by neither when nothing has changed."""
        asked = self.headers.get("If-None-Match", "").encode("latin-1"), self.headers.get("If-Modified-Since", "")
        tag, date = "" if self.argument == "date" else ETAG, "" if self.argument == "tag" else MODIFIED
        if asked[0] != ETAG.encode("latin-1") and asked[1] != MODIFIED:
            self.body(PLAIN, Etag=tag, Last_Modified=date)
        elif self.argument == "lost":
            self.body(b"", 304, Content_Length="")
        else:
            self.body(b"", 304, Content_Length="", Etag=tag, Last_Modified=date)

    def answer_lie(self) -> None:
        """A web page in Latin-1 that is said to be JSON in UTF-8."""
        self.body("<!DOCTYPE html><p>Arrêt".encode("latin-1"), Content_Type="application/json; charset=utf-8")


@cache
def bomb() -> bytes:
    """64 MiB of nothing, packed."""
    return gzip.compress(bytes(64 << 20), 6)


class HostileServer(ThreadingHTTPServer):
    """Listens on a free loopback port and remembers what it was asked.

    `robots` names the path whose answer /robots.txt gives, `rules` what the path `robots` answers.
    """

    daemon_threads = True

    def __init__(self, robots: str = "status/404", rules: bytes = b"") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.robots = robots
        self.rules = rules
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.turns: Counter[str] = Counter()
        self.connections = 0
        self.lock = Lock()
        self.at_once = self.most_at_once = 0

    @property
    def place(self) -> str:
        """Its exact `host:port`."""
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        """What it was asked for."""
        return [path for path, _ in self.seen]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error here."""


@contextmanager
def hostile_server(robots: str = "status/404", rules: bytes = b"") -> Iterator[HostileServer]:
    """The server, answering until the block ends."""
    with HostileServer(robots, rules) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
