"""Engines asked in an event loop of their own thread: the remote one, and the one in memory beside it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from catalogue.generation import Generation
from sparql.engine import Engine
from sparql.failure import Broken, QueryFailed
from sparql.lanes import Lanes
from sparql.limits import QueryLimits
from sparql.question import Question
from sparql.remote.engine import RemoteEngine
from sparql.remote.store import RemoteStore

T = TypeVar("T")
LIMITS = QueryLimits(seconds=5, answer=4 << 20, held=1 << 16, allowance=6000)


class Loop:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """What a coroutine gives."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)

    def close(self) -> None:
        """End it."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Asked:
    """An engine, asked from any thread."""

    def __init__(self, loop: Loop, engine: Engine) -> None:
        self._loop = loop
        self.engine = engine

    def ask(self, query: str, **how: Any) -> bytes:
        """The whole answer; raises QueryFailed."""
        return self.answer(query, **how)[1]

    def answer(self, query: str, **how: Any) -> tuple[str, bytes]:
        """Media type and whole answer; raises QueryFailed."""

        async def asked() -> tuple[str, bytes]:
            answer = await self.engine.ask(Question(query, **how), "somebody")
            return answer.media_type, await answer.whole()

        try:
            return self._loop.do(asked())
        except Broken as broken:
            raise broken.failed from broken

    def refusal(self, query: str, **how: Any) -> QueryFailed:
        """Why there is no answer."""
        try:
            told = self.ask(query, **how)
        except QueryFailed as failed:
            return failed
        raise AssertionError(told[:200])

    def close(self) -> None:
        """End the engine."""
        self._loop.do(self.engine.close())

    @classmethod
    def memory(cls, loop: Loop, generation: Generation) -> Self:
        """The engine in memory."""
        return cls(loop, loop.do(Lanes.open(generation)))

    @classmethod
    def remote(cls, loop: Loop, generation: Generation, store: RemoteStore, limits: QueryLimits = LIMITS) -> Self:
        """The engine on a store that holds the generation; raises QueryFailed."""
        return cls(loop, loop.do(RemoteEngine.open(generation, store, limits)))


@contextmanager
def loop() -> Iterator[Loop]:
    """A loop until the block ends."""
    made = Loop()
    try:
        yield made
    finally:
        made.close()
