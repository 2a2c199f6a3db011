"""The canonical bytes of one event: a calendar of only what is read, without persons and without times of export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from icalendar.parser import unescape_backslash
from icalendar.prop import vText

from harvesters.formats.icalendar.events import Event, Version
from harvesters.formats.icalendar.lines import Component, Property
from harvesters.formats.icalendar.zones import definition_of, known_zone, own_name
from harvesters.personal import without_personal_addresses
from harvesters.text import clean
from harvesters.weblinks import role_mailbox

FROM: Final = "X-MAILLAGE-FROM"
ZONE: Final = "X-MAILLAGE-ZONE"

_DATES: Final = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})
_TEXTS: Final = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION"})
_PLAIN: Final = frozenset({"UID", "DURATION", "GEO", "URL", "CATEGORIES", "RRULE", "LAST-MODIFIED", "CREATED"})
_OF_DATES: Final = ("TZID", "VALUE", "RANGE")
_FLOATING: Final = re.compile(r"\d{8}T\d{6}(?:[,/][\dTPDHMSW,/]*)?", re.ASCII)
_UNTIL: Final = re.compile(r"UNTIL=(\d{6})\d\d", re.ASCII | re.IGNORECASE)
_YEAR: Final = 100
_STAMP: Final = re.compile(r"(\d{6})\d\d(?:T\d{6}Z?)?", re.ASCII)


def canonical(event: Event) -> bytes:
    """The payload of an event: equal for equal events, wherever they stand and whenever they were exported."""
    lines: list[str] = []
    names: dict[str, Component] = {}
    alone = len(event.versions) == 1
    for position, version in enumerate(event.versions):
        further = 0 < position <= event.more
        lines += ["BEGIN:VEVENT", *sorted(_event(version, alone=alone, further=further)), "END:VEVENT"]
        names |= {zone.value("TZID"): zone for zone in version.calendar.all("VTIMEZONE")}
    text = "\r\n".join(lines)
    zones = [told for name, zone in sorted(names.items()) if _asked_for(name, text) and (told := definition_of(zone))]
    return "\r\n".join(["BEGIN:VCALENDAR", *zones, text, "END:VCALENDAR", ""]).encode()


def _event(version: Version, *, alone: bool, further: bool) -> Iterator[str]:
    told = version.told
    for found in _first_of_each(told.properties):
        if found.name in _DATES and not (alone and found.name == "RECURRENCE-ID"):
            yield _date(found, version.calendar)
        elif found.name in _TEXTS:
            yield _text(found.name, found, unescape_backslash(found.value))
        elif found.name in _PLAIN:
            yield f"{found.name}:{found.value.strip()}"
    alternative = told.first("X-ALT-DESC")
    if alternative and not told.value("DESCRIPTION"):
        yield _text("DESCRIPTION", alternative, clean(unescape_backslash(alternative.value)))
    start = told.first("DTSTART")
    if further and start:  # A date that has the UID of another event is one more date of that event.
        yield _date(Property("RECURRENCE-ID", start.parameters, start.value), version.calendar)
    zone = known_zone(version.calendar.value("X-WR-TIMEZONE"))
    if zone and told.value("DTSTART").endswith("Z"):
        yield f"{ZONE}:{zone}"
    if version.withdrawn:
        yield "STATUS:CANCELLED"
    yield from _mailbox(told)
    if _lasts(told.value("DTSTART"), told.value("RRULE")):
        yield from _written(told)


def _first_of_each(properties: Iterable[Property]) -> Iterator[Property]:
    """Only dates, rules and categories may be said several times."""
    met: set[str] = set()
    for found in properties:
        if found.name not in met or found.name in ("RDATE", "EXDATE", "RRULE", "CATEGORIES"):
            yield found
        met.add(found.name)


def _date(found: Property, calendar: Component) -> str:
    """A date with the usual name of its zone; one without zone is in that of its calendar, if that has one."""
    value = "".join(found.value.split())
    parameters = {name: found.parameter(name) for name in _OF_DATES}
    zone = parameters["TZID"] or (calendar.value("X-WR-TIMEZONE") if _FLOATING.fullmatch(value) else "")
    parameters["TZID"] = "" if value.endswith("Z") else known_zone(zone) or own_name(zone)
    said = "".join(f";{name}={told}" for name, told in sorted(parameters.items()) if told)
    return f"{found.name}{said}:{value}"


def _text(name: str, found: Property, text: str) -> str:
    language = found.parameter("LANGUAGE")
    said = f";LANGUAGE={language}" if re.fullmatch(r"[A-Za-z0-9-]{1,35}", language) else ""
    return f"{name}{said}:{vText(without_personal_addresses(text)).to_ical().decode()}"


def _mailbox(told: Component) -> Iterator[str]:
    """The first role address of whoever is named for questions."""
    for name in ("CONTACT", "ORGANIZER"):
        if mailbox := role_mailbox(told.value(name)):
            yield f"CONTACT:{mailbox}"
            return


def _lasts(start: str, rule: str) -> bool:
    """Whether a rule goes on for ever, or for more than a year, so that not all of its dates can be told."""
    until = _UNTIL.search(rule)
    if not rule or "COUNT=" in rule.upper():
        return False
    return not until or not _STAMP.fullmatch(start) or int(until[1]) - int(start[:6]) > _YEAR


def _written(told: Component) -> Iterator[str]:
    """The month in which a calendar was written, from which dates that recur for ever are told.

    Many servers stamp an event at each export; with the month, it changes at most once a month.
    """
    months = [found[1] for name in ("DTSTAMP", "LAST-MODIFIED") if (found := _STAMP.fullmatch(told.value(name)))]
    if months:
        yield f"{FROM}:{max(months)}01"


def _asked_for(name: str, text: str) -> bool:
    return bool(name) and not known_zone(name) and f"TZID={own_name(name)}" in text
