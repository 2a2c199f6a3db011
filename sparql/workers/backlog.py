"""Parts of an answer from when they come until they are taken."""

from __future__ import annotations

import tempfile
from collections import deque
from typing import IO

_TAKEN = 1 << 16


class Backlog:
    """First in, first out: in memory, and what is more than `most` bytes in a file without a name."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: deque[bytes] = deque()
        self._waiting = 0
        self._file: IO[bytes] | None = None
        self._written = self._read = 0
        self._closed = False

    def put(self, part: bytes) -> None:
        """One part more; nothing once it is closed."""
        if self._closed:
            return
        if self._read == self._written and self._waiting + len(part) <= self._most:
            self._parts.append(part)
            self._waiting += len(part)
            return
        self._file = self._file or tempfile.TemporaryFile()  # noqa: SIM115 - closed with the backlog
        self._file.seek(self._written)
        self._written += self._file.write(part)

    def take(self) -> bytes:
        """The next bytes; none when all that came were taken."""
        if self._parts:
            part = self._parts.popleft()
            self._waiting -= len(part)
            return part
        if self._file is None or self._closed:
            return b""
        self._file.seek(self._read)
        part = self._file.read(_TAKEN)
        self._read += len(part)
        return part

    def close(self) -> None:
        """Nobody takes any more."""
        self._closed = True
        self._parts.clear()
        if self._file is not None:
            self._file.close()
