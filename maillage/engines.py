"""Which SPARQL engine answers, as the settings say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from catalogue.generation import Generation
from maillage.settings import Settings
from sparql.budget import Budget
from sparql.engine import Engine
from sparql.failure import Broken
from sparql.lanes import ask_once
from sparql.limits import QueryLimits
from sparql.question import Question
from sparql.remote.engine import RemoteEngine


def opener_of(settings: Settings) -> Callable[[Generation], Awaitable[Engine]] | None:
    """What opens the engine of a generation; None for the one in memory."""
    store = settings.remote_store
    if settings.sparql_engine != "remote" or store is None:
        return None
    limits = QueryLimits()
    budget = Budget(limits.allowance)

    async def opened(generation: Generation) -> Engine:
        return await RemoteEngine.open(generation, store, limits, budget)

    return opened


async def answer_once(settings: Settings, generation: Generation, question: Question) -> bytes:
    """The whole answer to one question; raises QueryFailed."""
    opener = opener_of(settings)
    if opener is None:
        return await ask_once(generation, question)
    engine = await opener(generation)
    try:
        return await (await engine.ask(question, "")).whole()
    except Broken as broken:
        raise broken.failed from broken
    finally:
        await engine.close()
