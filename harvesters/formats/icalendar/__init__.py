"""iCalendar (RFC 5545): the events of a calendar, or its trainings, with all their dates."""

from harvesters.formats.format import Format
from harvesters.formats.icalendar.listing import is_calendar, read
from harvesters.formats.icalendar.mapping import describe

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise=is_calendar, accept="text/calendar",
                options=frozenset({"horizon", "past"}), drops_past=True)
