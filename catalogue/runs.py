"""The runs of harvests as they are told to people and programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from catalogue.intake import Reason
from catalogue.ledger import Ledger
from shapes.finding import Finding


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `id` is the ledger's own number, `name` what people call it: `source--number`.

    `remarks` are on its listing as a whole.
    """

    id: int
    source: str
    number: int
    task: str
    started: str
    ended: str | None
    outcome: str
    tally: Mapping[str, int]
    reason: Reason
    remarks: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """`source--number`."""
        return f"{self.source}--{self.number}"

    def as_dict(self) -> dict[str, Any]:
        """What programs are told."""
        return {"run": self.name, "source": self.source, "task": self.task, "started": self.started,
                "ended": self.ended, "outcome": self.outcome, "tally": dict(self.tally),
                "reason": {"code": self.reason.code, "fr": self.reason.fr, "en": self.reason.en},
                "remarks": [asdict(remark) for remark in self.remarks]}


def runs(ledger: Ledger, source: str | None = None, outcome: str | None = None, *, limit: int = -1,
         offset: int = 0) -> list[Run]:
    """The runs of one source or of all, of one outcome or of any, newest first."""
    rows = ledger.sql.execute(_RUNS + _KEPT + " ORDER BY n.id DESC LIMIT ? OFFSET ?",
                              (source, source, outcome, outcome, limit, offset))
    return [_run(row) for row in rows]


def count_runs(ledger: Ledger, source: str | None = None, outcome: str | None = None) -> int:
    """How many runs there are of a source and an outcome."""
    return int(ledger.sql.execute(_COUNT + _KEPT, (source, source, outcome, outcome)).fetchone()[0])


def find_run(ledger: Ledger, name: str) -> Run | None:
    """The run that people call `source--number`."""
    source, _, number = name.rpartition("--")
    row = ledger.sql.execute(_RUNS + "WHERE s.name = ? AND CAST(n.number AS TEXT) = ?", (source, number)).fetchone()
    return _run(row) if row else None


def last_run(ledger: Ledger, source: int) -> Run | None:
    """The newest run of a source, by the number of its row."""
    row = ledger.sql.execute(_RUNS + "WHERE s.id = ? ORDER BY n.number DESC LIMIT 1", (source,)).fetchone()
    return _run(row) if row else None


_RUNS = ("SELECT n.id, s.name, n.number, n.task, n.started, n.ended, n.outcome, n.tally, n.reason_code, n.reason_fr, "
         "n.reason_en, n.remarks FROM run n JOIN source s ON s.id = n.source ")
_COUNT = "SELECT count(*) FROM run n JOIN source s ON s.id = n.source "
_KEPT = "WHERE (? IS NULL OR s.name = ?) AND (? IS NULL OR n.outcome = ?)"


def _run(row: tuple[Any, ...]) -> Run:
    number, source, count, task, started, ended, outcome, tally, *reason, remarks = row
    return Run(number, source, count, task, started, ended, outcome, json.loads(tally), Reason(*reason),
               tuple(Finding(**remark) for remark in json.loads(remarks)))
