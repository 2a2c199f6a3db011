"""When what is served last changed, for clients that ask whether it did (RFC 9110 sections 8.8.2 and 13.1.3)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class LastModified:
    """`changed` is when it last changed, `settled` from when on nothing of it has: both to the second.

    They differ where a change is dated before it is on line: a record changes when its source is read, and is
    published later, or rolled back to how it was read long ago.
    """

    changed: datetime
    settled: datetime

    @classmethod
    def of(cls, changed: str, settled: str = "") -> "LastModified | None":
        """From ISO 8601 instants; `None` if `changed` is none."""
        first = _instant(changed)
        return cls(first, max(first, _instant(settled) or first)) if first else None

    def __str__(self) -> str:
        """As the header writes it."""
        return format_datetime(self.changed, usegmt=True)

    def holds(self, since: str) -> bool:
        """Whether a client that has what there was at `since`, an HTTP date, has what there is now.

        Between the change and when it was settled, only the very date that was told says so.
        """
        try:
            held = parsedate_to_datetime(since)
        except ValueError:
            return False
        if held.tzinfo is None:  # One of the older forms of HTTP dates, which are in UTC all the same.
            held = held.replace(tzinfo=UTC)
        return held == self.changed or held >= self.settled


def _instant(iso: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(iso)
    except ValueError:
        return None
    zoned = told if told.tzinfo else told.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).replace(microsecond=0)
