"""An entry of a feed in the terms of the profile."""

from __future__ import annotations

from typing import Any

import orjson

from harvesters.description import Description
from harvesters.formats.keywords import state_keyword
from harvesters.licences import state_licence
from harvesters.record import Raw
from harvesters.source import Source
from harvesters.venue import Venue, Venues
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, SCHEMA, M

_DATED = frozenset({"course", "event"})


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One entry, as the kind of record that the source declares."""
    told = orjson.loads(raw.payload)
    kind = raw.kind or "event"
    described = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    language = told.get("language") or source.language
    described.text(DCT.title, told.get("title"), language)
    described.text(DCT.description, told.get("text"), language)
    described.link(DCAT.landingPage, told.get("link"))
    described.date(DCT.issued, told.get("issued"))
    described.date(DCT.modified, told.get("modified"))
    for word in told.get("words", ()):
        _describe_word(described, word, language, kind)
    state_licence(described, told.get("licence"))
    if kind in _DATED:
        _describe_dates(described, told, kind, language)
    if not told.get("id") and not told.get("link"):
        described.warn(
            "MLG-C260", DCT.identifier, raw.key,
            "L'entrée n'a ni identifiant ni lien ; sa clé, tirée de son titre et de son texte, changera avec eux. "
            "Donnez-lui un guid.",
            "The entry has neither id nor link; its key, made from its title and text, will change with them. Give it "
            "a guid.")
    return described


def _describe_word(described: Description, word: str, language: str, kind: str) -> None:
    event_type = described.concepts.known("event-type", word) if kind == "event" else ""
    if event_type:
        described.link(M.eventType, event_type)
    else:
        state_keyword(described, word, language)


def _describe_dates(described: Description, told: dict[str, Any], kind: str, language: str) -> None:
    """When and where, if the feed has elements for it; the date of publication is never that of the event."""
    start, end, place = told.get("start", ""), told.get("end", ""), Venue(told.get("place", ""), told.get("wkt", ""))
    held = described
    if kind == "course" and (start or end):
        held = described.part("session", SCHEMA.hasCourseInstance, SCHEMA.CourseInstance)
        if place.online:
            held.concept(SCHEMA.courseMode, "mode", "online")
    held.date(SCHEMA.startDate, start, essential=True)
    held.date(SCHEMA.endDate, end if end != start else "", essential=True)
    Venues(described, language).hold(held, place)
