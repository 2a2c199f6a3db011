"""The dates on which an event takes place: its own, those that a rule repeats, and those that were changed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar.timezone import tzp

from harvesters.formats.icalendar.payload import FROM, ZONE

MOST: Final = 200

_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=366)
_FARTHEST: Final = timedelta(days=3_660)
_FIRST, _LAST = date(1, 1, 3), date(9999, 12, 29)
# A rule that never matches is tried to the year 9999: what could take seconds for nothing is not tried.
_FREQUENCIES: Final = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_PARTS: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"})
_NOT_DAILY: Final = frozenset({"BYMONTHDAY", "BYSETPOS"})
_MOST_VALUES: Final = 32
_LARGEST_INTERVAL: Final = 1_000


class Unrepeatable(Exception):
    """The dates that a rule means cannot be told; `rule` is how it was written."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many days ahead the dates of what recurs for ever are told, and how many days back."""

    ahead: int
    back: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date: when it begins, its end if that is told (of whole days the last one), and what is said of it."""

    start: date
    end: date | None
    event: icalendar.Event


def events_in(payload: bytes) -> list[icalendar.Event]:
    """The VEVENTs of a payload, that of the event itself first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Doubts about names of zones; those in a payload are settled.
        tzp.use_zoneinfo()  # Forgets the zones that other calendars defined under the same names.
        calendar = icalendar.Calendar.from_ical(payload)
    return [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]


def moment(event: icalendar.Event, name: str) -> date | None:
    """A date or moment of an event; None for one that is not there or cannot be read."""
    told: Any = event.get(name)
    try:
        value = told.dt
    except (ValueError, AttributeError):  # What could not be read raises a ValueError when it is asked.
        return None
    return value if isinstance(value, date) else None


def recurs(events: Sequence[icalendar.Event]) -> bool:
    """Whether there is more than one date to tell."""
    return len(events) > 1 or "RRULE" in events[0] or "RDATE" in events[0]


def single(event: icalendar.Event) -> list[Occurrence]:
    """The one date of an event that does not recur; none where it has none."""
    start = moment(event, "DTSTART")
    if start is None:
        return []
    end, zone = _end(event, start), str(event.get(ZONE, ""))
    return [Occurrence(_local(start, zone), _local(end, zone) if end else None, event)]


def occurrences(events: Sequence[icalendar.Event], bounds: Bounds) -> list[Occurrence]:
    """The dates of a recurring event within the bounds, the earliest first, at most MOST + 1.

    Raises:
        Unrepeatable: its rule, or what else it recurs by, cannot be followed.
    """
    rules = [rule for event in events for rule in _rules(event)]
    try:
        for rule in rules:
            _check(rule)
        first, last = _window(events[0], bounds)
        found = _between(events, first, last)
        dates = [one for event in found if not _withdrawn(event) for one in single(event)
                 if first <= _sure_day(one.start) <= last]
    except Exception as fault:  # The library fails in many ways on what makes no sense.
        raise Unrepeatable(", ".join(map(_written, rules)) or str(fault)) from fault
    return sorted(dates, key=lambda one: one.start.isoformat())[:MOST + 1]


def _between(events: Sequence[icalendar.Event], first: date, last: date) -> Iterator[Any]:
    """What takes place from one day to another, year by year: of ten years of days, few are needed."""
    calendar = icalendar.Calendar()
    for event in events:
        calendar.add_component(event)
    year = _YEAR if last - first <= _FARTHEST + _YEAR else last - first + _DAY
    met: set[object] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # A rule with both COUNT and UNTIL is no news.
        query = recurring_ical_events.of(calendar)
        while first <= last and len(met) <= MOST:
            until = min(first + year, last + _DAY)
            for event in query.between(_midnight(first - _DAY), _midnight(until + _DAY)):
                start = event["DTSTART"].dt
                if start not in met:
                    met.add(start)
                    yield event
            first = until + _DAY


def _window(event: icalendar.Event, bounds: Bounds) -> tuple[date, date]:
    """From which day to which dates are told: all of what ends, a part of what goes on and on."""
    start = _day(moment(event, "DTSTART"))
    rules = list(_rules(event))
    if start is None or not rules:
        return _FIRST, _LAST
    written = _written_in(event)
    if written is None and any("COUNT" in rule or "UNTIL" in rule for rule in rules):
        return start - _YEAR, start + _FARTHEST  # The first dates may have been moved forward.
    anchor = max(start, written or start)
    last, ahead = anchor + timedelta(days=bounds.ahead), timedelta(days=bounds.ahead)
    untils = [_sure_day(until) for rule in rules for until in rule.get("UNTIL", ()) if isinstance(until, date)]
    until = max(untils) if len(untils) == len(rules) else last
    # What has ended is told as it was in its last year.
    first = min(min(last, until) - ahead, anchor - timedelta(days=bounds.back))
    return max(first, start), last


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _written_in(event: icalendar.Event) -> date | None:
    told = str(event.get(FROM, ""))
    return date(int(told[:4]), int(told[4:6]), 1) if told else None


def _rules(event: icalendar.Event) -> Iterator[Any]:
    value = event.get("RRULE")
    yield from value if isinstance(value, list) else () if value is None else (value,)


def _check(rule: Any) -> None:
    """Refuse what would be tried without end.

    Raises:
        ValueError: the rule is none, or one that is not followed.
    """
    if not isinstance(rule, icalendar.vRecur):
        raise ValueError(rule)
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    intervals = [int(value) for value in rule.get("INTERVAL", ())]
    sound = (
        frequency in _FREQUENCIES and rule.keys() <= _PARTS
        and not (frequency == "DAILY" and rule.keys() & _NOT_DAILY)
        and all(0 < interval <= _LARGEST_INTERVAL for interval in intervals)
        and all(len(values) <= _MOST_VALUES for values in rule.values()))
    if not sound:
        raise ValueError(rule)


def _written(rule: Any) -> str:
    told = getattr(rule, "to_ical", lambda: rule)()
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)


def _withdrawn(event: icalendar.Event) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _end(event: icalendar.Event, start: date) -> date | None:
    """When an event ends. iCalendar tells the day after the last one; an event without length has no end."""
    end = moment(event, "DTEND")
    if end is None:
        end = _after(start, event.get("DURATION"))
    if end is None or end == start:
        return None
    whole_day = not isinstance(end, datetime)
    if whole_day and (_sure_day(start) < end):
        end -= _DAY
    return None if end == start else end


def _local(value: date, zone: str) -> date:
    """A moment in the zone that its calendar is shown in, if it names one."""
    if not zone or not isinstance(value, datetime) or value.tzinfo is None:
        return value
    try:
        return value.astimezone(ZoneInfo(zone))
    except OverflowError:  # In the first or last hours that there are.
        return value


def _after(start: date, duration: Any) -> date | None:
    try:
        return start + duration.dt if duration is not None else None
    except (AttributeError, ValueError, TypeError, OverflowError):
        return None


def _day(value: date | None) -> date | None:
    return None if value is None else _sure_day(value)


def _sure_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
