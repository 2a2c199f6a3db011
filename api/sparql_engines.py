"""The engine of the current generation: a new one is opened beside the old one, then takes its place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from catalogue.generation import Generation, current
from sparql.engine import Engine
from sparql.failure import QueryFailed, not_ready

_LOG = logging.getLogger("maillage.sparql")
_SECONDS_BETWEEN_LOOKS = 0.25

Opener = Callable[[Generation], Awaitable[Engine]]


class EngineWatch:
    """Follows the pointer of a data directory. `open` makes the engine of a generation."""

    def __init__(self, data: Path, open: Opener) -> None:
        self._data = data
        self._open = open
        self._engine: Engine | None = None
        self._retiring: dict[asyncio.Task[None], Engine] = {}

    def ready(self) -> bool:
        """Whether an engine answers."""
        return self._engine is not None and self._engine.alive()

    def engine(self) -> Engine:
        """The engine to ask now; raises QueryFailed where there is none yet."""
        if self._engine is None or not self._engine.alive():
            raise not_ready()
        return self._engine

    async def watch(self) -> None:
        """Keep to the current generation until cancelled; then end every engine."""
        try:
            while True:
                await self._look()
                await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        finally:
            left = dict(self._retiring)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            for engine in filter(None, (*left.values(), self._engine)):
                await engine.close()

    async def _look(self) -> None:
        generation = current(self._data)
        if generation is None or (self.ready() and self.engine().generation == generation.manifest.id):
            return
        try:
            fresh = await self._next(generation)
        except (QueryFailed, OSError) as failed:  # Out of memory, maybe: the former one goes on, and we try again.
            _LOG.warning("generation %s cannot be opened: %s", generation.manifest.id, failed)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
            return
        former, self._engine = self._engine, fresh
        if former is not None:
            task = asyncio.create_task(former.retire())
            self._retiring[task] = former
            task.add_done_callback(self._retiring.pop)

    async def _next(self, generation: Generation) -> Engine:
        """The engine of a generation: made from the former one where that is cheaper."""
        followed = await self._engine.follow(generation) if self._engine is not None and self.ready() else None
        return followed or await self._open(generation)
