"""A data repository in the terms of the profile: a shared service for depositing and finding data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.keywords import state_keyword
from harvesters.formats.re3data.institutions import describe_institutions
from harvesters.formats.re3data.languages import state_spoken
from harvesters.identifiers import doi, identify
from harvesters.licences import state_licence
from harvesters.record import Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, RE3DATA, SCHEMA, SKOS, VCARD, M

Told = Mapping[str, Any]

_SUBJECT: Final = re.compile(r"(\d{1,5})\s+(.+)", re.ASCII | re.DOTALL)
# Not `urn:…` and `https://…`, whose first word is no register.
_IDENTIFIER: Final = re.compile(r"(?!(?:urn|https?):)([A-Za-z]{2,20})(?:_doi)?:\s*(\S.*)", re.ASCII | re.IGNORECASE)
_ENGLISH: Final = "en"


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One repository, or what the list alone says of it."""
    told: dict[str, Any] = orjson.loads(raw.payload)
    kind = raw.kind or "service"
    described = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    for predicate, name in ((DCT.title, "names"), (SKOS.altLabel, "other"), (DCT.description, "descriptions")):
        state_spoken(described, predicate, told.get(name, ()), source.language)
    for page in told.get("pages", ()):
        described.link(DCAT.landingPage, page)
    described.link(DCT.source, RE3DATA[raw.key].value)
    for value in told.get("identifiers", ()):
        _state_identifier(described, value)
    _describe_subjects(described, told)
    for code in told.get("languages", ()):
        described.concept(DCT.language, "language", code)
    _describe_service(described, told)
    describe_institutions(described, told.get("institutions", ()), source.language)
    _describe_contact(described, told.get("contacts", ()))
    described.date(M.validityEnd, told.get("end"))
    described.date(DCT.issued, told.get("issued"))
    described.date(DCT.modified, told.get("modified"))
    return described


def _state_identifier(described: Description, value: str) -> None:
    """`DOI:…` or an address of one, `RRID:SCR_…`; what names no register is only an identifier."""
    named = _IDENTIFIER.fullmatch(value)
    if bare := doi(value):
        identify(described, "DOI", bare)
    elif named:
        identify(described, named[1], named[2])
    else:
        described.text(DCT.identifier, value)


def _describe_subjects(described: Description, told: Told) -> None:
    for keyword in told.get("keywords", ()):
        state_keyword(described, keyword, _ENGLISH)
    for subject in told.get("subjects", ()):
        numbered = _SUBJECT.fullmatch(subject)
        number, name = numbered.groups() if numbered else ("", subject)
        if code := _alignment()["discipline"].get(number):
            described.concept(DCT.subject, "discipline", code)
        else:
            state_keyword(described, name, _ENGLISH)
    for content in told.get("contents", ()):
        code = _alignment()["content-type"].get(content)
        if code is None:
            state_keyword(described, content, _ENGLISH)
        described.concept(M.contentType, "content-type", code)


def _describe_service(described: Description, told: Told) -> None:
    """What it is for: to deposit where uploads are let in, to find data where these are let out, and by machine."""
    access = _alignment()["access"]
    for name, kind in (("upload", "storage"), ("data", "corpus-access")):
        if any(access.get(word) in ("public", "restricted") for word in told.get(name, ())):
            described.concept(SCHEMA.serviceType, "service-type", kind)
    for address in told.get("apis", ()):
        described.concept(SCHEMA.serviceType, "service-type", "api")
        described.link(DCAT.endpointURL, address)
    for word in told.get("access", ()):
        described.concept(DCT.accessRights, "access", access.get(word, word))
    for page in told.get("terms", ()):
        described.link(SCHEMA.termsOfService, page)
    for names in told.get("licences", ()):
        state_licence(described, *names)
    for standard in told.get("standards", ()):
        described.link(DCT.conformsTo, standard)
    for certificate in told.get("certificates", ()):
        described.text(M.storageGuarantee, certificate, _ENGLISH)


def _describe_contact(described: Description, contacts: list[str]) -> None:
    if contacts:
        point = described.part("contact", DCAT.contactPoint, VCARD.Organization)
        for contact in contacts:
            point.link(VCARD.hasEmail if contact.startswith("mailto:") else VCARD.hasURL, contact)


@cache
def _alignment() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("alignment.toml").read_text("utf-8"))
