"""A point of interest of DATAtourisme in the terms of the profile."""

from __future__ import annotations

from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.datatourisme.classes import load_classes
from harvesters.formats.datatourisme.periods import state_periods
from harvesters.formats.datatourisme.places import describe_places
from harvesters.formats.datatourisme.prices import describe_prices
from harvesters.formats.keywords import state_keyword
from harvesters.identifiers import identify
from harvesters.markdown import plain
from harvesters.record import Excluded, Raw
from harvesters.source import Source
from ontology.concepts import Concepts, UnknownConcept
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, SCHEMA, SKOS, VCARD, M

# The classes that every object bears, or that say less than the others.
_WIDE: Final = frozenset({"PointOfInterest", "PlaceOfInterest", "Product"})


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """What a payload says, in the profile's terms.

    Raises:
        Excluded: neither a cultural event or place, nor a training in arts and crafts.
    """
    poi: dict[str, Any] = orjson.loads(raw.payload)
    kind = raw.kind or load_classes().kind_of(
        poi.get("types", []), [theme.get("code", "") for theme in poi.get("themes", [])])
    if not kind:
        raise _out_of_scope(poi)
    record = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    language = source.language or "fr"
    _describe_texts(record, poi, language)
    _describe_classes(record, poi, kind)
    _describe_themes(record, poi, language)
    _describe_agents(record, poi, kind, language)
    describe_places(record, poi.get("places", []), itself=kind == "place")
    describe_prices(record, poi.get("offers", []), language)
    if kind == "event":
        state_periods(record, poi.get("periods", []))
    record.date(DCT.issued, poi.get("created"))
    record.date(DCT.modified, poi.get("modified"))
    record.link(SCHEMA.sameAs, poi.get("iri"))
    if poi.get("identifier"):
        identify(record, "DATAtourisme", poi["identifier"])
    return record


def _out_of_scope(poi: dict[str, Any]) -> Excluded:
    types = ", ".join(name for name in poi.get("types", []) if name not in _WIDE)[:200] or "?"
    return Excluded(
        "MLG-E210", f"Cet objet ({types}) n'est ni un événement culturel, ni un lieu culturel, ni un stage d'art ou de "
        "métier d'art.",
        f"This object ({types}) is no cultural event, cultural place or course in arts and crafts.")


def _describe_texts(record: Description, poi: dict[str, Any], language: str) -> None:
    for tag, titles in poi.get("titles", {}).items():
        record.text(DCT.title, titles[0], tag or language)
        for other in titles[1:]:
            record.text(SKOS.altLabel, other, tag or language)
    for tag, words in poi.get("descriptions", {}).items():
        record.text(DCT.description, plain("\n\n".join(words)), tag or language)


def _describe_classes(record: Description, poi: dict[str, Any], kind: str) -> None:
    for said in load_classes().of(poi.get("types", [])):
        record.text(DCAT.keyword, said.fr, "fr")
        record.text(DCAT.keyword, said.en, "en")
        record.concept(M.topic, "topic", said.topic)
        if kind == "event":
            record.concept(M.eventType, "event-type", said.event)
        if kind == "course":
            record.concept(SCHEMA.educationalLevel, "level", said.level)


def _describe_themes(record: Description, poi: dict[str, Any], language: str) -> None:
    """Themes are keywords, and topics where they are known; audiences that are not known are keywords too."""
    for theme in poi.get("themes", []):
        for tag, labels in theme.get("labels", {}).items():
            state_keyword(record, labels[0], tag or language)
    for audience in poi.get("audiences", []):
        known = _audience(record.concepts, audience.get("labels", {}))
        if known:
            record.link(DCT.audience, known)
            continue
        for tag, labels in audience.get("labels", {}).items():
            record.text(DCAT.keyword, labels[0], tag or language)


def _audience(concepts: Concepts, labels: dict[str, list[str]]) -> str:
    for names in labels.values():
        try:
            return concepts.find("audience", names[0])
        except UnknownConcept:
            continue
    return ""


def _describe_agents(record: Description, poi: dict[str, Any], kind: str, language: str) -> None:
    """The producer of the description, whom the licence asks to name; contacts; the pages of what is described."""
    if poi.get("producer"):
        record.part("publisher", DCT.publisher, ORG.Organization).text(DCT.title, poi["producer"], language)
    if kind == "course" and poi.get("provider"):
        record.part("provider", SCHEMA.provider, ORG.Organization).text(DCT.title, poi["provider"], language)
    for page in poi.get("pages", []):
        record.link(FOAF.homepage if kind == "place" else DCAT.landingPage, page)
    if kind != "place":
        for spoken in poi.get("languages", []):
            record.concept(DCT.language, "language", spoken)
    for contact in poi.get("contacts", []):
        part = record.part("contact", DCAT.contactPoint, VCARD.Organization)
        part.text(VCARD.fn, contact.get("name"), language)
        part.link(VCARD.hasEmail, contact.get("mail"))
        part.link(VCARD.hasURL, contact.get("page"))
