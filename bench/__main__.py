"""`make bench`: from source files to a queryable graph, in records per second, beside raw pyoxigraph.

Then each format by itself, how much faster a source is that has not changed, and queries beside other engines.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import maillage
from bench import conditional, endpoint, formats, freshness, shapes
from bench.generator import generate
from bench.memory import PeakMemory
from bench.peers import disk_bulk_load
from catalogue.datadir import DataDirectory
from catalogue.generation import Generation, current
from catalogue.ledger import Ledger
from harvesters.formats import FORMATS
from harvesters.publication import publish_changes
from harvesters.report import Options
from harvesters.run import harvest
from harvesters.source import load_sources
from search.engine import SearchIndex
from search.query import SearchQuery
from sparql.lanes import ask_once
from sparql.question import Question

SMALL = 10_000


def main() -> None:
    """Measure one size, the short one beside it, each format and an unchanged source; print tables and JSON."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--size", type=int, default=100_000, help="records (default 100000)")
    asked.add_argument("--json", type=Path, help="also write the figures to this file")
    told = asked.parse_args()
    sizes = [SMALL, told.size] if told.size > SMALL else [told.size]
    beside: dict[str, Any] = {}
    figures = {size: measure(size, beside if size == sizes[-1] else None) for size in sizes}
    for size, figure in figures.items():
        show(size, figure)
    if len(figures) == 2:
        small, large = figures[sizes[0]]["full_s"] / sizes[0], figures[sizes[1]]["full_s"] / sizes[1]
        print(f"cost per record, {sizes[1]} against {sizes[0]}: {large / small:.2f} times")
    by_format, unchanged = formats.formats(), conditional.conditional(SMALL)
    formats.show(by_format, figures[sizes[-1]]["records_per_s"])
    conditional.show(unchanged)
    endpoint.show(beside["added"])
    shapes.show(beside["shapes"])
    freshness.show(beside["fresh"])
    report = json.dumps({"schema": "maillage.bench/1", "version": maillage.__version__, "figures": figures,
                         "formats": by_format, "conditional": unchanged, **beside})
    if told.json:
        told.json.write_text(report)
    print(report)


def measure(size: int, beside: dict[str, Any] | None = None) -> dict[str, float]:
    """The figures of one size, in seconds, bytes and ratios; those of queries beside other engines go to `beside`."""
    figure: dict[str, float] = {"records": size}
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        root = Path(folder)
        synthetic = generate(root / "sources", size)
        with PeakMemory() as memory:
            _timed(figure, "full_s", lambda: _cycle(root, synthetic.folder, figure, ""))
        figure["peak_bytes"] = memory.peak
        generation = current(root / "data")
        assert generation is not None
        assert generation.manifest.records == size, f"{generation.manifest.records} of {size} records are live"
        figure["quads"] = generation.manifest.quads
        _timed(figure, "again_s", lambda: _cycle(root, synthetic.folder, figure, "again_"))
        figure["raw_load_s"] = disk_bulk_load(generation)
        if beside is not None:
            beside |= {"added": endpoint.overhead(generation), "shapes": shapes.compare(generation),
                       "fresh": freshness.freshness(synthetic.folder, root / "data", size)}
    figure["records_per_s"] = size / figure["full_s"]
    figure["share_of_raw_load"] = figure["raw_load_s"] / figure["full_s"]
    figure["again_times_faster"] = figure["full_s"] / figure["again_s"]
    return figure


def _cycle(root: Path, sources: Path, figure: dict[str, float], prefix: str) -> None:
    """Harvest every source, publish, and wait until search and SPARQL answer from the new generation."""
    directory = DataDirectory(root / "data")
    with directory.writer("bench"):
        ledger = Ledger.open(directory.ledger, "http://127.0.0.1:8000/")
        with _stage(figure, f"{prefix}intake_s"):
            for _ in harvest(load_sources(sources, FORMATS), directory, ledger, Options(), lambda *_: None):
                pass
        with _stage(figure, f"{prefix}publish_s"):
            generation = publish_changes(directory, ledger, lambda *_: None)
        ledger.close()
    if generation is not None:
        with _stage(figure, f"{prefix}queryable_s"):
            _ask(generation)


def _ask(generation: Generation) -> None:
    page = SearchIndex.open(generation.index).search(SearchQuery(text="transcription"))
    question = Question("SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r dct:identifier ?key ; foaf:isPrimaryTopicOf ?c }")
    answer = asyncio.run(ask_once(generation, question))
    count = int(json.loads(answer)["results"]["bindings"][0]["n"]["value"])
    assert count == generation.manifest.records
    assert page.total > 0


def _timed(figure: dict[str, float], name: str, work: Callable[[], None]) -> None:
    with _stage(figure, name):
        work()


@contextmanager
def _stage(figure: dict[str, float], name: str) -> Iterator[None]:
    started = perf_counter()
    yield
    figure[name] = round(perf_counter() - started, 3)
    print(f"{figure['records']:.0f} records: {name.removesuffix('_s')} {figure[name]:.1f} s", file=sys.stderr)


def show(size: int, figure: dict[str, float]) -> None:
    """Print one size for people."""
    print(f"{size} records, {figure['quads']:.0f} quads, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"  harvested, validated, queryable   {figure['full_s']:8.1f} s  {figure['records_per_s']:8.0f} records/s")
    for stage in ("intake", "publish", "queryable"):
        print(f"    {stage:<31} {figure[f'{stage}_s']:8.1f} s  {figure[f'{stage}_s'] / figure['full_s']:8.0%}")
    print(f"  pyoxigraph disk bulk load alone   {figure['raw_load_s']:8.1f} s  "
          f"{figure['share_of_raw_load']:8.2f} of its speed")
    print(f"  the same sources again            {figure['again_s']:8.1f} s  "
          f"{figure['again_times_faster']:8.1f} times faster")
    print(f"  peak memory, all processes        {figure['peak_bytes'] / 2**20:8.0f} MiB")


if __name__ == "__main__":
    main()
