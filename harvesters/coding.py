"""Content codings of HTTP, undone in bounded steps: a small body must not become a huge one."""

import zlib
from collections.abc import Iterator

_STEP = 1 << 20
_AUTOMATIC = zlib.MAX_WBITS | 32
_RAW = -zlib.MAX_WBITS


class UnknownCoding(Exception):
    """A content coding that is not gzip, deflate or identity."""


class BrokenCoding(Exception):
    """The coded body is damaged, or ends before its end mark."""


class Decoder:
    """Undoes one `Content-Encoding`. After the last `feed`, `finish` says whether the body was whole."""

    def __init__(self, coding: str) -> None:
        name = coding.strip().lower()
        if name not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise UnknownCoding(coding)
        self._coded = name not in {"", "identity"}
        self._deflate = name == "deflate"
        self._stream: zlib._Decompress | None = None
        self._complete = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What a chunk decodes to, at most 1 MiB at a time."""
        if not self._coded:
            yield chunk
            return
        try:
            yield from self._inflate(chunk)
        except zlib.error as damage:
            raise BrokenCoding(str(damage)) from damage

    def finish(self) -> None:
        """Raise BrokenCoding unless the coded body ended with its end mark: httpx takes a cut one as whole."""
        if self._coded and not self._complete:
            raise BrokenCoding("the end mark is missing")

    def _inflate(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._complete and not chunk.startswith(b"\x1f"):
                return  # Padding after the last member is no part of it (gzip does the same).
            if self._stream is None or self._complete:
                self._stream, self._complete = self._opened(chunk), False
            piece = self._stream.decompress(chunk, _STEP)
            yield piece
            # A full piece may leave output waiting even when all input is consumed.
            while self._stream.unconsumed_tail or len(piece) == _STEP:
                piece = self._stream.decompress(self._stream.unconsumed_tail, _STEP)
                yield piece
            self._complete = self._stream.eof
            chunk = self._stream.unused_data

    def _opened(self, start: bytes) -> "zlib._Decompress":
        """Some servers send raw deflate where RFC 9110 asks for a zlib header: the first byte tells."""
        return zlib.decompressobj(_RAW if self._deflate and start[0] & 0x0F != 8 else _AUTOMATIC)
