"""How many seconds of long queries each client has left."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

_MINUTE = 60.0
# Beyond this many clients, those who have all their time again are forgotten.
_MANY = 10_000


@dataclass(slots=True)
class _Account:
    left: float
    at: float


class Budget:
    """Seconds for each client, which come back as time passes: `allowance` a minute, and never more than that at once.

    The allowance and the way it returns are those of a token bucket.
    """

    def __init__(self, allowance: float, clock: Callable[[], float] = monotonic) -> None:
        self._allowance = allowance
        self._clock = clock
        self._accounts: dict[str, _Account] = {}

    def left(self, client: str) -> float:
        """The seconds that a client has now; negative when its last query took more."""
        account = self._accounts.get(client)
        if account is None:
            return self._allowance
        return min(self._allowance, account.left + (self._clock() - account.at) * self._allowance / _MINUTE)

    def spend(self, client: str, seconds: float) -> None:
        """A client's query took so long."""
        self._accounts[client] = _Account(self.left(client) - seconds, self._clock())
        if len(self._accounts) > _MANY:
            self._accounts = {name: account for name, account in self._accounts.items()
                              if self.left(name) < self._allowance}

    def wait(self, client: str) -> int:
        """The whole seconds after which a client has one second again; 0 when it has that."""
        missing = 1.0 - self.left(client)
        return max(0, math.ceil(missing * _MINUTE / self._allowance))
