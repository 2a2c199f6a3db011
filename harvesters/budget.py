"""What one fetch may still spend. A server decides how long it takes to answer, and how much it says: not for ever."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

import httpcore

T = TypeVar("T")
Clock = Callable[[], float]
Pause = Callable[[float], object]

# Whoever presses Ctrl-C waits this long for a server that does not answer.
_STEP = 0.5


class TooSlow(Exception):
    """The time allowed for the whole fetch is over."""


class TooTalkative(Exception):
    """More bytes came than any answer of the allowed size needs."""


class Stopped(Exception):
    """The harvest is being ended."""


class Budget:
    """Seconds for one fetch and bytes for each of its answers, as they come; `stop` ends all waiting at once."""

    def __init__(self, seconds: float, wire: int, clock: Clock = monotonic, pause: Pause | None = None) -> None:
        self._seconds = seconds
        self._wire = wire
        self._stop = threading.Event()
        self._clock = clock
        self._pause = pause or self._stop.wait
        self._end = clock() + seconds
        self._bytes = wire

    def stop(self) -> None:
        """End whatever is waited for in another thread, and all that comes later."""
        self._stop.set()

    def renew(self) -> None:
        """Begin another fetch."""
        self._end = self._clock() + self._seconds

    def expect_answer(self) -> None:
        """Begin another answer of the same fetch."""
        self._bytes = self._wire

    def now(self) -> float:
        """The clock that the budget is kept by."""
        return self._clock()

    def left(self) -> float:
        """The seconds left."""
        return self._end - self._clock()

    def check(self) -> None:
        """Raise Stopped when it is time to go."""
        if self._stop.is_set():
            raise Stopped

    def cut(self, timeout: float | None) -> float:
        """`timeout`, cut to what is left; raises TooSlow when nothing is."""
        self.check()
        left = self.left()
        if left <= 0:
            raise TooSlow
        return left if timeout is None else min(left, timeout)

    def take(self, received: bytes) -> bytes:
        """What was received, if there was room for it."""
        self._bytes -= len(received)
        if self._bytes < 0:
            raise TooTalkative
        return received

    def wait(self, seconds: float) -> None:
        """Let some time pass."""
        if seconds > 0:
            self._pause(self.cut(seconds))
            self.cut(None)

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """What is waited for in the block costs nothing: it is not the server that takes its time."""
        began = self._clock()
        try:
            yield
        finally:
            self._end += self._clock() - began

    def watch(self, timeout: float | None, attempt: Callable[[float], T]) -> T:
        """What `attempt` gives within `timeout`, waited for in short steps, so that a stop is noticed."""
        end = self._clock() + self.cut(timeout)
        while True:
            try:
                return attempt(min(_STEP, max(end - self._clock(), 0.001)))
            except httpcore.ReadTimeout:
                self.cut(None)
                if self._clock() >= end:
                    raise

    def attend(self, call: Callable[[], T], drop: Callable[[T], object] = lambda late: late) -> T:
        """What `call` gives, asked in a thread, for what cannot be interrupted; `drop` gets what comes too late."""
        future: Future[T] = Future()
        threading.Thread(target=_fulfil, args=(future, call), daemon=True).start()
        try:
            while not wait((future,), self.cut(_STEP)).done:
                continue
        except BaseException:
            future.add_done_callback(lambda late: None if late.exception() else drop(late.result()))
            raise
        return future.result()


def _fulfil(future: Future[T], call: Callable[[], T]) -> None:
    try:
        future.set_result(call())
    except BaseException as fault:
        future.set_exception(fault)
