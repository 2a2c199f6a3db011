"""Processes that help another one, and are of no use without it."""

from __future__ import annotations

import multiprocessing
import os
from threading import Thread


def end_with_parent() -> None:
    """Let this process end as soon as the one that started it does, however that ends: nobody else would end it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_wait, args=(parent,), name="orphan watch", daemon=True).start()


def _wait(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
