"""How long a process has really run: on a busy machine, time passes for those who wait for a processor, too."""

from __future__ import annotations

import contextlib
import os


class ProcessorTime:
    """The seconds of one process on a processor; None where the system does not tell (Linux does)."""

    def __init__(self, pid: int) -> None:
        self._descriptor = -1
        with contextlib.suppress(OSError):
            self._descriptor = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)

    def seconds(self) -> float | None:
        """Those until now."""
        if self._descriptor < 0:
            return None
        try:
            return int(os.pread(self._descriptor, 64, 0).split()[0]) / 1e9
        except (OSError, IndexError, ValueError):  # It has ended.
            return None

    def close(self) -> None:
        """Ask no more."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
