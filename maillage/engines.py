"""Which SPARQL engine answers, as the settings say."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from pathlib import Path

from catalogue.datadir import DataDirectory
from catalogue.generation import Generation
from maillage.settings import Settings
from sparql.budget import Budget
from sparql.costly import Costly
from sparql.engine import Engine, answer_and_close
from sparql.lanes import Lanes
from sparql.limits import QueryLimits
from sparql.question import Question
from sparql.remembered import Remembering
from sparql.remote.engine import RemoteEngine
from sparql.remote.store import RemoteStore
from sparql.store import Snapshot, fits_in_memory, forks_are_safe, memory_of_machine

Opener = Callable[[Generation], Awaitable[Engine]]
# How long answers of another program's store are remembered: somebody may repair it while its generation stays.
_SECONDS_REMOTE = 60.0


def opener_of(settings: Settings, data: Path) -> Opener:
    """What opens the engine of a generation of a data directory. Clients' allowances outlive generations; answers are
    remembered only as long as theirs.
    """
    limits = QueryLimits()
    forgetful = _forgetful(settings, data, limits)
    seconds = _SECONDS_REMOTE if settings.sparql_engine == "remote" else math.inf

    async def opened(generation: Generation) -> Engine:
        return Remembering(await forgetful(generation), limits, seconds)

    return opened


def _forgetful(settings: Settings, data: Path, limits: QueryLimits) -> Opener:
    budget, costly = Budget(limits.allowance), Costly()
    if settings.sparql_engine == "remote" and settings.remote_store is not None:
        return _remote(settings.remote_store, limits, budget)

    async def opened(generation: Generation) -> Engine:
        snapshot = _snapshot(settings.sparql_engine, generation, data)
        return await Lanes.open(generation, limits, budget, costly, snapshot)

    return opened


def _remote(store: RemoteStore, limits: QueryLimits, budget: Budget) -> Opener:
    async def opened(generation: Generation) -> Engine:
        return await RemoteEngine.open(generation, store, limits, budget)

    return opened


def _snapshot(engine: str, generation: Generation, data: Path) -> Snapshot | None:
    """Where the store of a generation is to lie on disk; None for memory, the default where it has room.

    Memory is shared with workers by forking them.
    """
    forked = forks_are_safe()
    fits = fits_in_memory(generation.manifest.quads, memory_of_machine())
    if forked and (engine == "memory" or (engine != "disk" and fits)):
        return None
    return Snapshot(DataDirectory(data).stores / generation.manifest.id, forked)


async def answer_once(settings: Settings, data: Path, generation: Generation, question: Question) -> bytes:
    """The whole answer to one question; raises QueryFailed."""
    return await answer_and_close(await _forgetful(settings, data, QueryLimits())(generation), question)
