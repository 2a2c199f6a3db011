"""Workers that have answered long queries well, and may answer more."""

from __future__ import annotations

from sparql.workers.keeper import Worker


class Warm:
    """At most so many workers at rest, the last one first: they have copied what they read, a fresh one would again.

    The keeper may kill them where memory is short. Whoever leaves is to be ended.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._workers: list[Worker] = []

    def keep(self, worker: Worker) -> list[Worker]:
        """Have one more; returns those that leave: the dead, and whoever rested longest if there is no room."""
        dead = [kept for kept in self._workers if kept.reader.at_eof()]
        self._workers = [*(kept for kept in self._workers if kept not in dead), worker]
        leaving, self._workers = self._workers[:-self._most], self._workers[-self._most:]
        return dead + leaving

    def take(self) -> tuple[Worker | None, list[Worker]]:
        """One of them, if any lives, and those that leave because they do not."""
        dead: list[Worker] = []
        while self._workers:
            worker = self._workers.pop()
            if not worker.reader.at_eof():
                return worker, dead
            dead.append(worker)
        return None, dead
