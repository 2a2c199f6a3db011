"""When an event takes place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from harvesters.description import Description
from ontology.terms import SCHEMA

_TIME: Final = re.compile(r"\d\d:\d\d(?::\d\d)?", re.ASCII)

Period = Mapping[str, str]


def state_periods(record: Description, periods: Sequence[Period]) -> None:
    """From the first day of all periods to the last; the hours only of a single one.

    Hours of several periods, or of an end before its start, are opening hours or run past midnight: they would
    say the wrong moment.
    """
    if not periods:
        return
    start = min(period["startDate"] for period in periods)
    end = max((period.get("endDate", "") for period in periods), default="")
    if len(periods) == 1:
        begins, ends = _moment(start, periods[0].get("startTime", "")), _moment(end, periods[0].get("endTime", ""))
        if end and len(begins) == len(ends) and ends >= begins:
            start, end = begins, ends
        elif not periods[0].get("endTime"):
            start = begins
    record.date(SCHEMA.startDate, start)
    record.date(SCHEMA.endDate, end)


def _moment(day: str, time: str) -> str:
    return f"{day}T{time}" if day and _TIME.fullmatch(time) else day
