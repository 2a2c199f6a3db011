"""What the endpoint adds to a query: against the same store in this process, in the same run.

Each answer is computed: the lanes are asked, and not the memory of answers that the server has before them.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from catalogue.generation import Generation
from ontology.terms import PREFIXES
from sparql.lanes import Lanes
from sparql.question import Question
from sparql.store import load

_LOOKUP = "SELECT ?p ?o { ?s dct:identifier ?key ; ?p ?o } LIMIT 20"
_ROWS = "SELECT ?s ?o { ?s dct:title ?o } LIMIT 10000"


def overhead(generation: Generation, rounds: int = 200) -> dict[str, float]:
    """Seconds by which an answer comes later, and how much more processor time 10,000 rows take, as a share."""
    return asyncio.run(_overhead(load(generation), generation, rounds))


async def _overhead(store: Store, generation: Generation, rounds: int) -> dict[str, float]:
    engine = await Lanes.open(generation)
    try:
        async def ours(query: str) -> None:
            await (await engine.ask(Question(query))).whole()

        async def alone(query: str) -> None:
            _evaluate(store, query)

        lookups = await _alternately(_LOOKUP, rounds, (ours, alone))
        rows = await _processor_times(_ROWS, rounds // 2, (ours, alone), engine)
    finally:
        await engine.close()
    return {"lookup_s": lookups[0], "lookup_alone_s": lookups[1], "added_s": lookups[0] - lookups[1],
            "rows_cpu_s": rows[0], "rows_cpu_alone_s": rows[1], "added_cpu": rows[0] / rows[1] - 1.0}


def _evaluate(store: Store, query: str) -> None:
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    found.serialize(io.BytesIO(), format=QueryResultsFormat.JSON)


async def _alternately(query: str, rounds: int, ways: tuple[Callable[[str], Awaitable[None]], ...]) -> list[float]:
    """The median seconds of each way, asked by turns."""
    took: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, times in zip(ways, took, strict=True):
            started = perf_counter()
            await way(query)
            times.append(perf_counter() - started)
    return [median(times) for times in took]


async def _processor_times(query: str, rounds: int, ways: tuple[Callable[[str], Awaitable[None]], ...],
                           engine: Lanes) -> list[float]:
    """The mean seconds of processor time of each way, of this process, the keeper and its workers, asked by turns."""
    spent = [0.0 for _ in ways]
    for _ in range(rounds):
        for number, way in enumerate(ways):
            before = _spent(engine)
            await way(query)
            spent[number] += _spent(engine) - before
    return [seconds / rounds for seconds in spent]


def _spent(engine: Lanes) -> float:
    return process_time() + sum(map(_seconds_of, engine.processes()))


def _seconds_of(pid: int) -> float:
    """The processor time of a process, to the nanosecond, as the scheduler knows it."""
    return int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[0]) / 1e9


def show(figures: dict[str, float]) -> None:
    """Print them for people."""
    print("what the endpoint adds to a query, against the same store in this process")
    print(f"  a lookup           {figures['lookup_alone_s'] * 1e3:8.3f} ms, {figures['added_s'] * 1e3:+.3f} ms")
    print(f"  10,000 rows        {figures['rows_cpu_alone_s'] * 1e3:8.1f} ms of a processor, "
          f"{figures['added_cpu']:+.0%}")
