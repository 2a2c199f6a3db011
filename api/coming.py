"""What day it is, and what is still to come on it."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from search.periods import days_of


def today_of(request: Request) -> str:
    """The day on which a request is answered, YYYY-MM-DD."""
    return str(request.app.state.today().isoformat())


def is_past(start: str, end: str, today: str) -> bool:
    """Whether something that lasts from `start` to `end` is over; what has no date never is."""
    days = days_of(end or start)
    return days is not None and days[1].isoformat() < today


def next_session(item: Mapping[str, Any], today: str) -> dict[str, Any] | None:
    """The first dated session of an item of the index that is not over."""
    dated: list[dict[str, Any]] = [one for one in item["sessions"] if one["start"] or one["end"]]
    return next((one for one in dated if not is_past(one["start"] or "", one["end"] or "", today)), None)
