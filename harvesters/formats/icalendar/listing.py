"""Reading a calendar: one item for each event, whatever number of dates it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from harvesters.formats.icalendar.events import Event, Version, events_of
from harvesters.formats.icalendar.lines import Component, components_of
from harvesters.formats.icalendar.payload import canonical
from harvesters.formats.paging import short_name
from harvesters.record import Document, Fault, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every event of every calendar in the document.

    Raises:
        UnreadableDocument: there is no calendar in it.
    """
    content = document.path.read_bytes()
    text, encoding = _decoded(content)
    calendars = [component for component in components_of(text) if component.name == "VCALENDAR"]
    if not calendars:
        raise _no_calendar(content)
    name, kind = short_name(document), source.kind or "event"
    versions: list[Version] = []
    for calendar in calendars:
        for told in calendar.all("VEVENT"):
            version = Version(told, calendar)
            if (fault := _fault(version, name)) is not None:
                yield fault
            else:
                versions.append(version)
    for event in events_of(versions):
        yield _raw(event, name, kind)
    yield from _listing(calendars, versions, encoding)


def is_calendar(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether a document begins as a calendar does."""
    return _START.match(start) is not None


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 as it must be, else that of old Windows programs."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), "utf-8"
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "cp1252"


def _raw(event: Event, name: str, kind: str) -> Raw:
    line = event.versions[0].told.line
    return Raw(event.key, canonical(event), f"{name}, line {line}", kind, event.changed, event.withdrawn)


def _fault(version: Version, name: str) -> Fault | None:
    told = version.told
    uid = " ".join(told.value("UID").split())
    place = f"{name}, line {told.line}"
    if not told.closed:
        return Fault(uid, place, Finding(
            "MLG-C203", Severity.VIOLATION,
            "L'événement s'arrête sans END:VEVENT : il est sans doute coupé ; relancez, puis prévenez la source.",
            "The event stops without END:VEVENT: it is probably cut; try again, then tell the source."))
    if not uid and not told.value("SUMMARY"):
        return Fault("", place, Finding(
            "MLG-C204", Severity.VIOLATION,
            "L'événement n'a ni UID ni titre (SUMMARY) : rien ne permet de le reconnaître ; donnez-lui un UID.",
            "The event has neither a UID nor a title (SUMMARY): nothing tells it apart; give it a UID."))
    return None


def _listing(calendars: list[Component], versions: list[Version], encoding: str) -> Iterator[Listing]:
    cut = next((calendar for calendar in calendars if not calendar.closed), None)
    if cut:
        yield Listing(incomplete=f"the calendar of line {cut.line} stops without END:VCALENDAR",
                      incomplete_fr=f"le calendrier de la ligne {cut.line} s'arrête sans END:VCALENDAR")
    remarks = [*_shared_uids(versions), *([_NOT_UTF8] if encoding != "utf-8" else [])]
    if remarks:
        yield Listing(remarks=tuple(remarks))


def _shared_uids(versions: list[Version]) -> Iterator[Finding]:
    shared = [event.key for event in events_of(versions) if event.more]
    if shared:
        yield Finding(
            "MLG-C205", Severity.INFO,
            f"{len(shared)} UID servent à plusieurs événements, le premier est « {shared[0]} » ; chacun est lu comme "
            "un événement à plusieurs dates. Donnez un UID à chaque événement, ou RECURRENCE-ID à chaque date.",
            f"{len(shared)} UIDs serve several events, the first is “{shared[0]}”; each is read as one event of "
            "several dates. Give each event its UID, or each date a RECURRENCE-ID.", "identifier", shared[0])


_NOT_UTF8: Final = Finding(
    "MLG-C202", Severity.INFO,
    "Le calendrier n'est pas en UTF-8 ; il est lu comme du Windows-1252. Publiez-le en UTF-8.",
    "The calendar is not in UTF-8; it is read as Windows-1252. Publish it in UTF-8.")


def _no_calendar(content: bytes) -> UnreadableDocument:
    if content[:1_000].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return UnreadableDocument(
            "MLG-C201", "L'adresse a répondu une page web (HTML) au lieu d'un calendrier ; vérifiez l'adresse de la "
            "source (elle finit souvent par .ics).",
            "The address answered with a web page (HTML) instead of a calendar; check the source's address (it often "
            "ends with .ics).")
    return UnreadableDocument(
        "MLG-C201", "Ce n'est pas un calendrier iCalendar : on attend BEGIN:VCALENDAR ; vérifiez l'adresse de la "
        "source.", "This is not an iCalendar document: BEGIN:VCALENDAR is expected; check the source's address.")
