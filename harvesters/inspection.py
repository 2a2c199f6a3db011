"""Counting the graphs of a generation, and the rules across records, in processes of their own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from catalogue.datadir import DataDirectoryFault
from catalogue.generation import Generation
from catalogue.inspection import Inspection
from catalogue.survey import survey
from harvesters.interrupts import held_back
from shapes.finding import Finding
from shapes.rules import Rule, apply, load_rules
from sparql.store import load_graphs

# A rule that finds more than this has found one cause, many times.
MOST_OF_A_RULE: Final = 10_000
_LONGEST_VALUE: Final = 500


@contextmanager
def surveying(building: Path, graphs: Mapping[str, str], base: str,
              former: Generation | None) -> Iterator[Callable[[], None]]:
    """Survey a generation in the making in a process of its own meanwhile; what is given waits for it.

    With no `former` generation whose counts may serve again, the rules across records are applied as well.
    """
    files = {building / "graphs" / name: graph for name, graph in graphs.items()}
    with _beside(_survey if former else _survey_and_inspect, building, files, base, former) as finished:
        yield finished


def inspect_late(generation: Generation) -> None:
    """Apply the rules across records to a published generation, in a process of its own.

    Raises:
        DataDirectoryFault: its graphs cannot be loaded.
    """
    with _beside(_inspect, generation.graph_files(), generation.manifest.base, generation.path) as finished:
        finished()


@contextmanager
def _beside(work: Callable[..., object], *args: object) -> Iterator[Callable[[], None]]:
    """Run something in a process of its own; what is given waits for its end, DataDirectoryFault if it is a bad one."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=args, name="inspection", daemon=True)
    with held_back():
        process.start()

    def finish() -> None:
        process.join()
        if process.exitcode != 0:
            raise _unloadable(process.exitcode)

    try:
        yield finish
    finally:
        process.kill()
        process.join()


def _survey(building: Path, files: Mapping[Path, str], base: str, former: Generation | None) -> dict[Path, str]:
    """Count the graphs, and add those made from them; returns all of them.

    Raises:
        SystemExit: a graph cannot be read, which the exit code tells without a traceback.
    """
    try:
        statistics = survey(building, files, base, former)
    except (OSError, SyntaxError, ValueError):
        raise SystemExit(1) from None
    return {**files, **{building / "graphs" / name: graph for name, graph in statistics.derived.items()}}


def _survey_and_inspect(building: Path, files: Mapping[Path, str], base: str, former: Generation | None) -> None:
    _inspect(_survey(building, files, base, former), base, building)


def _inspect(files: dict[Path, str], base: str, folder: Path) -> None:
    """Load the graphs, apply every rule, and write what was found.

    Raises:
        SystemExit: they cannot be loaded, which the exit code tells without a traceback.
    """
    try:
        store = load_graphs(files)
    except (OSError, SyntaxError, ValueError):
        raise SystemExit(1) from None
    found: set[tuple[str, Finding]] = set()
    more = []
    for rule in load_rules():
        lapses = _lapses(rule, store, base)
        found.update(islice(lapses, MOST_OF_A_RULE))
        if next(lapses, None) is not None:
            more.append(rule.code)
    ordered = sorted(found, key=lambda one: (one[1].code, one[1].value, one[0], one[1].path))
    Inspection(tuple(ordered), tuple(more)).write(folder)


def _lapses(rule: Rule, store: Store, base: str) -> Iterator[tuple[str, Finding]]:
    """What a rule finds about things of ours."""
    for focus, finding in apply(rule, store):
        if focus.startswith(base):
            yield focus, replace(finding, value=_short(finding.value))


def _short(value: str) -> str:
    """A value of bounded length; a digest keeps apart what begins alike."""
    if len(value) <= _LONGEST_VALUE:
        return value
    return f"{value[:_LONGEST_VALUE - 20]}… {blake2b(value.encode(), digest_size=8).hexdigest()}"


def _unloadable(code: int | None) -> DataDirectoryFault:
    return DataDirectoryFault(
        f"Les graphes de la nouvelle génération ne se chargent pas (code {code}) ; la précédente reste en place : "
        "libérez de la mémoire, puis lancez `maillage rebuild`.",
        f"The graphs of the new generation cannot be loaded (exit {code}); the former one stays in use: free some "
        "memory, then run `maillage rebuild`.", 1)
