"""How deep a streamed JSON document may nest: the stream reader's memory grows with the square of the depth."""

from __future__ import annotations

import re
from typing import Final, Protocol

# No document that anybody publishes comes near; what one chunk may open on top still costs little.
_DEEPEST: Final = 1_000
_CHUNK: Final = 4_096
_ESCAPED: Final = re.compile(rb"\\.", re.DOTALL)


class ByteStream(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class TooNested(Exception):
    """The document nests deeper than any that is meant to be read."""


class ShallowReader:
    """A binary stream that refuses to go on where brackets outside of strings have opened too deep."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._depth = 0
        self._quoted = False
        self._escape = b""

    def read(self, size: int = -1, /) -> bytes:
        """At most one chunk, whatever is asked for.

        Raises:
            TooNested: too many brackets are open behind the chunk.
        """
        chunk = self._stream.read(_CHUNK if size else 0)
        self._follow(chunk)
        if self._depth > _DEEPEST:
            raise TooNested
        return chunk

    def _follow(self, chunk: bytes) -> None:
        text = self._escape + chunk
        self._escape = b""
        if b"\\" in text:
            text = _ESCAPED.sub(b"", text)
            if text.endswith(b"\\"):
                text, self._escape = text[:-1], b"\\"
        pieces = text.split(b'"')
        plain = b"".join(pieces[self._quoted::2])
        self._quoted ^= not len(pieces) % 2
        self._depth += plain.count(b"[") + plain.count(b"{") - plain.count(b"]") - plain.count(b"}")
