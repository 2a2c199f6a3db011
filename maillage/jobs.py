"""What the workbench is asked over HTTP, done by this very command in a process of its own, one order at a time."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from api.workbench.desk import Declared, DeskFull, Job, Order
from catalogue.ledger import now
from harvesters.formats import FORMATS
from harvesters.source import InvalidSource, load_sources
from maillage.workspace import Workspace

WAITING: Final = 16
# A day's orders; what they said is dropped earlier, the oldest first, when it grows too long.
_KEPT_SECONDS: Final = 86_400.0
_KEPT_BYTES: Final = 64 << 20
_LONGEST_OUTPUT: Final = 4 << 20
_LONGEST_COMPLAINT: Final = 4_000
_LONGEST_JOB: Final = 6 * 3600.0
_GRACE: Final = 10.0
_FAILURE: Final = b'"maillage.error/'
_WORDS: Final = {"harvest": ("harvest",), "replay": ("replay",), "rollback": ("run", "rollback"),
                 "suggest": ("rejects", "--suggest"), "letter": ("rejects", "--letter")}


@dataclass(frozen=True, slots=True)
class Ended:
    """What is left of a process: its exit code, the JSON it wrote, whether that was too long, what it told people."""

    code: int
    output: bytes
    cut: bool
    complaint: str


class Jobs:
    """The orders of one server. All but `running`'s own work happens on its event loop, so that nothing is locked."""

    def __init__(self, space: Workspace, command: Sequence[str] = (sys.executable, "-m", "maillage")) -> None:
        self._space = space
        self._command = command
        self._jobs: dict[str, Job] = {}
        self._ended: dict[str, float] = {}
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._files: list[tuple[str, int, int]] = []
        self._declared: Mapping[str, Declared] = {}

    def declared(self) -> Mapping[str, Declared]:
        """The declared sources whose files have no fault, by name; read anew when a file changes."""
        folder = self._space.settings.sources_path
        with suppress(OSError):  # A file may go away while it is looked at.
            found = [(file.name, (told := file.stat()).st_mtime_ns, told.st_size) for file in folder.glob("*.toml")]
            if found == self._files:
                return self._declared
            self._declared, self._files = _declared(folder), found
        return self._declared

    def submit(self, order: Order) -> Job:
        """Take an order.

        Raises:
            DeskFull: too many wait already.
        """
        self._forget()
        if self._queue.qsize() >= WAITING:
            raise DeskFull(self._queue.qsize())
        job = Job(secrets.token_urlsafe(16), order, now())
        self._jobs[job.id] = job
        self._queue.put_nowait(job.id)
        return job

    def job(self, id: str) -> Job | None:
        """An order that was taken less than a day ago."""
        self._forget()
        return self._jobs.get(id)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Do what was ordered, one by one; what runs at the end of the block is ended with it."""
        working = asyncio.create_task(self._work())
        try:
            yield
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

    async def _work(self) -> None:
        while True:
            id = await self._queue.get()
            job = self._jobs[id] = replace(self._jobs[id], state="running", started=now())
            try:
                ended = await run([*self._command, *arguments(job.order)], self._environment(job.order))
            except OSError as fault:  # No process can be started: memory, handles.
                ended = Ended(-1, b"", False, str(fault))
            self._jobs[id] = _closed(job, ended)
            self._ended[id] = asyncio.get_running_loop().time()

    def _environment(self, order: Order) -> dict[str, str]:
        """What the command is told beside its arguments, so that no path of this machine stands among them."""
        settings = self._space.settings
        return {**os.environ, "MAILLAGE_DATA": str(settings.data_path.absolute()),
                "MAILLAGE_SOURCES": str(settings.sources_path.absolute()), "MAILLAGE_LANG": order.language,
                "MAILLAGE_ACTOR": order.actor, "NO_COLOR": "1"}

    def _forget(self) -> None:
        """Drop what ended a day ago, then what the oldest orders said."""
        since = asyncio.get_running_loop().time() - _KEPT_SECONDS
        for id in [id for id, ended in self._ended.items() if ended < since]:
            del self._jobs[id], self._ended[id]
        left = _KEPT_BYTES
        for id in reversed(self._ended):
            left -= len(self._jobs[id].output)
            if left < 0:
                self._jobs[id] = replace(self._jobs[id], output=b"", cut=True)


def _declared(folder: Path) -> Mapping[str, Declared]:
    try:
        found = load_sources(folder, FORMATS)
    except InvalidSource as invalid:
        found = invalid.sound
    return {source.name: Declared(source.title, source.format, source.enabled) for source in found}


def arguments(order: Order) -> list[str]:
    """The arguments of the command that does what is ordered."""
    flags = [f"--{option.replace('_', '-')}" for option in order.options]
    return [*_WORDS[order.verb], *flags, "--json", "--", order.about]


async def run(command: Sequence[str], environment: Mapping[str, str]) -> Ended:
    """Run a command to its end; its whole family of processes is ended when this is cancelled or lasts too long."""
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None  # noqa: S101 - both are pipes
    assert process.stderr is not None  # noqa: S101
    reading = asyncio.gather(_head(process.stdout, _LONGEST_OUTPUT), _tail(process.stderr, _LONGEST_COMPLAINT))
    try:
        (output, cut), complaint = await asyncio.wait_for(reading, _LONGEST_JOB)
        return Ended(await process.wait(), output, cut, complaint.decode("utf-8", "replace"))
    except TimeoutError:
        return Ended(-1, b"", False, f"> {_LONGEST_JOB / 3600:.0f} h")
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask a family of processes to stop as Ctrl-C does, then make it."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), _GRACE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _head(stream: asyncio.StreamReader, most: int) -> tuple[bytes, bool]:
    """What a stream begins with, and whether it had more; it is read to its end, for its writer must not wait."""
    kept, cut = bytearray(), False
    while piece := await stream.read(1 << 16):
        kept += piece[:most - len(kept)]
        cut = cut or len(kept) == most
    return bytes(kept), cut


async def _tail(stream: asyncio.StreamReader, most: int) -> bytes:
    """What a stream ends with."""
    kept = b""
    while piece := await stream.read(1 << 16):
        kept = (kept + piece)[-most:]
    return kept


def _closed(job: Job, ended: Ended) -> Job:
    """The job as its process left it; a JSON that was cut is none.

    A harvest that found rejects or could reach nothing is done too: what it tells is what was asked for.
    """
    done = ended.code >= 0 and bool(ended.output) and _FAILURE not in ended.output[:64]
    return replace(job, state="done" if done else "failed", ended=now(), exit_code=ended.code, cut=ended.cut,
                   output=b"" if ended.cut else ended.output, complaint=ended.complaint)
