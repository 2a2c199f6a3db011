"""The keeper process: holds one generation's RDF, and forks, widens and ends the workers that share it."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import resource
import select
import signal
import socket
from pathlib import Path
from typing import NoReturn

import orjson

from sparql.limits import QueryLimits
from sparql.store import Shared, Snapshot
from sparql.workers import worker
from sparql.workers.orders import ORDER, Order


def keep(files: dict[Path, str], snapshot: Snapshot | None, wire: socket.socket, limits: QueryLimits) -> None:
    """Load the graphs, or their snapshot on disk, say so, and do what the server orders until it hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        store = Shared(files, snapshot)
    except (OSError, ValueError, SyntaxError, MemoryError):
        return  # The server sees that there is no keeper, and says so.
    gc.freeze()  # Keeps shared pages shared: collections no longer touch what exists now.
    keeper = _Keeper(store, wire, limits, snapshot.folder if snapshot and not snapshot.forked else None)
    try:
        keeper.serve()
    except OSError:  # The server is gone, maybe before the store was loaded.
        pass
    finally:
        keeper.end_all()


# How far workers with long queries step back before the server, which must go on answering: a nice value of Unix.
_LONG = 15
_BETWEEN_LOOKS = 0.1


class _Keeper:
    """The workers of one store; only their parent can be sure that a process number still means the same worker."""

    def __init__(self, store: Shared, wire: socket.socket, limits: QueryLimits, started_on: Path | None) -> None:
        self._store = store
        self._started_on = started_on
        self._wire = wire
        self._limits = limits
        self._workers: set[int] = set()
        self._long: set[int] = set()
        self._resting: set[int] = set()

    def serve(self) -> None:
        """Follow orders until the server hangs up."""
        self._wire.sendall(ORDER.pack(Order.READY.value, 0))
        while order := self._next_order():
            verb, pid = ORDER.unpack(order)
            match Order(verb):
                case Order.HIRE:
                    self._hire()
                case Order.WIDEN:
                    self._widen(pid)
                case Order.REST:
                    self._resting.update({pid} & self._long)
                case Order.END:
                    self._end(pid)
                case Order.FOLLOW:
                    self._follow(pid)

    def _next_order(self) -> bytes:
        """The next order; while long queries run, they are watched meanwhile."""
        while self._long - self._resting and not select.select([self._wire], [], [], _BETWEEN_LOOKS)[0]:
            self._bound_together()
        return _exactly(self._wire, ORDER.size)

    def _bound_together(self) -> None:
        """Kill the largest of those that had long queries, if together they have more than they may.

        Each has a limit of its own, but that does not count the pages of the store which it writes to, and so copies:
        reading a quad counts a reference. Those that only keep what they copied go first.
        """
        sizes = {pid: _own_bytes(pid) for pid in self._long}
        if sum(sizes.values()) > self._limits.together:
            largest = max(self._resting or self._long, key=sizes.__getitem__)
            self._resting.discard(largest)
            with contextlib.suppress(ProcessLookupError):  # The server sees that it died, and has it reaped.
                os.kill(largest, signal.SIGKILL)

    def end_all(self) -> None:
        """Kill and reap every worker."""
        for pid in list(self._workers):
            self._end(pid)

    def _hire(self) -> None:
        """Have one more worker, and hand its wire to the server."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            pid = self._forked(theirs) if self._started_on is None else _started(theirs, self._started_on, self._limits)
            self._workers.add(pid)
            socket.send_fds(self._wire, [ORDER.pack(Order.HIRED.value, pid)], [ours.fileno()])

    def _forked(self, wire: socket.socket) -> int:
        pid = os.fork()
        if pid == 0:
            self._become_worker(wire)
        return pid

    def _follow(self, size: int) -> None:
        """Go on with other graph files, if little differs: whoever is hired from now on answers from these."""
        told = orjson.loads(_exactly(self._wire, size))
        followed = self._store.follow({Path(path): graph for path, graph in told.items()})
        self._wire.sendall(ORDER.pack((Order.FOLLOWED if followed else Order.STAYED).value, 0))

    def _become_worker(self, wire: socket.socket) -> NoReturn:
        """In the child: nothing of the keeper but the store and one wire."""
        try:
            os.nice(worker.QUICK)
            kept = wire.fileno()
            os.closerange(3, kept)
            os.closerange(kept + 1, min(os.sysconf("SC_OPEN_MAX"), 65_536))
            worker.run(wire, self._store.opened(), self._limits)
        finally:
            os._exit(1)

    def _widen(self, pid: int) -> None:
        """The query of this worker has become a long one: it may use more memory, and waits for all others."""
        if pid not in self._workers:
            return
        self._resting.discard(pid)
        self._long.add(pid)
        with contextlib.suppress(OSError, ValueError):  # It may have ended meanwhile.
            os.setpriority(os.PRIO_PROCESS, pid, _LONG)
            if hasattr(resource, "prlimit"):
                _, most = resource.prlimit(pid, resource.RLIMIT_AS)
                resource.prlimit(pid, resource.RLIMIT_AS, (most, most))

    def _end(self, pid: int) -> None:
        """Kill and reap one worker."""
        self._long.discard(pid)
        self._resting.discard(pid)
        if pid not in self._workers:
            return
        self._workers.discard(pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _started(wire: socket.socket, snapshot: Path, limits: QueryLimits) -> int:
    """A worker that shares nothing: it takes a third of a second to start."""
    process = multiprocessing.get_context("spawn").Process(target=worker.start, args=(wire, snapshot, limits))
    process.start()
    return process.pid or 0


def _own_bytes(pid: int) -> int:
    """The bytes of memory that a process shares with no other; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in told.splitlines() if line.startswith("Private_Dirty:")), 0)


def _exactly(wire: socket.socket, size: int) -> bytes:
    """So many bytes; fewer only where the other side hung up."""
    received = b""
    while len(received) < size and (part := wire.recv(size - len(received))):
        received += part
    return received if len(received) == size else b""
