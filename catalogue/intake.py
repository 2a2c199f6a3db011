"""Taking in one run of one source: one transaction, nothing visible before it ends well."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.ledger import Ledger, SourceRow, now
from catalogue.received import Known, Received, Verdict
from catalogue.settling import Settlement, settle
from catalogue.states import SHOWN, Outcome, State, Tally


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a run ended otherwise than applied: a code and a sentence in both languages."""

    code: str = ""
    fr: str = ""
    en: str = ""


class Intake:
    """The writing side of one run. Call `take` for each batch, then exactly one of `apply` and `drop`."""

    def __init__(self, ledger: Ledger, source: SourceRow) -> None:
        self._sql = ledger.sql
        self._source = source
        self._known = _known_items(ledger.sql, source.id)
        self._listed: set[str] = set()
        self._next = {table: _last_id(ledger.sql, table) + 1 for table in ("item", "raw", "reading", "change")}
        self._rows: dict[str, list[tuple[object, ...]]] = {
            name: [] for name in ("item", "raw", "reading", "finding", "change", "move")}
        shown = sum(known.state in SHOWN for known in self._known.values())
        self.tally = Tally(live_before=shown)
        self.absent = 0
        self.number = 1 + (ledger.sql.execute("SELECT coalesce(max(number), 0) FROM run WHERE source = ?",
                                              (source.id,)).fetchone()[0])
        self.run = int(ledger.sql.execute(
            "INSERT INTO run (source, number, started, outcome) VALUES (?, ?, ?, ?) RETURNING id",
            (source.id, self.number, now(), Outcome.RUNNING)).fetchone()[0])
        ledger.sql.execute("BEGIN IMMEDIATE")

    def take(self, batch: Sequence[Received]) -> None:
        """Settle each item of a batch against what is known of it. Keys must be unique within the run."""
        for received in batch:
            known = self._known.get(received.key)
            if received.verdict is Verdict.DELETED and known is None:
                continue
            self._listed.add(received.key)
            alike = known is not None and self._alike(known, received)
            settlement = settle(known, received, alike)
            settlement.count(self.tally)
            self._keep(known, received, settlement, alike)
        self._flush()

    def take_same(self) -> None:
        """The very document of the last complete run again: it lists exactly what it listed then."""
        self.take([Received(key, "", Verdict.UNCHANGED, known.hash) for key, known in self._known.items()
                   if known.state not in (State.GONE, State.MISSING)])

    def close_listing(self, absent_runs: int) -> None:
        """After a complete listing: what was not listed begins, continues or ends its grace."""
        for key, known in self._known.items():
            if key in self._listed or known.state is State.GONE:
                continue
            if known.state not in SHOWN:
                self._move(known, Settlement(State.GONE, "", "none"), None)
                continue
            self.absent += 1
            known.absent_runs += 1
            if known.absent_runs >= absent_runs:
                self.tally.gone += 1
                self._move(known, Settlement(State.GONE, "", "none", gone=True), None)
            else:
                self.tally.missing += 1
                self._move(known, Settlement(State.MISSING, "", "same"), None)
        self._flush()

    def apply(self, outcome: Outcome, reason: Reason, mapping: bytes, document: str | None = None) -> Outcome:
        """Prove the sums and commit. A complete run that moved nothing ends as `unchanged`.

        `document` is the hash of the one document that was the whole listing, if there was one.

        Raises:
            SumsBroken: the figures do not add up, and the run can only be dropped.
        """
        self.tally.live_after = self._sql.execute(
            "SELECT count(*) FROM item WHERE source = ? AND live IS NOT NULL", (self._source.id,)).fetchone()[0]
        self.tally.prove()
        moved = self._sql.execute("SELECT 1 FROM change WHERE run = ? LIMIT 1", (self.run,)).fetchone()
        if outcome is Outcome.APPLIED and moved is None:
            outcome = Outcome.UNCHANGED
        if outcome is Outcome.PARTIAL and self._source.mapping:
            mapping = self._source.mapping  # What was not listed is still to be read as the new map says.
        self._sql.execute("UPDATE source SET mapping = ?, document = ? WHERE id = ?",
                          (mapping, document, self._source.id))
        self._end(outcome, reason)
        self._sql.execute("COMMIT")
        return outcome

    def drop(self, outcome: Outcome, reason: Reason) -> Outcome:
        """Write nothing of the run but that it happened, and why it was not applied.

        The figures of a waiting run say what it would do, `live_after` included; a failed one did nothing.
        """
        self._roll_back()
        if outcome is Outcome.FAILED:
            self.tally = Tally(live_before=self.tally.live_before)
        self._foresee()
        self._end(outcome, reason)
        return outcome

    def _foresee(self) -> None:
        """How many records would be live if the figures came true."""
        tally = self.tally
        tally.live_after = tally.live_before + tally.created + tally.restored - tally.gone

    def forget(self) -> None:
        """Leave no trace of the run: a dry run. Its figures say what the run would do."""
        self._roll_back()
        self._foresee()
        self._sql.execute("DELETE FROM run WHERE id = ?", (self.run,))

    def _roll_back(self) -> None:
        """SQLite has rolled back already when the disk is full."""
        if self._sql.in_transaction:
            self._sql.execute("ROLLBACK")

    def _end(self, outcome: Outcome, reason: Reason) -> None:
        self._sql.execute(
            "UPDATE run SET ended = ?, outcome = ?, reason_code = ?, reason_fr = ?, reason_en = ?, tally = ? "
            "WHERE id = ?", (now(), outcome, reason.code, reason.fr, reason.en,
                             json.dumps(self.tally.as_dict()), self.run))

    def _alike(self, known: Known, received: Received) -> bool:
        """Whether it reads as the version already seen, whatever else its payload may say."""
        if received.verdict is Verdict.UNCHANGED:
            return True
        if known.verdict is not received.verdict:
            return False
        row = self._sql.execute("SELECT description, iri, kind FROM reading WHERE id = ?", (known.seen,)).fetchone()
        if row != (received.description, received.iri, received.kind):
            return False
        told = self._sql.execute("SELECT code, severity, path, value, fr, en FROM finding WHERE reading = ? "
                                 "ORDER BY position", (known.seen,)).fetchall()
        return told == [(f.code, f.severity, f.path, f.value, f.fr, f.en) for f in received.findings]

    def _keep(self, known: Known | None, received: Received, settlement: Settlement, alike: bool) -> None:
        if known is None:
            known = self._add_item(received.key, settlement.state)
            new = True
        else:
            new = False
        reading: int | None = None
        carries = received.verdict not in (Verdict.DELETED, Verdict.UNCHANGED)
        if carries and (not alike or known.hash != received.hash):
            reading = self._add_reading(known, received)
        if new or reading is not None or settlement.state is not known.state or known.absent_runs:
            known.absent_runs = 0
            self._move(known, settlement, reading)

    def _add_item(self, key: str, state: State) -> Known:
        known = Known(self._take_id("item"), state, 0, b"", 0, Verdict.ACCEPTED, None, 0)
        self._known[key] = known
        self._rows["item"].append((known.id, self._source.id, key, state))
        return known

    def _add_reading(self, known: Known, received: Received) -> int:
        if known.hash != received.hash:
            known.raw, known.hash = self._take_id("raw"), received.hash
            self._rows["raw"].append((known.raw, known.id, self.run, received.hash, received.payload,
                                      received.kind, received.datestamp))
        reading = self._take_id("reading")
        warnings = sum(finding.severity == "warning" for finding in received.findings)
        self._rows["reading"].append((reading, known.id, known.raw, self.run, received.place, received.verdict,
                                      received.iri, received.kind, received.description, warnings))
        self._rows["finding"].extend(
            (reading, position, f.code, f.severity, f.path, f.value, f.fr, f.en)
            for position, f in enumerate(received.findings))
        known.verdict = received.verdict
        return reading

    def _move(self, known: Known, settlement: Settlement, reading: int | None) -> None:
        seen = reading or known.seen
        live = {"same": known.live, "new": reading, "seen": seen, "none": None}[settlement.shows]
        if live != known.live or settlement.state is not known.state or not known.seen:
            self._rows["change"].append((self._take_id("change"), self.run, known.id, settlement.state, live))
        known.state, known.seen, known.live = settlement.state, seen, live
        self._rows["move"].append((known.state, known.seen, known.live, known.absent_runs, known.id))

    def _take_id(self, table: str) -> int:
        number = self._next[table]
        self._next[table] += 1
        return number

    def _flush(self) -> None:
        for name, statement in _STATEMENTS.items():
            rows = self._rows[name]
            if rows:
                self._sql.executemany(statement, rows)
                rows.clear()


_STATEMENTS = {
    "item": "INSERT INTO item (id, source, key, state) VALUES (?, ?, ?, ?)",
    "raw": "INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?, ?)",
    "reading": "INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "finding": "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "move": "UPDATE item SET state = ?, seen = ?, live = ?, absent_runs = ? WHERE id = ?",
    "change": "INSERT INTO change VALUES (?, ?, ?, ?, ?)",
}


def _last_id(sql: sqlite3.Connection, table: str) -> int:
    return int(sql.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608 - own table names


def _known_items(sql: sqlite3.Connection, source: int) -> dict[str, Known]:
    rows = sql.execute(
        "SELECT i.key, i.id, i.state, raw.id, raw.hash, i.seen, r.verdict, i.live, i.absent_runs "
        "FROM item i JOIN reading r ON r.id = i.seen JOIN raw ON raw.id = r.raw WHERE i.source = ?", (source,))
    return {row[0]: Known(row[1], State(row[2]), row[3], row[4], row[5], Verdict(row[6]), row[7], row[8])
            for row in rows}
