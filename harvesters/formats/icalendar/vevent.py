"""One VEVENT of a payload: what it says, of which only what is asked for is parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any, Final

import icalendar
from icalendar.parser import split_on_unescaped_comma, unescape_backslash

from harvesters.formats.icalendar.lines import Component, Property, components_of
from harvesters.formats.icalendar.zones import MARK, zone_of

_TYPES: Final = icalendar.Event.types_factory
# Only these are in a zone (RFC 5545, section 3.2.19); other moments are in UTC.
_ZONED: Final = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"})
_LISTS: Final = frozenset({"RDATE", "EXDATE"})


@dataclass(frozen=True, slots=True)
class VEvent:
    """An event as a payload tells it, in canonical form, and the zones of its calendar that have no known name."""

    told: Component
    zones: Mapping[str, tzinfo]

    def has(self, name: str) -> bool:
        """Whether it has a property of that name."""
        return self.told.first(name) is not None

    def value(self, name: str) -> str:
        """The value of a property as it is written; empty when there is none."""
        return self.told.value(name)

    def text(self, name: str) -> str:
        """The value of a property of text; empty when there is none."""
        return str(unescape_backslash(self.value(name)))

    def parameter(self, name: str, parameter: str) -> str:
        """A parameter of a property, such as its TZID; empty when there is none."""
        found = self.told.first(name)
        return found.parameter(parameter) if found else ""

    def categories(self) -> list[str]:
        """Its keywords, in their order."""
        return [word for found in self.told.properties if found.name == "CATEGORIES"
                for word in split_on_unescaped_comma(found.value)]

    def moment(self, name: str) -> date | None:
        """A date or moment of the event; None for one that is not there or cannot be read."""
        value = self._value(name)
        return value if isinstance(value, date) else None

    def duration(self) -> timedelta | None:
        """How long it takes, where that is told instead of an end."""
        value = self._value("DURATION")
        return value if isinstance(value, timedelta) else None

    def _value(self, name: str) -> object:
        found = self.told.first(name)
        return self._parsed(found, _type_of(found)) if found else None

    def only(self, names: frozenset[str]) -> Iterator[Property]:
        """Its properties of these names, in their order; lists of no dates are left out."""
        return (found for found in self.told.properties
                if found.name in names and (found.value or found.name not in _LISTS))

    def read(self, found: Property) -> Any:
        """A property as the library keeps it: one of its value types, or None for what it cannot read."""
        kind = _type_of(found)
        value = self._parsed(found, kind)
        if value is None:
            return None
        kept = kind(value)
        if meant := found.parameter("RANGE"):
            kept.params["RANGE"] = meant
        return kept

    def _parsed(self, found: Property, kind: Any) -> Any:
        """A value as Python has it, such as a date; None for one that cannot be read."""
        zone = self._zone(found)
        try:
            return kind.from_ical(found.value, zone) if zone else kind.from_ical(found.value)
        except (ValueError, TypeError):
            return None

    def _zone(self, found: Property) -> str | tzinfo | None:
        """A known name, or a zone of the calendar's own; whole days have none of those."""
        name = found.parameter("TZID") if found.name in _ZONED else ""
        if not name.startswith(MARK):
            return name
        return self.zones.get(name) if "T" in found.value else None


@dataclass(frozen=True, slots=True)
class Told:
    """What a payload tells: the event itself first, then the dates of it that are otherwise."""

    events: Sequence[VEvent]


def told_in(payload: bytes) -> Told:
    """What a payload tells."""
    [calendar] = components_of(payload.decode())
    defined = {zone.value("TZID"): zone_of("\r\n".join(_lines(zone))) for zone in calendar.all("VTIMEZONE")}
    zones = {name: zone for name, zone in defined.items() if zone is not None}
    return Told([VEvent(event, zones) for event in calendar.all("VEVENT")])


def _type_of(found: Property) -> Any:
    """The library's type for the values of a property."""
    return _TYPES.for_property(found.name, found.parameter("VALUE") or None)


def _lines(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}"
    yield from (f"{found.name}{found.parameters}:{found.value}" for found in component.properties)
    for part in component.components:
        yield from _lines(part)
    yield f"END:{component.name}"
