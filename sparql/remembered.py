"""Answers remembered for as long as their generation, which never changes."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from sys import getsizeof
from time import monotonic
from typing import Any

from catalogue.generation import Generation
from sparql.admission import admit
from sparql.engine import Engine
from sparql.limits import QueryLimits
from sparql.question import Answer, Question

# What an answer takes beside its bytes and the text of its question; measured, and rounded up.
_OBJECTS = 512


@dataclass(frozen=True, slots=True)
class _Kept:
    answer: Answer
    size: int
    until: float


class Remembering:
    """An engine that asks another one, and answers what was asked before from memory.

    Kept are whole, small answers to queries that have the same answer each time (`Admitted.steady`), for at most
    `seconds`; never failures. The front gate judges every query first. Who asks what somebody else is just asking waits
    for that answer as long as a quick query takes, then asks as well and takes what comes first: nobody is lost when
    the other one hangs up, fails, or has no allowance left.
    """

    def __init__(self, engine: Engine, limits: QueryLimits, seconds: float = math.inf,
                 clock: Callable[[], float] = monotonic) -> None:
        self._engine = engine
        self._limits = limits
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[Question, _Kept] = OrderedDict()
        self._size = 0
        self._asked: dict[Question, asyncio.Future[None]] = {}

    @property
    def generation(self) -> str:
        """The generation that it answers from."""
        return self._engine.generation

    @property
    def size(self) -> int:
        """The bytes that its memory takes."""
        return self._size

    def alive(self) -> bool:
        """Whether the other engine can still answer."""
        return self._engine.alive()

    async def ask(self, question: Question, client: str = "") -> Answer:
        """The answer that is remembered, or else that of the other engine.

        Raises:
            QueryFailed: refused, wrong, cut, or nobody there to ask.
        """
        if not admit(question.query, self._limits).steady:
            return await self._engine.ask(question, client)
        if (known := self._recall(question)) is not None:
            return known
        if (told := self._asked.get(question)) is not None:
            return await self._ask_too(question, client, told)
        told = self._asked[question] = asyncio.get_running_loop().create_future()
        try:
            return self._remember(question, await self._engine.ask(question, client))
        finally:
            del self._asked[question]
            _tell(told)

    async def follow(self, generation: Generation) -> Remembering | None:
        """What the other engine makes of a later generation, with an empty memory."""
        engine = await self._engine.follow(generation)
        return None if engine is None else Remembering(engine, self._limits, self._seconds, self._clock)

    async def retire(self) -> None:
        """End the other engine when what it was asked is answered."""
        self._forget_all()
        await asyncio.sleep(self._limits.quick)  # Who waits for somebody else's answer may have to ask it yet.
        await self._engine.retire()

    async def close(self) -> None:
        """End the other engine at once."""
        self._forget_all()
        await self._engine.close()

    async def _ask_too(self, question: Question, client: str, told: asyncio.Future[None]) -> Answer:
        """The answer for which somebody waits already; `told` ends once it is known or will never be."""
        await asyncio.wait({told}, timeout=self._limits.quick)
        if (known := self._recall(question)) is not None:
            return known
        own = asyncio.create_task(self._engine.ask(question, client))
        try:
            either: set[asyncio.Future[Any]] = {own, told}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not own.done() and (known := self._recall(question)) is not None:
                return known
            return self._remember(question, await own)
        finally:
            own.cancel()

    def _recall(self, question: Question) -> Answer | None:
        kept = self._kept.get(question)
        if kept is None:
            return None
        if kept.until <= self._clock():
            self._forget(question)
            return None
        self._kept.move_to_end(question)
        return kept.answer

    def _remember(self, question: Question, answer: Answer) -> Answer:
        """The answer, which is kept if it is whole and small; what was not asked for longest makes room."""
        size = _size(question, answer)
        if answer.rest is None and size <= self._limits.remembered_each:
            self._forget(question)
            self._kept[question] = _Kept(answer, size, self._clock() + self._seconds)
            self._size += size
            while self._size > self._limits.remembered:
                self._forget(next(iter(self._kept)))
            if (told := self._asked.get(question)) is not None:
                _tell(told)
        return answer

    def _forget(self, question: Question) -> None:
        kept = self._kept.pop(question, None)
        self._size -= kept.size if kept is not None else 0

    def _forget_all(self) -> None:
        self._kept.clear()
        self._size = 0


def _tell(told: asyncio.Future[None]) -> None:
    if not told.done():
        told.set_result(None)


def _size(question: Question, answer: Answer) -> int:
    texts = (question.query, *question.default_graphs, *question.named_graphs)
    return _OBJECTS + getsizeof(answer.body) + sum(map(getsizeof, texts))
