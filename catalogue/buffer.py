"""Rows on their way into the ledger: numbered here, written together."""

from __future__ import annotations

import sqlite3

_STATEMENTS = {
    "item": "INSERT INTO item (id, source, key, state) VALUES (?, ?, ?, ?)",
    "raw": "INSERT INTO raw (id, item, run, hash, payload, kind, datestamp, whole) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "reading": "INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "finding": "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "move": "UPDATE item SET state = ?, seen = ?, live = ?, absent_runs = ? WHERE id = ?",
    "place": "UPDATE item SET document = ? WHERE id = ?",
    "change": "INSERT INTO change VALUES (?, ?, ?, ?, ?)",
}


class Buffer:
    """Rows by table, in an order that keeps every reference whole. The one writer numbers them without asking."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql
        self._next = {table: _last_id(sql, table) + 1 for table in ("item", "raw", "reading", "change")}
        self._rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in _STATEMENTS}

    def number(self, table: str) -> int:
        """The next number of a table."""
        number = self._next[table]
        self._next[table] += 1
        return number

    def put(self, name: str, *row: object) -> None:
        """One more row."""
        self._rows[name].append(row)

    def flush(self) -> None:
        """Write what has gathered."""
        for name, statement in _STATEMENTS.items():
            rows = self._rows[name]
            if rows:
                self._sql.executemany(statement, rows)
                rows.clear()


def _last_id(sql: sqlite3.Connection, table: str) -> int:
    return int(sql.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608 - own table names
