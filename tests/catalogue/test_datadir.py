"""One writer, one base IRI, no half state."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from catalogue.datadir import DataDirectory, DataDirectoryFault
from catalogue.ledger import Ledger


def _hold(path: Path, held: object, done: object) -> None:
    with DataDirectory(path).writer("someone else"):
        held.set()  # type: ignore[attr-defined]
        done.wait(20)  # type: ignore[attr-defined]


def test_a_second_writer_is_refused_with_exit_code_5_and_the_name_of_the_first(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held, done))
    other.start()
    try:
        assert held.wait(20)
        with pytest.raises(DataDirectoryFault) as refused, DataDirectory(tmp_path).writer("me"):
            pass
        assert refused.value.exit_code == 5
        assert "someone else" in refused.value.en
        assert str(other.pid) in refused.value.fr
    finally:
        done.set()
        other.join()
    with DataDirectory(tmp_path).writer("me"):
        pass


def test_a_data_directory_keeps_the_base_iri_it_was_made_with(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "ledger.sqlite", "http://one.example/").close()
    with pytest.raises(DataDirectoryFault, match=r"made for the base IRI http://one\.example/"):
        Ledger.open(tmp_path / "ledger.sqlite", "http://two.example/")
    reopened = Ledger.open(tmp_path / "ledger.sqlite", "")
    assert reopened.base == "http://one.example/"
    reopened.close()


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "ledger.sqlite", "http://one.example/").close()
    raw = sqlite3.connect(tmp_path / "ledger.sqlite")
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    with pytest.raises(DataDirectoryFault, match="newer version"):
        Ledger.open(tmp_path / "ledger.sqlite", "http://one.example/")


def test_a_file_that_is_no_ledger_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("this is not SQLite, whatever its name says" * 50)
    with pytest.raises(DataDirectoryFault, match="is no ledger"):
        Ledger.open(tmp_path / "ledger.sqlite", "http://one.example/")


def test_a_run_that_never_ended_is_told_as_interrupted(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite", "http://one.example/")
    source = ledger.declare("s", {"title": {"fr": "S"}})
    ledger.sql.execute("INSERT INTO run (source, number, started, outcome) VALUES (?, 1, 'now', 'running')",
                       (source.id,))
    ledger.close()
    ledger = Ledger.open(tmp_path / "ledger.sqlite", "")
    assert ledger.sql.execute("SELECT outcome, reason_code FROM run").fetchone() == ("failed", "MLG-U000")
    ledger.close()


def test_a_directory_whose_name_is_no_text_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = Path(f"{tmp_path}/\udcff")
    with pytest.raises(DataDirectoryFault, match="not UTF-8"), DataDirectory(path).writer("me"):
        pass
    assert not path.exists()
