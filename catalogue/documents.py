"""The documents of one source: what each address gave last, and which items it listed."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.received import Known


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What an address gave when it was last read to its end. `told` is JSON that only who walked it understands."""

    url: str
    etag: str = ""
    modified: str = ""
    changed: str = ""
    hash: str = ""
    since: str = ""
    told: str = "{}"


def known_documents(sql: sqlite3.Connection, source: int) -> dict[str, KnownDocument]:
    """The documents of a source that were read to their end, by address."""
    rows = sql.execute("SELECT url, etag, modified, changed, hash, since, told FROM document "
                       "WHERE source = ? AND hash <> ''", (source,))
    return {row[0]: KnownDocument(*row) for row in rows}


class Documents:
    """The writing side during one run: which document lists which items, and what is to be remembered of each."""

    def __init__(self, sql: sqlite3.Connection, source: int, items: Mapping[str, Known]) -> None:
        self._sql = sql
        self._source = source
        self._items = items
        self._ids: dict[str, int] = dict(sql.execute("SELECT url, id FROM document WHERE source = ?",
                                                     (source,)).fetchall())
        self._listed: defaultdict[int, set[str]] = defaultdict(set)
        for key, known in items.items():
            if known.document is not None:
                self._listed[known.document].add(key)
        self._visited: set[int] = set()
        self._doubted: set[int] = set()
        self._before: set[str] = set()
        self._open: int | None = None

    def open(self, url: str) -> None:
        """What is listed from now on is listed by this document; its former content no longer counts."""
        row = self._sql.execute(
            "INSERT INTO document (source, url, etag, modified, changed, hash, since, told) "
            "VALUES (?, ?, '', '', '', '', '', '{}') ON CONFLICT (source, url) DO UPDATE SET etag = '', modified = '', "
            "changed = '', hash = '', since = '', told = '{}' RETURNING id", (self._source, url)).fetchone()
        self._open = self._ids[url] = int(row[0])
        self._visited.add(self._open)
        self._doubted.discard(self._open)
        self._before = self._listed.pop(self._open, set())

    def lists(self, key: str, *, withdrawn: bool = False) -> int | None:
        """The number of the document that lists an item now: the open one, if any; none lists what is withdrawn."""
        former = self._items[key].document
        if self._open is None and not withdrawn:
            return former
        if former is not None and former != self._open:
            self._listed[former].discard(key)
            self.doubt(former)
        if withdrawn or self._open is None:
            return None
        self._listed[self._open].add(key)
        return self._open

    def close(self, document: KnownDocument) -> list[str]:
        """The open document was read to its end. Returns the items that it listed before and no longer lists."""
        assert self._open is not None, "close follows open"  # noqa: S101 - the order of our own calls
        self.renew(document)
        left = [key for key in self._before if self._items[key].document == self._open
                and key not in self._listed[self._open]]
        self.abandon()
        return left

    def abandon(self) -> None:
        """The open document lists nothing more."""
        self._open, self._before = None, set()

    def doubt(self, number: int | None) -> None:
        """A document that may list more than is remembered of it: the next run reads it again, changed or not."""
        if number is not None:
            self._doubted.add(number)
            self._sql.execute("UPDATE document SET hash = '' WHERE id = ?", (number,))

    def renew(self, document: KnownDocument) -> None:
        """What to ask its address with at the next run."""
        hashed = "" if self._ids.get(document.url) in self._doubted else document.hash
        self._sql.execute("UPDATE document SET etag = ?, modified = ?, changed = ?, hash = ?, since = ?, told = ? "
                          "WHERE source = ? AND url = ?", (document.etag, document.modified, document.changed,
                                                           hashed, document.since, document.told,
                                                           self._source, document.url))

    def items_of(self, url: str) -> list[str]:
        """The keys of what a document listed when it was last read, and so far if it is open; it counts as visited."""
        number = self._ids.get(url)
        if number is None:
            return []
        self._visited.add(number)
        return sorted(self._listed[number] | (self._before if number == self._open else set()))

    def forget_unvisited(self) -> None:
        """After a complete listing: addresses that no longer belong to it."""
        self._forget(number for number in self._ids.values() if number not in self._visited)

    def forget_all(self) -> None:
        """After a listing of changes only: no document tells any more what is listed now."""
        self._forget(self._ids.values())

    def _forget(self, numbers: Iterable[int]) -> None:
        gone = [(number,) for number in numbers]
        self._sql.executemany("DELETE FROM document WHERE id = ?", gone)
        if gone:  # Its number may be given again.
            self._sql.execute("UPDATE item SET document = NULL WHERE source = ? AND document IS NOT NULL "
                              "AND document NOT IN (SELECT id FROM document)", (self._source,))
