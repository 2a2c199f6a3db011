"""The queries that are known to take long."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from time import monotonic

from sparql.question import Question

_MOST = 10_000


class Costly:
    """Questions that took long within the last `seconds`: asked again, they need not take a quick worker's time."""

    def __init__(self, seconds: float = 600.0, clock: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._known: OrderedDict[bytes, float] = OrderedDict()

    def __contains__(self, question: Question) -> bool:
        return self._known.get(_key(question), float("-inf")) > self._clock()

    def add(self, question: Question) -> None:
        """It took long."""
        key = _key(question)
        self._known.pop(key, None)
        self._known[key] = self._clock() + self._seconds
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

    def forget(self, question: Question) -> None:
        """It took little this time."""
        self._known.pop(_key(question), None)

    def __len__(self) -> int:
        return len(self._known)


def _key(question: Question) -> bytes:
    told = "\0".join((question.query, *question.default_graphs, "\0", *question.named_graphs))
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()
