"""The shapes of queries that researchers ask: how long they take here, and on servers that are installed.

An answer counts only when it is the one that our engine gives: a wrong or a cut one is said to be that.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Hashable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import orjson
from pyoxigraph import RdfFormat, parse

from bench.engines import Engine, Failed, ours, oxigraph, virtuoso
from catalogue.generation import Generation
from sparql.failure import Broken, QueryFailed

_FOLDER = Path(__file__).with_name("queries")
_SERVERS = {"oxigraph": oxigraph, "Virtuoso": virtuoso}
_ROUNDS = 5
# An engine that takes longer than this to answer, in seconds, is asked once more only.
_SLOW = 8.0
# Between two queries, so that a worker of ours that has answered a long one can end.
_REST = 0.05
_FAILURES = (Failed, QueryFailed, Broken, ValueError, SyntaxError)


@dataclass(frozen=True, slots=True)
class Shape:
    """One query: `form` is select or construct."""

    name: str
    about: str
    text: str
    form: str


def shapes() -> list[Shape]:
    """Every query of the folder, by name."""
    return [_shape(path) for path in sorted(_FOLDER.glob("*.rq"))]


def _shape(path: Path) -> Shape:
    text = path.read_text("utf-8")
    about = text.splitlines()[0].removeprefix("#").strip()
    return Shape(path.stem, about, text, "construct" if "CONSTRUCT" in text else "select")


def compare(generation: Generation) -> dict[str, Any]:
    """The figures of each shape by its name; `absent` names the servers that are not installed."""
    return asyncio.run(_compare(generation))


async def _compare(generation: Generation) -> dict[str, Any]:
    figures: dict[str, Any] = {"absent": [], "shapes": {}}
    async with AsyncExitStack() as stack:
        engines = []
        for name, server in _SERVERS.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-bench-")))
            engine = stack.enter_context(server(generation, folder))
            print(f"shapes of queries: {name} {'is loaded' if engine else 'is not installed'}", file=sys.stderr)
            if engine is None:
                figures["absent"].append(name)
            else:
                engines.append(engine)
        engines.insert(0, await stack.enter_async_context(ours(generation)))
        for shape in shapes():
            figures["shapes"][shape.name] = await _measure(shape, engines)
            print(f"shapes of queries: {shape.name}", file=sys.stderr)
    return figures


async def _measure(shape: Shape, engines: list[Engine]) -> dict[str, Any]:
    """Wall and processor time of one answer of each engine, how many rows it has, and whether they are ours."""
    figure: dict[str, Any] = {"about": shape.about}
    truth: list[Counter[Hashable]] = []
    for engine in engines:
        figure[engine.name] = {"seconds": [], "cpu": 0.0, "same": True}
    for number in range(1 + _ROUNDS):
        for engine in engines:
            told = figure[engine.name]
            if "failed" not in told and (number < 2 or told["first_ms"] < _SLOW * 1e3):
                await _once(engine, shape, told, truth)
    for engine in engines:
        _sum_up(figure[engine.name])
    return figure


async def _once(engine: Engine, shape: Shape, told: dict[str, Any], truth: list[Counter[Hashable]]) -> None:
    """Ask one engine once more; its first answer warms it up, and the first one of all is the right one."""
    before = engine.spent()
    try:
        seconds, body = await _ask(engine, shape)
        found = answer(body, shape.form)
    except _FAILURES as fault:
        told["failed"] = str(fault)
        return
    if not truth:
        truth.append(found)
    told["same"] = told["same"] and found == truth[0]
    if "first_ms" in told:
        told["seconds"].append(seconds)
        told["cpu"] += engine.spent() - before
    else:
        told["first_ms"], told["rows"] = seconds * 1e3, found.total()


def _sum_up(told: dict[str, Any]) -> None:
    seconds, spent = told.pop("seconds"), told.pop("cpu")
    if "failed" in told:
        told["same"] = False
    else:
        told["ms"], told["cpu_ms"] = median(seconds) * 1e3, spent / len(seconds) * 1e3


async def _ask(engine: Engine, shape: Shape) -> tuple[float, bytes]:
    started = perf_counter()
    body = await engine.ask(shape.text)
    seconds = perf_counter() - started
    await asyncio.sleep(_REST)
    return seconds, body


def answer(body: bytes, form: str) -> Counter[Hashable]:
    """The rows, in any order, or the triples of an answer; numbers by their value, however they are written."""
    if form == "construct":
        return Counter({quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)})
    rows = orjson.loads(body)["results"]["bindings"]
    return Counter(frozenset((name, _value(term)) for name, term in row.items()) for row in rows)


def _value(term: dict[str, str]) -> Hashable:
    if term["type"] == "uri":
        return "uri", term["value"]
    try:
        return "number", float(term["value"])
    except ValueError:
        return "literal", term["value"], term.get("xml:lang", "").lower()


def show(figures: dict[str, Any]) -> None:
    """Print the table for people: milliseconds of an answer, of processor time in brackets, and how often ours."""
    names = [name for name in _SERVERS if name not in figures["absent"]]
    for name in figures["absent"]:
        print(f"shapes of queries: {name} is not installed, and left out")
    print(f"{'query':<6}{'rows':>7}{'ours, ms (CPU)':>18}" + "".join(
        f"{f'{name}, ms (CPU)':>22}{'times':>8} {'same':<12}" for name in names) + "shape")
    for name, figure in figures["shapes"].items():
        mine = figure["ours"]
        theirs = "".join(_beside(mine, figure[peer]) for peer in names)
        print(f"{name:<6}{mine.get('rows', '-'):>7}{_times(mine):>18}{theirs}{figure['about']}")
    for peer in names:
        ratios = {name: ratio for name, figure in figures["shapes"].items()
                  if (ratio := _ratio(figure["ours"], figure[peer])) is not None}
        slower = ", ".join(name for name, ratio in ratios.items() if ratio < 1) or "none"
        print(f"  {peer}: {median(ratios.values()):.1f} times our time in the median; ours is slower on: {slower}")


def _beside(mine: dict[str, Any], peer: dict[str, Any]) -> str:
    ratio = _ratio(mine, peer)
    same = "yes" if peer["same"] else f"NO ({peer.get('rows', 'failed')})"
    return f"{_times(peer):>22}{'-' if ratio is None else f'{ratio:.1f}':>8} {same:<12}"


def _times(figure: dict[str, Any]) -> str:
    return f"{figure['ms']:.1f} ({figure['cpu_ms']:.0f})" if "ms" in figure else "failed"


def _ratio(mine: dict[str, Any], peer: dict[str, Any]) -> float | None:
    """How many times our time a server takes; None where it gave another answer, or none."""
    return peer["ms"] / mine["ms"] if peer["same"] and "ms" in mine else None
