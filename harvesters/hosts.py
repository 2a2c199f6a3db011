"""The hosts that a harvest asks: what each has asked of robots, and whose turn it is to ask it."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Lock

from harvesters.budget import Budget
from harvesters.robots import Rules

GAP = 0.1
_STEP = 0.25


class Line:
    """A line of threads, served one at a time in the order in which they came."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._tickets: deque[object] = deque()

    @contextmanager
    def turn(self, budget: Budget) -> Iterator[None]:
        """The block runs when all who came before are done; raises Stopped when the harvest ends meanwhile."""
        ticket = object()
        with self._changed:
            self._tickets.append(ticket)
        try:
            with self._changed, budget.uncounted():
                while self._tickets[0] is not ticket:
                    self._changed.wait(_STEP)
                    budget.check()
            yield
        finally:
            with self._changed:
                self._tickets.remove(ticket)
                self._changed.notify_all()


class Host:
    """One scheme, name and port. It is asked one thing at a time."""

    def __init__(self) -> None:
        self._requests = Line()
        self._rules_line = Line()
        self._rules: Rules | None = None
        self._ended = float("-inf")

    @contextmanager
    def turn(self, budget: Budget, gap: float) -> Iterator[None]:
        """The block asks the host, `gap` seconds after the last answer; nobody else asks it meanwhile.

        A block must not take the turn of another host, or two could wait for each other.
        """
        with self._requests.turn(budget):
            budget.wait(self._ended + gap - budget.now())
            try:
                yield
            finally:
                self._ended = budget.now()

    def rules(self, budget: Budget, read: Callable[[], Rules]) -> Rules:
        """What the host asks of robots: read once, while others wait for it."""
        with self._rules_line.turn(budget):
            if self._rules is None:
                self._rules = read()
            return self._rules


class Hosts:
    """Shared by all the fetchers of one harvest, so that together they are as polite as one.

    `gap` is the least time in seconds between the end of an answer and the next request.
    """

    def __init__(self, gap: float = GAP) -> None:
        self.gap = gap
        self._lock = Lock()
        self._hosts: dict[str, Host] = {}

    def host(self, origin: str) -> Host:
        """The host of an origin such as `https://data.example.org:443`."""
        with self._lock:
            return self._hosts.setdefault(origin, Host())
