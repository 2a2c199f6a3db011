"""The runs of harvests as they are told to people and programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.intake import Reason
from catalogue.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `id` is the ledger's own number, `name` what people call it: `source--number`."""

    id: int
    source: str
    number: int
    task: str
    started: str
    ended: str | None
    outcome: str
    tally: Mapping[str, int]
    reason: Reason

    @property
    def name(self) -> str:
        """`source--number`."""
        return f"{self.source}--{self.number}"

    def as_dict(self) -> dict[str, Any]:
        """What programs are told."""
        return {"run": self.name, "source": self.source, "task": self.task, "started": self.started,
                "ended": self.ended, "outcome": self.outcome, "tally": dict(self.tally),
                "reason": {"code": self.reason.code, "fr": self.reason.fr, "en": self.reason.en}}


def runs(ledger: Ledger, source: str | None = None, *, limit: int = -1) -> list[Run]:
    """The runs of one source, or of all, newest first."""
    rows = ledger.sql.execute(
        "SELECT n.id, s.name, n.number, n.task, n.started, n.ended, n.outcome, n.tally, n.reason_code, n.reason_fr, "
        "n.reason_en FROM run n JOIN source s ON s.id = n.source WHERE ? IS NULL OR s.name = ? ORDER BY n.id DESC "
        "LIMIT ?", (source, source, limit))
    return [Run(number, name, count, task, started, ended, outcome, json.loads(tally), Reason(*reason))
            for number, name, count, task, started, ended, outcome, tally, *reason in rows]


def find_run(ledger: Ledger, name: str) -> Run | None:
    """The run that people call `source--number`."""
    source, _, number = name.rpartition("--")
    return next((run for run in runs(ledger, source) if str(run.number) == number), None)
