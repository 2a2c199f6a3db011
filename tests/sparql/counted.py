"""Engines that note what they are asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from catalogue.generation import Generation
from sparql.question import Answer, Question


async def at_once(question: Question) -> Answer:
    """The text of the query as often as its last word says."""
    *_, times = question.query.split()
    return Answer("text/csv", question.query.encode() * int(times))


class Counted:
    """An engine that notes what it is asked; it answers as it is told, be it by another one."""

    generation = "g"

    def __init__(self, answer: Callable[[Question], Coroutine[Any, Any, Answer]] = at_once) -> None:
        self.asked: list[tuple[str, str]] = []
        self.left = 0
        self.ended = False
        self._answer = answer

    async def ask(self, question: Question, client: str = "") -> Answer:
        assert not self.ended
        self.asked.append((question.query, client))
        try:
            return await self._answer(question)
        except asyncio.CancelledError:
            self.left += 1
            raise

    def alive(self) -> bool:
        return not self.ended

    async def follow(self, generation: Generation) -> Counted | None:
        return Counted(self._answer) if generation.manifest.number > 1 else None

    async def retire(self) -> None:
        self.ended = True

    async def close(self) -> None:
        self.ended = True


class Held(Counted):
    """Answers when it is let, for each time that it is asked."""

    def __init__(self) -> None:
        super().__init__(self._when_let)
        self.let: list[asyncio.Future[Answer]] = []

    async def _when_let(self, _: Question) -> Answer:
        self.let.append(asyncio.get_running_loop().create_future())
        return await self.let[-1]
