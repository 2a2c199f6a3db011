"""Harvest runs: from the declarations of sources to the ledger."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

from catalogue.datadir import DataDirectory
from catalogue.documents import known_documents
from catalogue.intake import Intake, Reason, Remembered
from catalogue.ledger import Ledger
from catalogue.states import Outcome
from harvesters.ending import is_over
from harvesters.fetch import local_path
from harvesters.fingerprint import mapping_fingerprint
from harvesters.formats import FORMATS
from harvesters.listing import Walk
from harvesters.report import Findings, Options, Progress, Report, report_of, unexpected
from harvesters.secrets import named
from harvesters.source import Source
from harvesters.staging import Staged, Staging, Task
from harvesters.steps import take
from harvesters.weblinks import web_iri
from harvesters.wrongs import Unreachable, Unreadable, fewer, too_few, too_many_lost


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
    """What is known of a source counts only if it would be mapped today as it was then."""
    row = ledger.declare(source.name, declaration(source))
    if row.mapping != mapping_fingerprint(source, options.engine):
        return Task(source, ledger.base, options.engine, {}, secrets=options.secrets, limits=options.limits)
    known = known_documents(ledger.sql, row.id) if not options.full else {}
    return Task(source, ledger.base, options.engine, ledger.known_hashes(row.id),
                {url: document for url, document in known.items() if document.since == row.mark},
                "" if options.full else row.mark, options.secrets, options.limits)


def _weight(task: Task) -> int:
    """How long a source is likely to take: the longest begin first, so that none is left to run alone at the end."""
    if task.source.url.startswith("file:"):
        try:
            return local_path(task.source.url).stat().st_size
        except OSError:
            return 0
    return len(task.known) << 11


def _take_in(staged: Staged, ledger: Ledger, options: Options, progress: Progress) -> Report:
    """One run: take every step in, then settle the absences, and commit or drop the whole."""
    started = monotonic()
    source, walk = staged.task.source, staged.walk
    intake = Intake(ledger, ledger.source(source.name), remarks=walk.remarks.all)
    unreachable, found = False, Findings()
    try:
        for frame in staged.frames():
            take(intake, frame)
            progress(source.name, intake.tally.listed, walk.expected)
        if walk.incomplete and not intake.tally.listed and not intake.tally.gone:
            raise Unreadable(walk.incomplete)  # Nothing came of it: no part of a listing either.
        outcome, reason = _close(intake, source, walk, options)
        found.gather(ledger, source.name, intake, options)
        outcome = end(intake, outcome, reason, _remembered(staged, ledger, options), options)
    except (Unreachable, Unreadable) as fault:
        unreachable, reason = isinstance(fault, Unreachable), fault.reason
        outcome = end(intake, Outcome.FAILED, reason, None, options)
    except (OSError, sqlite3.Error, KeyboardInterrupt):  # No later source would fare better.
        with suppress(sqlite3.Error):
            intake.forget()
        raise
    except Exception as fault:  # A defect of ours must cost this run, not those of other sources.
        reason = unexpected(fault)
        outcome = end(intake, Outcome.FAILED, reason, None, options)
    report = report_of(ledger, source.name, intake, outcome, reason, found)
    return replace(report, unreachable=unreachable, remarks=walk.remarks.all(), seconds=monotonic() - started)


def _remembered(staged: Staged, ledger: Ledger, options: Options) -> Remembered:
    """What the next run may build on. After a listing that broke off, what it did not list is still to be mapped."""
    walk, row = staged.walk, ledger.source(staged.task.source.name)
    mapping = mapping_fingerprint(staged.task.source, options.engine)
    if walk.incomplete:
        return Remembered(mapping if row.mapping is None else row.mapping, row.mark)
    return Remembered(mapping, walk.mark or row.mark if walk.changes_only else walk.mark,
                      "all" if walk.changes_only else "unvisited")


def declaration(source: Source) -> dict[str, object]:
    """What the ledger keeps of a source's declaration."""
    return {"title": dict(source.title), "url": _shown_address(source.url), "format": source.format,
            "kind": source.kind, "licence": source.licence,
            "publisher": source.publisher.name if source.publisher else "",
            "columns": source.map.columns_by_term() if source.map else {}}


def _shown_address(url: str) -> str:
    """The web address of a source, valid, without keys; empty for a file and where nothing else is left."""
    # A path of this machine is nobody else's business, and the dataset would hang on where the checkout lies.
    if not url.startswith("http"):
        return ""
    if named(url):
        url = url.partition("?")[0].partition("${")[0]
    return web_iri(url) or ""


def _close(intake: Intake, source: Source, walk: Walk, options: Options) -> tuple[Outcome, Reason]:
    """Settle absences, and hold a run that would lose too much until a curator allows it."""
    given = walk.given - intake.repeated() if walk.expected is not None else walk.given
    if walk.expected is not None and given < walk.expected:
        walk.incomplete = walk.incomplete or fewer(walk.expected, given)
    if walk.changes_only:
        intake.close_changes()
    elif not walk.incomplete:
        over = partial(is_over, today=options.today) if FORMATS[source.format].drops_past else _never
        intake.close_listing(1 if options.allow_shrink else source.expect.absent_runs, over)
    whole = not walk.incomplete and not walk.changes_only
    if whole and not options.allow_shrink and intake.tally.listed < source.expect.at_least:
        return Outcome.WAITING, too_few(intake.tally.listed, source.expect.at_least)
    # What is withdrawn leaves even where the listing breaks off later, or what it lists is out of scope.
    outcome, reason = shrink_guard(intake, source, options)
    if walk.incomplete and outcome is Outcome.APPLIED:
        return Outcome.PARTIAL, walk.incomplete
    return outcome, reason


def shrink_guard(intake: Intake, source: Source, options: Options) -> tuple[Outcome, Reason]:
    """Whether a run may remove what it would remove, or waits until a curator allows it."""
    lost, live = max(intake.absent, intake.tally.gone), intake.tally.live_before
    if not options.allow_shrink and lost > source.expect.max_shrink * live:
        return Outcome.WAITING, too_many_lost(lost, live)
    return Outcome.APPLIED, Reason()


def _never(description: bytes) -> bool:  # noqa: ARG001  the signature of every judge
    return False


def end(intake: Intake, outcome: Outcome, reason: Reason, remembered: Remembered | None, options: Options) -> Outcome:
    """Commit a run, drop what waits or failed, forget what was only tried."""
    if options.dry_run:
        intake.forget()
        return outcome
    if remembered is None or outcome is Outcome.WAITING:
        return intake.drop(outcome, reason)
    return intake.apply(outcome, reason, remembered)


@contextmanager
def _spool(directory: DataDirectory) -> Iterator[Path]:
    """A folder for fetched documents that goes away with the run."""
    shutil.rmtree(directory.spool, ignore_errors=True)  # What a killed harvest left.
    directory.spool.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=directory.spool, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
