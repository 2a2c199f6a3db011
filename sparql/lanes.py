"""Queries in two lanes: quick ones, which always find a worker soon, and long ones, of which few run at once.

Nobody can tell from its text how long a query takes. Each begins as a quick one; what takes longer goes on in the long
lane if there is room, or begins again there when there is. What took long before begins there at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any, Self

from catalogue.generation import Generation
from sparql.admission import admit
from sparql.budget import Budget
from sparql.costly import Costly
from sparql.engine import answer_and_close
from sparql.failure import not_ready, spent, too_slow
from sparql.limits import QueryLimits
from sparql.question import Answer, Question
from sparql.store import Snapshot
from sparql.turns import Turns
from sparql.workers.conversation import Conversation
from sparql.workers.crew import Crew
from sparql.workers.keeper import Keeper, Worker
from sparql.workers.warm import Warm

# How many times its time a quick query may wait for a processor.
_STARVED = 10
# A query that takes longer than this share of a quick one's time on a worker that has copied what it reads would take
# too long on one that has not.
_FORGIVEN = 0.3


class Lanes:
    """The engine on one generation in memory, for one event loop.

    `budget` and `costly` outlive it: they are about clients and queries, not about the generation.
    """

    def __init__(self, generation: Generation, crew: Crew, budget: Budget, costly: Costly) -> None:
        self._generation = generation
        self._crew = crew
        self._limits = crew.keeper.limits
        self._budget = budget
        self._costly = costly
        self._quick: Turns[Worker] = Turns(self._limits.waiting)
        self._long: Turns[object] = Turns(self._limits.waiting_long)
        self._warm = Warm(self._limits.long_workers)
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = 0

    @classmethod
    async def open(cls, generation: Generation, limits: QueryLimits | None = None, budget: Budget | None = None,
                   costly: Costly | None = None, snapshot: Snapshot | None = None) -> Self:
        """Load a generation and hire the first workers; raises QueryFailed when it cannot be loaded.

        With a `snapshot`, the store is kept in that folder instead of memory.
        """
        keeper = Keeper(generation, limits, snapshot)
        try:
            if not await keeper.loaded():
                raise not_ready()
            made = cls(generation, Crew(keeper), budget or Budget(keeper.limits.allowance), costly or Costly())
            await made._begin()
        except BaseException:
            await keeper.close()
            raise
        return made

    async def _begin(self) -> None:
        """Hire the first workers; raises ConnectionError when the keeper is gone."""
        for _ in range(self._limits.quick_workers):
            self._quick.give(await self._crew.hire())
        for _ in range(self._limits.long_workers):
            self._long.give(object())

    @property
    def generation(self) -> str:
        """The generation that it answers from."""
        return self._generation.manifest.id

    def alive(self) -> bool:
        """Whether it can still answer."""
        return self._crew.keeper.alive()

    def processes(self) -> list[int]:
        """The numbers of the processes that it consists of: the keeper first, then its workers."""
        return self._crew.keeper.processes()

    async def ask(self, question: Question, client: str = "") -> Answer:
        """The answer within the limits; `client` is who waits in line, and whose allowance long queries use up.

        Raises:
            QueryFailed: refused, wrong, cut, or no worker to ask in time.
        """
        question = replace(question, own_dataset=admit(question.query, self._limits).own_dataset)
        until = asyncio.get_running_loop().time() + self._limits.patience
        self._running += 1
        try:
            if question in self._costly:
                return await self._ask_long(question, client, until)
            return await self._ask_quick(question, client, until)
        except ConnectionError as gone:
            raise not_ready() from gone
        finally:
            self._running -= 1

    async def follow(self, generation: Generation) -> Lanes | None:
        """Lanes with the same keeper, whose store is brought to a later generation; None where that is not cheaper.

        What waits here for a worker may be answered from that generation already.
        """
        if not await self._crew.keeper.follow(generation):
            return None
        made = Lanes(generation, self._crew.succeeded(), self._budget, self._costly)
        with suppress(ConnectionError):  # Then it is not alive, which is seen soon.
            await made._begin()
        return made

    async def retire(self) -> None:
        """Close when what runs has been answered."""
        end = asyncio.get_running_loop().time() + 2 * self._limits.seconds
        while (self._running or self._tasks) and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.1)
        await self.close()

    async def close(self) -> None:
        """End the workers, and the keeper if no other lanes have it."""
        for task in self._tasks:
            task.cancel()
        while self._tasks:  # What ends leaves workers to end.
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._crew.close()

    async def _ask_quick(self, question: Question, client: str, until: float) -> Answer:
        worker = await self._quick.wait(client, until)
        conversation = Conversation(worker, self._limits.held)
        began = asyncio.get_running_loop().time()
        try:
            is_quick = await self._is_quick(conversation, question)
        except BaseException:
            self._leave(conversation)
            raise
        if not is_quick:
            return await self._prolong(conversation, question, client, began, until)
        if not conversation.lost:
            self._quick.give(worker)
            return conversation.answer()
        self._leave(conversation)  # It died of having so little memory, maybe: a long query may have more.
        self._costly.add(question)
        return await self._ask_long(question, client, until)

    async def _is_quick(self, conversation: Conversation, question: Question) -> bool:
        """Whether a question is answered in so little time that it is a quick one.

        It is the worker's own time that counts: where the machine is busy, a quick query may wait for a processor.
        """
        allowed, worker = self._patience(), conversation.worker
        before = worker.time.seconds()
        conversation.ask(question)
        for _ in range(_STARVED):
            try:
                async with asyncio.timeout(allowed):
                    await conversation.hear()
            except TimeoutError:
                now = worker.time.seconds()
                if before is None or now is None or now - before >= allowed / 2:
                    return False
            else:
                return True
        return False

    def _patience(self) -> float:
        """How many seconds a query may be a quick one: the fewer, the more wait, so that all have their turn."""
        limits = self._limits
        share = limits.patience * limits.quick_workers / (2 * self._quick.waiting + 1)
        return max(limits.quick / 4, min(limits.quick, share))

    async def _prolong(self, conversation: Conversation, question: Question, client: str, began: float,
                       until: float) -> Answer:
        """Let a quick query that takes longer go on in the long lane."""
        self._costly.add(question)
        place = self._long.take() if not self._budget.wait(client) else None
        if place is None:
            self._leave(conversation)
            return await self._ask_long(question, client, until)
        self._later(self._hire())
        return await self._follow(conversation, place, question, client, began)

    async def _ask_long(self, question: Question, client: str, until: float) -> Answer:
        if wait := self._budget.wait(client):
            raise spent(wait)
        place = await self._long.wait(client, until)
        try:
            conversation = Conversation(await self._for_long(), self._limits.held)
            conversation.ask(question)
        except BaseException:
            self._long.give(place)
            raise
        return await self._follow(conversation, place, question, client, asyncio.get_running_loop().time())

    async def _follow(self, conversation: Conversation, place: object, question: Question, client: str,
                      began: float) -> Answer:
        """The answer of a long query as soon as it is known that there is one."""
        carried = self._later(self._carry(conversation, began))
        # Not in the task itself: one that is cancelled before it begins would leave nothing in order.
        carried.add_done_callback(lambda _: self._settle(conversation, place, question, client, began))
        conversation.give_up = carried.cancel
        try:
            await conversation.opened.wait()
        except BaseException:
            carried.cancel()
            conversation.drop()
            raise
        return conversation.answer()

    async def _carry(self, conversation: Conversation, began: float) -> None:
        """Hear a long query out, within its time."""
        try:
            await self._crew.keeper.widen(conversation.worker)
            async with asyncio.timeout_at(began + self._limits.seconds):
                await conversation.hear()
        except TimeoutError:
            conversation.fail(too_slow(self._limits.seconds))
        except ConnectionError:  # The keeper is gone; whoever waits is told that there is none.
            return

    def _settle(self, conversation: Conversation, place: object, question: Question, client: str,
                began: float) -> None:
        """After a long query: its time is spent, its place is free; a worker that ended well serves the next one, too.

        It has copied what it read of the store: a fresh one would have to do that again.
        """
        ended_well = conversation.ended and conversation.failed is None
        conversation.fail(not_ready())  # Unless it has ended.
        took = asyncio.get_running_loop().time() - began
        self._budget.spend(client, took)
        if took < _FORGIVEN * self._limits.quick:
            self._costly.forget(question)
        if ended_well:
            self._end(self._warm.keep(conversation.worker))
            self._later(self._rest(conversation.worker))
        else:
            self._end([conversation.worker])
        self._long.give(place)

    async def _for_long(self) -> Worker:
        """A worker for a long query: one that has served before and still lives, or a new one."""
        warm, dead = self._warm.take()
        self._end(dead)
        return warm or await self._crew.hire()

    def _end(self, workers: list[Worker]) -> None:
        for worker in workers:
            self._later(self._crew.end(worker))

    async def _rest(self, worker: Worker) -> None:
        with suppress(ConnectionError):
            await self._crew.keeper.rest(worker)

    def _leave(self, conversation: Conversation) -> None:
        """Give up a quick query, and have another worker in place of its own."""
        conversation.drop()
        self._later(self._renew(conversation.worker))

    async def _renew(self, worker: Worker) -> None:
        await self._crew.end(worker)
        await self._hire()

    async def _hire(self) -> None:
        with suppress(ConnectionError):  # The keeper is gone, and the whole engine with it.
            self._quick.give(await self._crew.hire())

    def _later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def ask_once(generation: Generation, question: Question, limits: QueryLimits | None = None) -> bytes:
    """The whole answer to one question, from an engine that is opened for it alone; raises QueryFailed."""
    return await answer_and_close(await Lanes.open(generation, limits), question)
