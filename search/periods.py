"""Days and periods: what a dated thing covers, in terms an index can look up exactly."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?![:\d])(?:-(\d\d)(?!\d))?)?")
# Blocks of days are named by prefixes of their ISO dates: millennium, century, decade, year, month, day.
_PREFIXES = (1, 2, 3, 4, 7, 10)


@lru_cache(maxsize=8_192)
def days_of(lexical: str) -> tuple[date, date] | None:
    """The first and last day of an XSD date, dateTime, gYearMonth or gYear; None if it is none of them."""
    read = _DATE.match(lexical)
    if read is None:
        return None
    year, month, day = read.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        return first, _last(f"{year}-{month}-{day}" if day else f"{year}-{month}" if month else year)
    except ValueError:
        return None


def period_of(start: str, end: str) -> tuple[date, date] | None:
    """From the start's first day to the end's last one; one of them alone stands for both."""
    first, last = days_of(start), days_of(end)
    if first is None or last is None:
        return first or last
    return first[0], max(first[1], last[1])


def number(day: date) -> int:
    """A day as a number that sorts: 20260901."""
    return day.year * 10_000 + day.month * 100 + day.day


@lru_cache(maxsize=8_192)
def blocks_covering(first: date, last: date) -> tuple[str, ...]:
    """The fewest blocks of days that together are exactly `first` to `last`.

    A day lies in the period if and only if one of its own blocks (`blocks_of`) is among them.
    """
    found = []
    day = first
    while day <= last:
        block, end = next((block, end) for block, end in _blocks_from(day) if end <= last)
        found.append(block)
        if end == date.max:
            break
        day = end + timedelta(days=1)
    return tuple(found)


def blocks_of(day: date) -> tuple[str, ...]:
    """Every block that holds `day`, the largest first."""
    return tuple(day.isoformat()[:length] for length in _PREFIXES)


def _blocks_from(day: date) -> list[tuple[str, date]]:
    """The blocks that begin on `day` with their last days, the largest first."""
    iso = day.isoformat()
    return [(iso[:length], _last(iso[:length])) for length in _PREFIXES if _first(iso[:length]) == iso]


def _first(prefix: str) -> str:
    return prefix + "0000-01-01"[len(prefix):]


def _last(prefix: str) -> date:
    if len(prefix) <= 4:
        return date(int(prefix.ljust(4, "9")), 12, 31)
    if len(prefix) == 10:
        return date.fromisoformat(prefix)
    year, month = int(prefix[:4]), int(prefix[5:])
    return date(year, month, monthrange(year, month)[1])
