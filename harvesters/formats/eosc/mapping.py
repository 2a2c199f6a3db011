"""A resource of the catalogue in the terms of the profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from harvesters.description import Description
from harvesters.formats.eosc.agents import describe_authors, describe_contact, describe_organisation, describe_owners
from harvesters.formats.eosc.alignment import aligned, alignment, bare, words
from harvesters.formats.eosc.item import OUT_OF_SCOPE
from harvesters.formats.keywords import state_keyword
from harvesters.identifiers import identify, ror
from harvesters.licences import state_licence
from harvesters.quantities import duration
from harvesters.record import Excluded, Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, SCHEMA, SKOS, XSD, M

Told = Mapping[str, Any]


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One service, data source, training resource, tool or provider.

    Raises:
        Excluded: not yet approved, a data source that only completes a service, or a model that is out of scope.
    """
    told: dict[str, Any] = orjson.loads(raw.payload)
    _in_scope(told)
    kind, language = alignment()["kinds"][told["model"]], source.language or "en"
    described = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    _describe_texts(described, told, language)
    for page in told.get("pages", ()):
        described.link(FOAF.homepage if kind == "organization" else DCAT.landingPage, page)
    _describe_identifiers(described, told)
    _describe_subjects(described, told, language)
    _describe_territory(described, told)
    for spoken in (*told.get("languageAvailabilities", ()), *told.get("languages", ())):
        if spoken.casefold() not in ("ot", "other"):
            described.concept(DCT.language, "language", spoken)
    describe_contact(described, told)
    if kind == "organization":
        describe_organisation(described, told)
    else:
        describe_owners(described, told, source, minting)
        _describe_use(described, told, source, minting)
    if kind == "material":
        _describe_material(described, told, language)
    if kind in ("material", "tool"):
        describe_authors(described, told)
        state_licence(described, *told.get("licence", ()))
    described.date(DCT.issued, told.get("issued"))
    described.date(DCT.modified, told.get("modified"))
    return described


def _in_scope(told: Told) -> None:
    model = told["model"]
    if model in OUT_OF_SCOPE:
        raise Excluded("MLG-Z210", f"Le modèle « {model} » est hors du champ : ce n'est ni un service, ni un outil, ni "
                       "une ressource pédagogique, ni un organisme.",
                       f"The model “{model}” is out of scope: it is no service, tool, training resource or provider.")
    if told.get("pending"):
        raise Excluded("MLG-Z211", "La ressource n'est pas encore approuvée par le catalogue.",
                       "The catalogue has not approved the resource yet.")
    if "name" not in told and "serviceId" in told:
        raise Excluded("MLG-Z212", f"Cette fiche ne fait que compléter le service « {told['serviceId']} » ; moissonnez "
                       "la liste des services.",
                       f"This record only completes the service “{told['serviceId']}”; harvest the list of services.")


def _describe_texts(described: Description, told: Told, language: str) -> None:
    described.text(DCT.title, told.get("name"), language)
    described.text(SKOS.altLabel, told.get("abbreviation"), language)
    described.text(SKOS.altLabel, told.get("acronym"), language)
    described.text(DCT.description, "\n".join(filter(None, (told.get("tagline"), told.get("description")))), language)
    described.text(SCHEMA.softwareVersion, told.get("version"))


def _describe_identifiers(described: Description, told: Told) -> None:
    for register, value in told.get("identifiers", ()):
        if key := ror(value):
            identify(described, "ROR", key)
        elif register.isascii() and register.isalpha():
            identify(described, register.upper() if register.islower() else register, value)
        else:
            described.text(DCT.identifier, value)


def _describe_subjects(described: Description, told: Told, language: str) -> None:
    """Categories and domains as our concepts where one is the same, else as keywords."""
    for word in (*told.get("tags", ()), *told.get("keywords", ()), told.get("programmingLanguage", "")):
        state_keyword(described, word, language)
    for code in (*told.get("categories", ()), *told.get("serviceCategories", ())):
        if known := aligned("service-type", code):
            described.concept(SCHEMA.serviceType, "service-type", known)
        else:
            state_keyword(described, words(code), language)
    for code in told.get("domains", ()):
        if known := aligned("discipline", code):
            described.concept(DCT.subject, "discipline", known)
        else:
            state_keyword(described, words(code), language)
    state_keyword(described, words(told.get("datasourceClassification", "")), language)
    for code in (*told.get("researchEntityTypes", ()), *told.get("researchProductTypes", ())):
        described.concept(M.contentType, "content-type", aligned("content-type", code))
    for standard in told.get("standards", ()):
        described.text(DCAT.keyword, standard, language)
    unknown = []
    for code in (*told.get("targetUsers", ()), *told.get("targetGroups", ())):
        if not described.concept(DCT.audience, "audience", aligned("audience", code)) and words(code):
            unknown.append(words(code))
    if unknown:
        said = ", ".join(dict.fromkeys(unknown))
        described.note("MLG-Z220", DCT.audience, said,
                       f"Ces publics n'ont pas d'équivalent dans la liste des publics et sont omis : {said}.",
                       f"These audiences have no counterpart in the list of publics and are left out: {said}.")


def _describe_territory(described: Description, told: Told) -> None:
    """How far it reaches, where that is one of our levels; French regions overseas have codes of countries."""
    for code in told.get("geographicalAvailabilities", ()):
        described.concept(M.coverageLevel, "coverage-level", alignment()["coverage-level"].get(code))
        if region := described.concepts.known("region", f"FR-{code}"):
            described.link(M.territoryServed, region)


def _describe_use(described: Description, told: Told, source: Source, minting: Minting) -> None:
    """How mature it is, who may use it, under which terms, and what it needs."""
    if level := bare(told.get("trl", "")):
        described.concept(M.trl, "trl", level)
    rights = (aligned("access", told.get(name, "")) for name in ("orderType", "accessRights"))
    described.concept(DCT.accessRights, "access", next(filter(None, rights), ""))
    for name in ("termsOfUse", "accessPolicy"):
        for page in told.get(name, ()):
            described.link(SCHEMA.termsOfService, page)
    for name in ("userManual", "trainingInformation", "documentation"):
        described.link(DCT.relation, told.get(name))
    described.link(SCHEMA.codeRepository, told.get("repository"))
    for key in told.get("requiredResources", ()):
        described.link(DCT.requires, minting.thing("service", source.name, key))
    for key in (*told.get("relatedResources", ()), *told.get("eoscRelatedServices", ())):
        described.link(DCT.relation, minting.thing("service", source.name, key))


def _describe_material(described: Description, told: Told, language: str) -> None:
    described.concept(SCHEMA.educationalLevel, "level", bare(told.get("expertiseLevel", "")))
    for outcome in told.get("learningOutcomes", ()):
        described.text(SCHEMA.teaches, outcome, language)
    for code in (*told.get("contentResourceTypes", ()), *told.get("learningResourceTypes", ())):
        described.concept(M.materialType, "material-type", aligned("material-type", code))
    if bare(told.get("accessRights", "")) == "paid_access":
        described.flag(SCHEMA.isAccessibleForFree, False)
    if lasting := duration(told.get("duration", "")):
        described.typed(SCHEMA.timeRequired, lasting, XSD.duration)
    else:
        described.text(M.durationText, told.get("duration"), language)
