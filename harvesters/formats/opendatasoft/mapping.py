"""A record of a dataset as the map says, or a dataset of a catalogue in the terms of the profile."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from harvesters.description import Description
from harvesters.formats.coverage import state_place
from harvesters.formats.distribution import Distribution
from harvesters.formats.keywords import state_keyword
from harvesters.formats.paging import is_remote
from harvesters.licences import addresses_in, state_licence
from harvesters.record import Raw
from harvesters.source import Source
from harvesters.tables import rows
from ontology.concepts import Concepts, UnknownConcept
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, ORG


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """What a record or a dataset says.

    Raises:
        Excluded: the record has a value of `[exclude]`.
    """
    if source.map:
        return rows.describe(raw, source, concepts, minting)
    told: dict[str, Any] = orjson.loads(raw.payload)
    described = Description.of_record(minting.thing("dataset", source.name, raw.key), "dataset", raw.key, concepts)
    language = told.get("language") or source.language
    described.text(DCT.title, told.get("title"), language)
    described.text(DCT.description, told.get("description"), language)
    described.concept(DCT.language, "language", told.get("language"))
    described.date(DCT.issued, told.get("issued"))
    described.date(DCT.modified, told.get("modified"))
    _describe_subjects(described, told, language)
    if told.get("publisher"):
        described.part("publisher", DCT.publisher, ORG.Organization).text(DCT.title, told["publisher"], language)
    if told.get("license") or told.get("license_url"):
        state_licence(described, told.get("license"), told.get("license_url"))
    for page in (page for reference in told.get("references", []) for page in addresses_in(reference)):
        described.link(DCT.source, page)
    for name in told.get("territory", []):
        state_place(described, "", [(name, language)])
    if is_remote(source.url):
        _describe_pages(described, source.url, told)
    return described


def _describe_subjects(described: Description, told: dict[str, Any], language: str) -> None:
    """Themes of the EU list are themes, other ones keywords."""
    for theme in told.get("theme", []):
        try:
            described.link(DCAT.theme, described.concepts.find("theme", theme))
        except UnknownConcept:
            state_keyword(described, theme, language)
    for keyword in told.get("keyword", []):
        state_keyword(described, keyword, language)


def _describe_pages(described: Description, url: str, told: dict[str, Any]) -> None:
    """The page of a dataset on its portal, and its records as every portal exports them."""
    portal, key = urlsplit(url), quote(told.get("id", ""), safe="@")
    root = f"{portal.scheme}://{portal.netloc}"
    described.link(DCAT.landingPage, f"{root}/explore/dataset/{key}/")
    if told.get("records"):
        for form, media_type in (("csv", "text/csv"), ("json", "application/json")):
            file = f"{root}/api/explore/v2.1/catalog/datasets/{key}/exports/{form}"
            Distribution({}, {}, download=file, media_type=media_type).describe(described, "")
