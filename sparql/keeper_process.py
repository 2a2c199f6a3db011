"""The keeper process: holds one generation's RDF, forks workers that share it, and ends those that overstay."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from pyoxigraph import Store

from sparql import worker
from sparql.frames import LENGTHS, failure
from sparql.limits import QueryLimits
from sparql.store import load_graphs


@dataclass(frozen=True, slots=True)
class _Worker:
    """A forked worker and the wire to it."""

    pid: int
    wire: socket.socket
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def end(self) -> None:
        """Kill and reap it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.writer.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def keep(files: dict[Path, str], address: str, lifeline: Connection, limits: QueryLimits) -> None:
    """Load the graphs, say so on the lifeline, and answer on a Unix socket until the lifeline ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = load_graphs(files)
    gc.freeze()  # Keeps shared pages shared: collections no longer touch what exists now.
    asyncio.run(_serve(store, address, lifeline, limits))


async def _serve(store: Store, address: str, lifeline: Connection, limits: QueryLimits) -> None:
    pool = _Pool(store, limits)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(lifeline.fileno(), ended.set)
    try:
        for _ in range(limits.workers):
            await pool.hire()
        server = await asyncio.start_unix_server(pool.serve, address)
        with contextlib.suppress(BrokenPipeError):  # The server may be gone before the store is loaded.
            lifeline.send_bytes(b"ready")
        async with server:
            await ended.wait()
    finally:
        pool.close()


class _Pool:
    """The workers, and the queue before them."""

    def __init__(self, store: Store, limits: QueryLimits) -> None:
        self._store = store
        self._limits = limits
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._waiting = 0

    async def hire(self) -> None:
        """Fork one more worker."""
        mine, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            self._become_worker(theirs)
        theirs.close()
        reader, writer = await asyncio.open_unix_connection(sock=mine)
        hired = _Worker(pid, mine, reader, writer)
        self._all.add(hired)
        self._idle.put_nowait(hired)

    def _become_worker(self, wire: socket.socket) -> NoReturn:
        """In the child: nothing of the keeper but the store and one wire."""
        try:
            signal.set_wakeup_fd(-1)
            kept = wire.fileno()
            os.closerange(3, kept)
            os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") < 65536 else 65536)
            worker.run(wire, self._store, self._limits)
        finally:
            os._exit(1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One query of one client."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            question = await _frame(reader)
            writer.write(await self._answer(question))
            await writer.drain()
        writer.close()

    async def _answer(self, question: bytes) -> bytes:
        with self._place() as place:
            if not place:
                return failure(503, "MLG-Y020", "Trop de requêtes attendent ; réessayez dans quelques secondes.",
                                "Too many queries are waiting; try again in a few seconds.")
            hired = await self._idle.get()
        try:
            answer = await asyncio.wait_for(_ask(hired, question), self._limits.seconds)
        except TimeoutError:
            await self._replace(hired)
            return failure(504, "MLG-Y021", f"La requête dépassait {self._limits.seconds:g} s et a été arrêtée ; "
                            "ajoutez des filtres ou LIMIT.",
                            f"The query ran beyond {self._limits.seconds:g} s and was stopped; add filters or LIMIT.")
        except (asyncio.IncompleteReadError, ConnectionError):
            await self._replace(hired)
            return failure(503, "MLG-Y022", "La requête a épuisé la mémoire ou la pile permises ; simplifiez-la.",
                            "The query exhausted its memory or stack; simplify it.")
        self._idle.put_nowait(hired)
        return answer

    async def _replace(self, spent: _Worker) -> None:
        self._all.discard(spent)
        spent.end()
        await self.hire()

    @contextlib.contextmanager
    def _place(self) -> Iterator[bool]:
        """A place in the queue, when there is one."""
        free = self._waiting < self._limits.waiting
        self._waiting += free
        try:
            yield free
        finally:
            self._waiting -= free

    def close(self) -> None:
        """End every worker."""
        for hired in self._all:
            hired.end()


async def _ask(hired: _Worker, question: bytes) -> bytes:
    hired.writer.write(question)
    await hired.writer.drain()
    return await _frame(hired.reader)


async def _frame(reader: asyncio.StreamReader) -> bytes:
    lengths = await reader.readexactly(LENGTHS.size)
    return lengths + await reader.readexactly(sum(LENGTHS.unpack(lengths)))
