"""The rules across records, applied to the graphs of a generation before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from catalogue.generation import Generation
from catalogue.inspection import Inspection
from catalogue.survey import survey
from shapes.finding import Finding
from shapes.rules import Rule, apply, load_rules
from sparql.store import load_graphs

# A rule that finds more than this has found one cause, many times.
MOST_OF_A_RULE: Final = 10_000
_LONGEST_VALUE: Final = 500


def survey_and_inspect(building: Path, files: dict[Path, str], base: str, former: Generation | None) -> None:
    """Count the graphs of a generation in the making, add those made from them, and inspect all of them.

    Runs in a process of its own. `former` is the generation whose counts may serve again.

    Raises:
        SystemExit: a graph cannot be read, which the exit code tells without a traceback.
    """
    try:
        statistics = survey(building, files, base, former)
    except (OSError, SyntaxError, ValueError):
        raise SystemExit(1) from None
    derived = {building / "graphs" / name: graph for name, graph in statistics.derived.items()}
    inspect({**files, **derived}, base, building / "findings.json")


def inspect(files: dict[Path, str], base: str, target: Path) -> None:
    """Load the graphs, apply every rule, and write what was found; runs in a process of its own.

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
    target.write_bytes(Inspection(len(store), tuple(ordered), tuple(more)).serialize())


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
