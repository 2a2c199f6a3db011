"""Peak memory of a process and all its descendants, sampled."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self


class PeakMemory:
    """While the block runs, samples the resident bytes of a process tree, ours by default; `peak` is their largest sum.

    Pages shared between processes are divided among them (proportional set size). Asking for that makes the
    kernel walk every page, so it is not asked often.
    """

    def __init__(self, every: float = 1.0, root: int | None = None) -> None:
        self._every = every
        self._root = root or os.getpid()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join()

    def now(self) -> int:
        """The bytes at this moment."""
        return sum(_resident(pid) for pid in tree(self._root))

    def _watch(self) -> None:
        while not self._stop.wait(self._every):
            self.peak = max(self.peak, self.now())


def children(pid: int) -> list[int]:
    """The processes that one has started and that still run."""
    found: list[int] = []
    with suppress(OSError):  # The process ended between listing and reading.
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            found.extend(int(child) for child in task.read_text().split())
    return found


def tree(root: int) -> list[int]:
    """A process and all that descend from it, those included that ended and that nobody has reaped."""
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue.extend(children(pid))
    return found


def _resident(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0  # The process ended meanwhile.
    return next((int(line.split()[1]) << 10 for line in rollup.splitlines() if line.startswith("Pss:")), 0)
