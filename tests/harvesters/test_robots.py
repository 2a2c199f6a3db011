"""What a host asks of robots is read once, obeyed, and never costs more than any other document."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.fetch import FetchFailed, Limits
from harvesters.hosts import Hosts
from harvesters.robots import read_rules
from tests.harvesters.fetching import IMPATIENT, Clock, fetch, fetcher
from tests.harvesters.hostile_server import PLAIN, HostileServer, hostile_server

CLOSED = b"User-agent: *\nDisallow: /plain\n"


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def test_what_robots_may_not_read_is_not_asked_for(server: HostileServer, tmp_path: Path) -> None:
    server.robots, server.rules = "robots", CLOSED
    with pytest.raises(FetchFailed) as failed:
        fetch(server, "plain", tmp_path / "page")
    assert (failed.value.code, failed.value.retryable) == ("MLG-N015", False)
    assert "“Maillage”" in failed.value.en
    assert f"http://{server.place}/robots.txt" in failed.value.fr
    assert server.paths == ["/robots.txt"]


@pytest.mark.parametrize(("rules", "admitted"), [
    (b"", True),
    (b"User-agent: *\nDisallow:\n", True),
    (b"User-agent: *\nDisallow: /\n", False),
    (b"User-agent: *\nDisallow: /\nAllow: /pl\n", True),
    (b"User-agent: *\nDisallow: /*n$\n", False),
    (b"User-agent: *\nDisallow: /%70lain\n", False),
    (b"User-agent: Maillage\nDisallow: /\n", False),
    (b"User-agent: MAILLAGE/2.0 (anything)\nDisallow: /\n", False),
    (b"User-agent: m\nDisallow: /\n", True),
    (b"User-agent: maillagebot\nDisallow: /\n", True),
    (b"User-agent: Otherbot\nDisallow: /\n", True),
    (b"User-agent: *\nDisallow: /\n\nUser-agent: maillage\nAllow: /\n", True),
    (b"User-agent: Otherbot\nUser-agent: maillage\nUser-agent: Thirdbot\nDisallow: /\n", False),
    (b"\xef\xbb\xbfuser-agent : *\r\n\r\ndisallow : /plain # please\r\n", False),
    (b"User-agent: *\rDisallow: /plain\r", False),
    (b"User-agent *\nDisallow /plain\n", False),
    (b"Disallow: /plain\n", True),
    (b"<!DOCTYPE html>\n<pre>\nUser-agent: *\nDisallow: /\n</pre>", True),
    (b"\x00\xff\xfe" * 1000, True),
    (b"User-agent: *\nDisallow: /\n#" + b"x" * (600 << 10), False),
    (b"#" + b"x" * (600 << 10) + b"\nUser-agent: *\nDisallow: /\n", True),
])
def test_all_forms_of_the_file_are_understood(
        server: HostileServer, rules: bytes, admitted: bool, tmp_path: Path) -> None:
    server.robots, server.rules = "robots", rules
    if admitted:
        assert fetch(server, "plain", tmp_path / "page").bytes == len(PLAIN)
    else:
        with pytest.raises(FetchFailed, match="asks robots not to read"):
            fetch(server, "plain", tmp_path / "page")


@pytest.mark.parametrize("robots", [
    "status/404", "status/403", "status/401", "status/410", "status/400", "status/304", "circle", "to-file",
    "then/503,404", "gzip", "chunked", "bomb", "stream"])
def test_a_file_that_is_absent_or_says_nothing_allows_everything(
        server: HostileServer, robots: str, tmp_path: Path) -> None:
    server.robots = robots
    assert fetch(server, "plain", tmp_path / "page").bytes == len(PLAIN)


@pytest.mark.parametrize("robots", [
    "status/500", "status/503", "status/520", "status/429", "short", "cut-gzip", "reset", "silence", "brotli",
    "not-http"])
def test_a_file_that_cannot_be_had_forbids_everything_for_now(
        server: HostileServer, robots: str, tmp_path: Path) -> None:
    server.robots = robots
    with fetcher(server, limits=IMPATIENT if robots == "silence" else Limits()) as fetching:
        for _ in range(2):
            with pytest.raises(FetchFailed) as failed:
                fetching.fetch(f"http://{server.place}/plain", tmp_path / "page")
            assert (failed.value.code, failed.value.retryable) == ("MLG-N016", True)
            assert f"http://{server.place}/robots.txt" in failed.value.en
    assert set(server.paths) == {"/robots.txt"}
    assert len(server.paths) <= 3


def test_a_host_that_asks_to_wait_before_the_file_is_waited_for(server: HostileServer, tmp_path: Path) -> None:
    clock, server.robots = Clock(), "later/30"
    assert fetch(server, "plain", tmp_path / "page", clock, Limits()).bytes == len(PLAIN)
    assert 29 <= sum(clock.pauses) <= 31
    server.robots = "later/300"
    with pytest.raises(FetchFailed, match=r"robots\.txt asks to wait .* come back after"):
        fetch(server, "plain", tmp_path / "page", clock, Limits())


def test_a_host_that_cannot_be_reached_is_told_as_such(server: HostileServer, tmp_path: Path) -> None:
    server.robots = "to/10.0.0.1/robots.txt"
    with pytest.raises(FetchFailed) as failed:
        fetch(server, "plain", tmp_path / "page")
    assert failed.value.code == "MLG-N002"


def test_the_file_is_read_once_in_a_harvest(server: HostileServer, tmp_path: Path) -> None:
    def one(number: int) -> int:
        with fetcher(server, limits=Limits(), hosts=hosts) as fetching:
            return fetching.fetch(f"http://{server.place}/plain", tmp_path / str(number)).bytes

    hosts = Hosts()
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(one, range(6))) == [len(PLAIN)] * 6
    assert server.paths.count("/robots.txt") == 1


def test_each_host_on_the_way_is_asked(server: HostileServer, tmp_path: Path) -> None:
    with hostile_server("robots", CLOSED) as other, fetcher(server, also=(other.place,)) as fetching:
        with pytest.raises(FetchFailed, match=f"not to read http://{other.place}/plain"):
            fetching.fetch(f"http://{server.place}/to/{other.place}/plain", tmp_path / "page")
        assert other.paths == ["/robots.txt"]


@pytest.mark.parametrize(("rules", "delay"), [
    (b"User-agent: *\nCrawl-delay: 2\n", 2.0),
    (b"User-agent: *\nCrawl-delay: 0.5\n", 0.5),
    (b"User-agent: *\nRequest-rate: 1/4s\n", 4.0),
    (b"User-agent: *\nCrawl-delay: 86400\n", 10.0),
    (b"User-agent: *\nCrawl-delay: 5\n\nUser-agent: Maillage\nCrawl-delay: 1\n", 1.0),
    (b"User-agent: *\nCrawl-delay: soon\n", 0.0),
    (b"User-agent: *\nCrawl-delay: nan\n", 0.0),
    (b"User-agent: Otherbot\nCrawl-delay: 5\n", 0.0),
])
def test_the_pace_that_is_asked_for_is_kept(
        server: HostileServer, rules: bytes, delay: float, tmp_path: Path) -> None:
    server.robots, server.rules = "robots", rules
    clock = Clock()
    with fetcher(server, clock, Limits()) as fetching:
        for _ in range(3):
            fetching.fetch(f"http://{server.place}/plain", tmp_path / "page")
    assert clock.pauses == [delay] * (3 if delay else 0)


def test_ten_thousand_rules_for_ten_thousand_robots_are_no_burden() -> None:
    robots = b"".join(b"User-agent: r%d\n" % number for number in range(12_000))
    rules = read_rules(robots + b"User-agent: maillage\n" + b"".join(b"Disallow:/%d\n" % n for n in range(12_000)))
    assert not rules.admit("http://example.org/77")
    assert rules.admit("http://example.org/x")


@given(st.binary(max_size=400) | st.lists(st.sampled_from(
    [b"User-agent: *\n", b"User-agent:", b"user agent maillage\n", b"Disallow: /*a*$\n", b"Allow: $\n",
     b"Crawl-delay: 1e9", b"Request-rate: 0/0\n", b"\r", b"Disallow: %zz\n", b"Sitemap: x\n", b":\n", b"#",
     ])).map(b"".join))
def test_whatever_the_file_holds_it_is_read(content: bytes) -> None:
    rules = read_rules(content)
    assert rules.admit("http://example.org/a?b=%zz#é") in (True, False)
    assert 0 <= rules.delay <= 10
