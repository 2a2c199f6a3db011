"""A programme of CDM-fr in the terms of the profile: a training with its university and faculty."""

from __future__ import annotations

from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.cdmfr.codes import describe_codes
from harvesters.formats.cdmfr.providers import describe_place, describe_providers
from harvesters.formats.keywords import state_keyword
from harvesters.formats.languages import main_language
from harvesters.quantities import decimal, duration, integer
from harvesters.record import Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, SCHEMA, VCARD, XSD, M

Told = dict[str, Any]

# What the description tells under a heading, because the profile has no property for it.
_HEADED: Final = (("careers", "Débouchés : ", "Careers: "), ("studies", "Poursuite d'études : ", "Further studies: "),
                  ("public", "Public : ", "Public: "))


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One programme or course."""
    told: Told = orjson.loads(raw.payload)
    course = Description.of_record(minting.thing("course", source.name, raw.key), "course", raw.key, concepts)
    language = source.language or "fr"
    _describe_texts(course, told, language)
    _describe_credentials(course, told, language)
    describe_codes(course, told)
    describe_providers(course, told.get("units", []), language)
    _describe_pages(course, told)
    _describe_sessions(course, told, language)
    for spoken in told.get("languages", ()):
        course.concept(DCT.language, "language", main_language(spoken) or spoken)
    for price, currency in told.get("offers", ()):
        _offer(course, price, currency)
    if parent := told.get("parent"):
        course.link(DCT.isPartOf, minting.thing("course", source.name, parent))
    return course


def _describe_texts(course: Description, told: Told, language: str) -> None:
    texts = ((DCT.title, "names"), (SCHEMA.teaches, "objectives"), (SCHEMA.coursePrerequisites, "prerequisites"),
             (SCHEMA.syllabusSections, "syllabus"), (SCHEMA.syllabusSections, "parts"))
    for predicate, name in texts:
        for text, tag in told.get(name, ()):
            course.text(predicate, text, tag or language)
    for tag, text in _descriptions(told, language).items():
        course.text(DCT.description, text, tag)
    for word, tag in told.get("words", ()):
        state_keyword(course, word, main_language(tag) or language)


def _descriptions(told: Told, language: str) -> dict[str, str]:
    """The description of each language, and below it what has no property of its own, under its heading."""
    found: dict[str, list[str]] = {}
    for text, tag in told.get("description", ()):
        found.setdefault(tag or language, []).append(text)
    for name, french, english in _HEADED:
        for text, tag in told.get(name, ()):
            heading = french if (tag or language) == "fr" else english
            found.setdefault(tag or language, []).append(heading + text)
    return {tag: "\n".join(texts) for tag, texts in found.items()}


def _describe_credentials(course: Description, told: Told, language: str) -> None:
    for text, tag in told.get("qualifications", ()):
        course.text(SCHEMA.educationalCredentialAwarded, text, tag or language)
    degree, after = told.get("degree", ""), told.get("after", "")
    if degree or after:
        level = f"{degree} ({after})" if degree and after else degree or after
        course.text(SCHEMA.educationalCredentialAwarded, level, "fr")
    ects = decimal(told.get("ects", ""))
    if ects and float(ects) > 0:
        course.text(SCHEMA.educationalCredentialAwarded, f"{float(ects):g} crédits ECTS", "fr")


def _describe_pages(course: Description, told: Told) -> None:
    """The page of the programme; else that of the faculty or university, which is no page to enrol on."""
    course.link(DCAT.landingPage, told.get("page"))
    if mailbox := told.get("mailbox"):
        course.part("contact", DCAT.contactPoint, VCARD.Organization).link(VCARD.hasEmail, mailbox)


def _describe_sessions(course: Description, told: Told, language: str) -> None:
    """How long, how and where; a session only where the start of teaching is told."""
    lasting = duration(told.get("lasting", "")) if told.get("lasting") else None
    if lasting:
        course.typed(SCHEMA.timeRequired, lasting, XSD.duration)
    for text, tag in told.get("lastingText", ()):
        course.text(M.durationText, text, tag or language)
    held, start = course, told.get("start", "")
    if start:
        held = course.part("session", SCHEMA.hasCourseInstance, SCHEMA.CourseInstance)
        held.date(SCHEMA.startDate, start, essential=True)
        held.number(SCHEMA.maximumAttendeeCapacity, integer(told.get("places", "")))
    for mode in told.get("modes", ()):
        held.concept(SCHEMA.courseMode, "mode", mode)
    describe_place(course, held, told, language)


def _offer(course: Description, price: str, currency: str) -> None:
    amount = decimal(price)
    if amount is None or amount.startswith("-"):
        course.warn(
            "MLG-L210", SCHEMA.price, price,
            f"« {price} » n'est pas un prix ; écrivez un nombre entier.",
            f"“{price}” is not a price; write a whole number.")
        return
    offer = course.part("offer", SCHEMA.offers, SCHEMA.Offer)
    offer.typed(SCHEMA.price, amount.removeprefix("+"), XSD.decimal)
    offer.text(SCHEMA.priceCurrency, {"": "EUR", "€": "EUR"}.get(currency, currency.upper()))
