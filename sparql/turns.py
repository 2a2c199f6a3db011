"""Whose turn it is: each client has its own line, and the lines take turns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from typing import Generic, TypeVar

from sparql.failure import crowded

T = TypeVar("T")

_CLIENTS = 10


class Turns(Generic[T]):
    """Things that one at a time may have, such as workers, for clients that wait for them.

    A client with a hundred questions waits behind itself, and not before everybody else. At most `most` wait of each
    client, and ten times as many of all; `waiting` do.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.waiting = 0
        self._free: deque[T] = deque()
        self._lines: OrderedDict[str, deque[asyncio.Future[T]]] = OrderedDict()

    def take(self) -> T | None:
        """One of the things, if nobody has to wait for one."""
        return self._free.popleft() if self._free else None

    async def wait(self, client: str, until: float) -> T:
        """One of the things, when it is this client's turn; raises QueryFailed for a crowd.

        `until` is a time of the event loop's clock.
        """
        if (free := self.take()) is not None:
            return free
        if self.waiting >= self._most * _CLIENTS or len(self._lines.get(client, ())) >= self._most:
            raise crowded()
        place: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(client, deque()).append(place)
        self.waiting += 1
        try:
            async with asyncio.timeout_at(until):
                return await place
        except (TimeoutError, asyncio.CancelledError) as late:
            if place.done() and not place.cancelled():
                self.give(place.result())  # It came in the very moment in which nobody waited any more.
            if isinstance(late, TimeoutError):
                raise crowded() from late
            raise
        finally:
            self.waiting -= 1
            self._leave(client, place)

    def give(self, thing: T) -> None:
        """A thing is free: for whoever is next."""
        while self._lines:
            client, line = self._lines.popitem(last=False)
            place = line.popleft()
            if line:
                self._lines[client] = line
            if not place.done():
                place.set_result(thing)
                return
        self._free.append(thing)

    def _leave(self, client: str, place: asyncio.Future[T]) -> None:
        line = self._lines.get(client, deque())
        if place in line:
            line.remove(place)
            if not line:
                del self._lines[client]
