"""The one way in: a bounded fetch of one document, from the web or from a file, onto disk."""

import hashlib
import os
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Event
from typing import Self
from urllib.parse import unquote_to_bytes, urlsplit

import httpcore
import httpx

from harvesters import failures
from harvesters.addresses import RefusedAddress, Resolve, resolve
from harvesters.coding import BrokenCoding, Decoder, UnknownCoding
from harvesters.connections import CheckedConnections, Deadline, TooSlow, UnknownHost
from harvesters.failures import FetchFailed
from harvesters.hosts import Hosts
from ontology.terms import M

__all__ = ["AGENT", "FetchFailed", "Fetched", "Fetcher", "Limits", "Request", "local_path"]

AGENT = f"Maillage (+{M.iri.removesuffix('/ns#')})"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PARTIAL_CONTENT = 206
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost: seconds, bytes after decoding, growth by decoding, redirects."""

    seconds: float = 60.0
    connect: float = 10.0
    read: float = 20.0
    size: int = 256 << 20
    ratio: int = 100
    ratio_from: int = 10 << 20
    hops: int = 5


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for. `etag` and `modified` are the validators that a former answer gave, word for word.

    With `errors`, the body of a 4xx answer is a document too, unless its status says all (401, 403, 404, 410, …).
    """

    url: str
    accept: str = "*/*"
    etag: str = ""
    modified: str = ""
    errors: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document on disk. `url` is where it was found after redirects; `media_type` the server's own words.

    `looks` is what its first bytes look like; `etag` and `modified` are its validators for the next time. Status 304
    means that it is what it was: then nothing is at `path`, and `bytes` and `sha256` are empty.
    """

    path: Path
    url: str
    media_type: str
    status: int
    bytes: int
    sha256: str
    etag: str = ""
    modified: str = ""
    looks: str = ""


class Fetcher:
    """Fetches documents within limits; `allow` names the private `host:port` pairs it may reach."""

    def __init__(self, *, hosts: Hosts | None = None, allow: Sequence[str] = (), limits: Limits | None = None,
                 resolve: Resolve = resolve, agent: str = AGENT) -> None:
        self._hosts = hosts or Hosts()
        self._allow = tuple(allow)
        self._limits = limits or Limits()
        self._resolve = resolve
        self._agent = agent
        self._stop = Event()

    def stop(self) -> None:
        """End the fetch that is under way in another thread, and every later one, as too slow."""
        self._stop.set()

    def close(self) -> None:
        """Hang up every connection that is kept open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fetch(self, request: Request | str, into: Path) -> Fetched:
        """Put the document of an http(s) or file IRI at `into`.

        Raises:
            FetchFailed: it could not be had whole within the limits; nothing is left at `into`.
        """
        url = request if isinstance(request, str) else request.url
        try:
            if url.startswith("file:"):
                return self._copy(url, into)
            return self._download(_web_address(url), into)
        except BaseException:
            into.unlink(missing_ok=True)
            raise

    def _copy(self, url: str, into: Path) -> Fetched:
        """A copy of a local file: what is read and hashed cannot change under the reader."""
        size, digest = self._store(_read(local_path(url)), into)
        return Fetched(into, url, "", 200, size, digest)

    def _download(self, url: httpx.URL, into: Path) -> Fetched:
        deadline = Deadline(self._limits.seconds, self._stop)
        connections = CheckedConnections(self._allow, self._resolve, deadline)
        with httpcore.ConnectionPool(_trust(), network_backend=connections) as pool:
            for _ in range(self._limits.hops + 1):
                with self._told(url), self._answer(pool, url) as answer:
                    if answer.status not in _REDIRECTS:
                        return self._keep(url, answer, into)
                    url = _next_hop(url, answer)
        raise failures.too_many_hops(str(url), self._limits.hops)

    @contextmanager
    def _answer(self, pool: httpcore.ConnectionPool, url: httpx.URL) -> Iterator[httpcore.Response]:
        limits = self._limits
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        waits = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        with pool.stream("GET", target, headers=headers, extensions={"timeout": waits}) as answer:
            yield answer

    def _keep(self, url: httpx.URL, answer: httpcore.Response, into: Path) -> Fetched:
        if not 200 <= answer.status < 300 or answer.status == _PARTIAL_CONTENT:
            raise failures.bad_status(str(url), answer.status)
        headers = httpx.Headers(answer.headers)
        size, digest = self._store(self._decoded(answer, headers), into)
        return Fetched(into, str(url), headers.get("content-type", "")[:200], answer.status, size, digest)

    def _decoded(self, answer: httpcore.Response, headers: httpx.Headers) -> Iterator[bytes]:
        """The body without its content coding; refused when it grows out of proportion or is not whole."""
        decoder = Decoder(headers.get("content-encoding", ""))
        received = decoded = 0
        for chunk in answer.iter_stream():
            received += len(chunk)
            for piece in decoder.feed(chunk):
                decoded += len(piece)
                if decoded > self._limits.ratio_from and decoded > received * self._limits.ratio:
                    raise failures.too_dense(self._limits.ratio)
                yield piece
        decoder.finish()
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) != received:
            raise BrokenCoding(f"{received} of {announced} bytes")

    def _store(self, pieces: Iterable[bytes], into: Path) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        try:
            with into.open("wb") as file:
                for piece in pieces:
                    size += len(piece)
                    if size > self._limits.size:
                        raise failures.too_large(self._limits.size)
                    digest.update(piece)
                    file.write(piece)
        except OSError as full:  # The sources of pieces tell their own errors otherwise.
            raise failures.unwritable(str(into), full.strerror or str(full)) from full
        return size, digest.hexdigest()

    @contextmanager
    def _told(self, url: httpx.URL) -> Iterator[None]:
        """Whatever goes wrong on the way, told as FetchFailed."""
        address = str(url)
        try:
            yield
        except RefusedAddress as refused:
            raise failures.refused_address(refused.host, refused.port) from refused
        except UnknownHost as unknown:
            raise failures.unknown_host(url.host) from unknown
        except (TooSlow, httpcore.TimeoutException) as slow:
            raise failures.too_slow(address, self._limits.seconds) from slow
        except UnknownCoding as coding:
            raise failures.unknown_coding(address, str(coding)) from coding
        except (BrokenCoding, httpcore.ReadError, httpcore.RemoteProtocolError) as broken:
            raise failures.cut_short(address, str(broken) or type(broken).__name__) from broken
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as network:
            told = str(network)
            raise (failures.untrusted if "CERTIFICATE" in told else failures.unreachable)(address, told) from network


def local_path(url: str) -> Path:
    """The path of a file IRI, whatever bytes its name is made of."""
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(url).path)))


def _read(path: Path) -> Iterator[bytes]:
    try:
        if not path.is_file():  # A pipe or a device would never end.
            raise failures.unreadable_file(str(path), "not a file" if path.exists() else "not found")
        with path.open("rb") as file:
            yield from iter(lambda: file.read(_CHUNK), b"")
    except OSError as fault:
        raise failures.unreadable_file(str(path), fault.strerror or str(fault)) from fault


@cache
def _trust() -> ssl.SSLContext:
    """The certificate authorities of httpx (or of SSL_CERT_FILE), read once."""
    return httpx.create_ssl_context()


def _next_hop(url: httpx.URL, answer: httpcore.Response) -> httpx.URL:
    location = httpx.Headers(answer.headers).get("location", "")
    try:
        return _web_address(str(url.join(location)))
    except httpx.InvalidURL as invalid:
        raise failures.no_web_address(location) from invalid


def _web_address(url: str) -> httpx.URL:
    """An http(s) address with a host; one with a user name would put a password into logs and data."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as invalid:
        raise failures.no_web_address(url) from invalid
    accepted = address.scheme in ("http", "https") and address.host and not address.userinfo
    if not accepted or not 0 < (address.port or 80) < 65_536:
        raise failures.no_web_address(url)
    return address
