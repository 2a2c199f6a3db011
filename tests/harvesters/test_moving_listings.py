"""A listing whose records move from page to page while it is read, or between two runs, loses none of them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger
from harvesters.formats import FORMATS
from harvesters.report import Options, Report
from harvesters.run import harvest
from harvesters.source import load_source

MORE = '''format = "json"
kind = "tool"
expect = { max_shrink = 1.0, absent_runs = 1 }
options = { items = "items", next = "next", total = "total" }
[map]
key = "id"
title = "id"
'''


@contextmanager
def serving(pages: Mapping[str, bytes]) -> Iterator[str]:
    """The place of a server of these pages, each with its ETag."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = pages.get(self.path)
            tag = f'"{blake2b(content or b"").hexdigest()}"'
            self.send_response(404 if content is None else 304 if self.headers.get("If-None-Match") == tag else 200)
            self.send_header("ETag", tag)
            self.end_headers()
            if content is not None and self.headers.get("If-None-Match") != tag:
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def listing(*pages: str, total: int | None = None) -> dict[str, bytes]:
    """Pages of records, one letter each."""
    return {f"/{number}": json.dumps({"items": [{"id": key} for key in page], "total": total,
                                      "next": f"/{number + 1}" if number < len(pages) else None}).encode()
            for number, page in enumerate(pages, start=1)}


def bring_in(folder: Path, place: str, path: str = "1", more: str = MORE) -> Report:
    declared = folder / "s.toml"
    declared.write_text(f'name = "s"\ntitle.fr = "S"\nurl = "http://{place}/{path}"\nlicence = "CC0-1.0"\n'
                        f'allow = ["{place}"]\n{more}', "utf-8")
    directory = DataDirectory(folder)
    ledger = Ledger.open(directory.ledger, "https://data.example/")
    [report] = harvest([load_source(declared, FORMATS)], directory, ledger, Options(), lambda *_: None)
    ledger.close()
    return report


@pytest.mark.parametrize("history", [
    [("ab", "bc"), ("a", "bc"), ("a", "bc")],
    [("a", "bc"), ("ab", "bc"), ("a", "bc")],
    [("ab", "c"), ("a", "bc"), ("ab", "c")],
])
def test_a_record_that_some_page_lists_never_leaves(tmp_path: Path, history: list[tuple[str, ...]]) -> None:
    pages: dict[str, bytes] = {}
    with serving(pages) as place:
        for run in history:
            pages.update(listing(*run))
            report = bring_in(tmp_path, place)
            assert (report.tally.gone, report.tally.live_after) == (0, 3)


def test_a_total_that_is_only_reached_by_a_record_on_two_pages_is_not_reached(tmp_path: Path) -> None:
    pages: dict[str, bytes] = {}
    with serving(pages) as place:
        pages.update(listing("ab", "cd", total=4))
        bring_in(tmp_path, place)
        pages.update(listing("ab", "bc", total=4))
        for _ in range(2):
            report = bring_in(tmp_path, place)
            assert (report.outcome, report.reason.code, report.tally.live_after) == ("partial", "MLG-F011", 4)


def test_a_record_that_one_page_lists_twice_is_part_of_the_total(tmp_path: Path) -> None:
    with serving(listing("abb", "c", total=4)) as place:
        assert bring_in(tmp_path, place).outcome == "applied"


def test_a_detail_that_is_not_found_is_no_part_of_the_total_that_is_missing(tmp_path: Path) -> None:
    tools = [{"persistentId": key, "category": "tool-or-service", "label": f"Tool {key}"} for key in "abc"]
    pages = {f"/api/tools-services/{tool['persistentId']}": json.dumps(tool).encode() for tool in tools}
    pages["/api/item-search"] = json.dumps({"hits": 3, "page": 1, "pages": 1, "items": tools}).encode()
    more = 'format = "sshoc"\nexpect = { max_shrink = 1.0 }\noptions = { details = true }\n'
    with serving(pages) as place:
        assert bring_in(tmp_path, place, "api/item-search", more).tally.created == 3
        del pages["/api/tools-services/b"]
        report = bring_in(tmp_path, place, "api/item-search", more)
    assert (report.outcome, report.tally.missing, report.tally.unchanged) == ("applied", 1, 2)
