"""When a source is due: by what its declaration says of `every`, and how its last run ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from catalogue.ledger import Ledger
from catalogue.states import Outcome
from harvesters.source import Source

USUAL: Final = timedelta(days=1)
_AGAIN: Final = timedelta(hours=1)
# A timer that fires each day at three must not find a daily source due a few seconds later.
_EARLY: Final = 0.1


@dataclass(frozen=True, slots=True)
class Schedule:
    """The enabled sources by what a schedule does with them now."""

    due: tuple[Source, ...]
    paused: tuple[Source, ...]
    later: tuple[Source, ...]


def schedule(sources: Sequence[Source], ledger: Ledger | None, now: datetime) -> Schedule:
    """Which sources to read now: a run that failed or broke off is repeated within the hour."""
    told: dict[str, list[Source]] = {"due": [], "paused": [], "later": []}
    for source in sources:
        if source.enabled:
            told[_place(source, ledger.sql if ledger else None, now)].append(source)
    return Schedule(**{name: tuple(found) for name, found in told.items()})


def _place(source: Source, sql: sqlite3.Connection | None, now: datetime) -> str:
    if sql is None:
        return "due"
    row = sql.execute("SELECT n.started, n.outcome, s.paused FROM source s LEFT JOIN run n ON n.source = s.id "
                      "AND n.task = 'harvest' WHERE s.name = ? ORDER BY n.id DESC LIMIT 1", (source.name,)).fetchone()
    if row is None:
        return "due"
    started, outcome, paused = row
    if paused:
        return "paused"
    if started is None:
        return "due"
    every = source.every or USUAL
    if outcome in (Outcome.FAILED, Outcome.PARTIAL, Outcome.RUNNING):  # What still runs keeps the directory locked.
        every = min(every, _AGAIN)
    elapsed = now - datetime.fromisoformat(started).astimezone(UTC)
    # A start in the future was written by a clock that was wrong.
    return "later" if timedelta() <= elapsed < every * (1 - _EARLY) else "due"
