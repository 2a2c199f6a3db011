"""When an event takes place, in the local time of its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, slots=True)
class Timing:
    """One time slot, as two moments of ISO 8601; an end that is not told is empty."""

    begin: str
    end: str

    @property
    def name(self) -> str:
        """A name for it among the timings of an event, which stays when others come: `2025-04-23t14-00`."""
        return self.begin[:16].lower().replace(":", "-")


def timings_of(told: Iterable[tuple[str, str]], zone: str) -> tuple[list[Timing], list[str]]:
    """The timings in order, each once, and what is no moment. Times in UTC become local to `zone`."""
    clock = _clock(zone)
    read: dict[tuple[datetime, datetime], Timing] = {}
    strange = []
    for begin, end in told:
        try:
            first = _moment(begin, clock)
            last = _moment(end, clock) if end else first
        except (ValueError, OverflowError):
            strange.append(f"{begin} – {end}")
            continue
        read[first, last] = Timing(first.isoformat(timespec="seconds"),
                                   last.isoformat(timespec="seconds") if end else "")
    return [read[moments] for moments in sorted(read)], strange


def span_of(timings: list[Timing]) -> Timing:
    """From the first beginning to the last end."""
    ends = [timing.end for timing in timings if timing.end]
    return Timing(timings[0].begin, max(ends, key=datetime.fromisoformat, default=""))


def _moment(written: str, clock: ZoneInfo | None) -> datetime:
    """A moment; without an offset it is taken in the zone of its place, so that all can be put in order."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=clock or UTC)
    return moment.astimezone(clock) if clock and moment.utcoffset() == timedelta(0) else moment


def _clock(zone: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
