"""Harvest runs: from the declarations of sources to the ledger."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from catalogue.datadir import DataDirectory
from catalogue.intake import Intake, Reason
from catalogue.ledger import Ledger
from catalogue.refusals import refusals, warned
from catalogue.states import Outcome, State, Tally
from harvesters.fetch import local_path
from harvesters.fingerprint import mapping_fingerprint
from harvesters.listing import Unreachable, Unreadable, Walk
from harvesters.source import Source
from harvesters.staging import Staged, Staging, Task
from harvesters.text import shortened
from shapes.finding import Finding

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a harvest is run. A dry run leaves no trace; `together` sources are read at a time."""

    engine: str = "shacl"
    allow_shrink: bool = False
    dry_run: bool = False
    together: int = 2


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did. `states` counts the items of the source by state after it; `remarks` are on the whole.

    `refused` lists what a dry run would refuse, since nothing of it can be looked up afterwards; `warned` counts
    the records on line that carry warnings.
    """

    source: str
    run: int
    outcome: Outcome
    tally: Tally
    states: Mapping[str, int]
    reason: Reason = field(default_factory=Reason)
    unreachable: bool = False
    remarks: tuple[Finding, ...] = ()
    refused: Sequence[Mapping[str, str]] = ()
    warned: int = 0
    seconds: float = 0.0


def harvest(sources: Sequence[Source], directory: DataDirectory, ledger: Ledger, options: Options,
            progress: Progress) -> Iterator[Report]:
    """Read several sources at once and take them in one by one; each keeps its former state if it fails."""
    declared = ledger.sources()
    tasks = sorted((_task(source, ledger, options) for source in sources), key=_weight, reverse=True)
    try:
        with _spool(directory) as folder, Staging(tasks, folder, options.together) as staging:
            for staged in staging.sources():
                yield _take_in(staged, ledger, options, progress)
    finally:
        if options.dry_run:
            ledger.redeclare(declared)


def _task(source: Source, ledger: Ledger, options: Options) -> Task:
    row = ledger.declare(source.name, declaration(source))
    same = row.mapping == mapping_fingerprint(source, options.engine)
    if not same:
        return Task(source, ledger.base, options.engine, {}, None)
    return Task(source, ledger.base, options.engine, ledger.known_hashes(row.id), row.document)


def _weight(task: Task) -> int:
    """How long a source is likely to take: the longest begin first, so that none is left to run alone at the end."""
    if task.source.url.startswith("file:"):
        try:
            return local_path(task.source.url).stat().st_size
        except OSError:
            return 0
    return len(task.known) << 11


def _take_in(staged: Staged, ledger: Ledger, options: Options, progress: Progress) -> Report:
    """One run: settle every batch, then the absences, and commit or drop the whole."""
    started = monotonic()
    source, walk = staged.task.source, staged.walk
    intake = Intake(ledger, ledger.source(source.name))
    unreachable, refused = False, list[dict[str, str]]()
    try:
        for batch in staged.batches():
            intake.take(batch)
            progress(source.name, intake.tally.listed, walk.expected)
        if staged.same:
            intake.take_same()
        outcome, reason = _close(intake, source, walk, options)
        if options.dry_run:
            refused = refusals(ledger, source.name)
        outcome = _end(intake, outcome, reason, staged, options)
    except (Unreachable, Unreadable) as fault:
        unreachable, reason = isinstance(fault, Unreachable), fault.reason
        outcome = _end(intake, Outcome.FAILED, reason, staged, options)
    except (OSError, sqlite3.Error, KeyboardInterrupt):  # No later source would fare better.
        with suppress(sqlite3.Error):
            intake.forget()
        raise
    except Exception as fault:  # A defect of ours must cost this run, not those of other sources.
        reason = _unexpected(fault)
        outcome = _end(intake, Outcome.FAILED, reason, staged, options)
    return Report(source.name, intake.number, outcome, intake.tally, states(ledger, source.name), reason,
                  unreachable, tuple(walk.remarks), refused, warned(ledger, source.name), monotonic() - started)


def _unexpected(fault: Exception) -> Reason:
    told = shortened(f"{type(fault).__name__}: {fault}", 500)
    return Reason("MLG-U003", f"Erreur inattendue, rien n'a été écrit ({told}) ; signalez ce cas avec la source.",
                  f"Unexpected error, nothing was written ({told}); report this case with the source.")


def declaration(source: Source) -> dict[str, object]:
    """What the ledger keeps of a source's declaration."""
    # A path of this machine is nobody else's business, and the dataset would hang on where the checkout lies.
    url = source.url if source.url.startswith("http") else ""
    return {"title": dict(source.title), "url": url, "format": source.format, "kind": source.kind,
            "licence": source.licence, "publisher": source.publisher.name if source.publisher else ""}


def states(ledger: Ledger, source: str) -> dict[str, int]:
    """How many items of a source stand in each state."""
    rows = dict(ledger.sql.execute("SELECT i.state, count(*) FROM item i JOIN source s ON s.id = i.source "
                                   "WHERE s.name = ? GROUP BY i.state", (source,)).fetchall())
    return {state: rows.get(state, 0) for state in State}


def _close(intake: Intake, source: Source, walk: Walk, options: Options) -> tuple[Outcome, Reason]:
    """Settle absences, and hold a run that would lose too much until a curator allows it."""
    if walk.incomplete:
        return Outcome.PARTIAL, walk.incomplete
    intake.close_listing(1 if options.allow_shrink else source.expect.absent_runs)
    if options.allow_shrink:
        return Outcome.APPLIED, Reason()
    if intake.tally.listed < source.expect.at_least:
        return Outcome.WAITING, Reason(
            "MLG-U001", f"{intake.tally.listed} fiches listées, {source.expect.at_least} attendues au moins "
            "(expect.at_least) ; vérifiez la source, puis relancez avec --allow-shrink si c'est voulu.",
            f"{intake.tally.listed} records listed, at least {source.expect.at_least} expected "
            "(expect.at_least); check the source, then run again with --allow-shrink if this is meant.")
    lost = max(intake.absent, intake.tally.gone)
    if lost > source.expect.max_shrink * intake.tally.live_before:
        return Outcome.WAITING, Reason(
            "MLG-U002", f"{lost} fiches sur {intake.tally.live_before} disparaîtraient ; vérifiez la source, "
            "puis relancez avec --allow-shrink si c'est voulu.",
            f"{lost} of {intake.tally.live_before} records would disappear; check the source, then run again "
            "with --allow-shrink if this is meant.")
    return Outcome.APPLIED, Reason()


def _end(intake: Intake, outcome: Outcome, reason: Reason, staged: Staged, options: Options) -> Outcome:
    if options.dry_run:
        intake.forget()
        return outcome
    if outcome in (Outcome.FAILED, Outcome.WAITING):
        return intake.drop(outcome, reason)
    mapping = mapping_fingerprint(staged.task.source, options.engine)
    return intake.apply(outcome, reason, mapping, staged.walk.whole())


@contextmanager
def _spool(directory: DataDirectory) -> Iterator[Path]:
    """A folder for fetched documents that goes away with the run."""
    shutil.rmtree(directory.spool, ignore_errors=True)  # What a killed harvest left.
    directory.spool.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=directory.spool, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
