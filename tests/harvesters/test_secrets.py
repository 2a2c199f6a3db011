"""A key stands in the environment alone: not in a file, not in the ledger, not in a sentence."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pyoxigraph import NamedNode

from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger
from harvesters.formats import FORMATS
from harvesters.report import Options, Report
from harvesters.run import declaration, harvest
from harvesters.secrets import MissingSecret, Secrets, as_address
from harvesters.source import InvalidSource, Source, load_source

VALUE = "s3cr&t/é"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path.endswith("key=s3cr%26t%2F%C3%A9")
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200 if known or self.path == "/robots.txt" else 403)
        self.end_headers()
        if known:
            self.wfile.write(b"id;nom\na;A\n")

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@pytest.fixture
def place() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.asked = []  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def declared(folder: Path, place: str, query: str) -> Source:
    (folder / "s.toml").write_text(
        f'name = "s"\ntitle.fr = "S"\nurl = "http://{place}/t.csv?{query}"\nformat = "table"\nkind = "tool"\n'
        f'licence = "CC0-1.0"\nallow = ["{place}"]\n[map]\nkey = "id"\ntitle = "nom"\n', "utf-8")
    return load_source(folder / "s.toml", FORMATS)


def harvested(folder: Path, source: Source, secrets: dict[str, str]) -> tuple[Report, str]:
    """The report of a harvest, and everything that the ledger keeps."""
    (folder / "data").mkdir()
    directory = DataDirectory(folder / "data")
    ledger = Ledger.open(directory.ledger, "https://data.example/")
    [report] = harvest([source], directory, ledger, Options(secrets=secrets), lambda *_: None)
    kept = "\n".join(ledger.sql.iterdump())
    ledger.close()
    return report, kept


def test_a_key_is_asked_with_and_kept_nowhere(tmp_path: Path, place: str) -> None:
    report, kept = harvested(tmp_path, declared(tmp_path, place, "key=${MY_KEY}"), {"MY_KEY": VALUE})
    assert (report.outcome, report.tally.created) == ("applied", 1)
    assert "${MY_KEY}" in kept
    assert "s3cr" not in kept


def test_a_refused_key_is_not_told(tmp_path: Path, place: str) -> None:
    report, kept = harvested(tmp_path, declared(tmp_path, place, "key=${MY_KEY}"), {"MY_KEY": "wr0ng"})
    assert (report.unreachable, "403" in report.reason.en, "wr0ng" in report.reason.en + report.reason.fr + kept) == (
        True, True, False)


@pytest.mark.parametrize("spelt", [
    "s3cr&t/é", "s3cr%26t%2F%C3%A9", "s3cr%26t/%c3%a9", r"s3cr&t\/\u00e9", "s3cr&amp;t/&#233;"])
def test_a_key_that_a_server_repeats_is_kept_nowhere(tmp_path: Path, spelt: str) -> None:
    secrets = Secrets("https://a.example/?key=${MY_KEY}", {"MY_KEY": VALUE})
    document = tmp_path / "document"
    document.write_text(f'{{"next": "https://a.example/?page=2&key={spelt}&size=9"}}', "utf-8")
    secrets.conceal_in(document)
    assert document.read_text() == '{"next": "https://a.example/?page=2&key=%24%7BMY_KEY%7D&size=9"}'
    assert secrets.conceal(f"wrong key {spelt}!") == "wrong key ${MY_KEY}!"
    assert secrets.reveal("https://a.example/?key=%24%7BMY_KEY%7D") == secrets.reveal("https://a.example/?key=${MY_KEY}")


def test_a_short_key_spoils_no_document(tmp_path: Path) -> None:
    document = tmp_path / "document"
    document.write_text("a demo")
    Secrets("https://a.example/?key=${MY_KEY}", {"MY_KEY": "demo"}).conceal_in(document)
    assert document.read_text() == "a demo"


@pytest.mark.parametrize(("url", "shown"), [
    ("https://a.example/${MY_KEY}/list?a=1", "https://a.example/"), ("https://${MY_KEY}.example/", ""),
    ("https://a.example/list?key=${MY_KEY}", "https://a.example/list"),
    ("https://a.example/a list?q=été", "https://a.example/a%20list?q=été"),
])
def test_the_address_that_is_shown_is_valid_and_has_no_key(tmp_path: Path, url: str, shown: str) -> None:
    source = replace(declared(tmp_path, "127.0.0.1:80", "a=1"), url=url)
    assert declaration(source)["url"] == shown
    assert not shown or NamedNode(shown)


def test_rdf_is_read_from_an_address_with_a_key() -> None:
    assert NamedNode(as_address("https://a.example/?key=${MY_KEY}")).value.endswith("?key=%24%7BMY_KEY%7D")


def test_a_missing_key_is_named(tmp_path: Path, place: str) -> None:
    report, _ = harvested(tmp_path, declared(tmp_path, place, "key=${MY_KEY}"), {})
    assert (report.outcome, report.reason.code) == ("failed", "MLG-F017")
    assert "MY_KEY=" in report.reason.en


def test_a_key_that_stands_in_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSource) as fault:
        declared(tmp_path, "127.0.0.1:80", "a=1&api_key=123")
    assert [one.code for one in fault.value.faults] == ["MLG-S013"]
    assert "123" not in fault.value.faults[0].en


def test_what_has_no_value_cannot_be_asked_for() -> None:
    with pytest.raises(MissingSecret):
        Secrets("https://a.example/?key=${NONE}", {"NONE": ""})
