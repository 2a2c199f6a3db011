"""The properties of an item of the marketplace, each by its code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from pyoxigraph import NamedNode

from harvesters.description import Description
from ontology.concepts import UnknownConcept
from ontology.terms import DCAT, DCT, FOAF, SCHEMA, VCARD, M

Property = Mapping[str, str]
# Read by the mapping, which has a more precise date to prefer.
YEAR: Final = "year"
Write = Callable[[Description, Property, str], None]

# Activities of TaDiRAH 1 whose name is not one of TaDiRAH 2; the file of TaDiRAH 2.0.3 matches them so.
_FORMER_ACTIVITIES: Final[Mapping[str, str]] = {
    "analysis": "analyzing", "cleanup": "dataCleansing", "collaboration": "collaborating",
    "conversion": "converting", "enrichment": "enriching", "preservation": "preserving", "storage": "storing",
    "transcription": "transcribing", "translation": "translating", "visualization": "visualAnalysis",
}
# The audiences of the SSHOC list whose names are not among ours, where the public is the same.
_AUDIENCES: Final[Mapping[str, str]] = {
    "public": "general-public", "trainer": "teacher", "researchLibrary": "librarian",
    "researchSupport": "technician", "researchFunderAndPolicyMaker": "decision-maker",
    "privateSectorAndIndustry": "entrepreneur",
}
_ORDER_OR_PREFIX: Final = re.compile(r"^(?:[0-9]+\s+|ActivityType-)")

# What curators of the marketplace tell each other, and what no page or facet of ours shows.
_UNREAD: Final = frozenset({
    "processed-at", "deprecated-at-source", "conflict-at-source", "curation-detail", "curation-flag-url",
    "curation-flag-description", "curation-flag-coverage", "curation-flag-merged", "curation-flag-relations",
    "model-version", "dace-hash", "source-last-update", "privacy-policy-url", "service-level-url",
    "authentication", "life-cycle-status", "geographical-availability", "publication-type",
    "publication-place", "journal", "conference", "volume", "issue", "pages",
    YEAR,
})


def describe_properties(described: Description, kind: str, properties: list[Property], language: str) -> None:
    """Every property that has a place in the profile; the codes of the others are told once."""
    unknown: dict[str, None] = {}
    for told in properties:
        code = told.get("code", "")
        write = _WRITERS.get((kind, code)) or _WRITERS.get(("", code))
        if write:
            write(described, told, language)
        elif code and code not in _UNREAD:
            unknown[code] = None
    if unknown:
        codes = ", ".join(unknown)
        described.note(
            "MLG-B030", "properties", codes,
            f"Ces propriétés n'ont pas de place dans le profil et sont omises : {codes}.",
            f"These properties have no place in the profile and are left out: {codes}.")


def _said(told: Property) -> str:
    return told.get("label") or told.get("value") or told.get("concept", "")


def _text(predicate: NamedNode, *, tagged: bool = True) -> Write:
    return lambda described, told, language: described.text(predicate, _said(told), language if tagged else "")


def _link(predicate: NamedNode) -> Write:
    return lambda described, told, _: described.link(predicate, told.get("value") or told.get("uri"))


def _find(described: Description, scheme: str, *names: str) -> str:
    """The concept that the first known of several names means; empty if none does."""
    for name in names:
        if name:
            try:
                return described.concepts.find(scheme, name)
            except UnknownConcept:
                continue
    return ""


def _concept(predicate: NamedNode, scheme: str) -> Write:
    """A concept by its code, IRI or label; the label is told where none is known."""

    def write(described: Description, told: Property, _: str) -> None:
        code, uri = told.get("concept", ""), told.get("uri", "")
        iri = _find(described, scheme, uri, code, told.get("label", ""), told.get("value", ""),
                    uri.rpartition("/")[2])
        described.concept(predicate, scheme, iri or _said(told) or code)

    return write


def _activity(described: Description, told: Property, _: str) -> None:
    """TaDiRAH 2 by code, IRI or label; TaDiRAH 1 and the Scholarly Ontology by what became of the name."""
    names = [told.get("uri", ""), told.get("concept", ""), told.get("label", "")]
    bare = [_ORDER_OR_PREFIX.sub("", name) for name in names[1:]]
    former = [_FORMER_ACTIVITIES.get(name.casefold(), "") for name in bare]
    iri = _find(described, "research-activity", *names, *bare, *former)
    described.concept(M.researchActivity, "research-activity", iri or _said(told))


def _discipline(described: Description, told: Property, language: str) -> None:
    described.text(DCAT.keyword, _said(told), language)
    described.link(DCT.subject, told.get("uri"))


def _licence(described: Description, told: Property, language: str) -> None:
    """A licence of our list, else the IRI that the marketplace has for it (most are of SPDX)."""
    uri = told.get("uri", "")
    known = _find(described, "licence", uri, told.get("concept", ""), told.get("label", ""))
    if uri and not known:
        described.link(DCT.license, uri)
    else:
        _concept(DCT.license, "licence")(described, told, language)


def _audience(described: Description, told: Property, _: str) -> None:
    code = told.get("concept", "")
    iri = _find(described, "audience", _AUDIENCES.get(code, ""), code, told.get("label", ""))
    if iri:
        described.concept(DCT.audience, "audience", iri)
        return
    said = _said(told)
    described.note(
        "MLG-B031", DCT.audience, said,
        f"Le public « {said} » n'a pas d'équivalent dans la liste des publics ; il est omis.",
        f"The audience “{said}” has no counterpart in the list of publics; it is left out.")


def _object_type(described: Description, told: Property, language: str) -> None:
    """The early shape's type: a form of material if it is one, else a keyword."""
    iri = _find(described, "material-type", told.get("concept", ""), told.get("label", ""))
    if iri:
        described.concept(M.materialType, "material-type", iri)
    else:
        described.text(DCAT.keyword, _said(told), language)


def _standard(described: Description, told: Property, language: str) -> None:
    if told.get("uri"):
        described.link(DCT.conformsTo, told["uri"])
    else:
        described.text(DCAT.keyword, _said(told), language)


def _helpdesk(described: Description, told: Property, _: str) -> None:
    address = told.get("value") or told.get("uri")
    if address:
        described.part("contact", DCAT.contactPoint, VCARD.Organization).link(VCARD.hasURL, address)


def _publisher(described: Description, told: Property, _: str) -> None:
    described.part("publisher", DCT.publisher, FOAF.Agent).text(DCT.title, _said(told))


# By kind and code; an empty kind stands for all.
_WRITERS: Final[Mapping[tuple[str, str], Write]] = {
    ("", "activity"): _activity,
    ("", "keyword"): _text(DCAT.keyword),
    ("", "discipline"): _discipline,
    ("", "language"): _concept(DCT.language, "language"),
    ("", "license"): _licence,
    ("", "intended-audience"): _audience,
    ("", "technology-readiness-level"): _concept(M.trl, "trl"),
    ("", "mode-of-use"): _text(SCHEMA.applicationCategory),
    ("", "invocation"): _text(SCHEMA.applicationCategory),
    ("", "tool-family"): _text(SCHEMA.applicationCategory),
    ("", "resource-category"): _text(SCHEMA.applicationCategory),
    ("", "object-format"): _text(DCT.format, tagged=False),
    ("", "standard"): _standard,
    ("", "see-also"): _link(DCT.relation),
    ("", "user-manual-url"): _link(DCT.relation),
    ("", "helpdesk-url"): _helpdesk,
    ("", "terms-of-use-url"): _link(SCHEMA.termsOfService),
    ("", "access-policy-url"): _link(SCHEMA.termsOfService),
    ("", "terms-of-use"): _text(DCT.rights),
    ("", "version"): _text(SCHEMA.softwareVersion, tagged=False),
    ("", "publisher"): _publisher,
    # Facets of ours that the marketplace has no list for, in the codes of our lists.
    ("", "maillage-ai-level"): _concept(M.aiAcculturationLevel, "ai-level"),
    ("", "maillage-audience"): _concept(DCT.audience, "audience"),
    ("", "maillage-level"): _concept(SCHEMA.educationalLevel, "level"),
    ("", "maillage-material-type"): _concept(M.materialType, "material-type"),
    ("", "maillage-tool-family"): _concept(M.toolFamily, "tool-family"),
    ("", "maillage-topic"): _concept(M.topic, "topic"),
    ("material", "extent"): _text(M.durationText),
    ("material", "object-type"): _object_type,
    # What the early shape says of tools and services here has become their kind.
    ("tool", "object-type"): lambda *_: None,
    ("service", "object-type"): lambda *_: None,
}
