"""Faults that pass are tried again, when the server wants it and as long as there is time; others are not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.fetch import Fetcher, FetchFailed, Limits
from harvesters.retrying import backoff, retry_after
from tests.harvesters.fetching import IMPATIENT, SMALL, Clock, fetch, fetcher
from tests.harvesters.hostile_server import PLAIN, HostileServer, hostile_server

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG = Limits()


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.mark.parametrize("path", ["then/500,200", "then/502,503,200", "then/504,200", "then/429,200", "resets/200"])
def test_a_fault_that_passes_costs_nothing_but_time(server: HostileServer, path: str, tmp_path: Path) -> None:
    clock = Clock()
    assert fetch(server, path, tmp_path / "page", clock, LONG).bytes == len(PLAIN)
    assert 1 <= len(clock.pauses) <= 2
    assert all(0 <= pause <= bound for pause, bound in zip(clock.pauses, (0.5, 1.0), strict=False))


@pytest.mark.parametrize(("path", "tries"), [
    ("then/500", 3), ("then/503", 3), ("then/429", 3), ("short", 3), ("cut-gzip", 3), ("reset", 3),
    ("status/404", 1), ("status/400", 1), ("status/403", 1), ("status/501", 1), ("bomb", 1), ("large", 1),
    ("brotli", 1), ("to/127.0.0.1:9/", 1), ("status/304", 1), ("silence", 1),
])
def test_what_may_pass_is_tried_three_times_and_all_else_once(
        server: HostileServer, path: str, tries: int, tmp_path: Path) -> None:
    limits = {"silence": IMPATIENT, "large": SMALL}.get(path, LONG)
    with pytest.raises(FetchFailed) as failed:
        fetch(server, path, tmp_path / "page", limits=limits)
    assert server.paths.count(f"/{path}") == tries
    assert ("3 tries" in failed.value.en, "3 essais" in failed.value.fr) == (tries == 3, tries == 3)


@pytest.mark.parametrize("form", ["later", "later-at"])
def test_a_server_is_left_alone_for_as_long_as_it_asks(server: HostileServer, form: str, tmp_path: Path) -> None:
    clock = Clock()
    assert fetch(server, f"{form}/30", tmp_path / "page", clock, LONG).bytes == len(PLAIN)
    assert 29 <= sum(clock.pauses) <= 31


@pytest.mark.parametrize("form", ["later", "later-at"])
def test_a_server_that_asks_for_more_time_than_there_is_is_not_asked_again(
        server: HostileServer, form: str, tmp_path: Path) -> None:
    clock = Clock()
    with fetcher(server, clock, LONG) as fetching:
        for path in (f"{form}/3600", "plain"):
            with pytest.raises(FetchFailed, match=r"come back after 20\d\d-\d\d-\d\d \d\d:\d\d UTC") as failed:
                fetching.fetch(f"http://{server.place}/{path}", tmp_path / "page")
            assert (failed.value.code, failed.value.status, failed.value.retryable) == ("MLG-N017", 429, True)
            assert "revenez après le" in failed.value.fr
        assert clock.pauses == []
        clock.now += 3600
        assert fetching.fetch(f"http://{server.place}/plain", tmp_path / "page").bytes == len(PLAIN)
    assert server.paths == ["/robots.txt", f"/{form}/3600", "/plain"]


def test_no_try_begins_after_the_time_is_over(server: HostileServer, tmp_path: Path) -> None:
    clock = Clock()
    with pytest.raises(FetchFailed, match="status 503"):
        fetch(server, "then/503", tmp_path / "page", clock, Limits(seconds=20, tries=1000))
    assert sum(clock.pauses) <= 20
    assert max(clock.pauses) <= 8


def test_a_stall_is_not_tried_again(server: HostileServer, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match=r"said nothing for 0\.3 s"):
        fetch(server, "silence", tmp_path / "page", limits=IMPATIENT)
    assert server.paths.count("/silence") == 1


def test_a_closed_port_is_tried_three_times(server: HostileServer, tmp_path: Path) -> None:
    asked: list[str] = []

    def watched(host: str, _port: int) -> tuple[str, ...]:
        asked.append(host)
        return (host,)

    server.shutdown()
    server.server_close()
    with pytest.raises(FetchFailed, match="3 tries"), Fetcher(
            allow=(server.place,), resolve=watched, pause=lambda _: None) as fetching:
        fetching.fetch(f"http://{server.place}/plain", tmp_path / "page")
    assert len(asked) == 3


def test_pauses_grow_differ_and_stay_bounded() -> None:
    for tried in range(1, 12):
        pauses = {backoff(tried) for _ in range(50)}
        assert len(pauses) > 1
        assert max(pauses) <= min(8.0, 0.5 * 2 ** (tried - 1))
    highest = [max(backoff(tried) for _ in range(200)) for tried in (1, 2, 3, 4)]
    assert all(before < after for before, after in pairwise(highest))


@pytest.mark.parametrize(("said", "date", "seconds"), [
    ("120", "", 120.0), ("0", "", 0.0), (" 7 ", "", 7.0),
    ("Sun, 22 Nov 2026 12:01:00 GMT", "", 60.0),
    ("Sun, 22 Nov 2026 12:01:00 GMT", "Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
    ("Sunday, 22-Nov-26 12:01:00 GMT", "", 60.0),
    ("Sun Nov 22 12:01:00 2026", "", 60.0),
    ("Sun, 22 Nov 2026 11:00:00 GMT", "", 0.0),
    ("Sun, 22 Nov 2026 12:01:00 GMT", "yesterday", 60.0),
    ("", "", None), ("soon", "", None), ("-5", "", None), ("1.5", "", None), ("٣", "", None),
])
def test_both_forms_of_retry_after_are_read(said: str, date: str, seconds: float | None) -> None:
    assert retry_after(httpx.Headers([(b"Retry-After", said.encode()), (b"Date", date.encode())]), NOW) == seconds


@given(st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2}, \d{1,9} [A-Z][a-z]{2} \d{1,9} \d+:\d+:\d+ \S{1,6}"))
def test_whatever_a_server_says_is_a_time_or_none(said: str) -> None:
    seconds = retry_after(httpx.Headers([(b"Retry-After", said.encode("utf-8", "ignore"))]), NOW)
    assert seconds is None or 0 <= seconds <= 366 * 86_400


def test_an_absurd_wait_is_told_too(server: HostileServer, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="come back after 20"):
        fetch(server, "later/" + "9" * 400, tmp_path / "page", Clock(), LONG)
