"""Where an event takes place: its place with address and position, and the territories that it lies in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from harvesters.description import Description
from harvesters.quantities import point
from harvesters.territory import department_of_commune, department_of_postcode, state_department, state_territory
from ontology.concepts import UnknownConcept
from ontology.terms import DCT, FOAF, GEO, LOCN, SCHEMA

_FRANCE: Final = frozenset({
    "", "FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC"})
_POSTCODE: Final = re.compile(r"\b\d{5}\b(?=,? +\D)", re.ASCII)


def describe_place(record: Description, held: Description, told: Mapping[str, str], language: str) -> str:
    """The IRI of the place where `held` (the record or a session of it) is held; empty where nothing is told of it."""
    if not any(told.get(name) for name in ("name", "address", "city", "latitude")):
        return ""
    place = held.part("place", SCHEMA.location, DCT.Location)
    place.text(DCT.title, told.get("name"), language)
    place.link(FOAF.homepage, told.get("website"))
    _describe_address(place, told)
    wkt = point(told.get("latitude", ""), told.get("longitude", ""))
    if wkt and any(digit in "123456789" for digit in wkt):
        place.part("geometry", GEO.hasGeometry, GEO.Geometry).typed(GEO.asWKT, wkt, GEO.wktLiteral)
    if told.get("countryCode", "").upper() in _FRANCE:
        _state_territories(record, told)
    return place.iri


def _describe_address(place: Description, told: Mapping[str, str]) -> None:
    fields = ((LOCN.fullAddress, "address"), (LOCN.postCode, "postalCode"), (LOCN.postName, "city"),
              (LOCN.adminUnitL2, "insee"), (LOCN.adminUnitL1, "countryCode"))
    if any(told.get(name) for _, name in fields):
        address = place.part("address", LOCN.address, LOCN.Address)
        for predicate, name in fields:
            address.text(predicate, told.get(name))


def _state_territories(record: Description, told: Mapping[str, str]) -> None:
    """The department by the commune, else by the postcode, which short answers have in the address only."""
    written = _POSTCODE.findall(told.get("address", ""))
    code = (department_of_commune(told.get("insee", "").upper()) or department_of_postcode(told.get("postalCode", ""))
            or department_of_postcode(written[-1] if written else ""))
    if code:
        state_department(record, code)
        return
    for scheme, name in (("department", "department"), ("region", "region"), ("overseas", "region")):
        try:
            state_territory(record, record.concepts.find(scheme, told.get(name, "")))
            return
        except UnknownConcept:
            continue
