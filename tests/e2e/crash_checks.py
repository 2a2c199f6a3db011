"""What must hold of a data directory at any moment, whatever was killed before."""

import json
import re
import sqlite3
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from catalogue.datadir import DataDirectory, DataDirectoryFault
from catalogue.generation import current, damages
from catalogue.ledger import Ledger
from catalogue.states import Tally
from search.engine import SearchIndex
from search.query import SearchQuery
from tests.e2e.crash_world import keys_of

_VERSION = re.compile(rb"version (\d+)\.")
Runs = dict[int, tuple[str, str]]


def committed(data: Path) -> Runs:
    """The runs that have ended: what a curator may have been told. Nothing before the ledger is there."""
    try:
        ledger = Ledger.read(DataDirectory(data).ledger)
    except (sqlite3.Error, TypeError, DataDirectoryFault):  # It is not there yet, or not to its end.
        return {}
    try:
        return {row[0]: (row[1], row[2]) for row in ledger.sql.execute(
            "SELECT id, outcome, tally FROM run WHERE outcome <> 'running'")}
    finally:
        ledger.close()


def check(data: Path, acknowledged: Runs, versions: set[int]) -> dict[str, int]:
    """Hold a data directory to everything that it promises; returns the version that each source is at."""
    ledger = Ledger.read(DataDirectory(data).ledger)
    try:
        _ledger(ledger.sql)
        _runs(ledger.sql, acknowledged)
        found = _records(ledger, versions)
        _generation(data, ledger)
    finally:
        ledger.close()
    return found


def _ledger(sql: sqlite3.Connection) -> None:
    assert sql.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert sql.execute("PRAGMA foreign_key_check").fetchall() == []
    moved = sql.execute(
        "SELECT i.id FROM item i JOIN change c ON c.id = (SELECT max(id) FROM change WHERE item = i.id) "
        "WHERE c.state <> i.state OR c.live IS NOT i.live").fetchall()
    assert moved == [], "the last change of every item is how it stands"
    assert sql.execute("SELECT count(*) FROM item WHERE seen IS NULL").fetchone()[0] == 0


def _runs(sql: sqlite3.Connection, acknowledged: Runs) -> None:
    now = {row[0]: (row[1], row[2]) for row in sql.execute("SELECT id, outcome, tally FROM run")}
    assert {number: now.get(number) for number in acknowledged} == acknowledged
    assert sum(outcome == "running" for outcome, _ in now.values()) <= 1
    for outcome, tally in now.values():
        if outcome in ("applied", "unchanged", "partial"):
            Tally(**json.loads(tally)).prove()


def _records(ledger: Ledger, versions: set[int]) -> dict[str, int]:
    """Every source is wholly at one version."""
    found = {}
    for source in ledger.sources():
        keys: list[str] = []
        seen: set[int] = set()
        for entry in ledger.entries(source.name):
            assert list(parse(entry.description, format=RdfFormat.N_TRIPLES))
            seen.update(int(version) for version in _VERSION.findall(entry.description))
            keys.append(entry.key.removeprefix("oai:e.example:"))
        if not keys and 0 in versions:
            found[source.name] = 0
            continue
        [version] = seen
        assert version in versions
        assert sorted(keys) == sorted(keys_of(source.name, version))
        found[source.name] = version
    return found


def _generation(data: Path, ledger: Ledger) -> None:
    """The current generation is whole, and is the ledger as it was at the change that it names."""
    generation = current(data)
    if generation is None:
        assert not (data / "current").exists()
        return
    manifest = generation.manifest
    assert damages(generation) == []
    assert manifest.change <= ledger.last_change()
    graphs = {path.name.split(".")[1]: path.read_bytes() for path in generation.graph_files()
              if path.name.startswith("source.")}
    for source in ledger.sources():
        then = ledger.sql.execute(
            "SELECT r.description FROM item i JOIN change c ON c.id = "
            "(SELECT max(id) FROM change WHERE item = i.id AND id <= ?) JOIN reading r ON r.id = c.live "
            "WHERE i.source = ? ORDER BY r.iri", (manifest.change, source.id))
        assert graphs.get(source.name, b"") == b"".join(row[0] for row in then)
    assert SearchIndex.open(generation.index).search(SearchQuery(text="version")).total == manifest.records


def check_finished(data: Path) -> None:
    """After a whole run nothing is left behind."""
    directory = DataDirectory(data)
    assert not directory.spool.exists() or list(directory.spool.iterdir()) == []
    left = [path.name for path in directory.generations.iterdir() if not (path / "manifest.json").exists()]
    assert left == []
    now, ledger = current(data), Ledger.read(directory.ledger)
    assert now is not None
    assert now.manifest.change == ledger.last_change()
    ledger.close()
