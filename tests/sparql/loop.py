"""An engine in an event loop of its own thread, for tests that are no coroutines."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from catalogue.generation import Generation
from sparql.budget import Budget
from sparql.lanes import Lanes
from sparql.limits import QueryLimits
from sparql.question import Answer, Question
from sparql.store import Snapshot

T = TypeVar("T")


class Asked:
    """Lanes on a generation, asked from any thread."""

    def __init__(self, generation: Generation, limits: QueryLimits, budget: Budget | None = None,
                 snapshot: Snapshot | None = None) -> None:
        self.limits = limits
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.lanes = self.do(Lanes.open(generation, limits, budget, snapshot=snapshot))

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """What a coroutine gives in the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)

    def answer(self, query: str, client: str = "", **how: Any) -> Answer:
        """The answer as it is when it is opened."""
        return self.do(self.lanes.ask(Question(query, **how), client))

    def ask(self, query: str, client: str = "", **how: Any) -> bytes:
        """The whole answer."""
        return self.do(self.answer(query, client, **how).whole())

    def count(self, query: str, client: str = "") -> int:
        """The number that a query counts."""
        return int(json.loads(self.ask(query, client))["results"]["bindings"][0]["n"]["value"])

    def close(self) -> None:
        """End the engine and the loop."""
        self.do(self.lanes.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()
