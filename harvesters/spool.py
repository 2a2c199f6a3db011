"""Frames on disk between the thread that stages a source and the writer that takes it in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

# How often whoever waits looks up, in seconds: a signal that comes just before a wait without end, or that another
# thread receives, would be heeded only after it.
_LOOK: Final = 0.2


class Spool:
    """Written by one thread and read by another at the same time; holds frames, not memory.

    Its file has no name once it is open, so its room is free again as soon as it is read or the process ends.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        path.unlink()
        self._spans: SimpleQueue[tuple[int, int] | None] = SimpleQueue()
        self._end = 0

    def put(self, frame: bytes) -> None:
        """Append a frame."""
        rest = memoryview(frame)
        while rest:
            rest = rest[os.pwrite(self._handle, rest, self._end + len(frame) - len(rest)):]
        self._spans.put((self._end, len(frame)))
        self._end += len(frame)

    def close(self) -> None:
        """No frame will follow."""
        self._spans.put(None)

    def frames(self) -> Iterator[bytes]:
        """Every frame in order, waiting for those that are still to come."""
        try:
            while span := self._next():
                start, length = span
                yield os.pread(self._handle, length, start)
        finally:
            os.close(self._handle)

    def _next(self) -> tuple[int, int] | None:
        while True:
            try:
                return self._spans.get(timeout=_LOOK)
            except Empty:
                continue
