"""Staging: several sources are fetched and read at once, each by a loader of its own, before they are taken in.

The writer reads a source's spool while it fills, so one source is taken in while the next ones are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from catalogue.documents import KnownDocument
from harvesters.fetch import Fetcher
from harvesters.hosts import Hosts
from harvesters.limits import Limits
from harvesters.listing import Walk
from harvesters.loading import Loader
from harvesters.source import Source
from harvesters.spool import Spool

_AHEAD = 16


@dataclass(frozen=True, slots=True)
class Task:
    """What is needed to walk and read one source: what former runs know of its records and documents."""

    source: Source
    base: str
    engine: str
    known: Mapping[str, bytes]
    documents: Mapping[str, KnownDocument] = field(default_factory=dict)
    since: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


class Staged:
    """One source on its way in. Its walk is complete only after every step was read."""

    def __init__(self, task: Task, folder: Path, hosts: Hosts) -> None:
        self.task = task
        fetcher = Fetcher(hosts=hosts, allow=task.source.allow, limits=task.limits)
        self.walk = Walk(task.source, fetcher, folder, task.documents, task.since, task.secrets)
        folder.mkdir()
        self._spool = Spool(folder / "frames")
        self._fault: BaseException | None = None

    def stage(self, loaders: set[Loader], lock: Lock) -> None:
        """Fetch and read the whole source; runs in a thread. A loader starts only if there is something to read."""
        task = self.task
        try:
            with ExitStack() as stack:

                @cache
                def loader() -> Loader:
                    started = stack.enter_context(Loader(task.source, task.base, task.engine, task.known))
                    with lock:
                        loaders.add(started)
                    return started

                for frame in self.walk.frames(loader):
                    self._spool.put(frame)
                if loader.cache_info().currsize:
                    with lock:
                        loaders.discard(loader())
        except BaseException as fault:  # Whatever it is, the writer must learn of it and not wait for ever.
            self._fault = fault
        finally:
            self.walk.fetcher.close()
            self._spool.close()

    def frames(self) -> Iterator[bytes]:
        """The steps of the walk as they come; raises what the staging met."""
        yield from self._spool.frames()
        if self._fault is not None:
            raise self._fault


class Staging:
    """Stages sources in their order, `together` at a time; leaving the block ends what is still running."""

    def __init__(self, tasks: Sequence[Task], folder: Path, together: int) -> None:
        self._tasks = tasks
        self._folder = folder
        self._hosts = Hosts()
        self._loaders: set[Loader] = set()
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(together, thread_name_prefix="staging")
        self._begun: list[Staged] = []

    def sources(self) -> Iterator[Staged]:
        """Each source, to be taken in before the next one is asked for.

        Staging runs ahead of that by a few sources only: each has a spool and an open file.
        """
        for number in range(len(self._tasks)):
            for task in self._tasks[len(self._begun):number + _AHEAD]:
                self._begin(task)
            yield self._begun[number]

    def _begin(self, task: Task) -> None:
        staged = Staged(task, self._folder / task.source.name, self._hosts)
        self._begun.append(staged)
        self._pool.submit(staged.stage, self._loaders, self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for staged in self._begun:
            staged.walk.fetcher.stop()
        with self._lock:
            for loader in self._loaders:
                loader.end()
        self._pool.shutdown(wait=True)
