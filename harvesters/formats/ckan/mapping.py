"""A package of CKAN in the terms of the profile, as the DCAT mapping has it."""

from __future__ import annotations

from typing import Any, Final

import langcodes
import orjson

from harvesters.description import Description
from harvesters.formats.coverage import state_period, state_place
from harvesters.formats.distribution import Distribution
from harvesters.formats.frequency import state_frequency
from harvesters.formats.keywords import state_keyword
from harvesters.identifiers import doi, identify
from harvesters.licences import find_licence, state_licence
from harvesters.markdown import plain
from harvesters.record import Excluded, Raw
from harvesters.source import Source
from harvesters.weblinks import web_iri
from ontology.concepts import Concepts, UnknownConcept
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, SCHEMA, VCARD

# Types of packages that extensions of CKAN add, none of which is a dataset.
_OTHER_TYPES: Final = frozenset({"showcase", "harvest", "application", "apps", "page", "blog", "reuse", "decision"})


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """What a payload says, in the profile's terms.

    Raises:
        Excluded: a package that is no dataset, such as a showcase or the configuration of a harvest.
    """
    package: dict[str, Any] = orjson.loads(raw.payload)
    kind = package.get("type", "")
    if kind in _OTHER_TYPES:
        raise Excluded("MLG-E130", f"Un objet de type « {kind} » n'est pas un jeu de données.",
                       f"An object of type “{kind}” is no dataset.")
    record = Description.of_record(minting.thing("dataset", source.name, raw.key), "dataset", raw.key, concepts)
    language = source.language or _tag(package.get("spoken", ""))
    _describe_texts(record, package, language)
    record.date(DCT.issued, package.get("created"))
    record.date(DCT.modified, package.get("modified"))
    _describe_agents(record, package, language)
    _describe_lists(record, package, language)
    _describe_coverage(record, package, language)
    _describe_rights(record, package, language)
    return record


def _tag(spoken: str) -> str:
    try:
        return langcodes.standardize_tag(spoken) if spoken else ""
    except ValueError:
        return ""


def _describe_texts(record: Description, package: dict[str, Any], language: str) -> None:
    for tag, titles in package.get("title", {}).items():
        record.text(DCT.title, titles[0], tag or language)
    for predicate, name in ((DCT.description, "notes"), (DCT.provenance, "provenance")):
        for tag, words in package.get(name, {}).items():
            record.text(predicate, plain("\n\n".join(words)), tag or language)
    for tag, words in package.get("keywords", {}).items():
        for word in words:
            state_keyword(record, word, tag or language)
    record.text(DCAT.version, package.get("version"))
    for page in (package.get("page"), package.get("url")):
        record.link(DCAT.landingPage, page)
    for found in dict.fromkeys(filter(None, map(doi, package.get("identifiers", [])))):
        identify(record, "DOI", found)


def _describe_agents(record: Description, package: dict[str, Any], language: str) -> None:
    if publisher := package.get("publisher"):
        _agent(record.part("publisher", DCT.publisher, ORG.Organization), publisher, language)
    for creator in package.get("creators", []):
        _agent(record.part("creator", DCT.creator, ORG.Organization), creator, language)
    for contact in package.get("contacts", []):
        part = record.part("contact", DCAT.contactPoint, VCARD.Organization)
        for tag, names in contact.get("name", {}).items():
            part.text(VCARD.fn, names[0], tag or language)
        part.link(VCARD.hasEmail, contact.get("mail"))
        part.link(VCARD.hasURL, contact.get("page"))


def _agent(part: Description, said: dict[str, Any], language: str) -> None:
    for tag, names in said["name"].items():
        part.text(DCT.title, names[0], tag or language)
    part.link(FOAF.homepage, said.get("url"))
    part.link(SCHEMA.sameAs, said.get("uri"))


def _describe_lists(record: Description, package: dict[str, Any], language: str) -> None:
    """Themes of the EU list are themes; other ones are subjects by their IRIs, or keywords by their names."""
    for theme in package.get("themes", []):
        if known := _known(record, "theme", theme):
            record.link(DCAT.theme, known)
        elif theme.startswith("http"):
            record.link(DCT.subject, theme)
        else:
            state_keyword(record, theme, language)
    for spoken in package.get("languages", []):
        known = _known(record, "language", spoken) or _known(record, "language", spoken.rstrip("/").rpartition("/")[2])
        record.concept(DCT.language, "language", known or spoken)
    for standard in package.get("conforms", []):
        if web_iri(standard):
            record.link(DCT.conformsTo, standard)


def _describe_coverage(record: Description, package: dict[str, Any], language: str) -> None:
    state_frequency(record, package.get("frequency", ""))
    for start, end in package.get("periods", []):
        state_period(record, start, end)
    for place in package.get("places", []):
        state_place(record, place.get("uri", ""), [(place["text"], language)] if "text" in place else [])


def _describe_rights(record: Description, package: dict[str, Any], language: str) -> None:
    """Access, licence and files. A licence that all files carry is the record's too, and is told."""
    if access := package.get("access", ""):
        if known := _known(record, "access", access):
            record.link(DCT.accessRights, known)
        else:
            record.text(DCT.rights, access, language)
    resources = package.get("resources", [])
    for resource in resources:
        _distribution(resource).describe(record, language)
    if package.get("licence"):
        state_licence(record, *package["licence"])
        return
    carried = {find_licence(record.concepts, resource.get("licence", [])) for resource in resources}
    if len(carried) == 1 and (shared := carried.pop()):
        record.link(DCT.license, shared)
        record.note("MLG-E131", DCT.license, shared, "La licence est celle que portent tous les fichiers.",
                    "The licence is the one that all files carry.")


def _distribution(resource: dict[str, Any]) -> Distribution:
    return Distribution(
        titles=resource.get("title", {}), descriptions=resource.get("description", {}),
        access=resource.get("access", ""), download=resource.get("download", ""),
        media_type=resource.get("media_type", ""), form=resource.get("format", ""),
        licence=tuple(resource.get("licence", ())), rights=resource.get("rights", {}))


def _known(record: Description, scheme: str, name: str) -> str:
    try:
        return record.concepts.find(scheme, name)
    except UnknownConcept:
        return ""
