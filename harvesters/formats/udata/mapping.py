"""A dataset, a data service or a reuse of udata in the terms of the profile."""

from __future__ import annotations

from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.coverage import state_period
from harvesters.formats.distribution import Distribution
from harvesters.formats.frequency import state_frequency
from harvesters.formats.json_values import by_language
from harvesters.formats.keywords import state_keyword
from harvesters.formats.udata.item import DATA_SERVICE, DATASET, REUSE
from harvesters.formats.udata.zones import state_zone
from harvesters.identifiers import doi, identify
from harvesters.licences import state_licence
from harvesters.markdown import plain
from harvesters.record import Excluded, Raw
from harvesters.siret import is_siret
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, SCHEMA, SKOS, VCARD

# Like udata's own DCAT export: what is restricted is not public at all in the words of the EU's list.
_ACCESS: Final = {"open": "public", "open_with_account": "public", "restricted": "non-public"}
_PROGRAMS: Final = frozenset({"application", "api"})


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """What a payload says, in the profile's terms.

    Raises:
        Excluded: neither dataset nor data service, nor a reuse that the source asks for by `kind = "tool"`.
    """
    item: dict[str, Any] = orjson.loads(raw.payload)
    kind = _kind(item, source)
    record = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    language = source.language or "fr"
    _describe_texts(record, item, language)
    _describe_agents(record, item, language)
    _describe_rights(record, item)
    record.date(DCT.issued, item.get("created"))
    record.date(DCT.modified, item.get("modified"))
    _describe_origin(record, item)
    match item["sort"]:
        case "dataset":
            _describe_dataset(record, item, language)
        case "data-service":
            _describe_service(record, item)
        case _:
            _describe_reuse(record, item, language)
    return record


def _kind(item: dict[str, Any], source: Source) -> str:
    sort = item.get("sort", "")
    if sort in (DATASET, DATA_SERVICE):
        return str(sort)
    if sort != REUSE:
        raise Excluded(
            "MLG-E010", "Ce n'est ni un jeu de données, ni un service de données, ni une réutilisation.",
            "This is no dataset, data service or reuse.")
    if source.kind == "tool" and item.get("type") in _PROGRAMS:
        return source.kind
    form = item.get("type", "?")
    raise Excluded(
        "MLG-E011", f"Une réutilisation ({form}) est hors du champ ; une source qui déclare kind = \"tool\" garde les "
        "applications.",
        f"A reuse ({form}) is out of scope; a source that declares kind = \"tool\" keeps applications.")


def _describe_texts(record: Description, item: dict[str, Any], language: str) -> None:
    record.text(DCT.title, item.get("title"), language)
    record.text(SKOS.altLabel, item.get("acronym"), language)
    record.text(DCT.description, plain(item.get("description", "")), language)
    for tag in item.get("tags", []):
        state_keyword(record, tag, language)


def _describe_agents(record: Description, item: dict[str, Any], language: str) -> None:
    """The organisation that publishes it; an owner without one is a person."""
    organization = item.get("organization", {})
    if organization.get("name"):
        tool = item["sort"] == REUSE
        part = record.part("provider" if tool else "publisher", SCHEMA.provider if tool else DCT.publisher,
                           ORG.Organization)
        part.text(DCT.title, organization["name"], language)
        part.text(SKOS.altLabel, organization.get("acronym"), language)
        part.link(FOAF.homepage, organization.get("url") or organization.get("page"))
        if is_siret(organization.get("siret", "")):
            identify(part, "SIRET", organization["siret"])
    elif item.get("owner"):
        record.note(
            "MLG-E013", DCT.publisher, "",
            "C'est une personne qui publie, sans organisation : son nom n'est pas repris.",
            "A person publishes this, without an organisation: the name is not taken over.")
    for contact in item.get("contacts", []):
        part = record.part("contact", DCAT.contactPoint, VCARD.Organization)
        part.text(VCARD.fn, contact.get("name"), language)
        part.link(VCARD.hasEmail, contact.get("mail"))
        part.link(VCARD.hasURL, contact.get("form"))


def _describe_rights(record: Description, item: dict[str, Any]) -> None:
    if item.get("license"):
        state_licence(record, *item["license"])
    access = item.get("access_type", "")
    record.concept(DCT.accessRights, "access", _ACCESS.get(access, access))


def _describe_origin(record: Description, item: dict[str, Any]) -> None:
    """Where the platform shows it, and where it had it from."""
    record.link(DCAT.landingPage, item.get("page") or item.get("remote"))
    if item.get("page"):
        record.link(SCHEMA.sameAs, item.get("remote"))
    for found in dict.fromkeys(filter(None, map(doi, item.get("identifiers", [])))):
        identify(record, "DOI", found)


def _describe_dataset(record: Description, item: dict[str, Any], language: str) -> None:
    state_frequency(record, item.get("frequency", ""))
    state_period(record, item.get("start", ""), item.get("end", ""))
    for zone in item.get("zones", []):
        state_zone(record, zone)
    for resource in item.get("resources", []):
        _distribution(resource).describe(record, language)


def _distribution(resource: dict[str, str]) -> Distribution:
    """A file that the platform holds is downloaded at its address, and has a lasting one that leads to it."""
    url, held = resource.get("url", ""), resource.get("filetype") == "file"
    return Distribution(
        titles=by_language(resource.get("title", "")), descriptions=by_language(resource.get("description", "")),
        access=(resource.get("latest") or url) if held else url, download=url if held else "",
        media_type=resource.get("mime", ""), form=resource.get("format", ""))


def _describe_service(record: Description, item: dict[str, Any]) -> None:
    record.link(DCAT.endpointURL, item.get("base_api_url"))
    for name in ("machine_documentation_url", "endpoint_description_url", "technical_documentation_url"):
        record.link(DCAT.endpointDescription, item.get(name))
    record.link(DCAT.landingPage, item.get("business_documentation_url"))
    for page in item.get("datasets", []):
        record.link(DCAT.servesDataset, page)


def _describe_reuse(record: Description, item: dict[str, Any], language: str) -> None:
    record.link(FOAF.homepage, item.get("url"))
    record.text(SCHEMA.applicationCategory, item.get("type"), language)
    for page in item.get("datasets", []):
        record.link(SCHEMA.isBasedOn, page)
