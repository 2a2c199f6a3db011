"""The workers that were hired of a keeper while it held one generation; it may go on to the next one meanwhile."""

from __future__ import annotations

from sparql.workers.keeper import Keeper, Worker


class Crew:
    """Workers of one generation, which end with it; so does their keeper, unless another crew has it by then."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self._workers: set[Worker] = set()
        self._is_last = True

    def succeeded(self) -> Crew:
        """The crew of the generation that the keeper has gone on to."""
        self._is_last = False
        return Crew(self.keeper)

    async def hire(self) -> Worker:
        """One more worker; raises ConnectionError when the keeper is gone."""
        worker = await self.keeper.hire()
        self._workers.add(worker)
        return worker

    async def end(self, worker: Worker) -> None:
        """Kill a worker, whatever it does."""
        self._workers.discard(worker)
        await self.keeper.end(worker)

    async def close(self) -> None:
        """End all workers, and the keeper if nobody has it after this crew."""
        if self._is_last:
            await self.keeper.close()
            return
        for worker in list(self._workers):
            await self.end(worker)
