"""Faults of disk and ledger become sentences that say what to do; what has another cause passes."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from catalogue.datadir import DataDirectoryFault
from catalogue.faults import told_plainly
from catalogue.ledger import Ledger

PATH = Path("/srv/data")


@pytest.mark.parametrize(("code", "said"), [
    (errno.ENOSPC, "free some space"), (errno.EDQUOT, "free some space"), (errno.EFBIG, "free some space"),
    (errno.EMFILE, "ulimit -n"), (errno.EROFS, "choose another directory"), (errno.EACCES, "choose another directory"),
])
def test_a_fault_of_the_disk_says_what_to_do(code: int, said: str) -> None:
    with pytest.raises(DataDirectoryFault, match=said) as told, told_plainly(PATH):
        raise OSError(code, os.strerror(code), "/srv/data/spool")
    assert os.strerror(code) in told.value.fr


def test_a_reader_of_our_output_that_went_away_is_no_fault_of_the_disk() -> None:
    with pytest.raises(BrokenPipeError), told_plainly(PATH):
        raise BrokenPipeError


def test_a_full_disk_is_told_by_the_ledger_too(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite", "http://one.example/")
    pages = ledger.sql.execute("PRAGMA page_count").fetchone()[0]
    ledger.sql.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(DataDirectoryFault, match="No room left"), told_plainly(tmp_path):
        ledger.declare("source", {"title": "x" * 100_000})
    ledger.close()


def test_a_damaged_ledger_is_told_when_its_pages_are_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path, "http://one.example/").close()
    path.write_bytes(path.read_bytes()[:4_096] + os.urandom(4_096 * 20))
    with pytest.raises(DataDirectoryFault, match="damaged"), told_plainly(tmp_path):
        Ledger.read(path)


@pytest.mark.parametrize("make", [
    lambda path: path.mkdir(), lambda path: path.write_bytes(b"no ledger" * 100),
    lambda path: sqlite3.connect(path).execute("CREATE TABLE run (x)").connection.close()])
def test_what_is_no_ledger_is_neither_read_nor_written(tmp_path: Path, make: object) -> None:
    path = tmp_path / "ledger.sqlite"
    make(path)  # type: ignore[operator]
    with pytest.raises(DataDirectoryFault), told_plainly(tmp_path):
        Ledger.read(path)
    with pytest.raises(DataDirectoryFault), told_plainly(tmp_path):
        Ledger.open(path, "http://one.example/")


def test_a_ledger_of_a_newer_version_is_not_read_either(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "ledger.sqlite", "http://one.example/").close()
    raw = sqlite3.connect(tmp_path / "ledger.sqlite")
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    with pytest.raises(DataDirectoryFault, match="newer version"):
        Ledger.read(tmp_path / "ledger.sqlite")
