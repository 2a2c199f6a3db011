"""Taking in one run of one source: one transaction, nothing visible before it ends well."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from catalogue.buffer import Buffer
from catalogue.documents import Documents, KnownDocument
from catalogue.duplicates import Distinct, doubles
from catalogue.ledger import Ledger, SourceRow, now
from catalogue.received import Known, Received, Verdict
from catalogue.settling import Settlement, settle
from catalogue.states import SHOWN, Outcome, State, Tally
from shapes.finding import Finding

Work = Literal["harvest", "replay", "rollback", "retire"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a run ended otherwise than applied: a code and a sentence in both languages."""

    code: str = ""
    fr: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a run that is applied leaves for the next: how it was mapped, and what to ask changes from.

    `forget` says which documents no longer tell what is listed: those that it did not visit, all, or none.
    """

    mapping: bytes | None
    mark: str = ""
    forget: Literal["unvisited", "all", "none"] = "none"


class Intake:
    """The writing side of one run. Call `take` for each batch, then exactly one of `apply` and `drop`.

    `remarks` gives, at the end, what was worth telling of the listing as a whole.
    """

    def __init__(self, ledger: Ledger, source: SourceRow, work: Work = "harvest",
                 remarks: Callable[[], Sequence[Finding]] = tuple) -> None:
        self._sql = ledger.sql
        self._source = source
        self._work = work
        self._remarks = remarks
        self._known = _known_items(ledger.sql, source.id)
        self._listed = Distinct(self._payload)
        self._kept: set[str] = set()
        self._rows = Buffer(ledger.sql)
        self._documents = Documents(ledger.sql, source.id, self._known)
        shown = sum(known.state in SHOWN for known in self._known.values())
        self.tally = Tally(live_before=shown)
        self.absent = 0
        self.number = 1 + (ledger.sql.execute("SELECT coalesce(max(number), 0) FROM run WHERE source = ?",
                                              (source.id,)).fetchone()[0])
        self.run = int(ledger.sql.execute(
            "INSERT INTO run (source, number, started, outcome, task) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (source.id, self.number, now(), Outcome.RUNNING, work)).fetchone()[0])
        ledger.sql.execute("BEGIN IMMEDIATE")

    def take(self, batch: Sequence[Received]) -> None:
        """Settle each item of a batch against what is known of it; a key met before in this run is told."""
        for listed in batch:
            known = self._known.get(listed.key)
            if listed.verdict is Verdict.DELETED and known is None:
                continue
            received = self._listed.settle(listed)
            if received is not None:
                self._settle(self._known.get(received.key), received)
        self._rows.flush()

    def open(self, url: str) -> None:
        """The items that follow are listed by this document."""
        self._documents.open(url)

    def close(self, document: KnownDocument) -> None:
        """The document was read to its end, and may be recognised at the next run."""
        for key in self._documents.close(document):
            self._known[key].document = None
            self._rows.put("place", None, self._known[key].id)

    def abandon(self) -> None:
        """The document broke off: what it gave counts, but it will not be recognised."""
        self._documents.abandon()

    def same(self, document: KnownDocument) -> None:
        """A document that has not changed: it lists exactly what it listed when it was last read."""
        self._documents.renew(document)
        self.take([Received(key, "", Verdict.UNCHANGED, self._known[key].hash)
                   for key in self._documents.items_of(document.url)])

    def gone(self, url: str) -> None:
        """The source says that a document is gone for good, and with it what it described."""
        self.take([Received(key, "", Verdict.DELETED) for key in self._documents.items_of(url)])

    def keep(self, url: str) -> None:
        """A document that could not be had: what it described is neither listed nor absent."""
        self._kept.update(self._documents.items_of(url))

    def close_listing(self, absent_runs: int, over: Callable[[bytes], bool] = lambda _: False) -> None:
        """After a complete listing: what was not listed begins, continues or ends its grace.

        What only another document still lists, a second time, stays: that document is read anew at the next run.
        Whose description is `over` stays too: nobody takes it back, its time has passed.
        """
        kept = self._kept | self._listed_elsewhere()
        for key, known in self._known.items():
            if key in self._listed or key in kept or known.state is State.GONE:
                continue
            known.document = None
            self._rows.put("place", None, known.id)
            if known.state not in SHOWN:
                self._move(known, Settlement(State.GONE, "", "none"), None)
                continue
            if over(self._described(known)):
                continue
            self.absent += 1
            known.absent_runs += 1
            if known.absent_runs >= absent_runs:
                self.tally.gone += 1
                self._move(known, Settlement(State.GONE, "", "none", gone=True), None)
            else:
                self.tally.missing += 1
                self._move(known, Settlement(State.MISSING, "", "same"), None)
        self._rows.flush()

    def close_changes(self) -> None:
        """After a listing of changes only: what it lists once is no longer listed twice."""
        for double, key in doubles(self._sql, self._source.id).items():
            if key in self._listed and double not in self._listed:
                self._move(self._known[double], Settlement(State.GONE, "", "none"), None)
        self._rows.flush()

    def repeated(self) -> int:
        """How many items of this run another document of it lists too: a listing that moves while it is read."""
        self._rows.flush()
        return sum(double in self._listed and key in self._listed
                   and self._known[double].document != self._known[key].document
                   for double, key in doubles(self._sql, self._source.id).items())

    def apply(self, outcome: Outcome, reason: Reason, remembered: Remembered) -> Outcome:
        """Prove the sums and commit. A complete run that moved nothing ends as `unchanged`.

        Raises:
            SumsBroken: the figures do not add up, and the run can only be dropped.
        """
        self._rows.flush()
        self.tally.live_after = self._sql.execute(
            "SELECT count(*) FROM item WHERE source = ? AND live IS NOT NULL", (self._source.id,)).fetchone()[0]
        self.tally.prove()
        moved = self._sql.execute("SELECT 1 FROM change WHERE run = ? LIMIT 1", (self.run,)).fetchone()
        if outcome is Outcome.APPLIED and moved is None:
            outcome = Outcome.UNCHANGED
        self._remember(remembered)
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

    def forget(self) -> None:
        """Leave no trace of the run: a dry run. Its figures say what the run would do."""
        self._roll_back()
        self._foresee()
        self._sql.execute("DELETE FROM run WHERE id = ?", (self.run,))

    def _listed_elsewhere(self) -> set[str]:
        """The keys that only a document still lists where they were second, and which is unchanged since."""
        left = [(double, key) for double, key in doubles(self._sql, self._source.id).items()
                if double in self._listed and key not in self._listed]
        for double, _ in left:
            self._documents.doubt(self._known[double].document)
        return {key for _, key in left}

    def _remember(self, remembered: Remembered) -> None:
        if remembered.forget == "all":
            self._documents.forget_all()
        elif remembered.forget == "unvisited":
            self._documents.forget_unvisited()
        # A replay reads no source, so it does not say either that a paused one may be read again.
        paused = self._source.paused if self._work == "replay" else ""
        self._sql.execute("UPDATE source SET mapping = ?, mark = ?, paused = ? WHERE id = ?",
                          (remembered.mapping, remembered.mark, paused, self._source.id))

    def _foresee(self) -> None:
        """How many records would be live if the figures came true."""
        tally = self.tally
        tally.live_after = tally.live_before + tally.created + tally.restored - tally.gone

    def _roll_back(self) -> None:
        """SQLite has rolled back already when the disk is full."""
        if self._sql.in_transaction:
            self._sql.execute("ROLLBACK")

    def _end(self, outcome: Outcome, reason: Reason) -> None:
        self._sql.execute(
            "UPDATE run SET ended = ?, outcome = ?, reason_code = ?, reason_fr = ?, reason_en = ?, tally = ?, "
            "remarks = ? WHERE id = ?",
            (now(), outcome, reason.code, reason.fr, reason.en, json.dumps(self.tally.as_dict()),
             json.dumps([asdict(remark) for remark in self._remarks()]), self.run))

    def _described(self, known: Known) -> bytes:
        """What the graph shows of an item."""
        row = self._sql.execute("SELECT description FROM reading WHERE id = ?", (known.live,)).fetchone()
        return bytes(row[0])

    def _payload(self, key: str, hashed: bytes) -> bytes:
        """The kept payload of an item."""
        row = self._sql.execute("SELECT payload FROM raw WHERE item = ? AND hash = ? LIMIT 1",
                                (self._known[key].id, hashed)).fetchone()
        return bytes(row[0]) if row else b""

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

    def _settle(self, known: Known | None, received: Received) -> None:
        alike = known is not None and self._alike(known, received)
        settlement = settle(known, received, alike)
        settlement.count(self.tally)
        new = known is None
        known = known or self._add_item(received.key, settlement.state)
        carries = received.verdict not in (Verdict.DELETED, Verdict.UNCHANGED)
        reading = self._add_reading(known, received) if carries and (not alike or known.hash != received.hash) else None
        if new or reading is not None or settlement.state is not known.state or known.absent_runs:
            known.absent_runs = 0
            self._move(known, settlement, reading)
        document = self._documents.lists(received.key, withdrawn=received.verdict is Verdict.DELETED)
        if document != known.document:
            known.document = document
            self._rows.put("place", document, known.id)

    def _add_item(self, key: str, state: State) -> Known:
        known = Known(self._rows.number("item"), state, 0, b"", 0, Verdict.ACCEPTED, None, 0)
        self._known[key] = known
        self._rows.put("item", known.id, self._source.id, key, state)
        return known

    def _add_reading(self, known: Known, received: Received) -> int:
        if known.hash != received.hash:
            known.raw, known.hash = self._rows.number("raw"), received.hash
            self._rows.put("raw", known.raw, known.id, self.run, received.hash, received.payload,
                           received.raw_kind, received.datestamp, int(received.whole))
        reading = self._rows.number("reading")
        warnings = sum(finding.severity == "warning" for finding in received.findings)
        self._rows.put("reading", reading, known.id, known.raw, self.run, received.place, received.verdict,
                       received.iri, received.kind, received.description, warnings)
        for position, f in enumerate(received.findings):
            self._rows.put("finding", reading, position, f.code, f.severity, f.path, f.value, f.fr, f.en)
        known.verdict = received.verdict
        return reading

    def _move(self, known: Known, settlement: Settlement, reading: int | None) -> None:
        seen = reading or known.seen
        live = {"same": known.live, "new": reading, "seen": seen, "none": None}[settlement.shows]
        if live != known.live or settlement.state is not known.state or not known.seen:
            self._rows.put("change", self._rows.number("change"), self.run, known.id, settlement.state, live)
        known.state, known.seen, known.live = settlement.state, seen, live
        self._rows.put("move", known.state, known.seen, known.live, known.absent_runs, known.id)


def _known_items(sql: sqlite3.Connection, source: int) -> dict[str, Known]:
    rows = sql.execute(
        "SELECT i.key, i.id, i.state, raw.id, raw.hash, i.seen, r.verdict, i.live, i.absent_runs, i.document "
        "FROM item i JOIN reading r ON r.id = i.seen JOIN raw ON raw.id = r.raw WHERE i.source = ?", (source,))
    return {row[0]: Known(row[1], State(row[2]), row[3], row[4], row[5], Verdict(row[6]), row[7], row[8], row[9])
            for row in rows}
