"""How soon changes are seen: from the moment that the gate has accepted them until search and SPARQL show them all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.generator import generate
from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger
from harvesters.formats import FORMATS
from harvesters.publication import publish_changes
from harvesters.report import Options
from harvesters.run import harvest
from harvesters.source import load_sources
from tests.demo import serving

# Of each of the four sources.
_CHANGED = 125
_BETWEEN_LOOKS = 0.05
_LONGEST = 120.0


@dataclass(slots=True)
class Seen:
    """Since when all changes were seen, and how many were at any time, by those who looked."""

    since: float | None = None
    numbers: set[int] = field(default_factory=set)


def freshness(sources: Path, data: Path, size: int) -> dict[str, Any]:
    """Seconds until 500 changed records of so many are in search and SPARQL answers, and how many ever were."""
    directory = DataDirectory(data)
    with serving(data) as address:
        _await(address)
        generate(sources, size, _CHANGED)
        with directory.writer("bench"):
            ledger = Ledger.open(directory.ledger, "http://127.0.0.1:8000/")
            before = ledger.last_change()
            for _ in harvest(load_sources(sources, FORMATS), directory, ledger, Options(), lambda *_: None):
                pass
            changed = len({item for item, _, _ in ledger.changed_since(before)})
            assert changed == 4 * _CHANGED, f"{changed} records changed"
            with _looking(lambda: _in_sparql(address)) as sparql, _looking(lambda: _in_search(address)) as search:
                accepted = time.monotonic()
                publish_changes(directory, ledger, lambda *_: None)
                published = time.monotonic()
                _until(lambda: sparql.since is not None and search.since is not None)
            ledger.close()
    assert sparql.since is not None
    assert search.since is not None
    return {"changed": changed, "sparql_s": sparql.since - accepted, "search_s": search.since - accepted,
            "publish_s": published - accepted, "seen": sorted(sparql.numbers | search.numbers)}


def _in_sparql(address: str) -> int:
    query = Path(__file__).with_name("changed.rq").read_text("utf-8")
    answer = httpx.post(f"{address}sparql", data={"query": query}, timeout=60).raise_for_status().json()
    return int(answer["results"]["bindings"][0]["n"]["value"])


def _in_search(address: str) -> int:
    answer = httpx.get(f"{address}search", params={"q": "révisée", "size": 1}, timeout=60,
                       headers={"Accept": "application/json"})
    return int(answer.raise_for_status().json()["total"])


@contextmanager
def _looking(look: Callable[[], int]) -> Iterator[Seen]:
    """What a reader sees who looks again and again, until the block ends."""
    seen, over = Seen(), threading.Event()

    def go_on() -> None:
        while not over.wait(_BETWEEN_LOOKS):
            number = look()
            seen.numbers.add(number)
            if number == 4 * _CHANGED and seen.since is None:
                seen.since = time.monotonic()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _await(address: str) -> None:
    _until(lambda: httpx.get(f"{address}ready").status_code == 200)


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONGEST
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(_BETWEEN_LOOKS)


def show(figures: dict[str, Any]) -> None:
    """Print them for people."""
    print(f"{figures['changed']} changed records, from the gate to their readers")
    for name, key in (("SPARQL", "sparql_s"), ("search", "search_s"), ("rules across records applied", "publish_s")):
        print(f"  {name:<31} {figures[key]:8.2f} s")
    print(f"  how many readers ever saw: {', '.join(map(str, figures['seen']))}")
