"""What software, data and services have that other items do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from harvesters.description import Description
from harvesters.formats.coverage import state_period, state_place
from harvesters.formats.distribution import Distribution
from harvesters.formats.keywords import state_keyword
from harvesters.formats.schemaorg.alignment import align
from harvesters.formats.schemaorg.node import Node, Words, addresses, called, first, literals, nodes, values, words
from harvesters.formats.schemaorg.places import describe_area
from harvesters.weblinks import web_iri
from ontology.terms import DCAT, DCT, SCHEMA

_OPEN: Final = ".."
_SCHEMA_TERM: Final = re.compile(r"(?:https?://schema\.org/)?(?:\w+Application|SoftwareSourceCode)", re.ASCII)
_PAGES: Final = ("softwareHelp", "downloadUrl", "installUrl")


def describe_software(record: Description, node: Node, language: str) -> None:
    """Version, categories, functions, source code and help."""
    for version in (literals(node, "softwareVersion") or literals(node, "version"))[:1]:
        record.text(SCHEMA.softwareVersion, version)
    for word in words(node, "applicationCategory", "applicationSubCategory"):
        if not _SCHEMA_TERM.fullmatch(word.text) and not web_iri(word.text):
            record.text(SCHEMA.applicationCategory, word.text, word.language or language)
    for word in words(node, "featureList"):
        if not web_iri(word.text):
            record.text(SCHEMA.featureList, word.text, word.language or language)
    for page in addresses(node, "codeRepository"):
        record.link(SCHEMA.codeRepository, page)
    for page in addresses(node, *_PAGES):
        if web_iri(page):
            record.link(DCT.relation, page)


def describe_data(record: Description, node: Node, language: str) -> None:
    """Files, version, the place and time that data are about, and the catalogue that they are of."""
    for told in nodes(node, "distribution"):
        _distribution(told).describe(record, language)
    for version in literals(node, "version")[:1]:
        record.text(DCAT.version, version)
    for place in values(node, "spatialCoverage"):
        iri = place.get("@id", "") if isinstance(place, dict) else ""
        state_place(record, iri if web_iri(iri) else "", [(word.text, word.language or language)
                                                          for word in called(place)])
    for covered in literals(node, "temporalCoverage"):
        start, slash, end = (part.strip().removesuffix(_OPEN) for part in covered.partition("/"))
        state_period(record, start, end if slash else start)
    for page in addresses(node, "includedInDataCatalog"):
        if web_iri(page):
            record.link(DCT.isPartOf, page)


def describe_service(record: Description, node: Node, language: str) -> None:
    """Which service it is, for which territory, on which terms, and where it is had."""
    for word in words(node, "serviceType"):
        known = align(record.concepts, "service-type", word.text)
        if known:
            record.concept(SCHEMA.serviceType, "service-type", known)
        else:
            state_keyword(record, word.text, word.language or language)
    for page in addresses(node, "termsOfService"):
        if web_iri(page):
            record.link(SCHEMA.termsOfService, page)
    describe_area(record, node)
    if not literals(node, "url"):
        for page in _channels(node):
            record.link(DCAT.landingPage, page)


def describe_interface(record: Description, node: Node) -> None:
    """Where a programming interface answers, and where it is explained."""
    for page in addresses(node, "endpointUrl") or list(_channels(node)):
        record.link(DCAT.endpointURL, page)
    for page in addresses(node, "documentation"):
        if web_iri(page):
            record.link(DCAT.endpointDescription, page)


def _distribution(told: Node) -> Distribution:
    """One file; `url` is the page where it is had, if another address is the file itself."""
    form = first(told, "encodingFormat")
    return Distribution(
        titles=_by_language(words(told, "name")), descriptions=_by_language(words(told, "description")),
        access=first(told, "url") or first(told, "contentUrl"), download=first(told, "contentUrl"),
        media_type=form, form="" if "/" in form else form, licence=tuple(addresses(told, "license")))


def _by_language(said: list[Words]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for word in said:
        made.setdefault(word.language, []).append(word.text)
    return made


def _channels(node: Node) -> Iterator[str]:
    return (page for channel in nodes(node, "availableChannel") for page in addresses(channel, "serviceUrl")
            if web_iri(page))
