"""How a value becomes a statement, by the term it is given for."""

from enum import StrEnum
from typing import Final

from pyoxigraph import NamedNode

from ontology.context import Term
from ontology.terms import ADMS, DCAT, DCT, FOAF, LOCN, ORG, SCHEMA, VCARD


class Way(StrEnum):
    """The ways of writing a value."""

    TEXT = "text"
    DATE = "date"
    FLAG = "flag"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DURATION = "duration"
    POINT = "point"
    LINK = "link"
    CONCEPT = "concept"
    TERRITORY = "territory"
    REFERENCE = "reference"
    AGENT = "agent"
    PLACE = "place"
    ADDRESS = "address"
    CONTACT = "contact"
    MAILBOX = "mailbox"
    POSTCODE = "postcode"
    COMMUNE = "commune"
    PART = "part"


# What a reader or the catalogue states itself, for every record.
RESERVED: Final = frozenset({"id", "type", "record", "inScheme"})

SCHEMES: Final[dict[str, str]] = {
    "access": "access", "aiLevel": "ai-level", "archivalStage": "archival-stage", "audience": "audience",
    "contentType": "content-type", "coverageLevel": "coverage-level", "coversStage": "life-cycle-stage",
    "department": "department", "discipline": "discipline", "ecoDimension": "eco-dimension",
    "emergingUsage": "usage", "equipment": "equipment-type", "eventType": "event-type",
    "infrastructureKind": "infrastructure-kind", "language": "language", "level": "level",
    "licence": "licence", "materialType": "material-type", "mode": "mode", "practiceType": "practice-type",
    "programmeType": "programme-type", "region": "region", "researchActivity": "research-activity",
    "role": "role", "serviceType": "service-type", "sharingTerms": "sharing-terms", "spatial": "region",
    "territoryServed": "region", "theme": "theme", "toolFamily": "tool-family", "topic": "topic",
    "trl": "trl",
}

PART_CLASSES: Final[dict[str, NamedNode]] = {
    "address": LOCN.Address, "contact": VCARD.Organization, "distribution": DCAT.Distribution,
    "location": DCT.Location, "membership": ORG.Membership, "offers": SCHEMA.Offer,
    "otherIdentifier": ADMS.Identifier, "session": SCHEMA.CourseInstance, "site": DCT.Location,
    "temporal": DCT.PeriodOfTime,
    # An author may be a person.
    "creator": FOAF.Agent,
    **dict.fromkeys(("member", "memberOf", "organization", "organizer", "parent", "provider", "publisher"),
                    ORG.Organization),
}

ESSENTIAL_DATES: Final = frozenset({"startDate", "endDate"})

_TERRITORIES = frozenset({"region", "department", "overseas"})
_BY_TERM: Final[dict[str, Way]] = {
    **dict.fromkeys(("endDate", "issued", "modified", "startDate", "temporalEnd", "temporalStart",
                     "validityEnd"), Way.DATE),
    **dict.fromkeys(("creator", "member", "memberOf", "organization", "organizer", "parent", "provider",
                     "publisher"), Way.AGENT),
    **dict.fromkeys(("location", "site"), Way.PLACE),
    "address": Way.ADDRESS, "capacity": Way.INTEGER, "commune": Way.COMMUNE, "contact": Way.CONTACT,
    "duration": Way.DURATION, "email": Way.MAILBOX, "free": Way.FLAG, "postCode": Way.POSTCODE,
    "price": Way.DECIMAL, "wkt": Way.POINT,
}


def way_of(term: Term, *, part: bool, ref: bool, scheme: str) -> Way:
    """The way of writing a field, from its term and what its declaration says."""
    if part:
        return Way.PART
    if ref:
        return Way.REFERENCE
    if scheme in _TERRITORIES:
        return Way.TERRITORY
    if scheme:
        return Way.CONCEPT
    return _BY_TERM.get(term.name) or (Way.LINK if term.link else Way.TEXT)
