"""Many who ask the same at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from sparql.failure import QueryFailed, spent
from sparql.question import Answer, Question
from sparql.remembered import Remembering
from tests.sparql.conftest import LIMITS
from tests.sparql.counted import Held

CROWD = Question("ASK { ?s ?p ?o }")
YES = Answer("text/csv", b"yes")


async def crowd(held: Held, quick: float, number: int = 5) -> tuple[Remembering, list[asyncio.Task[Answer]]]:
    """Some who ask the same, the first of them since a moment; each as a client of their own."""
    remembering = Remembering(held, replace(LIMITS, quick=quick))
    tasks = [asyncio.create_task(remembering.ask(CROWD, str(client))) for client in range(number)]
    await asyncio.sleep(0.02)
    return remembering, tasks


def test_a_crowd_that_asks_the_same_asks_once() -> None:
    async def told() -> tuple[list[Answer], int]:
        held = Held()
        _, tasks = await crowd(held, quick=30)
        held.let[0].set_result(YES)
        return await asyncio.gather(*tasks), len(held.asked)

    assert asyncio.run(told()) == ([YES] * 5, 1)


async def hang_up(_: Held, first: asyncio.Task[Answer]) -> None:
    first.cancel()


async def refuse(held: Held, _: asyncio.Task[Answer]) -> None:
    held.let[0].set_exception(spent(7))


async def stream(held: Held, _: asyncio.Task[Answer]) -> None:
    async def rest() -> AsyncIterator[bytes]:
        yield b"more"

    held.let[0].set_result(Answer("text/csv", b"", rest()))


@pytest.mark.parametrize("end", [hang_up, refuse, stream])
def test_nobody_is_lost_with_the_first_of_a_crowd(
        end: Callable[[Held, asyncio.Task[Answer]], Coroutine[Any, Any, None]]) -> None:
    async def told() -> tuple[list[Answer], list[str]]:
        held = Held()
        _, (first, *others) = await crowd(held, quick=30)
        await end(held, first)
        await asyncio.sleep(0.02)
        for let in held.let[1:]:
            let.set_result(YES)
        with suppress(QueryFailed, asyncio.CancelledError):
            assert await first != YES
        return await asyncio.gather(*others), [client for _, client in held.asked]

    assert asyncio.run(told()) == ([YES] * 4, ["0", "1", "2", "3", "4"])


@pytest.mark.parametrize(("first", "left"), [(0, 4), (3, 3)])
def test_who_has_waited_for_a_quick_answer_asks_too_and_takes_what_comes_first(first: int, left: int) -> None:
    async def told() -> tuple[list[Answer], int, int]:
        held = Held()
        _, tasks = await crowd(held, quick=0.001)
        assert len(held.let) == 5
        held.let[first].set_result(YES)
        await asyncio.sleep(0.02)
        assert tasks[first].done()
        for let in held.let:
            if not let.done():
                let.set_result(YES)
        return await asyncio.gather(*tasks), len(held.asked), held.left

    assert asyncio.run(told()) == ([YES] * 5, 5, left)


def test_an_engine_that_retires_still_answers_who_waited_for_somebody_else() -> None:
    async def told() -> Answer:
        held = Held()
        remembering, (first, second) = await crowd(held, quick=0.2, number=2)
        retiring = asyncio.create_task(remembering.retire())
        await asyncio.sleep(0.02)
        first.cancel()
        await asyncio.sleep(0.02)
        held.let[1].set_result(YES)
        await retiring
        assert held.ended
        return await second

    assert asyncio.run(told()) == YES
