"""The workbench over HTTP on a real server: what is asked there is done by the command, and written down."""

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.demo import serving
from tests.e2e.conftest import TABLE_MAP, maillage, table, write_source

pytestmark = pytest.mark.xdist_group("workbench")
ROWS = ["a;Outil A;https://a.example/;2026-01-02", "b;Outil B;https://b.example/;2026-01-03"]


@dataclass(frozen=True, slots=True)
class Desk:
    """A server on a harvested data directory, its sources, and the secret that opens it."""

    address: str
    data: Path
    sources: Path
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    data, sources = folder / "my data", folder / "my sources"
    write_source(sources, "tools", "table", "tools.csv", table(ROWS), TABLE_MAP)
    assert maillage("harvest", "--sources", str(sources), data=data).code == 0
    token = maillage("token", "create", "marie", data=data).out.strip()
    with serving(data, MAILLAGE_SOURCES=str(sources)) as address:
        for _ in range(600):
            if httpx.get(f"{address}ready").status_code == 200:
                break
            time.sleep(0.1)
        yield Desk(address, data, sources, token)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that tests may ask to try things, not to write records."""
    with desk_in(tmp_path_factory.mktemp("shared desk")) as desk:
        yield desk


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    """A desk for one test."""
    with desk_in(tmp_path) as desk:
        yield desk


def job(desk: Desk, path: str, **options: bool) -> dict[str, Any]:
    """What a job told when it was over."""
    taken = httpx.post(f"{desk.address}api/v1/{path}", json=options, headers=desk.headers)
    assert taken.status_code == 202, taken.text
    return over(desk, taken.headers["location"])


def over(desk: Desk, where: str) -> dict[str, Any]:
    for _ in range(1200):
        told: dict[str, Any] = httpx.get(desk.address.rstrip("/") + where).json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.1)
    raise AssertionError(told)


def test_try_harvest_look_and_undo(own: Desk) -> None:
    (own.sources / "tools.csv").write_bytes(table([ROWS[0].replace("Outil A", "Outil A bis"), *ROWS[1:]]))
    tried = job(own, "sources/tools/harvest", dry_run=True, diff=True)
    (run,) = tried["result"]["runs"]
    assert (tried["state"], tried["exit_code"], run["changed"], tried["result"]["generation"]) == ("done", 0, 1, None)
    assert {"field": "title", "part": "", "removed": ["Outil A@fr"], "added": ["Outil A bis@fr"]} in (
        run["differences"][0]["fields"])
    assert len(maillage("runs", "--json", data=own.data).json["runs"]) == 1

    assert job(own, "sources/tools/harvest")["result"]["runs"][0]["changed"] == 1
    assert "Outil A bis" in httpx.get(f"{own.address}api/v1/history", params={"record": "a"}).text
    assert "Outil A bis@fr" in httpx.get(f"{own.address}runs/tools--2").text

    assert job(own, "runs/tools--2/rollback")["result"]["undone"] == ["tools--2"]
    assert "Paused" in httpx.get(f"{own.address}sources", headers={"Accept-Language": "en"}).text
    assert actions(own.data) == [
        ("marie", "maillage harvest", "tools --dry-run"), ("marie", "maillage harvest", "tools"),
        ("marie", "maillage run rollback", "tools--2")]
    assert "maillage run rollback tools--2" in maillage("token", "list", data=own.data).out


def test_what_the_command_refuses_or_cannot_reach_is_told(own: Desk) -> None:
    (own.sources / "tools.csv").unlink()
    lost = job(own, "sources/tools/harvest")
    assert (lost["state"], lost["exit_code"], lost["result"]["runs"][0]["outcome"]) == ("done", 3, "failed")
    assert "Failed" in httpx.get(f"{own.address}sources/tools", headers={"Accept-Language": "en"}).text
    failed = job(own, "runs/tools--2/rollback")
    assert (failed["state"], failed["exit_code"]) == ("failed", 2)
    assert "Nothing to undo" in failed["result"]["en"]


def test_what_runs_ends_with_the_server(tmp_path: Path) -> None:
    with desk_in(tmp_path) as desk:
        for _ in range(3):
            taken = httpx.post(f"{desk.address}api/v1/sources/tools/harvest", json={"full": True}, headers=desk.headers)
            assert taken.status_code == 202
        for _ in range(600):
            if working(desk.data):
                break
            time.sleep(0.02)
    assert working(desk.data) == []
    assert maillage("harvest", "--sources", str(desk.sources), data=desk.data).code == 0


def test_a_form_works_without_javascript(shared: Desk) -> None:
    taken = httpx.post(f"{shared.address}sources/tools/replay?lang=en", data={"token": shared.token, "dry_run": "true"})
    assert taken.status_code == 303
    where = taken.headers["location"]
    assert over(shared, where.replace("/jobs/", "/api/v1/jobs/").partition("?")[0])["state"] == "done"
    page = httpx.get(shared.address.rstrip("/") + where).text
    assert "Dry: nothing was written." in page
    assert "<b>2</b> unchanged" in page


def test_suggestions_and_letters_are_the_commands_own(shared: Desk) -> None:
    assert job(shared, "sources/tools/suggest")["result"]["schema"] == "maillage.suggestions/1"
    assert job(shared, "sources/tools/letter", warnings=True)["result"]["schema"] == "maillage.letters/1"


def test_jobs_are_done_one_at_a_time_in_their_order(shared: Desk) -> None:
    taken = [httpx.post(f"{shared.address}api/v1/sources/tools/replay", headers=shared.headers,
                        json={"dry_run": True}).headers["location"] for _ in range(3)]
    told = [over(shared, where) for where in taken]
    assert [one["state"] for one in told] == ["done"] * 3
    assert all(former["ended"] <= later["started"] for former, later in pairwise(told))


def test_a_token_opens_nothing_once_it_is_revoked(shared: Desk) -> None:
    secret = maillage("token", "create", "paul", data=shared.data).out.strip()
    statuses = []
    for _ in range(2):
        asked = httpx.post(f"{shared.address}api/v1/sources/tools/replay", json={"no such option": True},
                           headers={"Authorization": f"Bearer {secret}"})
        statuses.append(asked.status_code)
        assert maillage("token", "revoke", "paul", data=shared.data).code == (0 if len(statuses) == 1 else 2)
    assert statuses == [422, 401]


@pytest.mark.parametrize(("arguments", "said"), [
    (("create", "Marie"), "cannot name a token"), (("revoke", "mari"), "the nearest known name is “marie”"),
    (("create", "marie"), "A valid token is called “marie” already"),
])
def test_a_token_that_cannot_be_made_or_revoked_is_told(shared: Desk, arguments: tuple[str, ...], said: str) -> None:
    done = maillage("token", *arguments, data=shared.data)
    assert (done.code, said in done.err, done.out) == (2, True, "")


def test_a_secret_is_printed_once(shared: Desk) -> None:
    told = maillage("token", "create", "nuit", "--days", "1", "--json", data=shared.data).json
    assert re.fullmatch(r"mlg_[\w-]{43}", told["token"])
    listed = maillage("token", "list", "--json", data=shared.data)
    assert "nuit" in [one["name"] for one in listed.json["tokens"]]
    assert told["token"] not in listed.out
    assert told["token"] not in (shared.data / "ledger.sqlite").read_bytes().decode("latin-1")


def actions(data: Path) -> list[tuple[str, str, str]]:
    """Who asked for what, in their order."""
    with sqlite3.connect(data / "ledger.sqlite") as sql:
        found = sql.execute("SELECT who, what, about FROM action ORDER BY id").fetchall()
    sql.close()
    return found


def working(data: Path) -> list[int]:
    """The processes that work on a data directory for a desk."""
    found = []
    for folder in Path("/proc").iterdir() if Path("/proc/self").exists() else ():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                told = (folder / "environ").read_bytes()
            except OSError:
                continue
            if f"MAILLAGE_DATA={data}".encode() in told and b"MAILLAGE_ACTOR=marie" in told:
                found.append(int(folder.name))
    return found
