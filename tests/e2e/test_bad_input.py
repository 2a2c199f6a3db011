"""Whatever a source holds, the harvest ends with a sentence and the right exit code, and nothing is lost."""

import gzip
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.ports import free_port
from tests.e2e.conftest import ROOT, TABLE_MAP, Ended, environment, maillage, table, write_source
from tests.harvesters.hostile_server import HostileServer, hostile_server

GOOD = table(["a;Outil A;https://a.example/;2026-01-02", "b;Outil B;https://b.example/;2026-01-03"])
LHEO = ('<?xml version="1.0" encoding="{encoding}"?>{dtd}<lheo><offres><formation numero="1">'
        "<intitule-formation>{title}</intitule-formation></formation></offres></lheo>")
DTD = '<!DOCTYPE lheo [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
TURTLE = '<https://e.example/a> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "A"@fr .'
SSHOC = {"persistentId": "a", "category": "tool-or-service", "label": "A", "description": "d"}


def lheo(title: str = "Titre", dtd: str = "", encoding: str = "utf-8") -> bytes:
    return LHEO.format(title=title, dtd=dtd, encoding=encoding).encode(encoding)


def sshoc(*items: object, **more: object) -> bytes:
    return json.dumps({"hits": len(items), "page": 1, "pages": 1, "items": items} | more).encode()


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


# Format, document, outcome and code of the reason.
DOCUMENTS: Mapping[str, tuple[str, bytes, str, str]] = {
    "table-empty": ("table", b"", "waiting", "MLG-U001"),
    "table-header-only": ("table", table([]), "waiting", "MLG-U001"),
    "table-column": ("table", b"id;name\na;A", "failed", "MLG-G001"),
    "table-quote": ("table", GOOD + b'\nc;"C', "partial", "MLG-F013"),
    "table-wide": ("table", ";".join(f"column {n}" for n in range(20_000)).encode(), "failed", "MLG-G001"),
    "table-is-pdf": ("table", b"%PDF-1.7 ...", "failed", "MLG-G002"),
    "table-is-gzip": ("table", gzip.compress(GOOD), "failed", "MLG-G002"),
    "table-is-bomb": ("table", zipped(xl__workbook_xml=bytes(200 << 20)), "failed", "MLG-G003"),
    "table-is-cut-zip": ("table", zipped(a=b"a")[:-9], "failed", "MLG-G004"),
    "lheo-empty": ("lheo", b"", "failed", "MLG-X104"),
    "lheo-cut": ("lheo", lheo()[:-30], "failed", "MLG-F013"),
    "lheo-dtd": ("lheo", lheo("&b;", DTD), "failed", "MLG-X102"),
    "lheo-dtd-utf16": ("lheo", lheo("&b;", DTD, "utf-16"), "failed", "MLG-X102"),
    "lheo-is-html": ("lheo", b"<!doctype html><html></html>", "failed", "MLG-X103"),
    "sshoc-empty": ("sshoc", b"", "failed", "MLG-B001"),
    "sshoc-cut": ("sshoc", sshoc(SSHOC)[:-20], "failed", "MLG-B001"),
    "sshoc-deep": ("sshoc", b"[" * 100_000 + b"]" * 100_000, "failed", "MLG-B001"),
    "sshoc-number": ("sshoc", b'{"hits": ' + b"9" * 5_000 + b', "items": []}', "failed", "MLG-B001"),
    "sshoc-surrogate": ("sshoc", rb'{"hits": 1, "items": [{"label": "\ud800"}]}', "failed", "MLG-B001"),
    "sshoc-fewer": ("sshoc", sshoc(SSHOC, hits=9), "partial", "MLG-F011"),
    "sshoc-nothing": ("sshoc", b"[]", "waiting", "MLG-U001"),
    "dcat-empty": ("dcat", b"", "failed", "MLG-W001"),
    "dcat-cut": ("dcat", TURTLE.encode()[:-5], "failed", "MLG-W003"),
    "dcat-jsonld-deep": ("dcat", b'{"@graph": ' + b"[" * 100_000, "failed", "MLG-W003"),
    "dcat-leads-nowhere": ("dcat", b'<https://e.example/c> a <http://www.w3.org/ns/dcat#Catalog> ; '
                           b'<http://www.w3.org/ns/hydra/core#next> <file:///etc/passwd> . ' + TURTLE.encode(),
                           "partial", "MLG-F012"),
}
# What reads whole although every field of it is hostile: how many are taken in and how many refused.
RECORDS: Mapping[str, tuple[str, bytes, int, int]] = {
    "two-with-one-key": ("table", table(["a #2;C;;", "a;A;;", "a;B;;"]), 2, 1),
    "endless": ("table", table([f"{'k' * 50_000};{'t' * 50_000};https://e.example/{'x' * 100_000};{'9' * 5_000}"]),
                1, 0),
    "controls": ("table", table(["a;\x01\x02\u202e;;", "b;\u202eB;javascript:alert(1);31/02/2026"]), 1, 1),
    "markup": ("table", table(["a;<script>alert(1)</script>;;", "b;[/red] <b>B</b> \x1b[2J;http://a b\x1b[2J;hier"]),
               1, 1),
    "nul": ("table", table(["a;A\0;;", "b;B;;"]), 1, 1),
    "no-items": ("sshoc", sshoc(None, 3, [], {"category": 3}, SSHOC, SSHOC | {"persistentId": "b", "label": "\0"}),
                 1, 5),
    "bad-iris": ("dcat", f"{TURTLE} <javascript:alert(1)> a <http://www.w3.org/ns/dcat#Dataset> . "
                 .encode() + TURTLE.replace("/a", "/b c").encode(), 2, 1),
}


@dataclass(frozen=True, slots=True)
class Harvested:
    """A folder of sources harvested twice."""

    sources: Path
    data: Path
    first: Ended
    second: Ended

    def runs(self, which: Ended) -> dict[str, Any]:
        """The runs of one of the two harvests by source."""
        return {run["source"]: run for run in which.json["runs"]}


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory, server: HostileServer) -> Harvested:
    folder, data = (tmp_path_factory.mktemp("bad input") / name for name in ("sources", "data"))
    for name, (form, content, *_) in {**DOCUMENTS, **RECORDS}.items():
        write_source(folder, name, form, f"{name}.data", content, TABLE_MAP if form == "table" else "")
    for name, url in _addresses(folder, server).items():
        allow = f'allow = ["{server.place}"]\n' if name.startswith("allowed") else ""
        write_source(folder, name, "table", "good.csv", GOOD, allow + TABLE_MAP)
        declared = (folder / f"{name}.toml").read_text("utf-8")
        (folder / f"{name}.toml").write_text(declared.replace('url = "good.csv"', f'url = "{url}"'), "utf-8")
    first, second = (maillage("harvest", "--sources", str(folder), "--json", data=data) for _ in range(2))
    return Harvested(folder, data, first, second)


def _addresses(folder: Path, server: HostileServer) -> dict[str, str]:
    """Places where no document is to be had."""
    os.mkfifo(folder / "pipe")
    return {"path-missing": "nothing.csv", "path-is-pipe": "pipe", "path-is-device": "/dev/zero",
            "not-allowed": f"http://{server.place}/plain", "nobody-there": f"http://127.0.0.1:{free_port()}/",
            **{f"allowed-{path.replace('/', '-')}": f"http://{server.place}/{path}"
               for path in ("cut-gzip", "short", "to-other-port", "circle", "status/404", "status/500")}}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_cannot_be_read_whole_is_told(harvested: Harvested, name: str) -> None:
    _, _, outcome, code = DOCUMENTS[name]
    for ended in (harvested.first, harvested.second):
        run = harvested.runs(ended)[name]
        assert (run["outcome"], run["reason"]["code"]) == (outcome, code), run
        assert all(20 < len(run["reason"][language]) < 4_500 for language in ("fr", "en"))


@pytest.mark.parametrize("name", RECORDS)
def test_each_hostile_record_costs_itself_alone(harvested: Harvested, name: str) -> None:
    _, _, taken, refused = RECORDS[name]
    first, second = harvested.runs(harvested.first)[name], harvested.runs(harvested.second)[name]
    assert (first["outcome"], first["created"], first["rejected"]) == ("applied", taken, refused)
    assert (second["outcome"], second["unchanged"], second["live_after"]) == ("unchanged", taken + refused, taken)


def test_what_cannot_be_fetched_is_told_and_makes_the_exit_code(harvested: Harvested) -> None:
    runs = harvested.runs(harvested.first)
    codes = {name: run["reason"]["code"] for name, run in runs.items() if run["reason"]["code"].startswith("MLG-N")}
    assert codes == {
        "path-missing": "MLG-N012", "path-is-pipe": "MLG-N012",
        "path-is-device": "MLG-N012", "not-allowed": "MLG-N002", "nobody-there": "MLG-N002",
        "allowed-to-other-port": "MLG-N002", "allowed-cut-gzip": "MLG-N010", "allowed-short": "MLG-N010",
        "allowed-circle": "MLG-N007", "allowed-status-404": "MLG-N006", "allowed-status-500": "MLG-N006"}
    assert "try again later" in runs["allowed-status-500"]["reason"]["en"]
    assert harvested.first.code == harvested.first.json["exit"] == 3


def test_nothing_hostile_reaches_a_terminal_or_ends_in_a_traceback(harvested: Harvested) -> None:
    told = [harvested.first, harvested.second, *(
        maillage(*command, data=harvested.data) for command in (
            ("rejects", "--warnings"), ("search", "b"), ("why", "b"), ("runs",)))]
    for ended in told:
        assert "Traceback" not in ended.err
        assert not set("\x1b\x07\x00\u202e").intersection(ended.out + ended.err)


def test_the_sums_hold_and_a_rebuild_arrives_at_the_same(harvested: Harvested) -> None:
    for run in maillage("runs", "--json", data=harvested.data).json["runs"]:
        t = run["tally"]
        assert t["listed"] == sum(t[name] for name in ("created", "changed", "unchanged", "rejected", "excluded"))
        written = run["outcome"] != "waiting"
        assert not written or t["live_before"] + t["created"] + t["restored"] - t["gone"] == t["live_after"], run
    assert harvested.second.json["generation"] is None
    assert maillage("rebuild", "--json", data=harvested.data).json["identical"] is True
    checks = maillage("doctor", "--json", data=harvested.data).json["checks"]
    assert [check for check in checks if not check["ok"]] == []


def test_the_reference_engine_gives_the_same_verdicts(harvested: Harvested, tmp_path: Path) -> None:
    maillage("harvest", *RECORDS, "--engine", "pyshacl", "--sources", str(harvested.sources), data=tmp_path / "data")
    fast, slow = ([{name: told[name] for name in ("source", "key", "code", "path", "value")}
                   for told in maillage("rejects", "--warnings", "--json", data=data).json["rejects"]
                   if told["source"] in RECORDS] for data in (harvested.data, tmp_path / "data"))
    assert fast == slow
    assert len(fast) > 20


def harvest(sources: Path, data: Path, *more: str, **settings: str) -> Ended:
    return maillage("harvest", "--sources", str(sources), *more, data=data, **settings)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    write_source(tmp_path / "sources", "tools", "table", "tools.csv", GOOD, TABLE_MAP)
    return tmp_path / "sources"


def test_a_source_named_twice_is_read_once(sources: Path, tmp_path: Path) -> None:
    assert len(harvest(sources, tmp_path / "data", "tools", "tools", "--json").json["runs"]) == 1


def test_faults_of_source_files_are_told_to_programs_too(sources: Path, tmp_path: Path) -> None:
    write_source(sources, "other", "table", "tools.csv", GOOD, f'every = {"[" * 100_000}')
    (sources / "again.toml").write_bytes((sources / "tools.toml").read_bytes())
    (sources / "latin.toml").write_bytes("# é".encode("latin-1"))
    done = harvest(sources, tmp_path / "data", "--json")
    told = [(Path(fault["file"]).name, fault["code"]) for fault in done.json["faults"]]
    assert done.code == 2
    assert told == [("latin.toml", "MLG-S001"), ("other.toml", "MLG-S001"), ("tools.toml", "MLG-S010")]


def test_a_source_read_by_another_key_waits_and_then_shows_no_record_twice(sources: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    harvest(sources, data)
    declared = (sources / "tools.toml").read_text("utf-8")
    (sources / "tools.toml").write_text(declared.replace('key = "id"', 'key = "site"'), "utf-8")
    assert harvest(sources, data, "--json").json["runs"][0]["reason"]["code"] == "MLG-U002"
    assert maillage("search", "outil", "--json", data=data).json["total"] == 2
    assert harvest(sources, data, "--allow-shrink").code == 0
    assert maillage("search", "outil", "--json", data=data).json["total"] == 2


@pytest.mark.parametrize(("place", "said"), [
    ("ledger.sqlite", "no ledger of Maillage"), ("spool", "cannot be used"), ("generations", "cannot be used")])
def test_a_data_directory_with_something_else_in_it_is_refused(
    sources: Path, tmp_path: Path, place: str, said: str,
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / place).write_bytes(b"something else")
    done = harvest(sources, data)
    assert (done.code, said in done.err, "Traceback" in done.err) == (2, True, False), done.err


def test_a_full_disk_is_told_and_the_last_state_stays(sources: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    harvest(sources, data)
    rows = [f"k{number};Outil {number};;" for number in range(3_000)]
    (sources / "tools.csv").write_bytes(GOOD + b"\n" + "\n".join(rows).encode())
    limited = ["sh", "-c", 'ulimit -f 1000; exec "$0" "$@"', sys.executable, "-m", "maillage", "harvest"]
    done = subprocess.run(
        [*limited, "--sources", str(sources)], cwd=ROOT, env=environment(data), capture_output=True, text=True,
        timeout=100, check=False)
    assert (done.returncode, "free some space" in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert maillage("search", "outil", "--json", data=data).json["total"] == 2
    assert harvest(sources, data).code == 0
    assert maillage("search", "outil", "--json", data=data).json["total"] == 3_002


def test_ctrl_c_is_heeded_while_a_server_is_silent(tmp_path: Path, server: HostileServer) -> None:
    write_source(tmp_path / "sources", "slow", "table", "x", b"", f'allow = ["{server.place}"]\n{TABLE_MAP}')
    declared = tmp_path / "sources" / "slow.toml"
    declared.write_text(declared.read_text("utf-8").replace('"x"', f'"http://{server.place}/silence"', 1), "utf-8")
    asked = len(server.seen)
    running = subprocess.Popen(
        [sys.executable, "-m", "maillage", "harvest", "--sources", str(declared.parent)], cwd=ROOT,
        env=environment(tmp_path / "data"), start_new_session=True, stderr=subprocess.PIPE, text=True)
    while len(server.seen) == asked:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    started = time.monotonic()
    _, told = running.communicate(timeout=60)
    assert time.monotonic() - started < 3
    assert (running.returncode, "Interrupted" in told, "Traceback" in told) == (130, True, False), told


def test_a_terminal_shows_markup_as_it_is(harvested: Harvested) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "maillage", "search", "red"],  # noqa: S606  a terminal of its own
                  environment(harvested.data) | {"TERM": "dumb", "COLUMNS": "200"})
    shown = b""
    while chunk := _read(terminal):
        shown += chunk
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, shown.decode()
    assert b"[/red] B" in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # What Linux says when the other side is closed.
        return b""


def test_an_output_that_speaks_no_utf8_ends_no_command(harvested: Harvested) -> None:
    done = maillage("runs", data=harvested.data, MAILLAGE_LANG="fr", PYTHONIOENCODING="ascii")
    assert (done.code, "d\\xe9but" in done.out) == (0, True)
    told = maillage("search", "--json", data=harvested.data, PYTHONIOENCODING="ascii").json
    assert told["total"] > 0
