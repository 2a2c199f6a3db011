"""All fetchers of a harvest ask a host one at a time, in their order, and leave it some peace in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock, Thread
from time import sleep

import pytest

from harvesters.budget import Budget, Stopped, TooSlow
from harvesters.fetch import Fetcher, Limits
from harvesters.hosts import Hosts
from tests.harvesters.fetching import Clock
from tests.harvesters.hostile_server import hostile_server


def budget(clock: Clock | None = None, seconds: float = 60.0) -> Budget:
    return Budget(seconds, 1 << 20, clock, clock.pause) if clock else Budget(seconds, 1 << 20)


def wait_for(condition: Callable[[], bool]) -> None:
    """Let other threads come as far as that."""
    for _ in range(500):
        if condition():
            return
        sleep(0.01)
    pytest.fail("it never came")


def test_a_host_is_asked_one_thing_at_a_time_and_others_meanwhile() -> None:
    hosts, inside, met, lock = Hosts(), {"a": 0, "b": 0}, Event(), Lock()

    def ask(origin: str) -> int:
        with hosts.host(origin).turn(budget(), 0):
            with lock:
                inside[origin] += 1
                most = inside[origin]
                if all(inside.values()):
                    met.set()
            assert met.wait(5)  # Both hosts are being asked at the same time.
            with lock:
                inside[origin] -= 1
            return most

    with ThreadPoolExecutor(8) as pool:
        met_again = list(pool.map(ask, "ab"))
        assert met_again + list(pool.map(ask, "aabbabab")) == [1] * 10


def test_whoever_comes_first_is_served_first() -> None:
    host, order, waiting = Hosts().host("a"), list[int](), list[Thread]()

    def ask(number: int) -> None:
        with host.turn(budget(), 0):
            order.append(number)

    with host.turn(budget(), 0):
        for number in range(5):
            waiting.append(Thread(target=ask, args=(number,)))
            waiting[-1].start()
            wait_for(lambda: len(host._requests._tickets) >= len(waiting) + 1)
    for thread in waiting:
        thread.join(5)
    assert order == [0, 1, 2, 3, 4]


def test_a_gap_is_kept_between_the_end_of_one_and_the_beginning_of_the_next() -> None:
    clock, host = Clock(), Hosts().host("a")
    for busy in (3.0, 0.0, 0.5):
        with host.turn(budget(clock), 2.0):
            clock.now += busy
    assert clock.pauses == [2.0, 2.0]
    clock.now += 1.5
    with host.turn(budget(clock), 2.0):
        assert clock.pauses == [2.0, 2.0, 0.5]


def test_a_gap_that_is_longer_than_the_time_left_ends_the_fetch() -> None:
    clock, host = Clock(), Hosts().host("a")
    with host.turn(budget(clock), 10):
        pass
    with pytest.raises(TooSlow), host.turn(budget(clock, 5), 10):
        pass
    with host.turn(budget(clock), 0):  # The turn was given back.
        pass


def test_waiting_for_others_costs_no_time() -> None:
    clock, host = Clock(), Hosts().host("a")
    waiting, began = budget(clock), Event()

    def ask() -> float:
        began.set()
        with host.turn(waiting, 0):
            return waiting.left()

    with ThreadPoolExecutor(1) as pool:
        with host.turn(budget(clock), 0):
            left = pool.submit(ask)
            wait_for(lambda: len(host._requests._tickets) == 2)
            clock.now += 500
        assert left.result(5) == 60


def test_whoever_waits_can_be_stopped() -> None:
    host, waiting = Hosts().host("a"), budget()

    def ask() -> None:
        with host.turn(waiting, 0):
            pass

    with ThreadPoolExecutor(1) as pool, host.turn(budget(), 0):
        asking = pool.submit(ask)
        waiting.stop()
        with pytest.raises(Stopped):
            asking.result(5)
    with host.turn(budget(), 0):
        pass


@pytest.mark.parametrize(("name", "gap"), [("127.0.0.1", 0.0), ("localhost", 0.0), ("source.test", 0.25)])
def test_all_but_a_curators_own_machine_are_left_in_peace(name: str, gap: float, tmp_path: Path) -> None:
    clock = Clock()
    with hostile_server() as server:
        place = f"{name}:{server.server_address[1]}"
        with Fetcher(hosts=Hosts(0.25), allow=(place,), resolve=lambda *_: ("127.0.0.1",), clock=clock,
                     pause=clock.pause) as fetching:
            for _ in range(2):
                fetching.fetch(f"http://{place}/plain", tmp_path / "page")
    assert clock.pauses == ([gap] * 2 if gap else [])


def test_fetchers_of_one_harvest_never_meet_at_a_host(tmp_path: Path) -> None:
    def one(number: int) -> None:
        with Fetcher(hosts=hosts, allow=(server.place,), limits=Limits()) as fetching:
            for _ in range(3):
                fetching.fetch(f"http://{server.place}/alone", tmp_path / str(number))

    hosts = Hosts()
    with hostile_server() as server, ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))
        assert server.most_at_once == 1
