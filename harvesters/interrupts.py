"""Ctrl-C reaches every process of a terminal at once; only the writer knows what to do about it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def held_back() -> Iterator[None]:
    """A process that is started in the block never sees Ctrl-C; this thread sees it after the block."""
    resource_tracker.ensure_running()  # It unblocks the signal when it starts, so it must have started before.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
