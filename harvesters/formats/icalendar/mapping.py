"""An event of a calendar in the terms of the profile: an event with its dates, or a training with its sessions."""

from __future__ import annotations

from datetime import date, datetime

from harvesters.description import Description
from harvesters.formats.icalendar.occurrences import (
    MOST,
    Bounds,
    Occurrence,
    Unrepeatable,
    occurrences,
    recurs,
    single,
)
from harvesters.formats.icalendar.payload import ZONE
from harvesters.formats.icalendar.vevent import Told, VEvent, told_in
from harvesters.formats.icalendar.zones import MARK
from harvesters.formats.keywords import state_keyword
from harvesters.quantities import point
from harvesters.record import Raw
from harvesters.source import Source
from harvesters.text import clean
from harvesters.venue import Venue, Venues
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, SCHEMA, VCARD, M

_HORIZON = 366


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One event with all its dates."""
    kind = raw.kind or "event"
    described = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    told = told_in(raw.payload)
    main, language = told.events[0], source.language
    _describe_texts(described, main, language, kind)
    described.link(DCAT.landingPage, main.value("URL"))
    if mailbox := main.text("CONTACT"):
        described.part("contact", DCAT.contactPoint, VCARD.Organization).link(VCARD.hasEmail, mailbox)
    for predicate, name in ((DCT.modified, "LAST-MODIFIED"), (DCT.issued, "CREATED")):
        described.date(predicate, _lexical(main, name))
    _describe_dates(described, told, kind, source)
    if not main.has("UID"):
        described.warn(
            "MLG-C210", DCT.identifier, raw.key,
            "L'événement n'a pas d'UID ; sa clé, tirée de sa date et de son titre, changera avec eux. Donnez-lui un "
            "UID.",
            "The event has no UID; its key, made from its date and title, will change with them. Give it a UID.")
    return described


def _describe_texts(described: Description, event: VEvent, language: str, kind: str) -> None:
    for predicate, name in ((DCT.title, "SUMMARY"), (DCT.description, "DESCRIPTION")):
        described.text(predicate, _text(event, name), event.parameter(name, "LANGUAGE") or language)
    for word in event.categories():
        event_type = described.concepts.known("event-type", word) if kind == "event" else ""
        if event_type:
            described.link(M.eventType, event_type)
        else:
            state_keyword(described, word, language)


def _describe_dates(described: Description, told: Told, kind: str, source: Source) -> None:
    main, dates = told.events[0], _dates(described, told, source)
    venues = Venues(described, source.language)
    _tell_unknown_zone(described, main)
    if main.moment("DTSTART") is None:  # What iCalendar does not allow may still be a date; else it is told.
        described.date(SCHEMA.startDate, main.value("DTSTART"), essential=True)
    if kind == "course":
        for one in dates:
            session = described.part(f"session-{_day(one)}", SCHEMA.hasCourseInstance, SCHEMA.CourseInstance)
            _describe_one(session, one, venues)
            if _venue(one.event).online:
                session.concept(SCHEMA.courseMode, "mode", "online")
    elif not dates:
        venues.hold(described, _venue(main))
    elif len(dates) == 1:
        _describe_one(described, dates[0], venues)
    else:
        _describe_several(described, main, dates, venues)


def _tell_unknown_zone(described: Description, event: VEvent) -> None:
    start, zone = event.moment("DTSTART"), event.parameter("DTSTART", "TZID")
    if zone.startswith(MARK) and isinstance(start, datetime) and start.tzinfo is None:
        zone = zone.removeprefix(MARK)
        described.warn(
            "MLG-C213", SCHEMA.startDate, zone,
            f"Le fuseau « {zone} » n'est ni connu ni défini dans le calendrier ; l'heure est gardée sans fuseau. "
            "Écrivez par exemple Europe/Paris.",
            f"The time zone “{zone}” is neither known nor defined in the calendar; the time is kept without one. Write "
            "for example Europe/Paris.")


def _dates(described: Description, told: Told, source: Source) -> list[Occurrence]:
    """The dates to tell; where a rule cannot be followed, the first one."""
    main = told.events[0]
    start, end = main.moment("DTSTART"), main.moment("DTEND")
    if start is None or not recurs(told) or _inverted(start, end):
        return single(main)
    try:
        dates = occurrences(told, Bounds(_days(source, "horizon", _HORIZON), _days(source, "past", 0)))
    except Unrepeatable as fault:
        described.warn(
            "MLG-C211", SCHEMA.startDate, fault.rule,
            f"La règle de répétition « {fault.rule} » n'a pas pu être suivie ; seule la première date est gardée. "
            "Corrigez RRULE, RDATE ou EXDATE.",
            f"The recurrence rule “{fault.rule}” could not be followed; only the first date is kept. Correct RRULE, "
            "RDATE or EXDATE.")
        return single(main)
    if len(dates) > MOST:
        described.note(
            "MLG-C212", SCHEMA.startDate, str(MOST),
            f"L'événement a plus de {MOST} dates ; les {MOST} premières sont gardées.",
            f"The event has more than {MOST} dates; the first {MOST} are kept.")
    return dates[:MOST]


def _describe_several(described: Description, main: VEvent, dates: list[Occurrence], venues: Venues) -> None:
    """The whole period on the event itself, and each date with what is otherwise on it."""
    described.date(SCHEMA.startDate, dates[0].start.isoformat())
    described.date(SCHEMA.endDate, (dates[-1].end or dates[-1].start).isoformat())
    usual = _venue(main)
    venues.hold(described, usual)
    for one in dates:
        part = described.part(f"date-{_day(one)}", SCHEMA.eventSchedule, SCHEMA.Schedule)
        part.date(SCHEMA.startDate, one.start.isoformat())
        part.date(SCHEMA.endDate, one.end.isoformat() if one.end else None)
        for name, predicate in (("SUMMARY", DCT.title), ("DESCRIPTION", DCT.description)):
            if one.event is not main and (text := _text(one.event, name)) != _text(main, name):
                part.text(predicate, text, venues.language)
        if one.event is not main and (venue := _venue(one.event)) != usual:
            venues.hold(part, venue)


def _describe_one(held: Description, one: Occurrence, venues: Venues) -> None:
    held.date(SCHEMA.startDate, one.start.isoformat(), essential=True)
    held.date(SCHEMA.endDate, one.end.isoformat() if one.end else None, essential=True)
    venues.hold(held, _venue(one.event))


def _venue(event: VEvent) -> Venue:
    start = event.moment("DTSTART")
    zone = getattr(start.tzinfo, "key", "") if isinstance(start, datetime) else ""
    zone = event.value(ZONE) or zone
    latitude, _, longitude = event.value("GEO").partition(";")
    return Venue(event.text("LOCATION"), point(latitude, longitude) or "", zone)


def _inverted(start: date, end: date | None) -> bool:
    """Whether an event ends before it starts; moments with and without zone cannot be compared."""
    try:
        return end is not None and end < start
    except TypeError:
        return False


def _day(one: Occurrence) -> str:
    return one.start.isoformat()[:10]


def _days(source: Source, option: str, usual: int) -> int:
    value = source.options.get(option, usual)
    return min(max(value, 0), 3_660) if isinstance(value, int) else usual


def _text(event: VEvent, name: str) -> str:
    text = event.text(name)
    return clean(text) if name == "SUMMARY" else text


def _lexical(event: VEvent, name: str) -> str:
    read = event.moment(name)
    return read.isoformat() if read else event.value(name)
