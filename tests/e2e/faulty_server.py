"""A loopback server whose listing is good, until it is told to misbehave in one way."""

import gzip
import os
import socket
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import MappingProxyType

from tests.e2e.faulty_listings import Listing, Pages

# More than any limit of ours, in seconds.
_TOO_LONG = 120.0

Play = Callable[["Exchange"], None]


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer; `content` is the good content of the page that is asked for."""

    protocol_version = "HTTP/1.1"
    server: "FaultyServer"
    content = b""

    def do_GET(self) -> None:
        server = self.server
        server.asked.append(self.path)
        self.close_connection = True
        found = server.pages.get(self.path)
        self.content = found or b""
        play = server.play if server.only in ("", self.path) else good
        try:
            if self.path == "/robots.txt":
                self.say(server.robots, 200 if server.robots else 404)
            elif found is None and play is good:
                self.say(b"not here", 404)
            else:
                play(self)
        except OSError:
            return  # Who fetches hung up, as it should.

    def say(self, content: bytes, status: int = 200, length: int | None = None,
            headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """An answer; a header whose value is empty is left out."""
        told = {"Content-Length": str(len(content) if length is None else length), "Connection": "close",
                "Content-Type": self.server.listing.media_type, **headers}
        self.send_response(status)
        for name, value in told.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def half(self) -> bytes:
        """The beginning of the good content; that of a table ends between two lines."""
        middle = len(self.content) // 2
        return self.content[:self.content.rfind(b"\n", 0, middle) + 1 or middle]

    def again(self) -> bool:
        """Whether this page was asked for before since the fault began."""
        return self.server.asked.count(self.path) > 1

    def wait(self, seconds: float) -> None:
        """Let time pass, unless the server is to end."""
        self.server.ended.wait(seconds)

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


class FaultyServer(ThreadingHTTPServer):
    """Listens on a loopback port, serves one listing, and remembers what it was asked since its fault began."""

    daemon_threads = True

    def __init__(self, listing: Listing, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Exchange)
        self.listing = listing
        self.ended = Event()
        self.asked: list[str] = []
        self.begin(good)

    def begin(self, play: Play, only: str = "", pages: Pages | None = None, robots: bytes = b"") -> None:
        """Misbehave like this from now on, on every page or `only` on one; `pages` stand in for good ones."""
        self.play, self.only, self.robots = play, only, robots
        self.pages = {**self.listing.pages, **(pages or {})}
        self.asked.clear()

    @property
    def place(self) -> str:
        """Its exact `host:port`."""
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Who hangs up is no error here."""


@contextmanager
def faulty_server(listing: Listing, port: int = 0) -> Iterator[FaultyServer]:
    """The server, answering until the block ends."""
    with FaultyServer(listing, port) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.ended.set()
        server.shutdown()


def good(exchange: Exchange) -> None:
    """Nothing is wrong."""
    exchange.say(exchange.content)


def said(headers: Mapping[str, str]) -> Play:
    """The good content under other headers."""
    return lambda exchange: exchange.say(exchange.content, headers=headers)


def status(number: int, headers: Mapping[str, str] = MappingProxyType({})) -> Play:
    """Another status, and nothing else."""
    return lambda exchange: exchange.say(b"", number, headers=headers)


def once(first: Play) -> Play:
    """One fault, then the good content."""
    return lambda exchange: (good if exchange.again() else first)(exchange)


def busy_until(seconds: int) -> Play:
    """429 with Retry-After as a date."""
    return lambda exchange: exchange.say(
        b"", 429, headers={"Retry-After": formatdate(time.time() + seconds, usegmt=True)})


def reset(exchange: Exchange) -> None:
    """The connection is reset before anything is said."""
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(exchange.connection.detach())


def reset_midway(exchange: Exchange) -> None:
    """The connection is reset within the body."""
    cut(exchange)
    reset(exchange)


def stall(exchange: Exchange) -> None:
    """No answer, while the connection stays open."""
    exchange.wait(_TOO_LONG)


def stall_midway(exchange: Exchange) -> None:
    """Half of the body, then silence."""
    cut(exchange)
    exchange.wait(_TOO_LONG)


def drip(exchange: Exchange) -> None:
    """The body, slower than anybody can wait."""
    exchange.say(b"", length=len(exchange.content))
    for number in range(len(exchange.content)):
        exchange.wfile.write(exchange.content[number:number + 1])
        exchange.wait(max(0.2, _TOO_LONG / len(exchange.content)))


def drip_headers(exchange: Exchange) -> None:
    """Headers, slower than anybody can wait."""
    exchange.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(int(_TOO_LONG / 0.5)):
        exchange.wfile.write(b"X-%d: x\r\n" % number)
        exchange.wait(0.5)


def cut(exchange: Exchange) -> None:
    """Less than the announced length."""
    exchange.say(exchange.half(), length=len(exchange.content))


def cut_unannounced(exchange: Exchange) -> None:
    """Half of the body, and no length to know it by."""
    exchange.say(exchange.half(), headers={"Content-Length": ""})


def cut_gzip(exchange: Exchange) -> None:
    """A compressed body without its end."""
    exchange.say(gzip.compress(exchange.content)[:-12], headers={"Content-Encoding": "gzip"})


def bomb(exchange: Exchange) -> None:
    """A gigabyte of nothing, packed."""
    exchange.say(gzip.compress(bytes(16 << 20)) * 64, headers={"Content-Encoding": "gzip"})


def stream(exchange: Exchange) -> None:
    """A gigabyte without an announced length."""
    exchange.say(b"", headers={"Content-Length": ""})
    for _ in range(1024):
        exchange.wfile.write(bytes(1 << 20))


def announced(exchange: Exchange) -> None:
    """A gigabyte that is announced, and never comes."""
    exchange.say(b"", length=1 << 30)
    exchange.wait(_TOO_LONG)


def to(location: str) -> Play:
    """A redirect."""
    return status(302, {"Location": location})


def circle(exchange: Exchange) -> None:
    """A redirect to another address, which leads back."""
    path = exchange.path
    to(path.removesuffix("/round") if path.endswith("/round") else f"{path}/round")(exchange)


def web_page(exchange: Exchange) -> None:
    """A web page of maintenance, said to be what was asked for."""
    exchange.say("<!DOCTYPE html><title>Indisponible</title><p>Le site revient bientôt.".encode("latin-1"))


def no_http(exchange: Exchange) -> None:
    """Another protocol."""
    exchange.wfile.write(b"SSH-2.0-nothing\r\n")


def endless(exchange: Exchange) -> None:
    """Each page says that there are a million, and gives the records of the first."""
    number = int(exchange.path.rpartition("page=")[2]) if "page=" in exchange.path else 1
    first = exchange.server.listing.pages[exchange.server.listing.first]
    exchange.say(first.replace(b'"page": 1, "pages": 2', b'"page": %d, "pages": 1000000' % number))
