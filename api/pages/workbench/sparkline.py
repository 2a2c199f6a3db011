"""A line so small that it stands in a table: the records of a source, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_WIDTH: Final = 120
_HEIGHT: Final = 28
_MARGIN: Final = 4


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The points of the line, and what it says to whoever does not see it. It starts at zero, so that a loss shows."""

    points: str
    first: int
    last: int
    low: int
    high: int
    days: int

    @property
    def falls(self) -> bool:
        """Whether fewer are left than there were."""
        return self.last < self.high


def sparkline(counts: Sequence[int]) -> Sparkline | None:
    """The line of counts by day; a single day is a level line, none is none."""
    if not counts:
        return None
    drawn = [*counts] if len(counts) > 1 else [*counts, *counts]
    high, step = max(*drawn, 1), (_WIDTH - 2 * _MARGIN) / (len(drawn) - 1)
    points = " ".join(
        f"{_MARGIN + number * step:.0f},{_HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * count / high:.1f}"
        for number, count in enumerate(drawn))
    return Sparkline(points, counts[0], counts[-1], min(counts), max(counts), len(counts))
