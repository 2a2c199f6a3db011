"""States of an item, outcomes of a run, and the sums that every run must prove."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """Where one item of a source stands."""

    LIVE = "live"
    HELD = "held"
    REJECTED = "rejected"
    MISSING = "missing"
    GONE = "gone"
    EXCLUDED = "excluded"


# What the graph shows: the last valid version stays while a newer one is held or the item is in its grace.
SHOWN = frozenset({State.LIVE, State.HELD, State.MISSING})


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    WAITING = "waiting"
    FAILED = "failed"


class SumsBroken(AssertionError):
    """A run's figures do not add up: a defect of ours, so nothing of the run is kept."""


@dataclass(slots=True)
class Tally:
    """The figures of one run, in items.

    `listed` counts what the source offers (tombstones apart). `gone` counts what left the graph, `restored`
    what came back to it; both are in one of the listed figures too when the item was listed.
    """

    listed: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    excluded: int = 0
    restored: int = 0
    missing: int = 0
    gone: int = 0
    live_before: int = 0
    live_after: int = 0

    def prove(self) -> None:
        """Check both sums of the design.

        Raises:
            SumsBroken: one of them does not hold.
        """
        listed = self.created + self.changed + self.unchanged + self.rejected + self.excluded
        if self.listed != listed:
            raise SumsBroken(f"listed {self.listed} ≠ {listed} settled: {self}")
        live = self.live_before + self.created + self.restored - self.gone
        if self.live_after != live:
            raise SumsBroken(f"live after {self.live_after} ≠ {live} by the figures: {self}")

    def as_dict(self) -> dict[str, int]:
        """The figures by name."""
        return asdict(self)
