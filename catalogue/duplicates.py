"""A key that one listing gives twice: the first record stands, the second is kept apart and told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from catalogue.received import Received, Verdict
from shapes.finding import Finding, Severity

_LONGEST_KEY = 500
_SAME, _OTHER = "MLG-K003", "MLG-K002"


def doubles(sql: sqlite3.Connection, source: int) -> dict[str, str]:
    """What was listed under a key that it shares: the key of its own that it got, and the shared one."""
    return dict(sql.execute(
        "SELECT i.key, f.value FROM item i JOIN finding f ON f.reading = i.seen WHERE i.source = ? "
        "AND f.code IN (?, ?) AND i.state IN ('excluded', 'rejected')", (source, _SAME, _OTHER)).fetchall())


class Distinct:
    """The keys of one run and what they stood for. Every key that leaves it is unique within the run."""

    def __init__(self, payload_of: Callable[[str, bytes], bytes]) -> None:
        self._hashes: dict[str, bytes] = {}
        self._times: dict[str, int] = {}
        self._payload_of = payload_of

    def __contains__(self, key: str) -> bool:
        return key in self._hashes

    def settle(self, received: Received) -> Received | None:
        """The item itself, or under a key of its own where its key was met before; `None` for a second tombstone."""
        first = self._hashes.get(received.key)
        if not first:  # Behind its tombstone, of which there is no payload, a record is back.
            self._hashes[received.key] = received.hash
            return received
        if received.verdict is Verdict.DELETED:
            return None
        key = self._numbered(received.key)
        self._hashes[key] = received.hash
        if received.verdict is Verdict.REJECTED:  # It has reasons of its own.
            return replace(received, key=key)
        payload = received.payload or self._payload_of(received.key, received.hash)
        same = first == received.hash
        return replace(received, key=key, payload=payload, kind="", raw_kind="", iri="",
                       description=b"", whole=False,
                       verdict=Verdict.EXCLUDED if same else Verdict.REJECTED,
                       findings=(_same(received.key) if same else _other(received.key),))

    def _numbered(self, key: str) -> str:
        number = self._times.get(key, 1) + 1
        while (numbered := f"{key} #{number}") in self._hashes:
            number += 1
        self._times[key] = number
        return numbered


def _same(key: str) -> Finding:
    short = key[:_LONGEST_KEY]
    return Finding(_SAME, Severity.INFO, f"La liste donne deux fois la même fiche « {short} » ; une suffit.",
                   f"The listing gives the same record “{short}” twice; once is enough.", "identifier", short)


def _other(key: str) -> Finding:
    short = key[:_LONGEST_KEY]
    return Finding(_OTHER, Severity.VIOLATION,
                   f"La clé « {short} » est déjà celle d'une autre fiche de cette source ; donnez-en une à chacune.",
                   f"The key “{short}” already belongs to another record of this source; give each its own.",
                   "identifier", short)
