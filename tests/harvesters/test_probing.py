"""Asking pages whether they answer: what counts as a miss, and how little is asked of a host."""

from collections.abc import Iterator

import pytest

from bench.ports import free_port
from catalogue.links import Outcome
from harvesters.fetch import Limits
from harvesters.hosts import Hosts
from harvesters.probing import Target, probe_all
from tests.harvesters.hostile_server import HostileServer, hostile_server

QUICK = Limits(seconds=2.0, connect=1.0, read=0.4, tries=1, size=1 << 20, wire=2 << 20)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def probed(server: HostileServer, *paths: str) -> list[Outcome]:
    """What pages of the server answer."""
    return list(probe_all([Target(f"http://{server.place}/{path}", (server.place,)) for path in paths],
                          limits=QUICK, hosts=Hosts(0.0)))


@pytest.mark.parametrize("path", ["plain", "gzip", "stream", "stuck", "short", "hop/2", "status/204"])
def test_a_page_that_begins_to_answer_is_reached_however_long_it_is(server: HostileServer, path: str) -> None:
    [outcome] = probed(server, path)
    assert (outcome.reached, outcome.code) == (True, "")


@pytest.mark.parametrize(("path", "status", "code"), [
    ("status/404", 404, "MLG-N121"), ("status/410", 410, "MLG-N121"), ("status/500", 500, "MLG-N122"),
    ("status/400", 400, "MLG-N122"), ("later/9000", 429, ""), ("circle", 0, "MLG-N127"),
    ("drop", 0, "MLG-N129"), ("endless-status-line", 0, "MLG-N129"), ("to/127.0.0.1:9/", 0, "MLG-N128")])
def test_a_page_that_fails_is_missed_for_a_reason(server: HostileServer, path: str, status: int, code: str) -> None:
    [outcome] = probed(server, path)
    assert (outcome.status, outcome.code) == (status, code)
    assert outcome.reached is (False if code else None)
    assert bool(outcome.fr) == bool(outcome.en) == bool(code)


@pytest.mark.parametrize("status", [401, 403, 405, 451])
def test_a_page_that_is_refused_to_strangers_may_well_be_there(server: HostileServer, status: int) -> None:
    assert probed(server, f"status/{status}") == [Outcome(f"http://{server.place}/status/{status}", None, status)]


def test_a_page_that_robots_may_not_ask_for_is_not_asked_for() -> None:
    with hostile_server("robots", b"User-agent: *\nDisallow: /") as server:
        [outcome] = probed(server, "plain")
        assert outcome.reached is None
        assert server.paths == ["/robots.txt"]


def test_a_private_page_is_refused_unless_a_source_allows_it(server: HostileServer) -> None:
    [outcome] = probe_all([Target(f"http://{server.place}/plain")], limits=QUICK)
    assert (outcome.reached, outcome.code) == (False, "MLG-N128")
    assert server.seen == []


def test_a_dead_host_is_asked_for_three_pages_and_all_are_missed() -> None:
    place = f"127.0.0.1:{free_port()}"
    found = list(probe_all([Target(f"http://{place}/{number}", (place,)) for number in range(50)], limits=QUICK))
    assert {(outcome.reached, outcome.code) for outcome in found} == {(False, "MLG-N124")}
    assert len({outcome.url for outcome in found}) == 50


def test_pages_of_a_host_that_redirects_to_a_dead_one_are_not_all_condemned(server: HostileServer) -> None:
    dead = f"127.0.0.1:{free_port()}"
    targets = [Target(f"http://{server.place}/to/{dead}/{number}", (server.place, dead)) for number in range(9)]
    found = list(probe_all(targets, limits=QUICK, hosts=Hosts(0.0)))
    assert [outcome.code for outcome in found] == ["MLG-N124"] * 3


def test_a_silent_host_keeps_nobody_waiting_for_all_its_pages(server: HostileServer) -> None:
    found = probed(server, *(f"mute/{number}" for number in range(20)))
    assert [outcome.code for outcome in found] == ["MLG-N125"] * 3


def test_pages_of_a_host_are_asked_one_at_a_time_and_hosts_together() -> None:
    with hostile_server() as one, hostile_server() as other:
        targets = [Target(f"http://{server.place}/alone/{number}", (server.place,))
                   for number in range(6) for server in (one, other)]
        assert all(outcome.reached for outcome in probe_all(targets, limits=QUICK))
        assert (one.most_at_once, other.most_at_once) == (1, 1)


def test_a_check_that_is_left_early_ends_at_once(server: HostileServer) -> None:
    answers = probe_all([Target(f"http://{server.place}/plain/{number}", (server.place,)) for number in range(200)],
                        limits=QUICK, hosts=Hosts(0.0))
    assert next(answers).reached
    answers.close()  # type: ignore[attr-defined]
    assert len(server.paths) < 200
