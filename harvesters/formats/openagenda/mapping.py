"""An event of OpenAgenda in the terms of the profile; for an agenda of trainings, a training with its sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

import orjson

from harvesters.description import Description
from harvesters.formats.keywords import state_keyword
from harvesters.formats.openagenda.admission import describe_admission
from harvesters.formats.openagenda.event import PUBLISHED
from harvesters.formats.openagenda.places import describe_place
from harvesters.formats.openagenda.timings import Timing, span_of, timings_of
from harvesters.markdown import plain
from harvesters.record import Excluded, Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, OPENAGENDA, SCHEMA

_MODES: Final[Mapping[str, str]] = {"1": "onsite", "2": "online", "3": "blended"}
_MOVED_ONLINE: Final = "3"
_MOST_DATES: Final = 200
# What is said of a date, where it is not as planned.
_STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    "2": ("est reprogrammé", "is rescheduled"), "4": ("est reporté, sans doute à une autre date",
                                                       "is postponed, perhaps to another date"),
    "5": ("est complet", "is full"),
}


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One event, or one training.

    Raises:
        Excluded: it is not published.
    """
    told: dict[str, Any] = orjson.loads(raw.payload)
    _in_scope(told)
    kind = raw.kind or "event"
    record = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    _describe_texts(record, told, source.language)
    _describe_agenda(record, told.get("agenda", {}), raw.key, source.language)
    record.date(DCT.issued, told.get("createdAt"))
    record.date(DCT.modified, told.get("updatedAt"))
    describe_admission(record, told, source.language)
    _describe_holding(record, told, kind, source.language)
    _tell_status(record, told)
    return record


def _in_scope(told: Mapping[str, Any]) -> None:
    state = told.get("state", PUBLISHED)
    if told.get("draft") or state != PUBLISHED:
        raise Excluded("MLG-V210", f"L'événement n'est pas publié dans l'agenda (état {state}).",
                       f"The event is not published in the agenda (state {state}).")


def _describe_texts(record: Description, told: Mapping[str, Any], language: str) -> None:
    for tag, titles in told.get("title", {}).items():
        record.text(DCT.title, titles[0], tag or language)
    short, long = told.get("description", {}), told.get("longDescription", {})
    for tag in {**short, **long}:
        texts = [plain(text) for text in (*short.get(tag, []), *long.get(tag, []))]
        record.text(DCT.description, "\n\n".join(
            text for text in texts if not any(text != other and text in other for other in texts)), tag or language)
    for tag, words in told.get("keywords", {}).items():
        for word in words:
            state_keyword(record, word, tag or language)


def _describe_agenda(record: Description, agenda: Mapping[str, str], key: str, language: str) -> None:
    """The agenda that the event comes from, and the event's page in it."""
    if uid := quote(agenda.get("uid", ""), safe=""):
        record.link(DCAT.landingPage, OPENAGENDA[f"{uid}/events/{quote(key, safe='')}"].value)
        part = record.part("agenda", DCT.isPartOf, SCHEMA.Collection)
        part.text(DCT.title, agenda.get("title"), language)
        part.link(FOAF.homepage, OPENAGENDA[uid].value)


def _describe_holding(record: Description, told: Mapping[str, Any], kind: str, language: str) -> None:
    """When, where and how it is held: the event itself, or every session of a training."""
    timings, strange = timings_of(told.get("timings", []), told.get("timezone", ""))
    for written in strange:
        record.warn("MLG-V211", SCHEMA.startDate, written,
                    f"« {written} » n'est pas un horaire ; signalez-le à l'agenda.",
                    f"“{written}” is no timing; tell the agenda.")
    if kind != "course" or not timings:
        held = [record]
        if timings:
            _state_dates(record, span_of(timings))
            _state_timings(record, timings, ends_only=bool(told.get("endsOnly")))
    else:
        held = list(_sessions(record, timings))
    mode = "online" if told.get("status") == _MOVED_ONLINE else _MODES.get(told.get("attendanceMode", ""), "")
    places = list(_places(record, held[0], told, mode, language))
    for one in held:
        one.concept(SCHEMA.courseMode, "mode", mode)
        for place in places:
            one.link(SCHEMA.location, place)


def _sessions(record: Description, timings: list[Timing]) -> Iterator[Description]:
    for timing in timings:
        session = record.part(f"session-{timing.name}", SCHEMA.hasCourseInstance, SCHEMA.CourseInstance)
        _state_dates(session, timing)
        yield session


def _state_dates(held: Description, timing: Timing) -> None:
    held.date(SCHEMA.startDate, timing.begin, essential=True)
    held.date(SCHEMA.endDate, timing.end, essential=True)


def _places(record: Description, held: Description, told: Mapping[str, Any], mode: str,
            language: str) -> Iterator[str]:
    """The place to go to, unless it is online only, and the page to follow it on."""
    if mode != "online" and (place := describe_place(record, held, told.get("location", {}), language)):
        yield place
    if mode in ("online", "blended"):
        online = held.part("online", SCHEMA.location, SCHEMA.VirtualLocation)
        online.text(DCT.title, "En ligne", "fr")
        online.text(DCT.title, "Online", "en")
        online.link(FOAF.homepage, told.get("onlineAccessLink"))
        yield online.iri


def _state_timings(record: Description, timings: list[Timing], *, ends_only: bool) -> None:
    """Each of several timings as a date; of very many the first ones, and none where only the ends are known."""
    if len(timings) == 1:
        return
    if ends_only:
        record.note("MLG-V214", SCHEMA.eventSchedule, "",
                    "Seuls le premier et le dernier horaire sont donnés, pas ceux qui sont entre les deux ; demandez "
                    "tous les champs (detailed=1).",
                    "Only the first and the last timing are given, not those in between; ask for all fields "
                    "(detailed=1).")
        return
    for timing in timings[:_MOST_DATES]:
        _state_dates(record.part(f"date-{timing.name}", SCHEMA.eventSchedule, SCHEMA.Schedule), timing)
    if len(timings) > _MOST_DATES:
        record.note("MLG-V212", SCHEMA.eventSchedule, str(len(timings)),
                    f"L'événement a {len(timings)} horaires ; la fiche donne les {_MOST_DATES} premiers, puis la fin "
                    "du dernier.",
                    f"The event has {len(timings)} timings; the record gives the first {_MOST_DATES}, then the end of "
                    "the last one.")


def _tell_status(record: Description, told: Mapping[str, Any]) -> None:
    if words := _STATUSES.get(told.get("status", "")):
        record.note("MLG-V213", SCHEMA.startDate, told["status"], f"L'agenda dit que l'événement {words[0]}.",
                    f"The agenda says that the event {words[1]}.")
