"""The organisations of LHEO: who answers for a training, and who gives it."""

from __future__ import annotations

import re
from typing import Final

from harvesters.description import Description
from harvesters.formats.lheo.element import Element
from harvesters.formats.lheo.places import describe_address
from harvesters.siret import is_siret
from harvesters.weblinks import role_mailbox
from ontology.terms import ADMS, DCAT, DCT, FOAF, ORG, ROV, SCHEMA, SKOS, VCARD

_ACTIVITY_NUMBER: Final = re.compile(r"[0-9][0-9AB][0-9]{9}", re.ASCII)
_UAI: Final = re.compile(r"[0-9]{3}[0-9AB][0-9]{3}[A-Z]", re.ASCII)


def describe_providers(course: Description, training: Element, language: str) -> None:
    """The organisation that answers for a training, and those that give it when they are others."""
    responsible = training.first("organisme-formation-responsable")
    summary = responsible.children or training.value("nom-organisme") or training.value("SIRET")
    if summary:
        provider = course.part("provider", SCHEMA.provider, ORG.Organization)
        describe_organisation(provider, responsible if responsible.children else training, language)
    first = responsible.value("SIRET-organisme-formation", "SIRET")
    for action in training.all("action"):
        for trainer in action.all("organisme-formateur"):
            siret = trainer.value("SIRET-formateur", "SIRET")
            name = trainer.value("raison-sociale-formateur")
            if name and siret != first:
                described = course.part("trainer", SCHEMA.provider, ORG.Organization)
                described.text(DCT.title, name, language)
                _identify_siret(described, siret)


def describe_organisation(organisation: Description, told: Element, language: str) -> None:
    """Names, identifiers, address and role mailbox of an organisation, whole or as the index sums it up."""
    name, legal = told.value("nom-organisme"), told.value("raison-sociale")
    organisation.text(DCT.title, name or legal, language)
    organisation.text(ROV.legalName, legal)
    _identify_siret(organisation, told.value("SIRET-organisme-formation", "SIRET") or told.value("SIRET"))
    _identify(organisation, "nda", _ACTIVITY_NUMBER, told.value("numero-activite").replace(" ", ""))
    _identify(organisation, "uai", _UAI, told.value("code-UAI-organisme-formation", "code-UAI").upper())
    coordinates = told.first("coordonnees-organisme", "coordonnees")
    describe_address(organisation, coordinates.first("adresse"))
    organisation.link(FOAF.homepage, coordinates.value("web", "urlweb"))


def describe_contact(described: Description, *contacts: Element) -> None:
    """The first role mailbox or page among contacts; nothing that is a person's is ever told."""
    for contact in contacts:
        coordinates = contact.first("coordonnees")
        mailbox = role_mailbox(coordinates.value("courriel"))
        page = coordinates.value("web", "urlweb")
        if mailbox or page:
            point = described.part("contact", DCAT.contactPoint, VCARD.Organization)
            point.link(VCARD.hasEmail, mailbox)
            point.link(VCARD.hasURL, page)
            return


def _identify_siret(organisation: Description, siret: str) -> None:
    digits = "".join(siret.split())
    if not digits:
        return
    if is_siret(digits):
        _identifier(organisation, "siret", digits)
        return
    organisation.warn(
        "MLG-L030", ADMS.identifier, siret,
        f"« {siret} » n'est pas un SIRET (14 chiffres, clé de contrôle juste) ; corrigez-le.",
        f"“{siret}” is not a SIRET (14 digits with a right check digit); correct it.")


def _identify(organisation: Description, scheme: str, form: re.Pattern[str], value: str) -> None:
    """An identifier of a register; 99999999999 and the like stand for "none"."""
    if not value or len(set(value)) == 1:
        return
    if form.fullmatch(value):
        _identifier(organisation, scheme, value)
        return
    organisation.warn(
        "MLG-L031", ADMS.identifier, value,
        f"« {value} » n'a pas la forme d'un numéro {scheme.upper()} ; corrigez-le.",
        f"“{value}” does not look like a {scheme.upper()} number; correct it.")


def _identifier(organisation: Description, scheme: str, value: str) -> None:
    name = organisation.iri.rpartition("#")[2] if "#" in organisation.iri else "identifier"
    identifier = organisation.part(f"{name}-{scheme}", ADMS.identifier, ADMS.Identifier)
    identifier.text(SKOS.notation, value)
    identifier.text(ADMS.schemaAgency, scheme.upper())
