"""How each source stands: its items by state, its last run, since when it fails, its live records day by day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from catalogue.ledger import Ledger, SourceRow
from catalogue.runs import Run, last_run
from catalogue.states import SHOWN, Outcome, State

DAYS: Final = 14
_TROUBLED: Final = frozenset({Outcome.WAITING, Outcome.FAILED, Outcome.PARTIAL})


@dataclass(frozen=True, slots=True)
class Standing:
    """One source. `live` holds its records on line at the end of each day, the last being today; no day before its
    first run. `failing` is how many runs failed in a row up to now, `failing_since` when the first of them began.
    """

    source: SourceRow
    states: Mapping[str, int]
    last: Run | None
    failing: int
    failing_since: str
    live: tuple[int, ...]

    @property
    def refused(self) -> int:
        """How many of its items have a newest version that is refused."""
        return self.states.get(State.REJECTED, 0) + self.states.get(State.HELD, 0)

    @property
    def shown(self) -> int:
        """How many of its records are on line."""
        return sum(count for state, count in self.states.items() if state in SHOWN)

    @property
    def needs_action(self) -> bool:
        """Whether nothing moves on until somebody looks: its last run ended in trouble, or it is paused."""
        return bool(self.source.paused) or (self.last is not None and self.last.outcome in _TROUBLED)


def standings(ledger: Ledger, today: date) -> list[Standing]:
    """Every source ever harvested: those that need somebody first, then those with refused records, then by name."""
    states = _states(ledger)
    found = [_standing(ledger, row, states.get(row.id, {}), today) for row in ledger.sources()]
    return sorted(found, key=lambda one: (not one.needs_action, not one.refused, one.source.name))


def standing(ledger: Ledger, name: str, today: date) -> Standing:
    """One source.

    Raises:
        KeyError: no source of that name was ever harvested.
    """
    row = ledger.source(name)
    return _standing(ledger, row, _states(ledger, row.id).get(row.id, {}), today)


def _standing(ledger: Ledger, row: SourceRow, states: Mapping[str, int], today: date) -> Standing:
    failing, since = _failing(ledger, row.id)
    return Standing(row, states, last_run(ledger, row.id), failing, since, _live(ledger, row.id, today))


def _states(ledger: Ledger, source: int | None = None) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for number, state, count in ledger.sql.execute(
            "SELECT source, state, count(*) FROM item WHERE ? IS NULL OR source = ? GROUP BY source, state",
            (source, source)):
        found.setdefault(number, {})[state] = count
    return found


def _failing(ledger: Ledger, source: int) -> tuple[int, str]:
    row = ledger.sql.execute(
        "SELECT count(*), min(started) FROM run WHERE source = ?1 AND outcome = 'failed' AND number > coalesce("
        "(SELECT max(number) FROM run WHERE source = ?1 AND outcome NOT IN ('failed', 'running')), 0)",
        (source,)).fetchone()
    return int(row[0]), str(row[1] or "")


def _live(ledger: Ledger, source: int, today: date) -> tuple[int, ...]:
    """The records on line at the end of each of the last days; a run that waits or failed moved none."""
    first = today - timedelta(days=DAYS - 1)
    before = ledger.sql.execute(_ENDED + "AND ended < ? ORDER BY number DESC LIMIT 1",
                                (source, first.isoformat())).fetchone()
    since = ledger.sql.execute(_ENDED + "AND ended >= ? ORDER BY number", (source, first.isoformat())).fetchall()
    at_end = {ended[:10]: _after(outcome, tally) for ended, outcome, tally in since}
    count = _after(*before[1:]) if before else None
    found = []
    for day in range(DAYS):
        count = at_end.get((first + timedelta(days=day)).isoformat(), count)
        if count is not None:
            found.append(count)
    return tuple(found)


_ENDED = "SELECT ended, outcome, tally FROM run WHERE source = ? AND outcome <> 'running' "


def _after(outcome: str, tally: str) -> int:
    figures = json.loads(tally)
    moved_none = outcome in (Outcome.WAITING, Outcome.FAILED)
    return int(figures.get("live_before" if moved_none else "live_after", 0))
