"""What tests of fetching share: a clock that only pauses move, and fetchers that know the loopback server."""

from pathlib import Path

from harvesters.fetch import Fetched, Fetcher, Limits, Request
from harvesters.hosts import Hosts
from tests.harvesters.hostile_server import HostileServer

SMALL = Limits(size=2 << 20)
IMPATIENT = Limits(read=0.3)


class Clock:
    """Time that passes only in pauses, which it remembers."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        self.pauses.append(seconds)
        self.now += seconds


def fetcher(server: HostileServer, clock: Clock | None = None, limits: Limits = SMALL,
            hosts: Hosts | None = None, also: tuple[str, ...] = ()) -> Fetcher:
    """A fetcher that may reach the server and does not really wait between tries."""
    allow = (server.place, *also)
    if clock is not None:
        return Fetcher(allow=allow, limits=limits, hosts=hosts, clock=clock, pause=clock.pause)
    return Fetcher(allow=allow, limits=limits, hosts=hosts, pause=lambda _: None)


def fetch(server: HostileServer, path: str, into: Path, clock: Clock | None = None, limits: Limits = SMALL) -> Fetched:
    """One document of the server."""
    with fetcher(server, clock, limits) as fetching:
        return fetching.fetch(Request(f"http://{server.place}/{path}"), into)
