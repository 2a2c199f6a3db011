"""The shapes of queries that researchers ask: how long they take here, and on servers that are installed.

An answer counts only when it is the one that our engine gives: a wrong or a cut one is said to be that.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Hashable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

import orjson
from pyoxigraph import RdfFormat, parse

from bench.engines import Engine, Failed, ours, oxigraph, virtuoso
from catalogue.generation import Generation

_FOLDER = Path(__file__).with_name("queries")
_SERVERS = {"oxigraph": oxigraph, "Virtuoso": virtuoso}
_ROUNDS = 5
# Where anybody answers in less than so many milliseconds, there are more rounds: machines are not that steady.
_SHORT, _ROUNDS_OF_SHORT = 10.0, 41
# An engine that takes longer than this to answer, in seconds, is asked once more only.
_SLOW = 8.0
# Seconds until a worker of ours that has answered a long query has ended, and its time is known.
_SETTLED = 0.5
_FAILURES = (Failed, ValueError, SyntaxError)


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
    figures: dict[str, Any] = {"absent": [], "shapes": {}}
    with ExitStack() as stack:
        engines = [stack.enter_context(ours(generation, _folder(stack)))]
        for name, server in _SERVERS.items():
            engine = stack.enter_context(server(generation, _folder(stack)))
            print(f"shapes of queries: {name} {'is loaded' if engine else 'is not installed'}", file=sys.stderr)
            if engine is None:
                figures["absent"].append(name)
            else:
                engines.append(engine)
        for shape in shapes():
            figures["shapes"][shape.name] = _measure(shape, engines)
            print(f"shapes of queries: {shape.name}", file=sys.stderr)
    with ExitStack() as stack:
        remembering = stack.enter_context(ours(generation, _folder(stack), remembering=True))
        for shape in shapes():
            figures["shapes"][shape.name]["again_ms"] = _measure(shape, [remembering])["ours"]["ms"]
    return figures


def _folder(stack: ExitStack) -> Path:
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-bench-")))


def _measure(shape: Shape, engines: list[Engine]) -> dict[str, Any]:
    """Wall and processor time of one answer of each engine, how many rows it has, and whether they are ours."""
    truth: list[Counter[Hashable]] = []
    figures: dict[Engine, dict[str, Any]] = {engine: {"same": True} for engine in engines}
    for engine, figure in figures.items():
        figure["first_ms"] = _once(engine, shape, figure, truth)
    sleep(_SETTLED)
    took: dict[Engine, list[float]] = {engine: [] for engine in engines}
    before = {engine: engine.spent() for engine in engines}
    is_short = min(figure["first_ms"] for figure in figures.values()) < _SHORT
    for number in range(_ROUNDS_OF_SHORT if is_short else _ROUNDS):
        for engine, figure in figures.items():
            if "failed" not in figure and (number == 0 or figure["first_ms"] < _SLOW * 1e3):
                took[engine].append(_once(engine, shape, figure, truth))
    sleep(_SETTLED)
    for engine, figure in figures.items():
        if "failed" not in figure:
            figure["ms"] = median(took[engine])
            figure["cpu_ms"] = (engine.spent() - before[engine]) / len(took[engine]) * 1e3
    return {"about": shape.about, **{engine.name: figure for engine, figure in figures.items()}}


def _once(engine: Engine, shape: Shape, figure: dict[str, Any], truth: list[Counter[Hashable]]) -> float:
    """Ask one engine once more, for so many milliseconds. The first answer of all is the right one."""
    started = perf_counter()
    try:
        body = engine.ask(shape.text)
        took = perf_counter() - started
        found = answer(body, shape.form)
    except _FAILURES as fault:
        figure.update(failed=str(fault), same=False)
        return 0.0
    if not truth:
        truth.append(found)
    figure.update(rows=found.total(), same=figure["same"] and found == truth[0])
    return took * 1e3


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
    """Print the table for people: milliseconds of an answer, of processor time in brackets, and how often ours.

    Ours from memory stands in a column of its own.
    """
    names = [name for name in _SERVERS if name not in figures["absent"]]
    for name in figures["absent"]:
        print(f"shapes of queries: {name} is not installed, and left out")
    print(f"{'query':<6}{'rows':>6}{'ours, ms (CPU)':>18}{'again, ms':>11}  " + "".join(
        f"{f'{name}, ms (CPU)':>22}{'times (CPU)':>14} {'same':<11}" for name in names) + "shape")
    for name, figure in figures["shapes"].items():
        mine = figure["ours"]
        theirs = "".join(_beside(mine, figure[peer]) for peer in names)
        print(f"{name:<6}{mine.get('rows', '-'):>6}{_times(mine):>18}{figure['again_ms']:>11.1f}  {theirs}"
              f"{figure['about']}")
    print("  again: ours when somebody has asked the same before, and the answer is not too large to be remembered\n"
          "  all other figures are of answers that are computed")
    for peer in names:
        ratios = {name: ratio for name, figure in figures["shapes"].items()
                  if (ratio := _ratio(figure["ours"], figure[peer], "ms")) is not None}
        slower = ", ".join(name for name, ratio in ratios.items() if ratio < 1) or "none"
        middle = f"{median(ratios.values()):.1f} times our time in the median" if ratios else "no answer like ours"
        again = ", ".join(name for name, figure in figures["shapes"].items()
                          if name in ratios and figure["again_ms"] > figure[peer]["ms"])
        print(f"  {peer}: {middle}; ours is slower on: {slower}; asked again, on: {again or 'none'}")


def _beside(mine: dict[str, Any], peer: dict[str, Any]) -> str:
    wall, spent = _ratio(mine, peer, "ms"), _ratio(mine, peer, "cpu_ms")
    ratio = "-" if wall is None else f"{wall:.1f} (-)" if spent is None else f"{wall:.1f} ({spent:.1f})"
    same = "yes" if peer["same"] else f"NO ({peer.get('rows', 'failed')})"
    return f"{_times(peer):>22}{ratio:>14} {same:<11}"


def _times(figure: dict[str, Any]) -> str:
    return f"{figure['ms']:.1f} ({figure['cpu_ms']:.0f})" if "ms" in figure else "failed"


def _ratio(mine: dict[str, Any], peer: dict[str, Any], name: str) -> float | None:
    """How many times ours a server takes; None where it gave another answer or none, or the clock is too coarse."""
    return peer[name] / mine[name] if peer["same"] and mine.get(name) else None
