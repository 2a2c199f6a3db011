"""From pieces as they come to a file on disk, without ever holding a whole document or taking a cut one for whole."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpcore
import httpx

from harvesters import failures
from harvesters.coding import Decoder
from harvesters.limits import Limits
from harvesters.locations import local_path
from harvesters.sniffing import SNIFFED, looks_like

_CHUNK = 1 << 16
_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Body:
    """What was put on disk."""

    bytes: int
    sha256: str
    looks: str


def decoded(answer: httpcore.Response, headers: httpx.Headers, limits: Limits) -> Iterator[bytes]:
    """The body without its content coding; refused when it grows out of proportion or its coding has no end.

    That it is as long as announced, or has its last chunk, httpcore sees to.
    """
    decoder = Decoder(headers.get("content-encoding", ""))
    received = grown = 0
    for chunk in answer.iter_stream():
        received += len(chunk)
        for piece in decoder.feed(chunk):
            grown += len(piece)
            if grown > limits.ratio_from and grown > received * limits.ratio:
                raise failures.too_dense(limits.ratio)
            yield piece
    decoder.finish()


def announced(headers: httpx.Headers) -> int | None:
    """The length of a body as its server announces it, as it comes."""
    length = "" if _is_chunked(headers) else headers.get("content-length", "")
    return int(length) if length.isdecimal() and len(length) <= _DIGITS else None


def proven(headers: httpx.Headers) -> bool:
    """Whether a body that breaks off could be told from a whole one: its length, its chunks or its coding say so."""
    coded = headers.get("content-encoding", "identity").strip().lower() not in ("", "identity")
    return coded or _is_chunked(headers) or "content-length" in headers


def _is_chunked(headers: httpx.Headers) -> bool:
    return "chunked" in headers.get("transfer-encoding", "").lower()


def store(pieces: Iterable[bytes], into: Path, limits: Limits) -> Body:
    """Put pieces into a file, as long as they are not too many."""
    size, digest, start = 0, hashlib.sha256(), b""
    try:
        with into.open("wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > limits.size:
                    raise failures.too_large(limits.size)
                if len(start) < SNIFFED:
                    start += piece[:SNIFFED]
                digest.update(piece)
                file.write(piece)
    except OSError as full:  # The sources of pieces tell their own errors otherwise.
        raise failures.unwritable(str(into), full.strerror or str(full)) from full
    return Body(size, digest.hexdigest(), looks_like(start))


def first(pieces: Iterable[bytes], most: int) -> bytes:
    """The beginning of a body; the rest is not asked for."""
    start = bytearray()
    for piece in pieces:
        start += piece[:most - len(start)]
        if len(start) >= most:
            break
    return bytes(start)


def read_file(url: str) -> Iterator[bytes]:
    """The content of a file IRI, in pieces."""
    path = local_path(url)
    try:
        if not path.is_file():  # A pipe or a device would never end.
            raise failures.unreadable_file(str(path), "not a file" if path.exists() else "not found")
        with path.open("rb") as file:
            yield from iter(lambda: file.read(_CHUNK), b"")
    except OSError as fault:
        raise failures.unreadable_file(str(path), fault.strerror or str(fault)) from fault
