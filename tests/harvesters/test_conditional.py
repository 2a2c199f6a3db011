"""A document that has not changed is not sent again."""

from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest

from harvesters.fetch import FetchFailed, Request
from harvesters.validators import conditions, validators
from tests.harvesters.fetching import fetch, fetcher
from tests.harvesters.hostile_server import ETAG, MODIFIED, PLAIN, HostileServer, hostile_server


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.mark.parametrize(("path", "etag", "modified"), [
    ("both", ETAG, MODIFIED), ("tag", ETAG, ""), ("date", "", MODIFIED), ("lost", ETAG, MODIFIED)])
def test_an_unchanged_document_is_told_by_its_validators(
        server: HostileServer, path: str, etag: str, modified: str, tmp_path: Path) -> None:
    url = f"http://{server.place}/validated/{path}"
    with fetcher(server) as fetching:
        first = fetching.fetch(url, tmp_path / "page")
        assert (first.status, first.etag, first.modified, first.bytes) == (200, etag, modified, len(PLAIN))
        again = fetching.fetch(Request(url, etag=first.etag, modified=first.modified), tmp_path / "page")
    assert (again.status, again.bytes, again.sha256) == (304, 0, "")
    assert (again.etag, again.modified, again.url) == (etag, modified, url)
    assert not again.path.exists()


def test_a_changed_document_comes_whole(server: HostileServer, tmp_path: Path) -> None:
    with fetcher(server) as fetching:
        asked = Request(f"http://{server.place}/validated/both", etag='"v0"', modified="Sat, 31 Oct 2026 10:00:00 GMT")
        fetched = fetching.fetch(asked, tmp_path / "page")
    assert (fetched.status, fetched.etag, fetched.path.read_bytes()) == (200, ETAG, PLAIN)


def test_validators_go_along_with_redirects(server: HostileServer, tmp_path: Path) -> None:
    with fetcher(server) as fetching:
        asked = Request(f"http://{server.place}/to/{server.place}/validated/both", etag=ETAG)
        assert fetching.fetch(asked, tmp_path / "page").status == 304


def test_unchanged_since_nothing_is_a_fault(server: HostileServer, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed) as failed:
        fetch(server, "status/304", tmp_path / "page")
    assert (failed.value.code, failed.value.status) == ("MLG-N006", 304)
    assert "nothing was known" in failed.value.en


def test_a_document_without_validators_has_none(server: HostileServer, tmp_path: Path) -> None:
    fetched = fetch(server, "plain", tmp_path / "page")
    assert (fetched.etag, fetched.modified) == ("", "")


@pytest.mark.parametrize(("given", "kept"), [
    (b'"a"', '"a"'), (b'W/"a"', 'W/"a"'), (b"unquoted", "unquoted"), (b'"caf\xe9"', '"caf\xe9"'), (b' "a" ', '"a"'),
    (b"", ""), (b'"' + b"x" * 2000 + b'"', ""), (b'"\x85"', ""), (b'"\x00"', ""), (b'"a\tb"', ""),
])
def test_a_validator_is_kept_as_it_was_given_if_it_can_be_sent_back(given: bytes, kept: str) -> None:
    etag, modified = validators(httpcore.Response(200, headers=[(b"ETAG", given)]))
    assert (etag, modified) == (kept, "")
    assert conditions(etag, "") == ([(b"If-None-Match", given.strip())] if kept else [])


def test_a_validator_cannot_smuggle_a_header() -> None:
    assert conditions('"a"\r\nX: y', "a\nb") == []
    assert conditions('"€"', "") == []
