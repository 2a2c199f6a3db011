"""Walking a source says why it could not be had, or why its listing is not whole, and what to do next."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from harvesters.fetch import Fetcher
from harvesters.listing import Walk
from harvesters.loading import Loader
from harvesters.source import Source
from harvesters.wrongs import Unreachable, Unreadable
from tests.harvesters.hostile_server import HostileServer, hostile_server


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def source(url: str, form: str = "sshoc") -> Source:
    return Source("s", {"fr": "S"}, url, form, "CC0-1.0", Path("s.toml"))


def walk(url: str, folder: Path, *allow: str) -> Walk:
    return Walk(source(url), Fetcher(allow=allow), folder)


def unread() -> Loader:
    raise AssertionError("nothing was fetched, so nothing is to be read")


def test_an_address_is_named_once(server: HostileServer, tmp_path: Path) -> None:
    for url in (f"http://{server.place}/status/404", (tmp_path / "not here.json").as_uri()):
        with pytest.raises(Unreachable) as fault:
            list(walk(url, tmp_path, server.place).frames(unread))
        assert fault.value.reason.en.count("status/404") + fault.value.reason.en.count("not here.json") == 1


def test_a_document_that_cannot_be_kept_is_not_the_fault_of_its_source(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_bytes(b"[]")
    with pytest.raises(Unreadable) as fault:
        list(walk((tmp_path / "page.json").as_uri(), tmp_path / "no folder").frames(unread))
    assert fault.value.reason.code == "MLG-N013"


@pytest.mark.parametrize(("content", "code"), [
    (b'{"hits": 3, "page": 1, "pages": 1, "items": []}', "MLG-F011"),
    (b'{"hits": 0, "page": 1, "pages": 9, "items": []}', "MLG-F013"),
])
def test_an_incomplete_listing_says_what_to_do_next(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "page.json").write_bytes(content)
    walked = walk((tmp_path / "page.json").as_uri(), tmp_path)
    with Loader(walked.source, "https://data.example/", "shacl", {}) as loader:
        assert len(list(walked.frames(lambda: loader))) == 2
    assert walked.incomplete is not None
    assert walked.incomplete.code == code
    assert "relancez" in walked.incomplete.fr
    assert "nothing is removed" in walked.incomplete.en


@pytest.mark.parametrize(("path", "told"), [("plain", []), ("chunked", []), ("gzip", []), ("unmarked", ["MLG-F019"])])
def test_an_answer_that_nothing_marks_the_end_of_is_remarked(
        server: HostileServer, tmp_path: Path, path: str, told: list[str]) -> None:
    walked = Walk(source(f"http://{server.place}/{path}", "table"), Fetcher(allow=(server.place,)), tmp_path)
    with Loader(walked.source, "https://data.example/", "shacl", {}) as loader, suppress(Unreadable):
        list(walked.frames(lambda: loader))
    assert [remark.code for remark in walked.remarks.all()] == told


def test_a_walk_ends_in_time_and_keeps_what_it_read(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "pages" / f"{name}.json").write_bytes(b"[]")
    passing = iter([0.0, 1.0, 2.0, 20_000.0])
    walked = Walk(source((tmp_path / "pages").as_uri()), Fetcher(), tmp_path, clock=lambda: next(passing))
    with Loader(walked.source, "https://data.example/", "shacl", {}) as loader:
        assert len(list(walked.frames(lambda: loader))) == 4
    assert walked.incomplete is not None
    assert walked.incomplete.code == "MLG-F018"
