"""The process behind a job: what it says is bounded, and it ends when it must, with all its family."""

import asyncio
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from api.workbench.desk import DeskFull, Order
from maillage import jobs
from maillage.console import Console
from maillage.jobs import WAITING, Ended, Jobs, arguments, run
from maillage.settings import Settings
from maillage.workspace import Workspace
from tests.e2e.conftest import TABLE_MAP, write_source

DRY = Order("harvest", "tools", ("dry_run", "allow_shrink"), "marie", "fr")


def ended(script: str) -> Ended:
    return asyncio.run(run([sys.executable, "-c", script], os.environ))


def desk(tmp_path: Path, script: str = "print('{}')") -> Jobs:
    """A desk whose command is a script."""
    settings = Settings(data=str(tmp_path / "data"), sources=str(tmp_path))
    return Jobs(Workspace(settings, Console("en")), [sys.executable, "-c", script])


def test_orders_become_arguments_that_no_name_can_turn_into_options() -> None:
    assert arguments(DRY) == ["harvest", "--dry-run", "--allow-shrink", "--json", "--", "tools"]
    assert arguments(Order("rollback", "--all", (), "marie", "fr")) == ["run", "rollback", "--json", "--", "--all"]


def test_what_a_command_says_is_kept() -> None:
    told = ended("import sys; print('{}'); sys.stderr.write('fait'); sys.exit(3)")
    assert told == Ended(3, b"{}\n", False, "fait")


def test_an_endless_answer_is_read_to_its_end_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_LONGEST_OUTPUT", 1000)
    told = ended("import sys; print('x' * 3_000_000); sys.stderr.write('y' * 1_000_000 + 'fin')")
    assert (told.code, len(told.output), told.cut, told.complaint[-3:]) == (0, 1000, True, "fin")
    assert len(told.complaint) == 4000


def test_a_command_that_lasts_too_long_is_ended_with_its_family(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_LONGEST_JOB", 3.0)
    monkeypatch.setattr(jobs, "_GRACE", 0.2)
    pid = tmp_path / "pid"
    told = ended("import signal, subprocess, sys, time; signal.signal(signal.SIGINT, signal.SIG_IGN); "
                 "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
                 f"open({str(pid)!r}, 'w').write(str(child.pid)); time.sleep(600)")
    assert told.code == -1
    for _ in range(100):
        if not _lives(int(pid.read_text())):
            break
        time.sleep(0.05)
    assert not _lives(int(pid.read_text()))


def _lives(pid: int) -> bool:
    with suppress(OSError):
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    return False


def test_declared_sources_are_read_again_when_their_files_change(tmp_path: Path) -> None:
    made = desk(tmp_path)
    assert made.declared() == {}
    file = write_source(tmp_path, "tools", "table", "tools.csv", b"id;nom\n", TABLE_MAP)
    assert made.declared()["tools"].enabled
    file.write_text(f"enabled = false\n{file.read_text('utf-8')}", "utf-8")
    assert not made.declared()["tools"].enabled
    (tmp_path / "faulty.toml").write_text("name = 1", "utf-8")
    assert list(made.declared()) == ["tools"]
    file.unlink()
    assert made.declared() == {}


def test_only_so_many_orders_wait(tmp_path: Path) -> None:
    async def fill() -> None:
        made = desk(tmp_path)
        for _ in range(WAITING):
            made.submit(DRY)
        with pytest.raises(DeskFull):
            made.submit(DRY)

    asyncio.run(fill())


def test_an_order_is_told_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    script = "import os, json; print(json.dumps({name: os.environ[name] for name in os.environ if 'MAILLAGE' in name}))"

    async def follow() -> tuple[str, ...]:
        made = desk(tmp_path, script)
        job = made.submit(DRY)
        states = [job.state]
        async with made.running():
            while not (now := made.job(job.id)) or not now.is_over:
                await asyncio.sleep(0.02)
        assert now.output.startswith(b"{")
        assert b'"MAILLAGE_ACTOR": "marie"' in now.output
        assert str(tmp_path / "data").encode() in now.output
        return (*states, now.state)

    assert asyncio.run(follow()) == ("queued", "done")


def test_what_old_orders_said_is_dropped_before_memory_runs_short_and_after_a_day_all_of_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def follow() -> tuple[list[tuple[int, bool]], list[bool]]:
        made = desk(tmp_path, "print('x' * 999)")
        ids = [made.submit(DRY).id for _ in range(3)]
        async with made.running():
            while not (last := made.job(ids[-1])) or not last.is_over:
                await asyncio.sleep(0.02)
        monkeypatch.setattr(jobs, "_KEPT_BYTES", 2100)
        found = [job for id in ids if (job := made.job(id))]
        monkeypatch.setattr(jobs, "_KEPT_SECONDS", -1.0)
        return [(len(job.output), job.cut) for job in found], [made.job(id) is None for id in ids]

    assert asyncio.run(follow()) == ([(0, True), (1000, False), (1000, False)], [True] * 3)


def test_a_command_that_cannot_start_is_told(tmp_path: Path) -> None:
    async def follow() -> tuple[str, str]:
        made = Jobs(Workspace(Settings(data=str(tmp_path)), Console("en")), [str(tmp_path / "none")])
        job = made.submit(DRY)
        async with made.running():
            while not (now := made.job(job.id)) or not now.is_over:
                await asyncio.sleep(0.02)
        return now.state, now.complaint

    state, complaint = asyncio.run(follow())
    assert state == "failed"
    assert "none" in complaint
