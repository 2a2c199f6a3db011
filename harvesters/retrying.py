"""When to try again: soon for faults that pass, or when the server says (Retry-After, RFC 9110 section 10.2.3)."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx

from harvesters.budget import Budget
from harvesters.failures import Passing

T = TypeVar("T")

_BASE = 0.5
_MOST = 8.0
_YEAR = 366 * 24 * 3600.0


def persist(once: Callable[[], T], tries: int, budget: Budget) -> T:
    """What `once` gives, tried again when its fault may pass and there is time for that; else raises that fault."""
    tried = 0
    while True:
        try:
            return once()
        except Passing as fault:
            tried += 1
            wait = backoff(tried)
            if tried >= tries or wait >= budget.left():
                raise fault.after(tried) from fault
        budget.wait(wait)


def backoff(tried: int) -> float:
    """Seconds to let pass after so many tries: anything up to a bound that doubles, lest many programs keep step."""
    return random.uniform(0.0, min(_MOST, _BASE * 2.0 ** (tried - 1)))  # noqa: S311  no secret hangs on it


def retry_after(headers: httpx.Headers, now: datetime) -> float | None:
    """The seconds that a server asks to be left alone for; `None` when it does not say so plainly.

    A date counts from the server's own clock, if it tells the time: clocks differ.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal():
        return min(float(said[:9]), _YEAR)
    moment = _moment(said)
    if moment is None:
        return None
    return min(max(0.0, (moment - (_moment(headers.get("date", "")) or now)).total_seconds()), _YEAR)


def _moment(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
