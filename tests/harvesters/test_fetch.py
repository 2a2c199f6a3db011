"""The fetcher brings whole documents within limits, or says why not."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Timer
from time import monotonic

import pytest

from harvesters.fetch import Fetched, Fetcher, FetchFailed, Limits
from tests.harvesters.hostile_server import PLAIN, HostileServer, free_port, hostile_server

SHORT = Limits(seconds=1.0, connect=0.5, read=0.5, size=2 << 20, hops=5)


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def _fetch(server: HostileServer, path: str, into: Path, limits: Limits = SHORT) -> Fetched:
    return Fetcher(allow=(server.place,), limits=limits).fetch(f"http://{server.place}/{path}", into)


@pytest.mark.parametrize("path", ["plain", "gzip", "deflate", "raw-deflate", "hop/0", "hop/4"])
def test_a_whole_document_is_put_on_disk(server: HostileServer, path: str, tmp_path: Path) -> None:
    fetched = _fetch(server, path, tmp_path / "page")
    assert (tmp_path / "page").read_bytes() == PLAIN
    assert (fetched.bytes, fetched.sha256) == (len(PLAIN), hashlib.sha256(PLAIN).hexdigest())


def test_where_a_document_was_found_is_told(server: HostileServer, tmp_path: Path) -> None:
    fetched = _fetch(server, "hop/1", tmp_path / "page")
    assert fetched.url == f"http://{server.place}/plain"
    assert (fetched.status, fetched.media_type) == (200, "text/plain; charset=utf-8")


def test_the_agent_says_who_asks(server: HostileServer, tmp_path: Path) -> None:
    _fetch(server, "plain", tmp_path / "page")
    _, headers = server.seen[-1]
    assert headers["User-Agent"].startswith("Maillage (+http")
    assert headers["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize(("path", "code"), [
    ("cut-gzip", "MLG-N010"),
    ("damaged-gzip", "MLG-N010"),
    ("short", "MLG-N010"),
    ("not-http", "MLG-N010"),
    ("endless-headers", "MLG-N010"),
    ("bomb", "MLG-N009"),
    ("large", "MLG-N008"),
    ("drip", "MLG-N005"),
    ("brotli", "MLG-N011"),
    ("circle", "MLG-N007"),
    ("hop/6", "MLG-N007"),
    ("to-other-port", "MLG-N002"),
    ("to-file", "MLG-N001"),
    ("status/404", "MLG-N006"),
    ("status/503", "MLG-N006"),
    ("status/206", "MLG-N006"),
    ("status/304", "MLG-N006"),
])
def test_what_is_not_whole_or_not_allowed_leaves_nothing(
        server: HostileServer, path: str, code: str, tmp_path: Path) -> None:
    started = monotonic()
    limits = Limits(seconds=1.0, connect=0.5, read=0.5, size=256 << 20 if path == "bomb" else 2 << 20)
    with pytest.raises(FetchFailed) as failed:
        _fetch(server, path, tmp_path / "page", limits)
    assert failed.value.code == code
    assert failed.value.fr
    assert failed.value.en
    assert not (tmp_path / "page").exists()
    assert monotonic() - started < 3


def test_a_redirect_without_address_ends(server: HostileServer, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed):
        _fetch(server, "to-nowhere", tmp_path / "page")


@pytest.mark.parametrize(("status", "retryable"), [(503, True), (429, True), (404, False), (403, False)])
def test_a_failure_says_whether_to_try_again(
        server: HostileServer, status: int, retryable: bool, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed) as failed:
        _fetch(server, f"status/{status}", tmp_path / "page")
    assert (failed.value.status, failed.value.retryable) == (status, retryable)


def test_a_private_address_is_refused_unless_its_exact_port_is_allowed(
        server: HostileServer, tmp_path: Path) -> None:
    asked = len(server.seen)
    for allow in ((), ("127.0.0.1:1",), ("127.0.0.1",), (f"localhost:{server.server_address[1]}",)):
        with pytest.raises(FetchFailed, match="private or reserved"):
            Fetcher(allow=allow).fetch(f"http://{server.place}/plain", tmp_path / "page")
    assert len(server.seen) == asked


def test_a_name_is_resolved_once_and_reached_where_it_was_checked(
        server: HostileServer, tmp_path: Path) -> None:
    """DNS rebinding: the second answer would be public, or the first; neither is ever asked for."""
    port = server.server_address[1]
    answers: list[Sequence[str]] = [("127.0.0.1",), ("203.0.113.9",)]

    def rebinding(_host: str, _port: int) -> Sequence[str]:
        return answers.pop(0)

    Fetcher(allow=(f"source.test:{port}",), resolve=rebinding).fetch(
        f"http://source.test:{port}/plain", tmp_path / "page")
    assert len(answers) == 1
    assert server.seen[-1][1]["Host"] == f"source.test:{port}"


def test_a_name_that_resolves_to_an_internal_address_is_refused(
        server: HostileServer, tmp_path: Path) -> None:
    asked = len(server.seen)
    fetcher = Fetcher(resolve=lambda _host, _port: ("::ffff:127.0.0.1", "127.0.0.1", "169.254.169.254"))
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch(f"http://source.test:{server.server_address[1]}/plain", tmp_path / "page")
    assert failed.value.code == "MLG-N002"
    assert len(server.seen) == asked


def test_a_resolver_that_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    def silent(_host: str, _port: int) -> Sequence[str]:
        os.read(never, 1)
        return ()

    never, end = os.pipe()
    with pytest.raises(FetchFailed) as failed:
        Fetcher(resolve=silent, limits=Limits(seconds=0.2)).fetch("http://source.test/", tmp_path / "page")
    assert failed.value.code == "MLG-N005"
    os.close(end)


@pytest.mark.parametrize("path", ["drip", "silence"])
def test_a_fetch_that_is_stopped_ends_within_a_second(server: HostileServer, path: str, tmp_path: Path) -> None:
    fetcher = Fetcher(allow=(server.place,), limits=Limits(seconds=30, read=30))
    Timer(0.2, fetcher.stop).start()
    started = monotonic()
    with pytest.raises(FetchFailed):
        fetcher.fetch(f"http://{server.place}/{path}", tmp_path / "page")
    assert monotonic() - started < 2


def test_a_refused_ipv6_address_is_named_as_allow_wants_it(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed) as failed:
        Fetcher(resolve=lambda host, _: (host,)).fetch("http://[::1]:8080/", tmp_path / "page")
    assert 'allow = ["[::1]:8080"]' in failed.value.en
    with pytest.raises(FetchFailed) as failed:
        Fetcher(resolve=lambda host, _: (host,), allow=("[::1]:8080",)).fetch("http://[::1]:8080/", tmp_path / "page")
    assert failed.value.code != "MLG-N002"


def test_an_unknown_host_and_a_closed_port_are_told_apart(tmp_path: Path) -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    closed = f"127.0.0.1:{free_port()}"
    for resolve in (unknown, lambda _host, _port: ()):
        with pytest.raises(FetchFailed, match="leads to no address"):
            Fetcher(resolve=resolve).fetch("http://source.test/", tmp_path / "page")
    with pytest.raises(FetchFailed, match="does not answer"):
        Fetcher(allow=(closed,)).fetch(f"http://{closed}/", tmp_path / "page")


@pytest.mark.parametrize("url", [
    "ftp://example.org/a", "http://user:secret@example.org/", "http:///a", "javascript:alert(1)", "",
    "gopher://127.0.0.1:70/", "data:text/plain,x", "http://example.org:99999/",
])
def test_other_schemes_and_hidden_passwords_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed) as failed:
        Fetcher(resolve=lambda _host, _port: ()).fetch(url, tmp_path / "page")
    assert failed.value.code == "MLG-N001"


def test_a_local_file_is_copied(tmp_path: Path) -> None:
    source = tmp_path / "pôles 2026.csv"
    source.write_bytes(PLAIN)
    fetched = Fetcher().fetch(source.as_uri(), tmp_path / "page")
    assert fetched.path.read_bytes() == PLAIN
    assert fetched.url == source.as_uri()


def test_a_local_file_that_is_none_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(bytes(3 << 20))
    for name, code in (("absent", "MLG-N012"), ("pipe", "MLG-N012"), ("", "MLG-N012"), ("large", "MLG-N008")):
        with pytest.raises(FetchFailed) as failed:
            Fetcher(limits=SHORT).fetch((tmp_path / name).as_uri(), tmp_path / "page")
        assert failed.value.code == code


def test_a_local_file_is_found_whatever_bytes_its_name_is_made_of(tmp_path: Path) -> None:
    source = Path(f"{tmp_path}/\udcff %20#é?.csv")
    source.write_bytes(PLAIN)
    assert Fetcher().fetch(source.as_uri(), tmp_path / "page").bytes == len(PLAIN)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    with pytest.raises(FetchFailed) as failed:
        Fetcher().fetch((tmp_path / "a").as_uri(), tmp_path / "no folder" / "page")
    assert failed.value.code == "MLG-N013"
