"""Noticing that another generation was published, and changing over to it between two requests."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from api.catalogue_view import View
from catalogue.claims import claims
from catalogue.generation import Generation, current
from catalogue.statistics import published
from search.engine import SearchIndex

_LOG = logging.getLogger("maillage.api")


class GenerationWatch:
    """The current view. The pointer is looked at once every `interval` seconds at most.

    A generation that cannot be opened is told to the log and the one before it stays in use.
    """

    def __init__(self, data: Path, opening: Callable[[Generation], View] | None = None, *,
                 clock: Callable[[], float] = time.monotonic, interval: float = 0.25) -> None:
        self._data = data
        self._open = opening or open_view
        self._clock = clock
        self._interval = interval
        self._lock = threading.Lock()
        self._looked = -interval
        self._view: View | None = None

    def view(self) -> View | None:
        """The newest generation that could be opened; `None` before the first one."""
        if self._clock() - self._looked >= self._interval and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._view

    def _look(self) -> None:
        self._looked = self._clock()
        try:
            generation = current(self._data)
            if generation is None:
                return
            # One assignment: a request holds the old view or the new one, never a mix.
            if self._view is None or generation.manifest.id != self._view.generation:
                self._view = self._open(generation)
            elif self._view.claims.early:
                self._view = replace(self._view, claims=claims(generation))
        except Exception:
            # Whatever is wrong with the new folder, what was served before can still be served.
            _LOG.exception("a generation cannot be opened; the one before it stays in use")


def open_view(generation: Generation) -> View:
    """The view of a generation on disk."""
    index = SearchIndex.open(generation.index, generation.manifest.id)
    statistics, description = published(generation)
    return View(index, generation.manifest, claims=claims(generation), statistics=statistics, description=description)
