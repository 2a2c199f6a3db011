"""`make crash`: a harvest killed at random moments loses nothing, leaves nothing half, and the next one completes."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from tests.e2e.conftest import ROOT, environment, maillage
from tests.e2e.crash_checks import Runs, check, check_finished, committed
from tests.e2e.crash_world import SOURCES, World, world


@dataclass(frozen=True, slots=True)
class Killed:
    """A harvest that was killed: what it had told by then, and whether it was publishing."""

    group: int
    acknowledged: Runs
    ended: bool
    publishing: bool


def main() -> None:
    """Kill as often as asked, and say at which moments."""
    asked = argparse.ArgumentParser(prog="python -m tests.e2e.crash", description=__doc__)
    asked.add_argument("--rounds", type=int, default=50)
    asked.add_argument("--seed", type=int, default=random.randrange(1_000_000))  # noqa: S311  no secret hangs on it
    told = asked.parse_args()
    print(f"{told.rounds} rounds, seed {told.seed}", flush=True)
    with TemporaryDirectory(prefix="maillage-crash-") as folder:
        moments = crash(Path(folder), told.rounds, told.seed)
    when = ", ".join(f"{count} {moment}" for moment, count in sorted(moments.items()))
    print(f"{told.rounds} kills ({when}): no half record, nothing acknowledged lost, every next run completed, "
          "and a rebuild gave the identical dataset")


def crash(folder: Path, rounds: int, seed: int) -> Counter[str]:
    """Kill a harvest so many times and check everything after each; returns how many were killed when."""
    dice, moments, data = random.Random(seed), Counter[str](), folder / "data"  # noqa: S311
    with world(folder / "sources") as current_world:
        seconds = 0.0
        for number in range(rounds):
            if number:
                current_world.advance()
            version = current_world.version
            killed = kill(current_world, data, dice, number, seconds or 4.0)
            found = check(data, killed.acknowledged, {version - 1, version}) if killed.acknowledged or number else {}
            moments[_moment(killed, found, version)] += 1
            seconds = complete(current_world, data)
            assert set(check(data, committed(data), {version}).values()) == {version}
            check_finished(data)
            left = _survivors(killed.group)
            assert left == [], left
        assert maillage("rebuild", "--json", data=data).json["identical"] is True
    return moments


def kill(current_world: World, data: Path, dice: random.Random, number: int, seconds: float) -> Killed:
    """Start a harvest and kill it, every other time without its children.

    In turn at any moment, when a source has been taken in, and when publication has begun.
    """
    before = committed(data)
    running = subprocess.Popen(_command(current_world), cwd=ROOT, env=environment(data), start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if number % 3:
        while running.poll() is None and not (_publishing(data) if number % 3 == 2 else committed(data) != before):
            sleep(0.002)
        sleep(dice.uniform(0.0, (0.1 if number % 3 == 1 else 0.3) * seconds))
    else:
        sleep(dice.uniform(0.0, seconds))
    told, publishing = committed(data), _publishing(data)
    if number % 2:
        running.kill()
    else:
        os.killpg(running.pid, signal.SIGKILL)
    ended = running.wait() == 0
    return Killed(running.pid, told, ended, publishing)


def complete(current_world: World, data: Path) -> float:
    """The run after a kill, which must not wait for anything that the killed one left; returns its seconds."""
    began = monotonic()
    done = subprocess.run([*_command(current_world), "--json"], cwd=ROOT, env=environment(data), capture_output=True,
                          text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    seconds = monotonic() - began
    checks = maillage("doctor", "--json", data=data).json["checks"]
    assert [each for each in checks if not each["ok"]] == []
    return seconds


def _command(current_world: World) -> list[str]:
    return [sys.executable, "-m", "maillage", "harvest", "--sources", str(current_world.folder)]


def _publishing(data: Path) -> bool:
    return any(data.glob("generations/.building-*"))


def _survivors(group: int) -> list[str]:
    """The processes that a killed harvest left; each ends by itself as soon as it finds its parent gone."""
    end = monotonic() + 20
    while found := [name for name, state, of in _processes() if of == group and state != "Z"]:
        if monotonic() > end:
            break
        sleep(0.1)
    return found


def _processes() -> Iterator[tuple[str, str, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # It has ended meanwhile.
            name, _, rest = stat.read_text("utf-8", "replace").rpartition(")")
            state, _, group = rest.split()[:3]
            yield f"{stat.parent.name} {name})", state, int(group)


def _moment(killed: Killed, found: dict[str, int], version: int) -> str:
    if killed.ended:
        return "after the end"
    if killed.publishing:
        return "in publication"
    done = sum(at == version for at in found.values())
    if done == len(SOURCES):
        return "around publication"
    return f"between sources ({done} of {len(SOURCES)} done)" if done else "before the first source was done"


if __name__ == "__main__":
    main()
