"""What a harvest is asked, and what one run reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from catalogue.differences import Difference, differences
from catalogue.intake import Intake, Reason
from catalogue.ledger import Ledger
from catalogue.refusals import refusals, warned
from catalogue.states import Outcome, State, Tally
from harvesters.limits import Limits
from harvesters.text import shortened
from shapes.finding import Finding

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a harvest is run. A dry run leaves no trace; `together` sources are read at a time.

    A `full` one asks for everything again, whatever former runs know of the documents. With `diff`, reports say what
    changes record by record. `secrets` are the keys that addresses of sources may name. `limits` are those of each
    document.
    """

    engine: str = "shacl"
    allow_shrink: bool = False
    dry_run: bool = False
    diff: bool = False
    full: bool = False
    together: int = 4
    secrets: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())


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
    differences: Sequence[Difference] = ()


@dataclass(slots=True)
class Findings:
    """What is only to be seen while the run is still open: a dry run leaves nothing to look up afterwards."""

    refused: Sequence[Mapping[str, str]] = ()
    differences: Sequence[Difference] = ()

    def gather(self, ledger: Ledger, source: str, intake: Intake, options: Options) -> None:
        """Look while the transaction is open."""
        if options.dry_run:
            self.refused = refusals(ledger, source)
        if options.diff:
            self.differences = tuple(differences(ledger.sql, intake.run))


def report_of(ledger: Ledger, source: str, intake: Intake, outcome: Outcome, reason: Reason,
              found: Findings) -> Report:
    """The report of a run that has ended."""
    return Report(source, intake.number, outcome, intake.tally, states(ledger, source), reason,
                  refused=found.refused, warned=warned(ledger, source), differences=found.differences)


def unexpected(fault: Exception) -> Reason:
    """A defect of ours, as the reason why a run failed."""
    told = shortened(f"{type(fault).__name__}: {fault}", 500)
    return Reason("MLG-U003", f"Erreur inattendue, rien n'a été écrit ({told}) ; signalez ce cas avec la source.",
                  f"Unexpected error, nothing was written ({told}); report this case with the source.")


def states(ledger: Ledger, source: str) -> dict[str, int]:
    """How many items of a source stand in each state."""
    rows = dict(ledger.sql.execute("SELECT i.state, count(*) FROM item i JOIN source s ON s.id = i.source "
                                   "WHERE s.name = ? GROUP BY i.state", (source,)).fetchall())
    return {state: rows.get(state, 0) for state in State}
