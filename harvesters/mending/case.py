"""One cause of refusals in a source that a map explains, and everything that a remedy can be found from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from catalogue.causes import Cause
from catalogue.ledger import Ledger
from harvesters.fieldmap import Row
from harvesters.mending.edits import Change
from harvesters.mending.entries import Entry
from harvesters.source import Source
from harvesters.ways import Way
from ontology.concepts import Concepts

# More different values than this are no list of words, and no column of dates that one form explains better.
MOST_VALUES = 20_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change that may help, said in both languages. Why it cannot be tried is said too, where it cannot."""

    fr: str
    en: str
    changes: tuple[Change, ...] = ()
    untried_fr: str = ""
    untried_en: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A cause, the entries of the map, and what is kept."""

    source: Source
    ledger: Ledger
    cause: Cause
    entries: tuple[Entry, ...]
    concepts: Concepts

    def about(self, *ways: Way) -> list[Entry]:
        """The entries that write the property of the cause in one of these ways."""
        return [entry for entry in self.entries if entry.name == self.cause.path and entry.way in ways]

    def rows(self) -> Iterator[Row]:
        """The rows that are kept of what the source still lists."""
        return rows(self.ledger.sql, self.source.name)

    def values(self) -> list[str]:
        """The different values that the findings of the cause name, the most frequent first."""
        found = self.ledger.sql.execute(
            "SELECT f.value FROM source s JOIN item i ON i.source = s.id JOIN finding f ON f.reading = i.seen "
            "WHERE s.name = ? AND i.state <> 'gone' AND f.code = ? AND f.path = ? AND f.severity = ? AND f.value <> '' "
            "GROUP BY f.value ORDER BY count(*) DESC, f.value LIMIT ?",
            (self.source.name, self.cause.code, self.cause.path, self.cause.severity, MOST_VALUES))
        return [value for (value,) in found]

    def read_by(self, entry: Entry) -> set[str]:
        """The different values that an entry reads in all kept rows."""
        met: set[str] = set()
        for row in self.rows():
            met.update(entry.values(row))
            if len(met) > MOST_VALUES:
                break
        return met


def rows(sql: sqlite3.Connection, source: str) -> Iterator[Row]:
    """The newest row of each record that a source still lists, refused ones too."""
    kept = sql.execute(
        "SELECT raw.payload FROM source s JOIN item i ON i.source = s.id JOIN reading r ON r.id = i.seen "
        "JOIN raw ON raw.id = r.raw WHERE s.name = ? AND i.state NOT IN ('gone', 'missing')", (source,))
    for (payload,) in kept:
        row = row_of(payload)
        if row:
            yield row


def row_of(payload: bytes) -> Row:
    """The row that a payload holds; empty where it holds none, as for a line that broke off."""
    try:
        row = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return {}
    return row if isinstance(row, dict) else {}
