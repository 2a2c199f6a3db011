"""`maillage links` over a server whose pages come and go."""

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from catalogue.datadir import DataDirectory
from tests.e2e.conftest import TABLE_MAP, maillage, table, write_source
from tests.harvesters.hostile_server import HostileServer, hostile_server


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def harvested(folder: Path, server: HostileServer, *paths: str, allow: bool = True) -> Path:
    """A data directory with one record for each path, whose page it is."""
    rows = [f"t{number};Outil {number};http://{server.place}/{path};2026-01-01" for number, path in enumerate(paths)]
    more = f'allow = ["{server.place}"]\n' if allow else ""
    write_source(folder / "sources", "outils", "table", "outils.csv", table(rows), more + TABLE_MAP)
    assert maillage("harvest", data=folder / "data", MAILLAGE_SOURCES=str(folder / "sources")).code == 0
    return folder / "data"


def check(data: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """What a check tells."""
    ended = maillage("links", "check", "--json", *options, data=data,
                     MAILLAGE_SOURCES=str(data.parent / "sources"))
    return ended.code, json.loads(ended.out)


def yesterday(data: Path) -> None:
    """Let every check have been made a day earlier."""
    with closing(sqlite3.connect(data / "ledger.sqlite")) as sql, sql:
        sql.execute("UPDATE link SET checked = strftime('%Y-%m-%dT%H:%M:%SZ', checked, '-1 day'), since = "
                    "CASE since WHEN '' THEN '' ELSE strftime('%Y-%m-%dT%H:%M:%SZ', since, '-1 day') END")


def test_a_page_is_told_unreachable_only_once_it_was_missed_on_two_days(tmp_path: Path, server: HostileServer) -> None:
    data = harvested(tmp_path, server, "plain/1", "status/404", "status/403")
    code, told = check(data)
    assert (code, told["reached"], told["missed"], told["undecided"], told["unreachable"]) == (0, 1, 1, 1, 0)
    assert "No page is known" in maillage("links", data=data).err
    yesterday(data)
    code, told = check(data, "--due")
    assert (code, told["checked"], told["later"]) == (1, 1, 2)
    assert told["newly_unreachable"] == [f"http://{server.place}/status/404"]
    [row] = maillage("links", "--json", data=data).json["unreachable"]
    assert (row["code"], row["source"], row["record"].rpartition("/")[2]) == ("MLG-N121", "outils", "outils--t1")
    assert maillage("search", "Outil", "--json", data=data).json["total"] == 3
    yesterday(data)
    assert check(data, "--due")[0] == 0, "what was already known is no alert"


def test_unreachable_pages_are_listed_by_source_and_as_csv_in_both_languages(
        tmp_path: Path, server: HostileServer) -> None:
    data = harvested(tmp_path, server, "status/410", "plain/1")
    assert check(data)[0] == 1
    for lang, words in (("fr", "n'existe pas ou plus (code 410)"), ("en", "does not exist any more (status 410)")):
        assert words in maillage("links", "outils", data=data, MAILLAGE_LANG=lang).out
    [row] = csv.DictReader(io.StringIO(maillage("links", "list", "outils", "--csv", data=data).out))
    assert row["url"] == f"http://{server.place}/status/410"
    unknown = maillage("links", "outil", data=data)
    assert (unknown.code, "“outils”" in unknown.err) == (2, True)


def test_pages_that_were_checked_this_week_are_not_asked_again_when_due(tmp_path: Path, server: HostileServer) -> None:
    data = harvested(tmp_path, server, "plain/1", "plain/2", "plain/3")
    assert check(data, "--due", "--limit", "2")[1]["checked"] == 2
    assert check(data, "--due")[1]["checked"] == 1
    assert check(data, "--due")[1]["checked"] == 0
    assert sorted(server.paths) == ["/plain/1", "/plain/2", "/plain/3", "/robots.txt", "/robots.txt"]


def test_a_private_page_is_not_asked_for_unless_its_source_allows_it(tmp_path: Path, server: HostileServer) -> None:
    data = harvested(tmp_path, server, "plain/1", allow=False)
    assert check(data)[1]["missed"] == 1
    assert server.paths == []


def test_when_nothing_answers_at_all_nothing_is_held_against_the_pages(tmp_path: Path) -> None:
    rows = [f"t{number};Outil {number};https://site{number}.invalid/;2026-01-01" for number in range(4)]
    write_source(tmp_path / "sources", "outils", "table", "outils.csv", table(rows), TABLE_MAP)
    data = tmp_path / "data"
    assert maillage("harvest", data=data, MAILLAGE_SOURCES=str(tmp_path / "sources")).code == 0
    ended = maillage("links", "check", data=data, MAILLAGE_SOURCES=str(tmp_path / "sources"))
    assert (ended.code, "your own connection" in ended.err) == (3, True)
    with closing(sqlite3.connect(data / "ledger.sqlite")) as sql:
        assert sql.execute("SELECT count(*) FROM link").fetchone() == (0,)


def test_a_check_waits_for_a_harvest_that_writes(tmp_path: Path, server: HostileServer) -> None:
    data = harvested(tmp_path, server, "plain/1")
    with DataDirectory(data).writer("a harvest"):
        waiting = Popen([sys.executable, "-m", "maillage", "links", "check", "--json", "--data", str(data), "--sources",
                         str(tmp_path / "sources")], stdout=PIPE, text=True, cwd=Path(__file__).parents[2])
        while "/plain/1" not in server.paths:
            assert waiting.poll() is None
    out, _ = waiting.communicate(timeout=60)
    assert (waiting.returncode, json.loads(out)["checked"]) == (0, 1)


def test_before_the_first_harvest_there_is_nothing_to_check(tmp_path: Path) -> None:
    for words in (["links"], ["links", "check"]):
        ended = maillage(*words, data=tmp_path / "none")
        assert (ended.code, "maillage harvest" in ended.err) == (2, True)
