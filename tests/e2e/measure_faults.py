"""`make faults`: every fault against the command itself, under its real limits, in seconds and bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import orjson

from bench.memory import PeakMemory
from catalogue.generation import current
from tests.e2e.conftest import ROOT, environment
from tests.e2e.faults import NOBODY, Fault, faults
from tests.e2e.faulty_listings import LISTINGS
from tests.e2e.faulty_server import FaultyServer, faulty_server, good
from tests.e2e.heavy_faults import heavy_faults

_SECONDS = 60.0
_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command told, took and filled."""

    run: Mapping[str, Any]
    seconds: float
    peak: int


def main() -> int:
    """Measure the named faults, or all, and print a table; 1 if one of them ends wrong, late or large."""
    wanted, wrong = sys.argv[1:], 0
    with TemporaryDirectory(prefix="maillage-faults-") as folder, _servers(Path(folder), wanted) as (told, servers):
        harvest(Path(folder))
        before = dataset(Path(folder))
        print(f"{'fault':34} {'outcome':10} {'code':9} {'seconds':>7} {'MiB':>6}")
        for name, fault in told.items():
            with servers(name, fault):
                cost = harvest(Path(folder), f"s-{name}")
            faulty = _wrongs(fault, cost, before == dataset(Path(folder)))
            wrong += bool(faulty)
            print(f"{name:34} {cost.run['outcome']:10} {cost.run['reason']['code']:9} {cost.seconds:7.1f} "
                  f"{cost.peak >> 20:6} {', '.join(faulty)}", flush=True)
        harvest(Path(folder))
        print(f"{len(told)} faults, {wrong} of them wrong; the dataset is "
              f"{'the same as before' if dataset(Path(folder)) == before else 'NOT what it was'}")
    return int(wrong > 0)


@contextmanager
def _servers(folder: Path, wanted: list[str]) -> Iterator[tuple[Mapping[str, Fault], Any]]:
    """One good server for each fault, and how to let a fault befall it for a while."""
    (folder / "sources").mkdir()
    with ExitStack() as stack:
        canary = stack.enter_context(faulty_server(LISTINGS["sshoc"]))
        told = {name: fault for name, fault in {**faults(canary.place), **heavy_faults()}.items()
                if name in wanted or not wanted}
        running: dict[str, tuple[FaultyServer, ExitStack]] = {}

        def start(name: str, port: int = 0) -> None:
            own = stack.enter_context(ExitStack())
            server = own.enter_context(faulty_server(LISTINGS[told[name].form], port))
            running[name] = (server, own)

        @contextmanager
        def befallen(name: str, fault: Fault) -> Iterator[None]:
            server, own = running[name]
            if name == NOBODY:
                own.close()
            fault.befall(server)
            yield
            server.begin(good)
            if name == NOBODY:
                start(name, server.server_address[1])

        for name in told:
            start(name)
            running[name][0].listing.declare(folder / "sources", f"s-{name}", running[name][0].place)
        yield told, befallen
        assert not canary.asked, f"somebody asked for {canary.asked}"


def harvest(folder: Path, *names: str) -> Cost:
    """Run the command, and watch its processes."""
    started = perf_counter()
    with (folder / "told.json").open("wb") as out, subprocess.Popen(
            [sys.executable, "-m", "maillage", "harvest", *names, "--sources", str(folder / "sources"), "--json"],
            cwd=ROOT, env=environment(folder / "data"), stdout=out, stderr=subprocess.DEVNULL) as running:
        with PeakMemory(0.05, running.pid) as memory:
            running.wait()
        seconds = perf_counter() - started
    return Cost(orjson.loads((folder / "told.json").read_bytes())["runs"][0], seconds, memory.peak)


def dataset(folder: Path) -> str:
    """The hash of all graphs."""
    generation = current(folder / "data")
    return generation.manifest.dataset if generation else ""


def _wrongs(fault: Fault, cost: Cost, untouched: bool) -> list[str]:
    ended = (cost.run["outcome"], cost.run["reason"]["code"])
    expected = ended == (fault.outcome, fault.code) if fault.outcome else ended[0] in ("failed", "partial", "waiting")
    checks = {f"WRONG: {fault.outcome} {fault.code} expected": expected,
              "WRONG: live records changed": untouched, "LATE": cost.seconds <= _SECONDS, "LARGE": cost.peak <= _BYTES}
    return [told for told, well in checks.items() if not well]


if __name__ == "__main__":
    os.chdir(ROOT)
    raise SystemExit(main())
