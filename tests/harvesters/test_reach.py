"""A fetch reaches public hosts and what a curator allows, over connections that are kept, and can be ended."""

import hashlib
import os
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest

from bench.ports import free_port
from harvesters.fetch import Fetcher, FetchFailed, Limits, Request
from tests.harvesters.fetching import Clock, fetcher
from tests.harvesters.hostile_server import PLAIN, HostileServer, hostile_server


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def test_a_private_address_is_refused_unless_its_exact_port_is_allowed(
        server: HostileServer, tmp_path: Path) -> None:
    asked = len(server.seen)
    for allow in ((), ("127.0.0.1:1",), ("127.0.0.1",), (f"localhost:{server.server_address[1]}",)):
        with pytest.raises(FetchFailed, match="private or reserved"):
            Fetcher(allow=allow).fetch(f"http://{server.place}/plain", tmp_path / "page")
    assert len(server.seen) == asked


def test_a_redirect_into_the_network_is_refused_before_anything_is_asked(
        server: HostileServer, tmp_path: Path) -> None:
    with hostile_server() as inner, fetcher(server) as fetching:
        with pytest.raises(FetchFailed) as failed:
            fetching.fetch(f"http://{server.place}/to/{inner.place}/plain", tmp_path / "page")
        assert failed.value.code == "MLG-N002"
        assert (inner.connections, inner.seen) == (0, [])


def test_a_name_is_resolved_once_and_reached_where_it_was_checked(
        server: HostileServer, tmp_path: Path) -> None:
    """DNS rebinding: one answer for robots.txt, one for the document, both checked; no third is asked for."""
    port = server.server_address[1]
    answers: list[Sequence[str]] = [("127.0.0.1",), ("127.0.0.1",), ("203.0.113.9",)]

    def rebinding(_host: str, _port: int) -> Sequence[str]:
        return answers.pop(0)

    Fetcher(allow=(f"source.test:{port}",), resolve=rebinding).fetch(
        f"http://source.test:{port}/plain", tmp_path / "page")
    assert len(answers) == 1
    assert server.seen[-1][1]["Host"] == f"source.test:{port}"


def test_a_name_that_resolves_to_an_internal_address_is_refused(
        server: HostileServer, tmp_path: Path) -> None:
    asked = len(server.seen)
    fetching = Fetcher(resolve=lambda _host, _port: ("::ffff:127.0.0.1", "127.0.0.1", "169.254.169.254"))
    with pytest.raises(FetchFailed) as failed:
        fetching.fetch(f"http://source.test:{server.server_address[1]}/plain", tmp_path / "page")
    assert failed.value.code == "MLG-N002"
    assert len(server.seen) == asked


def test_a_resolver_that_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    def silent(_host: str, _port: int) -> Sequence[str]:
        os.read(never, 1)
        return ()

    never, end = os.pipe()
    with pytest.raises(FetchFailed, match=r"0\.2 s"):
        Fetcher(resolve=silent, limits=Limits(seconds=0.2)).fetch("http://source.test/", tmp_path / "page")
    os.close(end)


@pytest.mark.parametrize("path", ["drip", "silence", "then/503", "later/30"])
def test_a_fetch_that_is_stopped_ends_whatever_it_waits_for(server: HostileServer, path: str, tmp_path: Path) -> None:
    """The server would keep it for five seconds and more; only a stop is told as one."""
    with Fetcher(allow=(server.place,), limits=Limits(tries=100)) as fetching:
        Timer(0.2, fetching.stop).start()
        with pytest.raises(FetchFailed) as failed:
            fetching.fetch(f"http://{server.place}/{path}", tmp_path / "page")
    assert failed.value.code == "MLG-N018"


def test_a_handshake_that_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        place = f"127.0.0.1:{mute.getsockname()[1]}"
        with Fetcher(allow=(place,), limits=Limits(connect=50)) as fetching:
            Timer(0.2, fetching.stop).start()
            with pytest.raises(FetchFailed) as failed:
                fetching.fetch(f"https://{place}/", tmp_path / "page")
        with mute.accept()[0] as late:
            late.recv(1)  # The handshake that was left behind has begun: hanging up before would leak its socket.
    assert failed.value.code == "MLG-N018"


def test_a_connection_that_comes_after_a_stop_is_hung_up(tmp_path: Path) -> None:
    """A server whose queue is full lets others wait; they are connected when it has time."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as busy:
        place = f"127.0.0.1:{busy.getsockname()[1]}"
        with socket.create_connection(busy.getsockname()), Fetcher(allow=(place,)) as fetching:
            Timer(0.2, fetching.stop).start()
            with pytest.raises(FetchFailed) as failed:
                fetching.fetch(f"http://{place}/", tmp_path / "page")
            busy.accept()[0].close()
            busy.settimeout(10)
            with busy.accept()[0] as late:
                late.settimeout(10)
                assert late.recv(1) == b""
    assert failed.value.code == "MLG-N018"


def test_connections_are_kept(tmp_path: Path) -> None:
    with hostile_server("kept/404") as server:
        with fetcher(server) as fetching:
            for path in ["kept/200"] * 5 + ["kept/302"]:
                assert fetching.fetch(f"http://{server.place}/{path}", tmp_path / "page").bytes == len(PLAIN)
            for path, known in (("kept/404", ""), ("kept/304", '"1"'), ("kept/503", "")):
                with suppress(FetchFailed):
                    fetching.fetch(Request(f"http://{server.place}/{path}", etag=known), tmp_path / "page")
            fetching.fetch(f"http://{server.place}/kept/200", tmp_path / "page")
        assert (len(server.seen), server.connections) == (14, 1)


def test_a_budget_is_that_of_a_fetch_and_not_of_its_connection(tmp_path: Path) -> None:
    clock = Clock()
    with hostile_server("kept/404") as server, fetcher(server, clock) as fetching:
        for _ in range(3):
            fetching.fetch(f"http://{server.place}/kept/200", tmp_path / "page")
            clock.now += 20
        assert server.connections == 1


def test_a_connection_that_was_hung_up_meanwhile_is_opened_again(server: HostileServer, tmp_path: Path) -> None:
    with fetcher(server) as fetching:
        for _ in range(3):
            assert fetching.fetch(f"http://{server.place}/closes", tmp_path / "page").bytes == len(PLAIN)


def test_threads_may_share_a_fetcher(server: HostileServer, tmp_path: Path) -> None:
    with fetcher(server, limits=Limits()) as fetching, ThreadPoolExecutor(4) as pool:
        fetched = list(pool.map(lambda number: fetching.fetch(f"http://{server.place}/plain", tmp_path / str(number)),
                                range(8)))
    assert {each.sha256 for each in fetched} == {hashlib.sha256(PLAIN).hexdigest()}


def test_a_refused_ipv6_address_is_named_as_allow_wants_it(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed) as failed:
        Fetcher(resolve=lambda host, _: (host,)).fetch("http://[::1]:8080/", tmp_path / "page")
    assert 'allow = ["[::1]:8080"]' in failed.value.en
    closed = f"[::1]:{free_port()}"
    with pytest.raises(FetchFailed) as failed:
        Fetcher(resolve=lambda host, _: (host,), allow=(closed,), pause=lambda _: None).fetch(
            f"http://{closed}/", tmp_path / "page")
    assert failed.value.code != "MLG-N002"


def test_an_unknown_host_and_a_closed_port_are_told_apart(tmp_path: Path) -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    closed = f"127.0.0.1:{free_port()}"
    for resolve in (unknown, lambda _host, _port: ()):
        with pytest.raises(FetchFailed, match="leads to no address"):
            Fetcher(resolve=resolve).fetch("http://source.test/", tmp_path / "page")
    with pytest.raises(FetchFailed, match=rf"http://{closed} does not answer .*3 tries"):
        Fetcher(allow=(closed,), pause=lambda _: None).fetch(f"http://{closed}/", tmp_path / "page")


@pytest.mark.parametrize("url", [
    "ftp://example.org/a", "http://user:secret@example.org/", "http:///a", "javascript:alert(1)", "",
    "gopher://127.0.0.1:70/", "data:text/plain,x", "http://example.org:99999/", "http://example.org/" + "a" * 9000,
])
def test_other_schemes_hidden_passwords_and_endless_addresses_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed) as failed:
        Fetcher(resolve=lambda _host, _port: ()).fetch(url, tmp_path / "page")
    assert failed.value.code == "MLG-N001"
