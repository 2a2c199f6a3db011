"""LHEO in the terms of the profile: a training with its sessions, places and provider, or an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from harvesters.description import Description
from harvesters.formats.lheo.codes import LEVELS, describe_audience, describe_domain
from harvesters.formats.lheo.credentials import describe_credentials
from harvesters.formats.lheo.element import Element, parse
from harvesters.formats.lheo.extras import describe_extras, own_extras
from harvesters.formats.lheo.organisations import describe_contact, describe_organisation, describe_providers
from harvesters.formats.lheo.payload import OWN_EXTRAS
from harvesters.formats.lheo.places import territory_of
from harvesters.formats.lheo.prices import describe_price
from harvesters.formats.lheo.sessions import describe_sessions
from harvesters.record import Raw
from harvesters.source import Source
from harvesters.territory import state_territory
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, SCHEMA, M


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One training, or one organisation of a list of organisations."""
    told = parse(raw.payload)
    kind = raw.kind or "course"
    language = source.language or "fr"
    described = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    if kind == "organization":
        describe_organisation(described, told, language)
        _place(described, told.first("coordonnees-organisme", "coordonnees", "adresse"))
    else:
        # Few feeds have our extras, and looking for them in every element costs more than in the bytes.
        extras = own_extras(told) if OWN_EXTRAS.encode() in raw.payload else {}
        _describe_training(described, told, extras, language)
        describe_extras(described, extras, minting)
    described.date(DCT.modified, _attribute(told, "horodatage-modification", "datemaj"))
    described.date(DCT.issued, _attribute(told, "horodatage-creation", "datecrea"))
    if not _attribute(told, "numero", "id"):
        described.warn(
            "MLG-L003", DCT.identifier, raw.key,
            "La fiche n'a pas d'attribut numero ; sa clé, tirée du SIRET et de l'intitulé, changera avec eux. "
            "Donnez-lui un numero.",
            "The record has no numero attribute; its key, made from SIRET and title, will change with them. "
            "Give it a numero.")
    return described


def _place(organisation: Description, address: Element) -> None:
    territory = territory_of(organisation, address)
    if territory:
        state_territory(organisation, territory)


def _describe_training(course: Description, training: Element, extras: Mapping[str, list[str]],
                       language: str) -> None:
    # An offer of the index is its own and only action.
    actions = training.all("action") or [training]
    _describe_texts(course, training, actions, language)
    describe_domain(course, training.first("domaine-formation"))
    describe_credentials(course, training)
    describe_providers(course, training, language)
    responsible = training.first("organisme-formation-responsable")
    describe_contact(course, *training.all("contact-formation"), *responsible.all("contact-organisme"),
                     *responsible.all("coordonnees-organisme"))
    for action in actions:
        for code in action.all("code-public-vise"):
            describe_audience(course, code)
        for spoken in action.all("langue-formation"):
            course.concept(DCT.language, "language", spoken.value())
    _describe_pages(course, training, actions)
    describe_price(course, actions, extras, language)
    describe_sessions(course, training, actions, extras, language)


def _describe_texts(course: Description, training: Element, actions: list[Element], language: str) -> None:
    course.text(DCT.title, training.value("intitule-formation"), language)
    content = training.value("contenu-formation")
    course.text(DCT.description, training.value("objectif-formation") or content, language)
    course.text(SCHEMA.teaches, training.value("resultats-attendus"), language)
    course.text(SCHEMA.syllabusSections, content, language)
    for action in actions:
        course.text(SCHEMA.coursePrerequisites, action.value("conditions-specifiques"), language)
        course.text(M.durationText, action.value("duree-indicative"), language)
    if level := LEVELS.get(training.value("code-niveau-entree")):
        said = {action.value("niveau-entree-obligatoire") for action in actions} - {""}
        compulsory = {"0": " conseillé", "1": " exigé"}.get("".join(said), "")
        course.text(SCHEMA.coursePrerequisites, f"Niveau d'entrée{compulsory} : {level}", "fr")


def _describe_pages(course: Description, training: Element, actions: list[Element]) -> None:
    """The page of the training, else those of its actions; an index often has but a bare home page."""
    pages = training.first("url-formation").all("urlweb")
    pages = pages or [page for action in actions for page in action.first("url-action").all("urlweb")]
    for page in pages:
        course.link(DCAT.landingPage, page.value())
    href = training.attributes.get("href", "")
    if not pages and _has_path(href):
        course.link(DCAT.landingPage, href)


def _has_path(url: str) -> bool:
    try:
        return bool(urlsplit(url).path.strip("/"))
    except ValueError:
        return False


def _attribute(told: Element, *names: str) -> str:
    return next((value for name in names if (value := told.attributes.get(name, "").strip())), "")
