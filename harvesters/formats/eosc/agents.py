"""Who runs a resource of the catalogue, who made it, and how to reach them; no person's address or number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from harvesters.description import Description
from harvesters.source import Source
from harvesters.territory import department_of_postcode, state_department
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, LOCN, ORG, SCHEMA, VCARD

Told = Mapping[str, Any]

_SOURCE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# `21.T15999/abc` names nobody to a reader; the identifiers of older models are abbreviations.
_PID: Final = re.compile(r"[\d.]+T?\d*/\S+", re.ASCII)
_ADDRESS: Final = ((LOCN.thoroughfare, "streetNameAndNumber"), (LOCN.postCode, "postalCode"),
                   (LOCN.postName, "city"), (LOCN.adminUnitL1, "country"))


def describe_owners(described: Description, told: Told, source: Source, minting: Minting) -> None:
    """Who runs it: records of the source that `[options] providers` names, else organisations known by their id."""
    providers = source.options.get("providers")
    for key, name in told.get("owners", ()):
        if isinstance(providers, str) and _SOURCE.fullmatch(providers):
            described.link(SCHEMA.provider, minting.thing("organization", providers, key))
            continue
        owner = described.part("provider", SCHEMA.provider, ORG.Organization)
        owner.text(DCT.identifier, key)
        owner.text(DCT.title, name or ("" if _PID.fullmatch(key) else key))


def describe_contact(described: Description, told: Told) -> None:
    """The help desk's page and the role mailboxes."""
    page, mailboxes = told.get("helpdeskPage", ""), told.get("mailboxes", ())
    if page or mailboxes:
        contact = described.part("contact", DCAT.contactPoint, VCARD.Organization)
        contact.link(VCARD.hasURL, page)
        for mailbox in mailboxes:
            contact.link(VCARD.hasEmail, mailbox)


def describe_authors(described: Description, told: Told) -> None:
    """The authors to be named."""
    for name in told.get("authors", ()):
        described.part("creator", DCT.creator, FOAF.Agent).text(DCT.title, name)


def describe_organisation(described: Description, told: Told) -> None:
    """Where an organisation sits; in France its department by the postcode."""
    place = told.get("place", {})
    if not place:
        return
    address = described.part("site", ORG.hasSite, DCT.Location).part("address", LOCN.address, LOCN.Address)
    for predicate, name in _ADDRESS:
        address.text(predicate, place.get(name))
    if place.get("country") == "FR" and (code := department_of_postcode(place.get("postalCode", ""))):
        state_department(described, code)
