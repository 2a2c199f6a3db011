"""When and how a course, its sessions, or an event are held."""

from __future__ import annotations

import re
from typing import Final

from harvesters.description import Description
from harvesters.formats.schemaorg.alignment import align, says_nothing
from harvesters.formats.schemaorg.entry import SESSION, is_cancelled
from harvesters.formats.schemaorg.node import Node, addresses, literals, nodes, types, words
from harvesters.formats.schemaorg.places import Places
from harvesters.formats.schemaorg.prices import describe_prices
from harvesters.formats.schemaorg.subjects import describe_languages
from harvesters.quantities import duration, integer
from ontology.terms import DCAT, DCT, SCHEMA, XSD, M

_OPEN_TIME: Final = re.compile(r"T\s*\Z")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NO_LASTING: Final = "PTWYMDHS0.,"
_OF_SESSIONS: Final = ("startDate", "endDate", "location", "courseMode", "eventAttendanceMode", "courseSchedule")


def describe_sessions(course: Description, node: Node, places: Places) -> set[float]:
    """Every session of a course, and the course itself where it says when or where it is held; the amounts asked."""
    amounts: set[float] = set()
    untold = cancelled = 0
    for session in [*nodes(node, "hasCourseInstance"), *([node] if _is_held(node) else [])]:
        if is_cancelled(session):
            cancelled += 1
        elif session is not node and not session.keys() - {"@id", "@type", "name", "url"}:
            untold += 1
        else:
            described = course.part(_part_name(session), SCHEMA.hasCourseInstance, SCHEMA.CourseInstance)
            amounts |= _describe_session(described, session, places, node)
    _tell_left_out(course, cancelled, untold)
    return amounts


def hold(held: Description, node: Node, places: Places) -> None:
    """Say when, how and where an event or session is held."""
    schedules = nodes(node, "eventSchedule", "courseSchedule")
    for predicate, own, also in ((SCHEMA.startDate, ("startDate",), "startDate"),
                                 (SCHEMA.endDate, ("endDate", "endTime"), "endDate")):
        told = next((found for name in own if (found := literals(node, name))), [])
        for date in told or [date for schedule in schedules for date in literals(schedule, also)]:
            held.date(predicate, _OPEN_TIME.sub("", date.strip()), essential=True)
    describe_mode(held, node)
    places.locate(held, node)
    for capacity in literals(node, "maximumAttendeeCapacity")[:1]:
        held.number(SCHEMA.maximumAttendeeCapacity, integer(capacity))
    if any("postponed" in status.casefold() for status in addresses(node, "eventStatus")):
        held.note("MLG-A036", SCHEMA.startDate, "",
                  "L'événement est reporté ; ses dates peuvent être les anciennes.",
                  "The event is postponed; its dates may be the former ones.")


def describe_mode(held: Description, node: Node) -> None:
    """Whether it is held on site, online, both, or at one's own pace."""
    told = addresses(node, "courseMode", "eventAttendanceMode")
    if any("movedonline" in status.casefold() for status in addresses(node, "eventStatus")):
        told = ["online"]
    for mode in told:
        if not says_nothing("mode", mode):
            held.concept(SCHEMA.courseMode, "mode", align(held.concepts, "mode", mode) or mode)


def describe_duration(held: Description, node: Node, language: str, *names: str) -> None:
    """How long it takes: as a duration where it is one, else in the publisher's words."""
    for word in words(node, *names):
        lasting = duration(word.text)
        if lasting and lasting.strip(_NO_LASTING):
            held.typed(SCHEMA.timeRequired, lasting, XSD.duration)
            return
        if lasting is None and not word.text.strip().startswith("P"):
            held.text(M.durationText, word.text, word.language or language)
            return
        if lasting is None:
            held.warn("MLG-A038", SCHEMA.timeRequired, word.text,
                      f"« {word.text} » n'est pas une durée ; écrivez PT14H pour 14 heures, P2D pour 2 jours.",
                      f"“{word.text}” is not a duration; write PT14H for 14 hours, P2D for 2 days.")


def _describe_session(described: Description, session: Node, places: Places, course: Node) -> set[float]:
    """A session with its own facts; what the course says already is not said twice."""
    hold(described, session, places)
    if session is course:
        describe_duration(described, session, places.language, "duration", "courseWorkload")
        return set()
    describe_duration(described, session, places.language, "timeRequired", "duration", "courseWorkload")
    titles = literals(course, "name")
    for name in words(session, "name")[:1]:
        if name.text not in titles:
            described.text(DCT.title, name.text, name.language or places.language)
    for identifier in literals(session, "identifier"):
        described.text(DCT.identifier, identifier)
    for page in addresses(session, "url"):
        described.link(DCAT.landingPage, page)
    describe_languages(described, session)
    return describe_prices(described, session, places.language)


def _is_held(node: Node) -> bool:
    return SESSION in types(node) or any(name in node for name in _OF_SESSIONS)


def _part_name(session: Node) -> str:
    """Sessions are known by their first day, which changes less than their place in the list."""
    dates = [*literals(session, "startDate"), *(
        date for schedule in nodes(session, "courseSchedule") for date in literals(schedule, "startDate"))]
    found = next((day for date in dates if (day := _DAY.match(date.strip()))), None)
    return f"session-{found[0]}" if found else "session"


def _tell_left_out(course: Description, cancelled: int, untold: int) -> None:
    if cancelled:
        course.note("MLG-A034", SCHEMA.hasCourseInstance, str(cancelled),
                    f"{cancelled} session(s) annulée(s) : elles sont omises.",
                    f"{cancelled} session(s) cancelled: they are left out.")
    if untold:
        course.note("MLG-A039", SCHEMA.hasCourseInstance, str(untold),
                    f"{untold} session(s) sans date, lieu ni modalité : elles sont omises ; décrivez-les.",
                    f"{untold} session(s) without date, place or mode: they are left out; describe them.")
