"""The server's side of the query keeper: start it on a generation, order workers from it, end it."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from catalogue.generation import Generation
from sparql.limits import QueryLimits
from sparql.store import Snapshot
from sparql.workers.keeper_process import keep
from sparql.workers.orders import ORDER, Order
from sparql.workers.processor_time import ProcessorTime

_LARGEST_READ = 1 << 19
_TUNABLES = "GLIBC_TUNABLES"


@dataclass(frozen=True, slots=True, eq=False)
class Worker:
    """A forked worker, the wire to it, and the time that it has run."""

    pid: int
    time: ProcessorTime
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class Keeper:
    """A keeper of one generation, in a process of its own, for one event loop; `loaded()` waits until it answers.

    With a `snapshot` the store is that folder on disk, made when it is not there yet; else it is in memory.
    Must be made and used in that loop, and closed.
    """

    def __init__(self, generation: Generation, limits: QueryLimits | None = None,
                 snapshot: Snapshot | None = None) -> None:
        self.limits = limits or QueryLimits()
        context = multiprocessing.get_context("spawn")
        self._wire, theirs = socket.socketpair()
        self._process = context.Process(target=keep, name="query keeper",
                                        args=(generation.graph_files(), snapshot, theirs, self.limits))
        with theirs, _huge_pages():
            self._process.start()
        self._wire.setblocking(False)
        self._hired: asyncio.Queue[Worker | None] = asyncio.Queue()
        self._followed: asyncio.Queue[bool] = asyncio.Queue()
        self._workers: set[Worker] = set()
        self._ordering = asyncio.Lock()
        self._listening: asyncio.Task[None] | None = None

    async def loaded(self) -> bool:
        """Whether the store is loaded, once that is known: False when the keeper died of it."""
        loop = asyncio.get_running_loop()
        try:
            ready = await loop.sock_recv(self._wire, ORDER.size) == ORDER.pack(Order.READY.value, 0)
        except OSError:
            return False
        if ready:
            self._listening = asyncio.create_task(self._listen())
        return ready

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process.is_alive()

    def processes(self) -> list[int]:
        """The numbers of its process and those of the workers that it has lent."""
        return [self._process.pid or 0, *(worker.pid for worker in self._workers)]

    async def hire(self) -> Worker:
        """One more worker; raises ConnectionError when the keeper is gone."""
        await self._order(Order.HIRE, 0)
        worker = await self._hired.get()
        if worker is None:
            self._hired.put_nowait(None)  # For whoever else waits.
            raise ConnectionResetError("the keeper is gone")
        return worker

    async def widen(self, worker: Worker) -> None:
        """Allow a worker the memory of a long query."""
        await self._order(Order.WIDEN, worker.pid)

    async def rest(self, worker: Worker) -> None:
        """Say of one that had a long query that it has none now: should memory be short, it goes first."""
        await self._order(Order.REST, worker.pid)

    async def follow(self, generation: Generation) -> bool:
        """Go on with a later generation: whether those hired from now on answer from it. To be asked one at a time."""
        told = orjson.dumps({str(path): graph for path, graph in generation.graph_files().items()})
        with contextlib.suppress(OSError):
            await self._order(Order.FOLLOW, len(told), told)
            return await self._followed.get()
        return False

    async def end(self, worker: Worker) -> None:
        """Kill a worker, whatever it does."""
        self._workers.discard(worker)
        await _hang_up(worker)
        with contextlib.suppress(OSError):
            await self._order(Order.END, worker.pid)

    async def close(self) -> None:
        """End the keeper and its workers."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        for worker in self._workers:
            await _hang_up(worker)
        self._workers.clear()
        self._wire.close()
        await asyncio.to_thread(self._process.join, 2)
        if self._process.is_alive():
            self._process.kill()
            await asyncio.to_thread(self._process.join)

    async def _order(self, order: Order, number: int, more: bytes = b"") -> None:
        async with self._ordering:  # A long order may leave in parts.
            try:
                await asyncio.get_running_loop().sock_sendall(self._wire, ORDER.pack(order.value, number) + more)
            except OSError as fault:
                raise ConnectionResetError("the keeper is gone") from fault

    async def _listen(self) -> None:
        """Hear what the keeper says, until it is gone."""
        readable = asyncio.Event()
        loop = asyncio.get_running_loop()
        descriptor = self._wire.fileno()
        loop.add_reader(descriptor, readable.set)
        try:
            while True:
                await readable.wait()
                readable.clear()
                try:
                    told, descriptors, _, _ = socket.recv_fds(self._wire, ORDER.size, 1)
                except BlockingIOError:
                    continue
                except ConnectionError:
                    told = b""
                if not told:
                    break
                verb, pid = ORDER.unpack(told)
                if Order(verb) is Order.HIRED:
                    self._hired.put_nowait(await self._met(pid, descriptors[0]))
                else:
                    self._followed.put_nowait(Order(verb) is Order.FOLLOWED)
        finally:
            loop.remove_reader(descriptor)
            self._hired.put_nowait(None)
            self._followed.put_nowait(False)

    async def _met(self, pid: int, descriptor: int) -> Worker:
        """A worker, from the wire to it."""
        reader, writer = await asyncio.open_unix_connection(sock=socket.socket(fileno=descriptor), limit=_LARGEST_READ)
        worker = Worker(pid, ProcessorTime(pid), reader, writer)
        self._workers.add(worker)
        return worker


@contextlib.contextmanager
def _huge_pages() -> Iterator[None]:
    """What is started in the block asks Linux for pages of 2 MiB: a store of 1 GiB is then forked in 1 ms, not 60.

    The C library reads its tunables when a program starts, so they are those of our environment for a moment.
    """
    former = os.environ.get(_TUNABLES)
    os.environ[_TUNABLES] = ":".join(filter(None, (former, "glibc.malloc.hugetlb=1")))
    try:
        yield
    finally:
        if former is None:
            del os.environ[_TUNABLES]
        else:
            os.environ[_TUNABLES] = former


async def _hang_up(worker: Worker) -> None:
    worker.time.close()
    worker.writer.close()
    with contextlib.suppress(OSError):
        await worker.writer.wait_closed()
