"""Mapping and checking what is kept once more, without asking any source for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic

from catalogue.intake import Intake, Reason, Remembered
from catalogue.ledger import Ledger
from catalogue.received import Received, Verdict
from catalogue.states import Outcome
from harvesters.fingerprint import replayed_fingerprint
from harvesters.loading import Batch, Loader
from harvesters.record import Raw
from harvesters.report import Findings, Options, Progress, Report, report_of, unexpected
from harvesters.run import declaration, end, shrink_guard
from harvesters.source import Source
from harvesters.steps import take

_BATCH = 500


def replay(sources: Sequence[Source], ledger: Ledger, options: Options, progress: Progress) -> Iterator[Report]:
    """Map and check again the newest payload of every record that its source still lists, one source at a time.

    A record whose newest version stays refused keeps the last valid one as it was mapped then. What is missing or gone
    is mapped anew when its source lists it again.
    """
    declared = ledger.sources()
    try:
        for source in sources:
            yield _replay(source, ledger, options, progress)
    finally:
        if options.dry_run:
            ledger.redeclare(declared)


def _replay(source: Source, ledger: Ledger, options: Options, progress: Progress) -> Report:
    started, found, reason = monotonic(), Findings(), Reason()
    row = ledger.declare(source.name, declaration(source))
    intake = Intake(ledger, row, "replay")
    expected = _count(ledger.sql, row.id)
    try:
        with Loader(source, ledger.base, options.engine, {}) as loader:
            for batch in _kept(ledger.sql, row.id):
                for event in loader.replay([raw for raw in batch if isinstance(raw, Raw)]):
                    if isinstance(event, Batch):
                        take(intake, event.frame)
                intake.take([item for item in batch if isinstance(item, Received)])
                progress(source.name, intake.tally.listed, expected)
        found.gather(ledger, source.name, intake, options)
        outcome, reason = shrink_guard(intake, source, options)
        outcome = end(intake, outcome, reason, Remembered(replayed_fingerprint(source, options.engine, row.mapping),
                                                          row.mark), options)
    except (OSError, sqlite3.Error, KeyboardInterrupt):  # No later source would fare better.
        intake.forget()
        raise
    except Exception as fault:  # A defect of ours must cost this run, not those of other sources.
        reason = unexpected(fault)
        outcome = intake.drop(Outcome.FAILED, reason)
    return replace(report_of(ledger, source.name, intake, outcome, reason, found), seconds=monotonic() - started)


def _count(sql: sqlite3.Connection, source: int) -> int:
    return int(sql.execute("SELECT count(*) FROM item WHERE source = ? AND state NOT IN ('gone', 'missing')",
                           (source,)).fetchone()[0])


def _kept(sql: sqlite3.Connection, source: int) -> Iterator[list[Raw | Received]]:
    """The newest payload of each listed item; what never was a record stays as it is."""
    # Read by numbers first, so that no cursor stays open while the same tables are written.
    numbers = [row[0] for row in sql.execute("SELECT id FROM item WHERE source = ? AND state NOT IN "
                                             "('gone', 'missing') ORDER BY id", (source,))]
    for start in range(0, len(numbers), _BATCH):
        yield [_item(row) for number in numbers[start:start + _BATCH] for row in sql.execute(_KEPT, (number,))]


_KEPT = ("SELECT i.key, raw.payload, r.place, raw.kind, raw.datestamp, raw.whole, raw.hash FROM item i "
         "JOIN reading r ON r.id = i.seen JOIN raw ON raw.id = r.raw WHERE i.id = ?")


def _item(row: tuple[str, bytes, str, str, str, int, bytes]) -> Raw | Received:
    key, payload, place, kind, datestamp, whole, hashed = row
    return Raw(key, payload, place, kind, datestamp) if whole else Received(key, place, Verdict.UNCHANGED, hashed)
