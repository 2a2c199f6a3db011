"""The fetcher brings whole documents within limits, or says why not."""

import gzip
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvesters.fetch import Fetcher, FetchFailed, Limits, Request
from tests.harvesters.fetching import IMPATIENT, SMALL, fetch, fetcher
from tests.harvesters.hostile_server import PLAIN, HostileServer, hostile_server


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.mark.parametrize("path", ["plain", "gzip", "deflate", "raw-deflate", "chunked", "unmarked", "hop/0", "hop/4"])
def test_a_whole_document_is_put_on_disk(server: HostileServer, path: str, tmp_path: Path) -> None:
    fetched = fetch(server, path, tmp_path / "page")
    assert (tmp_path / "page").read_bytes() == PLAIN
    assert (fetched.bytes, fetched.sha256) == (len(PLAIN), hashlib.sha256(PLAIN).hexdigest())


def test_where_a_document_was_found_is_told(server: HostileServer, tmp_path: Path) -> None:
    fetched = fetch(server, "hop/1", tmp_path / "page")
    assert fetched.url == f"http://{server.place}/plain"
    assert (fetched.status, fetched.media_type) == (200, "text/plain; charset=utf-8")


def test_who_asks_and_what_is_accepted_is_said(server: HostileServer, tmp_path: Path) -> None:
    with fetcher(server) as fetching:
        fetching.fetch(Request(f"http://{server.place}/plain", "text/turtle, */*;q=0.1"), tmp_path / "page")
        fetching.fetch(f"http://{server.place}/plain", tmp_path / "page")
    assert [headers["Accept"] for _, headers in server.seen[-2:]] == ["text/turtle, */*;q=0.1", "*/*"]
    assert server.seen[-1][1]["User-Agent"].startswith("Maillage (+http")
    assert server.seen[-1][1]["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize(("path", "code"), [
    ("cut-gzip", "MLG-N010"),
    ("damaged-gzip", "MLG-N010"),
    ("short", "MLG-N010"),
    ("short-chunks", "MLG-N010"),
    ("reset", "MLG-N010"),
    ("not-http", "MLG-N010"),
    ("endless-headers", "MLG-N010"),
    ("endless-status-line", "MLG-N010"),
    ("bomb", "MLG-N009"),
    ("large", "MLG-N008"),
    ("brotli", "MLG-N011"),
    ("circle", "MLG-N007"),
    ("hop/6", "MLG-N007"),
    ("to-other-port", "MLG-N002"),
    ("to/169.254.169.254/latest/meta-data", "MLG-N002"),
    ("to-file", "MLG-N001"),
    ("to-nowhere", "MLG-N007"),
    ("status/404", "MLG-N006"),
    ("status/503", "MLG-N006"),
    ("status/206", "MLG-N006"),
    ("status/304", "MLG-N006"),
])
def test_what_is_not_whole_or_not_allowed_leaves_nothing(
        server: HostileServer, path: str, code: str, tmp_path: Path) -> None:
    limits = Limits() if path == "bomb" else SMALL
    (tmp_path / "page").write_bytes(b"of before")
    with pytest.raises(FetchFailed) as failed:
        fetch(server, path, tmp_path / "page", limits=limits)
    assert failed.value.code == code
    assert failed.value.fr
    assert failed.value.en
    assert not (tmp_path / "page").exists()


def test_silence_and_lack_of_time_are_told_apart(server: HostileServer, tmp_path: Path) -> None:
    for path, limits, told in (("silence", IMPATIENT, r"said nothing for 0\.3 s"),
                               ("drip", Limits(seconds=1), r"not finish .* in the time allowed \(1 s\)")):
        with pytest.raises(FetchFailed, match=told) as failed:
            fetch(server, path, tmp_path / "page", limits=limits)
        assert failed.value.code == "MLG-N005"
        assert not (tmp_path / "page").exists()


@pytest.mark.parametrize("path", ["stream", "chunk-extensions", "hints-for-ever"])
def test_an_answer_without_end_is_cut_at_its_size(server: HostileServer, path: str, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed) as failed:
        fetch(server, path, tmp_path / "page", limits=Limits(size=2 << 20, wire=3 << 20))
    assert failed.value.code == "MLG-N008"
    assert not (tmp_path / "page").exists()


def test_a_size_that_is_announced_too_large_is_not_waited_for(server: HostileServer, tmp_path: Path) -> None:
    """The server announces 3 MiB and sends nothing: whoever waits tells its silence."""
    with pytest.raises(FetchFailed, match="larger than 2 MiB"):
        fetch(server, "stuck", tmp_path / "page")


def test_whether_a_cut_body_would_have_been_noticed_is_told(server: HostileServer, tmp_path: Path) -> None:
    told = {path: fetch(server, path, tmp_path / "page").proven for path in ("plain", "gzip", "chunked", "unmarked")}
    assert told == {"plain": True, "gzip": True, "chunked": True, "unmarked": False}


def test_a_compressed_file_is_left_as_it_is(server: HostileServer, tmp_path: Path) -> None:
    fetched = fetch(server, "gzip-file", tmp_path / "page")
    assert gzip.decompress(fetched.path.read_bytes()) == PLAIN
    assert (fetched.media_type, fetched.looks) == ("application/gzip", "gzip")


def test_what_a_document_looks_like_is_told_beside_what_it_is_called(server: HostileServer, tmp_path: Path) -> None:
    fetched = fetch(server, "lie", tmp_path / "page")
    assert (fetched.media_type, fetched.looks) == ("application/json; charset=utf-8", "html")
    assert fetched.path.read_bytes().endswith("Arrêt".encode("latin-1"))


def test_the_body_of_an_error_is_a_document_for_those_who_ask(server: HostileServer, tmp_path: Path) -> None:
    with fetcher(server) as fetching:
        for status in (400, 422):
            asked = Request(f"http://{server.place}/status/{status}", errors=True)
            fetched = fetching.fetch(asked, tmp_path / "page")
            assert (fetched.status, fetched.path.read_bytes()) == (status, b"<html>")
        for status in (401, 403, 404, 407, 410, 429, 500):
            with pytest.raises(FetchFailed):
                fetching.fetch(Request(f"http://{server.place}/status/{status}", errors=True), tmp_path / "page")


@pytest.mark.parametrize(("status", "retryable", "gone"), [
    (503, True, False), (429, True, False), (404, False, True), (410, False, True), (403, False, False)])
def test_a_failure_says_whether_to_try_again_and_what_is_gone(
        server: HostileServer, status: int, retryable: bool, gone: bool, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed) as failed:
        fetch(server, f"status/{status}", tmp_path / "page")
    assert (failed.value.status, failed.value.retryable, failed.value.gone) == (status, retryable, gone)


def test_a_local_file_is_copied(tmp_path: Path) -> None:
    source = tmp_path / "pôles 2026.csv"
    source.write_bytes(PLAIN)
    fetched = Fetcher().fetch(source.as_uri(), tmp_path / "page")
    assert fetched.path.read_bytes() == PLAIN
    assert (fetched.url, fetched.looks) == (source.as_uri(), "text")


def test_a_local_file_that_is_none_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(bytes(3 << 20))
    for name, code in (("absent", "MLG-N012"), ("pipe", "MLG-N012"), ("", "MLG-N012"), ("large", "MLG-N008")):
        with pytest.raises(FetchFailed) as failed:
            Fetcher(limits=SMALL).fetch((tmp_path / name).as_uri(), tmp_path / "page")
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
