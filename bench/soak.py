"""`make soak`: an endpoint under attack for minutes, while others go on using it."""

from __future__ import annotations

import argparse
import os
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.generator import generate
from bench.hostile import hostile
from bench.memory import PeakMemory, children, tree
from sparql.limits import QueryLimits
from tests.demo import serving
from tests.e2e.conftest import maillage

_LOOKUP = "SELECT ?p ?o { ?s dct:identifier ?key ; ?p ?o } LIMIT 20"
_SLACK = 1.5
_HEALTH_P99 = 1.0
_ROOM = 2 << 30
# Seconds in which what runs after the last attack comes to its end.
_SETTLED = 15.0


@dataclass(slots=True)
class Seen:
    """What one kind of client met: statuses, and the seconds of each request."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)

    def note(self, what: str, status: str, seconds: float) -> None:
        """One request more."""
        self.statuses[status] += 1
        self.seconds.append(seconds)
        self.slowest[what] = max(self.slowest.get(what, 0.0), seconds)

    def share(self, part: float) -> float:
        """The seconds that this part of the requests did not exceed."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * part))] if self.seconds else 0.0


def main() -> int:
    """Attack a data directory's endpoint, and print what became of it; 1 when a promise is broken."""
    asked = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    asked.add_argument("--data", type=Path, help="a harvested data directory; without one, synthetic records")
    asked.add_argument("--size", type=int, default=100_000, help="how many synthetic records")
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--clients", type=int, default=100)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="maillage-soak-") as folder:
        return _attacked(options.data or _harvested(Path(folder), options.size), options.clients, options.minutes)


def _harvested(folder: Path, size: int) -> Path:
    """A data directory of synthetic records."""
    generate(folder / "sources", size)
    done = maillage("harvest", "--sources", str(folder / "sources"), data=folder / "data")
    assert done.code == 0, done.err
    return folder / "data"


def _attacked(data: Path, clients: int, minutes: float) -> int:
    seen = Seen(), Seen(), Seen()
    with _listening() as (port, called), serving(data) as address:
        _await(address)
        [server] = children(os.getpid())
        with PeakMemory(root=server) as memory:
            before, processes = memory.now(), len(tree(server))
            _use(address, port, clients, time.monotonic() + minutes * 60, seen)
        time.sleep(_SETTLED)
        return _tell(*seen, memory.peak - before, called(), len(tree(server)) - processes)


def _use(address: str, port: int, clients: int, end: float, seen: tuple[Seen, Seen, Seen]) -> None:
    """Attackers, a reader, and somebody who asks how the server is, until the end."""
    bad, lookups, health = seen
    threads = [threading.Thread(target=_attack, args=(address, port, number, end, bad)) for number in range(clients)]
    threads += [threading.Thread(target=_repeat, args=(end, lookups, lambda number: _lookup(address, number))),
                threading.Thread(target=_repeat, args=(end, health, lambda _: f"{address}health"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _attack(address: str, port: int, number: int, end: float, seen: Seen) -> None:
    dice = random.Random(number)  # noqa: S311 - wants repeatable, not secret
    with httpx.Client(timeout=120, headers={"User-Agent": f"attacker {number % 5}"}) as client:
        while time.monotonic() < end:
            name, query = hostile(dice, port)
            began = time.monotonic()
            try:
                with client.stream("POST", f"{address}sparql", data={"query": query}) as answer:
                    status = str(answer.status_code)
                    for _ in answer.iter_raw():
                        continue
            except httpx.RemoteProtocolError:
                status = "broken off"  # A long answer that was cut: the client knows.
            except httpx.HTTPError as fault:
                status = type(fault).__name__
            seen.note(name, status, time.monotonic() - began)


def _lookup(address: str, number: int) -> str:
    """Where one is asked for that nobody has asked before: an answer that is remembered would wait for no worker."""
    return f"{address}sparql?{urlencode({'query': f'{_LOOKUP} # {number}'})}"


def _repeat(end: float, seen: Seen, address_of: Callable[[int], str]) -> None:
    with httpx.Client(headers={"User-Agent": "reader"}) as client:
        for number in count():
            if time.monotonic() >= end:
                return
            began = time.monotonic()
            try:
                status = str(client.get(address_of(number)).status_code)
            except httpx.HTTPError as fault:
                status = type(fault).__name__
            seen.note("", status, time.monotonic() - began)
            time.sleep(0.1)


@contextmanager
def _listening() -> Iterator[tuple[int, Callable[[], int]]]:
    """A port that nobody may call, and how often it was called."""
    calls: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        def accept() -> None:
            while True:
                try:
                    caller, _ = door.accept()
                except OSError:
                    return
                caller.close()
                calls.append(caller)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield door.getsockname()[1], lambda: len(calls)
        door.shutdown(socket.SHUT_RDWR)


def _await(address: str) -> None:
    while httpx.get(f"{address}ready").status_code != 200:
        time.sleep(0.2)


def _tell(bad: Seen, lookups: Seen, health: Seen, grown: int, called: int, left: int) -> int:
    limits = QueryLimits()
    limit = limits.seconds
    slowest = max(bad.slowest.items(), key=lambda one: one[1])
    promises = {
        f"slowest bad query {slowest[1]:.1f} s ({slowest[0]}), limit {limit:g} s": slowest[1] <= limit * _SLACK,
        f"bad queries {dict(bad.statuses)}": not {"500", "502"} & bad.statuses.keys(),
        f"lookups {dict(lookups.statuses)}, p50 {lookups.share(0.5):.3f} s, p99 {lookups.share(0.99):.3f} s":
            lookups.statuses["200"] >= 0.99 * len(lookups.seconds),
        f"health {dict(health.statuses)}, p99 {health.share(0.99):.3f} s":
            health.share(0.99) <= _HEALTH_P99 and set(health.statuses) == {"200"},
        f"memory above the store {grown >> 20} MiB": grown <= _ROOM,
        f"calls by SERVICE {called}": called == 0,
        # Those that rest after long queries serve the next ones.
        f"processes more than before {left}": left <= limits.long_workers,
    }
    for promise, held in promises.items():
        print(f"{'held' if held else 'BROKEN':7} {promise}")
    return int(not all(promises.values()))


if __name__ == "__main__":
    sys.exit(main())
