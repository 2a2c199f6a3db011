"""Which properties of schema.org are kept of an item and of its parts: those that the mapping reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Shape:
    """What is kept of a node: the texts and references of some properties, and of others what their nodes say too.

    Where `persons` stand mostly, a text, or a node that says neither type nor address, is taken for a person.
    """

    plain: frozenset[str]
    parts: Mapping[str, Shape] = field(default_factory=dict)
    persons: bool = False


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _each(words: str, shape: Shape) -> dict[str, Shape]:
    return dict.fromkeys(words.split(), shape)


# Where people write telephone numbers; other texts are numbers and addresses themselves.
PROSE: Final = _names("""
    about abstract alternateName audienceType availableChannel conditionsOfAccess coursePrerequisites description
    disambiguatingDescription headline keywords location name streetAddress targetName teaches""")
_CALLED: Final = Shape(_names("name headline alternateName termCode url"))
_IDENTIFIER: Final = Shape(_names("propertyID value url"))
_ADDRESS: Final = Shape(
    _names("streetAddress postalCode addressLocality"), _each("addressCountry addressRegion", _CALLED))
_POINT: Final = Shape(_names("latitude longitude"))
_PLACE: Final = Shape(
    _names("name url sameAs latitude longitude"),
    {"address": _ADDRESS, "geo": _POINT, "containedInPlace": _CALLED, "identifier": _IDENTIFIER})
_AGENT_PARTS: Final = {"identifier": _IDENTIFIER, "address": _ADDRESS}
_AGENT_NAMES: Final = _names("name legalName alternateName url sameAs")
_AGENT: Final = Shape(_AGENT_NAMES, _AGENT_PARTS)
_AUTHOR: Final = Shape(_AGENT_NAMES, _AGENT_PARTS, persons=True)
_OFFER: Final = Shape(
    _names("name description price lowPrice highPrice priceCurrency url"),
    {"priceSpecification": Shape(_names("price minPrice priceCurrency")),
     **_each("category eligibleCustomerType", _CALLED)})
_SCHEDULE: Final = Shape(_names("startDate endDate"))
_TIMES: Final = _names(
    "name url startDate endDate endTime courseMode eventAttendanceMode eventStatus maximumAttendeeCapacity duration "
    "courseWorkload timeRequired")
_HELD: Final = {
    "location": _PLACE, "offers": _OFFER, **_each("courseSchedule eventSchedule", _SCHEDULE),
    **_each("organizer provider", _AGENT), "inLanguage": _CALLED, "identifier": _IDENTIFIER}
_SESSION: Final = Shape(_TIMES, _HELD)

ROOT: Final = Shape(
    _TIMES | _names("""
        abstract additionalType alternateName applicationSubCategory assesses codeRepository conditionsOfAccess
        conformsTo courseCode creativeWorkStatus dateCreated dateModified datePublished description
        disambiguatingDescription downloadUrl endpointUrl eventType headline installUrl isAccessibleForFree latitude
        legalName longitude sameAs softwareVersion temporalCoverage version"""),
    {
        **_HELD,
        **_each("""
            about applicationCategory availableLanguage citation competencyRequired documentation
            educationalCredentialAwarded educationalLevel featureList genre includedInDataCatalog isBasedOn isPartOf
            keywords knowsAbout learningResourceType license mainEntityOfPage memberOf mentions
            occupationalCredentialAwarded parentOrganization serviceType softwareHelp teaches
            termsOfService workFeatured""", _CALLED),
        "address": _ADDRESS, "geo": _POINT,
        **_each("areaServed containedInPlace spatialCoverage", _PLACE),
        **_each("author creator", _AUTHOR), "publisher": _AGENT,
        "audience": Shape(_names("name audienceType educationalRole")),
        "availableChannel": Shape(_names("serviceUrl")),
        "contactPoint": Shape(_names("url")),
        "coursePrerequisites": Shape(_names("name targetName url")),
        "distribution": Shape(_names("name description contentUrl url encodingFormat"), {"license": _CALLED}),
        "educationalAlignment": Shape(_names("alignmentType targetName targetUrl")),
        "hasCourseInstance": _SESSION,
        "syllabusSections": Shape(_names("name description")),
    })
