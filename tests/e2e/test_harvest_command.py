"""`maillage harvest` and its neighbours, run as a curator runs them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, TABLE_MAP, maillage, table, write_source

GOOD = table(["a;Outil A;https://a.example/;2026-01-02", "b;Outil B;https://b.example/;2026-01-03"])


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "my sources"
    write_source(folder, "tools", "table", "tools.csv", GOOD, TABLE_MAP)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "my data"


def harvest(sources: Path, data: Path, *more: str) -> dict[str, object]:
    done = maillage("harvest", "--sources", str(sources), "--json", *more, data=data)
    told: dict[str, object] = done.json
    assert told["exit"] == done.code, done.err
    return told


def first_run(told: dict[str, object]) -> dict[str, object]:
    runs = told["runs"]
    assert isinstance(runs, list)
    run: dict[str, object] = runs[0]
    return run


def test_a_second_harvest_lists_everything_as_unchanged_and_publishes_nothing(sources: Path, data: Path) -> None:
    first, second = harvest(sources, data), harvest(sources, data)
    assert (first["exit"], first_run(first)["created"], first["generation"] is not None) == (0, 2, True)
    assert (first_run(second)["outcome"], first_run(second)["unchanged"], second["generation"]) == (
        "unchanged", 2, None)


def test_a_dry_run_leaves_no_trace(sources: Path, data: Path) -> None:
    told = harvest(sources, data, "--dry-run")
    assert first_run(told)["created"] == 2
    assert not data.exists()


def test_a_dry_run_on_harvested_data_leaves_them_as_they_were(sources: Path, data: Path) -> None:
    harvest(sources, data)
    (sources / "tools.csv").write_bytes(GOOD.replace(b"Outil B", b"Outil B bis"))
    assert first_run(harvest(sources, data, "--dry-run"))["changed"] == 1
    assert len(maillage("runs", "--json", data=data).json["runs"]) == 1
    assert maillage("search", "bis", "--json", data=data).json["total"] == 0


def test_one_bad_row_costs_one_row_and_is_explained(sources: Path, data: Path) -> None:
    (sources / "tools.csv").write_bytes(GOOD + b"\n;Sans cle;https://c.example/;\nd;;https://d.example/;\n")
    told = harvest(sources, data)
    assert (told["exit"], first_run(told)["created"], first_run(told)["rejected"]) == (1, 2, 2)
    for reject in maillage("rejects", "--json", data=data).json["rejects"]:
        assert reject["code"].startswith("MLG-")
        assert "tools.csv, row" in reject["place"]
        assert reject["fr"]
        assert reject["en"]
    assert "tools.csv, row 4" in maillage("rejects", data=data).out


def test_two_records_with_one_key_are_both_accounted_for(sources: Path, data: Path) -> None:
    (sources / "tools.csv").write_bytes(GOOD + b"\na;Outil encore A;https://c.example/;\n")
    assert first_run(harvest(sources, data))["rejected"] == 1
    assert [reject["code"] for reject in maillage("rejects", "--json", data=data).json["rejects"]] == ["MLG-K002"]
    assert first_run(harvest(sources, data))["unchanged"] == 3


def test_a_source_that_shrinks_waits_for_a_curator(sources: Path, data: Path) -> None:
    harvest(sources, data)
    (sources / "tools.csv").write_bytes(table(["a;Outil A;https://a.example/;2026-01-02"]))
    held = harvest(sources, data)
    assert (held["exit"], first_run(held)["outcome"], first_run(held)["live_after"]) == (1, "waiting", 2)
    assert first_run(harvest(sources, data, "--allow-shrink"))["live_after"] == 1


@pytest.mark.parametrize("content", [b"", b"id;nom;site;date\n", b"\x00\x01\x02", b"<!DOCTYPE html><html></html>"])
def test_a_broken_or_empty_file_never_wipes_what_was_known(sources: Path, data: Path, content: bytes) -> None:
    harvest(sources, data)
    (sources / "tools.csv").write_bytes(content)
    told = harvest(sources, data)
    assert told["exit"] == 1
    assert first_run(told)["live_after"] == 2
    assert maillage("search", "outil", "--json", data=data).json["total"] == 2


def test_records_of_a_source_that_was_renamed_do_not_stay_unnoticed(sources: Path, data: Path) -> None:
    assert "not declared" not in maillage("harvest", "--sources", str(sources), data=data).err
    (sources / "tools.toml").write_text((sources / "tools.toml").read_text("utf-8").replace("tools", "renamed", 1))
    done = maillage("harvest", "--sources", str(sources), data=data)
    assert (done.code, "“tools” is not declared" in done.err, "its 2 records stay" in done.err) == (0, True, True)


def test_a_missing_file_is_unreachable(sources: Path, data: Path) -> None:
    (sources / "tools.csv").unlink()
    told = harvest(sources, data)
    assert (told["exit"], first_run(told)["outcome"]) == (3, "failed")


def test_a_source_file_with_faults_names_file_line_and_nearest(sources: Path, data: Path) -> None:
    (sources / "bad.toml").write_text('name = "bad"\ntitle.fr = "B"\nurl = "x.csv"\nformat = "tabel"\nlicense = "x"\n')
    done = maillage("harvest", "--sources", str(sources), data=data)
    assert done.code == 2
    assert "bad.toml:4" in done.err
    assert "table" in done.err
    assert "bad.toml:5" in done.err
    assert "licence" in done.err
    assert "Traceback" not in done.err


def test_an_unknown_source_names_the_nearest(sources: Path, data: Path) -> None:
    done = maillage("harvest", "tool", "--sources", str(sources), data=data)
    assert (done.code, "“tools”" in done.err) == (2, True)


def test_another_base_iri_is_refused(sources: Path, data: Path) -> None:
    harvest(sources, data)
    done = maillage("harvest", "--sources", str(sources), data=data, MAILLAGE_BASE_IRI="https://other.example/")
    assert done.code == 2
    assert "http://127.0.0.1:8000/" in done.err


def test_messages_come_in_french_too(sources: Path, data: Path) -> None:
    assert "Rien n'a été écrit" in maillage("harvest", "--sources", str(sources), "--dry-run", data=data,
                                            MAILLAGE_LANG="fr").err


def test_rebuild_arrives_at_the_identical_dataset(sources: Path, data: Path) -> None:
    harvest(sources, data)
    (sources / "tools.csv").write_bytes(GOOD.replace(b"Outil B", b"Outil B bis"))
    harvest(sources, data)
    assert maillage("rebuild", "--json", data=data).json["identical"] is True
    assert maillage("search", "bis", "--json", data=data).json["total"] == 1


def test_why_tells_what_was_received_and_how_it_was_read(sources: Path, data: Path) -> None:
    harvest(sources, data)
    record = maillage("why", "a", "--json", data=data).json["records"][0]
    assert "Outil A" in record["versions"][0]["received"]
    assert "Outil A" in record["versions"][0]["read_as"]


@pytest.mark.parametrize("delay", [0.6, 0.9, 1.2, 1.5, 1.9, 2.4])
def test_killed_at_any_moment_the_last_state_is_whole(sources: Path, data: Path, delay: float) -> None:
    harvest(sources, data)
    rows = [f"k{number};Outil {number};https://k{number}.example/;" for number in range(3000)]
    (sources / "tools.csv").write_bytes(GOOD + ("\n" + "\n".join(rows)).encode())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}
    running = subprocess.Popen([sys.executable, "-m", "maillage", "harvest", "--sources", str(sources)], cwd=ROOT,
                               env=environment | {"MAILLAGE_DATA": str(data)}, start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert maillage("search", "outil", "--json", data=data).json["total"] in (2, 3002)
    assert harvest(sources, data)["exit"] == 0
    assert maillage("search", "outil", "--json", data=data).json["total"] == 3002
    assert maillage("rebuild", "--json", data=data).json["identical"] is True
