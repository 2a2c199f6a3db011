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

from harvesters.formats.icalendar.payload import FROM, ZONE
from harvesters.formats.icalendar.vevent import Told, VEvent

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
_RECURRING: Final = frozenset({"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
_NUMBER: Final = "X-MAILLAGE-NUMBER"
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
    event: VEvent


def recurs(told: Told) -> bool:
    """Whether there is more than one date to tell."""
    return len(told.events) > 1 or told.events[0].has("RRULE") or told.events[0].has("RDATE")


def single(event: VEvent) -> list[Occurrence]:
    """The one date of an event that does not recur; none where it has none."""
    start = event.moment("DTSTART")
    if start is None:
        return []
    end = event.moment("DTEND")
    return [_occurrence(start, _after(start, event.duration()) if end is None else end, event)]


def occurrences(told: Told, bounds: Bounds) -> list[Occurrence]:
    """The dates of a recurring event within the bounds, the earliest first, at most MOST + 1.

    Raises:
        Unrepeatable: its rule, or what else it recurs by, cannot be followed.
    """
    calendar = _recurring(told)
    rules = [rule for event in calendar.events for rule in _rules(event)]
    try:
        for rule in rules:
            _check(rule)
        first, last = _window(told.events[0], list(_rules(calendar.events[0])), bounds)
        found = [(event, told.events[int(event[_NUMBER])])
                 for event in _between(calendar, first, last, _step(rules, first, last))]
        dates = [_occurrence(event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None, said)
                 for event, said in found if said.value("STATUS") != "CANCELLED"]
    except Exception as fault:  # The library fails in many ways on what makes no sense.
        raise Unrepeatable(", ".join(map(_written, rules)) or str(fault)) from fault
    return sorted((one for one in dates if first <= _sure_day(one.start) <= last),
                  key=lambda one: one.start.isoformat())[:MOST + 1]


def _recurring(told: Told) -> icalendar.Calendar:
    """The events as the library knows them, with nothing but what they recur by, and their number.

    Raises:
        Unrepeatable: some of that cannot be read.
    """
    calendar = icalendar.Calendar()
    for number, event in enumerate(told.events):
        made = icalendar.Event()
        for found in event.only(_RECURRING):
            value = event.read(found)
            if value is None:
                raise Unrepeatable(found.value)
            made.add(found.name, value, encode=False)
        made.add(_NUMBER, str(number))
        calendar.add_component(made)
    return calendar


def _between(calendar: icalendar.Calendar, first: date, last: date, step: timedelta) -> Iterator[Any]:
    """What takes place from one day to another, in steps that grow: of ten years of days, few are needed."""
    day, met = first, set[object]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # A rule with both COUNT and UNTIL is no news.
        query = recurring_ical_events.of(calendar)
        while day <= last and len(met) <= MOST:
            until = min(day + step, last + _DAY)
            for event in query.between(_midnight(day - _DAY), _midnight(until + _DAY)):
                start = event["DTSTART"].dt
                if start not in met:
                    met.add(start)
                    yield event
            day, step = until + _DAY, until - first


def _step(rules: Sequence[Any], first: date, last: date) -> timedelta:
    """How many days to ask for at first: all of them, where there cannot be many dates in them."""
    return last - first + _DAY if all(_is_short(rule, first) for rule in rules) else _YEAR


def _is_short(rule: Any, first: date) -> bool:
    """Whether a rule gives at most some hundred dates."""
    counts, untils = rule.get("COUNT", ()), rule.get("UNTIL", ())
    return any(0 < count <= MOST for count in counts) or any(_sure_day(until) - first <= 3 * _YEAR for until in untils)


def _window(event: VEvent, rules: Sequence[Any], bounds: Bounds) -> tuple[date, date]:
    """From which day to which dates are told: all of what ends, a part of what goes on and on."""
    start = _day(event.moment("DTSTART"))
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


def _written_in(event: VEvent) -> date | None:
    told = event.value(FROM)
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


def _occurrence(start: date, end: date | None, event: VEvent) -> Occurrence:
    """One date. iCalendar tells the day after the last one; an event without length has no end."""
    zone = event.value(ZONE)
    if end is not None and not isinstance(end, datetime) and _sure_day(start) < end:
        end -= _DAY
    return Occurrence(_local(start, zone), _local(end, zone) if end and end != start else None, event)


def _local(value: date, zone: str) -> date:
    """A moment in the zone that its calendar is shown in, if it names one."""
    if not zone or not isinstance(value, datetime) or value.tzinfo is None:
        return value
    try:
        return value.astimezone(ZoneInfo(zone))
    except OverflowError:  # In the first or last hours that there are.
        return value


def _after(start: date, duration: timedelta | None) -> date | None:
    try:
        return start + duration if duration is not None else None
    except OverflowError:
        return None


def _day(value: date | None) -> date | None:
    return None if value is None else _sure_day(value)


def _sure_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
