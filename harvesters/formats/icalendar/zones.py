"""Time zones: by the names that calendars give them, or as calendars define them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import icalendar
from icalendar.timezone.tzp import TZP

from harvesters.formats.icalendar.lines import Component

MARK: Final = "~"

_LONGEST: Final = 100
_READ: Final = frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})
_LETTER: Final = re.compile(r"[^\w ./+-]")
# Clocks change once or twice a year; a rule that fires each second would be followed from 1970 on.
_YEARLY: Final = re.compile(
    r"FREQ=YEARLY|INTERVAL=1|(?:BYMONTH|BYMONTHDAY|BYDAY|BYHOUR|BYMINUTE|BYSECOND|UNTIL|WKST)=[\w,+-]{1,60}",
    re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=1_024)
def known_zone(name: str) -> str:
    """The IANA name (`Europe/Paris`) of a zone under any of its names (of Windows, of a vendor); empty for no zone."""
    if not name or len(name) > _LONGEST:
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # That a vendor's name was understood is no news.
        try:
            zone = TZP().timezone(name)
        except (ValueError, OSError):  # A name that is a path, or holds what no path may.
            return ""
    return zone.key if isinstance(zone, ZoneInfo) else ""


def own_name(name: str) -> str:
    """A zone of no known name as a payload names it: without quotes, and nothing that could be looked up."""
    return f"{MARK}{_LETTER.sub('_', name).strip()}" if name else ""


@lru_cache(maxsize=256)
def zone_of(definition: str) -> tzinfo | None:
    """The zone that a definition (`BEGIN:VTIMEZONE` … ) describes; None for one that does not tell the time of day."""
    try:
        told = icalendar.Timezone.from_ical(definition)
        if not isinstance(told, icalendar.Timezone):
            return None
        zone: tzinfo = told.to_tz(TZP(), lookup_tzid=False)
        return None if zone.utcoffset(datetime(2024, 7, 1)) is None else zone  # noqa: DTZ001
    except Exception:  # The library fails in many ways on what makes no sense.
        return None


def definition_of(zone: Component) -> str:
    """The canonical definition of a zone of no known name; empty for one that cannot be followed."""
    rules = [found.value for part in zone.all("STANDARD", "DAYLIGHT") for found in part.properties
             if found.name == "RRULE"]
    if not all(_YEARLY.fullmatch(part.strip()) for rule in rules for part in rule.strip("; ").split(";")):
        return ""
    definition = "\r\n".join(_lines(zone))
    return definition if zone_of(definition) else ""


def _lines(zone: Component) -> Iterator[str]:
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{own_name(zone.value('TZID'))}"
    for part in zone.all("STANDARD", "DAYLIGHT"):
        yield f"BEGIN:{part.name}"
        yield from sorted(f"{found.name}:{found.value.strip()}" for found in part.properties if found.name in _READ)
        yield f"END:{part.name}"
    yield "END:VTIMEZONE"
