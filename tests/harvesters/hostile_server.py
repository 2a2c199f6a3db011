"""A loopback server whose paths misbehave, each in one way."""

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PLAIN = "Formation à la TEI\n".encode() * 500


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        self.close_connection = True
        try:
            getattr(self, "answer_" + self.path.strip("/").partition("/")[0].replace("-", "_"))()
        except OSError:
            return  # The fetcher hung up, as it should.

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""

    def body(self, content: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def answer_plain(self) -> None:
        self.body(PLAIN, Content_Type="text/plain; charset=utf-8")

    def answer_gzip(self) -> None:
        self.body(gzip.compress(PLAIN[:4000]) + gzip.compress(PLAIN[4000:]), Content_Encoding="gzip")

    def answer_deflate(self) -> None:
        self.body(zlib.compress(PLAIN), Content_Encoding="deflate")

    def answer_raw_deflate(self) -> None:
        self.body(zlib.compress(PLAIN, wbits=-15), Content_Encoding="deflate")

    def answer_brotli(self) -> None:
        self.body(b"\x0b\x02\x80", Content_Encoding="br")

    def answer_cut_gzip(self) -> None:
        self.body(gzip.compress(PLAIN)[:-12], Content_Encoding="gzip")

    def answer_damaged_gzip(self) -> None:
        self.body(b"\x1f\x8b\x08\x00" + b"\xff" * 200, Content_Encoding="gzip")

    def answer_bomb(self) -> None:
        self.body(gzip.compress(bytes(64 << 20), 9), Content_Encoding="gzip")

    def answer_large(self) -> None:
        self.body(bytes(3 << 20))

    def answer_short(self) -> None:
        self.body(PLAIN, length=len(PLAIN) + 10)

    def answer_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b".")
            time.sleep(0.05)

    def answer_silence(self) -> None:
        self.body(b"x", length=10)
        time.sleep(5)

    def answer_endless_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200_000):
            self.wfile.write(b"X-%d: x\r\n" % number)

    def answer_not_http(self) -> None:
        self.wfile.write(b"SSH-2.0-nothing\r\n")

    def answer_hop(self) -> None:
        left = int(self.path.rpartition("/")[2])
        self.body(b"", 302, Location=f"/hop/{left - 1}" if left else "/plain")

    def answer_circle(self) -> None:
        self.body(b"", 301, Location="/circle")

    def answer_to_other_port(self) -> None:
        self.body(b"", 307, Location="http://127.0.0.1:9/")

    def answer_to_file(self) -> None:
        self.body(b"", 302, Location="file:///etc/hostname")

    def answer_to_nowhere(self) -> None:
        self.body(b"", 302)

    def answer_status(self) -> None:
        self.body(b"<html>", int(self.path.rpartition("/")[2]))


class HostileServer(ThreadingHTTPServer):
    """Listens on a free loopback port and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, dict[str, str]]] = []

    @property
    def place(self) -> str:
        """Its exact `host:port`."""
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error here."""


@contextmanager
def hostile_server() -> Iterator[HostileServer]:
    """The server, answering until the block ends."""
    with HostileServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def free_port() -> int:
    """A loopback port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
