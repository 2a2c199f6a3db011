"""The SQLite ledger: opening, migrating, sources, runs, and what the projections read from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalogue.datadir import DataDirectoryFault
from catalogue.entry import Entry
from catalogue.states import Outcome

_MIGRATIONS = Path(__file__).parent / "migrations"


def now() -> str:
    """This instant, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the ledger knows it."""

    id: int
    name: str
    declaration: Mapping[str, Any]
    mapping: bytes | None
    mark: str
    paused: str


class Ledger:
    """An open ledger. One writer at a time, by the data directory's lock; readers never wait (WAL)."""

    def __init__(self, connection: sqlite3.Connection, base: str) -> None:
        self.sql = connection
        self.base = base

    @classmethod
    def open(cls, path: Path, base: str) -> Ledger:
        """Open, or make, the ledger of one base IRI and bring its schema up to date.

        Raises:
            DataDirectoryFault: it belongs to another base IRI, or was made by a newer version.
            sqlite3.Error: it is damaged or cannot be opened.
        """
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _tune(connection, path)
            _migrate(connection, path)
            ledger = cls(connection, _settle_base(connection, path, base))
        except BaseException:
            connection.close()
            raise
        ledger.sql.execute("UPDATE run SET outcome = ?, ended = ?, reason_code = 'MLG-U000', "
                           "reason_fr = 'Interrompu : rien n''a été écrit ; relancez la moisson.', "
                           "reason_en = 'Interrupted: nothing was written; run the harvest again.' "
                           "WHERE outcome = ?", (Outcome.FAILED, now(), Outcome.RUNNING))
        return ledger

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """Open an existing ledger for reading only.

        Raises:
            DataDirectoryFault: its schema is another version's.
            sqlite3.Error: it is damaged or cannot be opened.
        """
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            _check_version(connection, path)
            base = connection.execute("SELECT value FROM meta WHERE name = 'base'").fetchone()
        except BaseException:
            connection.close()
            raise
        return cls(connection, base[0])

    def close(self) -> None:
        """Close the connection; WAL is folded back into the file."""
        self.sql.close()

    def declare(self, name: str, declaration: Mapping[str, Any]) -> SourceRow:
        """The row of a source, made or brought up to date with its declaration."""
        text = json.dumps(declaration, ensure_ascii=False, sort_keys=True)
        self.sql.execute("INSERT INTO source (name, declaration) VALUES (?, ?) ON CONFLICT (name) "
                         "DO UPDATE SET declaration = excluded.declaration", (name, text))
        return self.source(name)

    def redeclare(self, sources: Sequence[SourceRow]) -> None:
        """Declare these sources as they were, and forget every other one that no run has read."""
        names = [row.name for row in sources]
        for row in sources:
            self.declare(row.name, row.declaration)
        self.sql.execute("DELETE FROM source WHERE name NOT IN (SELECT value FROM json_each(?)) "
                         "AND id NOT IN (SELECT source FROM run)", (json.dumps(names),))

    def source(self, name: str) -> SourceRow:
        """The row of a known source.

        Raises:
            KeyError: no source of that name was ever harvested.
        """
        row = self.sql.execute(f"{_SOURCES} WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise KeyError(name)
        return _source_row(row)

    def sources(self) -> list[SourceRow]:
        """Every source ever harvested, by name."""
        return [_source_row(row) for row in self.sql.execute(f"{_SOURCES} ORDER BY name")]

    def known_hashes(self, source: int) -> dict[str, bytes]:
        """The payload hash of every listed item of a source by key, for a loader to tell what is unchanged.

        What comes back after an absence is mapped anew, because maps may have changed meanwhile.
        """
        return dict(self.sql.execute(
            "SELECT i.key, raw.hash FROM item i JOIN reading r ON r.id = i.seen JOIN raw ON raw.id = r.raw "
            "WHERE i.source = ? AND i.state NOT IN ('gone', 'missing')", (source,)).fetchall())

    def entries(self, source: str) -> Iterator[Entry]:
        """What the graph shows of one source, by IRI."""
        yield from map(_entry, self.sql.execute(_ENTRIES + "WHERE s.name = ? ORDER BY r.iri", (source,)))

    def entries_of(self, items: Iterable[int]) -> Iterator[Entry]:
        """What the graph shows of these items, by item."""
        for item in items:
            yield from map(_entry, self.sql.execute(_ENTRIES + "WHERE i.id = ?", (item,)))

    def last_change(self) -> int:
        """The number of the newest change; 0 when nothing was ever taken in."""
        newest = self.sql.execute("SELECT max(id) FROM change").fetchone()[0]
        return int(newest or 0)

    def changed_since(self, change: int) -> list[tuple[int, str, str]]:
        """(item, source, every IRI it ever had) for what changed after `change`."""
        rows = self.sql.execute(
            "SELECT i.id, s.name, r.iri FROM (SELECT DISTINCT item FROM change WHERE id > ?) c "
            "JOIN item i ON i.id = c.item JOIN source s ON s.id = i.source "
            "JOIN reading r ON r.item = i.id AND r.iri <> '' GROUP BY i.id, r.iri", (change,))
        return [(row[0], row[1], row[2]) for row in rows]


_SOURCES = "SELECT id, name, declaration, mapping, mark, paused FROM source"
_ENTRIES = (
    "SELECT r.iri, r.kind, s.name, i.key, r.description, n.started, raw.datestamp, n.number, "
    "coalesce(s.declaration ->> 'licence', ''), r.warnings, i.state = 'held' "
    "FROM item i JOIN reading r ON r.id = i.live JOIN raw ON raw.id = r.raw "
    "JOIN run n ON n.id = r.run JOIN source s ON s.id = i.source ")


def _source_row(row: tuple[Any, ...]) -> SourceRow:
    return SourceRow(row[0], row[1], json.loads(row[2]), *row[3:])


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(*(*row[:10], bool(row[10])))


def _tune(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as fault:
        if fault.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        raise DataDirectoryFault(
            f"« {path} » n'est pas un registre de Maillage ({fault}) ; restaurez-le ou choisissez un autre dossier "
            "avec --data.",
            f"“{path}” is no ledger of Maillage ({fault}); restore it or choose another directory with --data.",
        ) from fault
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version, steps = _version(connection, path), _steps()
    for number, step in enumerate(steps[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{step.read_text('utf-8')}\n"
                                 f"PRAGMA user_version = {number};\nCOMMIT;")


def _steps() -> list[Path]:
    return sorted(_MIGRATIONS.glob("*.sql"))


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema of a ledger, unless it is newer than what this code knows."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(_steps()):
        raise DataDirectoryFault(
            f"« {path} » a été fait par une version plus récente (schéma {version}) ; mettez Maillage à jour.",
            f"“{path}” was made by a newer version (schema {version}); upgrade Maillage.")
    return version


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection, path)
    if version < len(_steps()):
        raise DataDirectoryFault(
            f"« {path} » n'est pas un registre de Maillage, ou date d'une version antérieure (schéma {version}) ; "
            "lancez `maillage harvest` pour le mettre à jour.",
            f"“{path}” is no ledger of Maillage, or is of an older version (schema {version}); run "
            "`maillage harvest` to bring it up to date.")


def _settle_base(connection: sqlite3.Connection, path: Path, base: str) -> str:
    kept = connection.execute("SELECT value FROM meta WHERE name = 'base'").fetchone()
    if kept is None:
        connection.execute("INSERT INTO meta VALUES ('base', ?), ('created', ?)", (base, now()))
        return base
    if base and kept[0] != base:
        raise DataDirectoryFault(
            f"« {path.parent} » a été fait pour l'adresse de base {kept[0]}, pas pour {base} ; gardez la première "
            "(MAILLAGE_BASE_IRI) ou choisissez un autre dossier avec --data.",
            f"“{path.parent}” was made for the base IRI {kept[0]}, not {base}; keep the former "
            "(MAILLAGE_BASE_IRI) or choose another directory with --data.")
    return str(kept[0])
