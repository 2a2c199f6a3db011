"""Where an organisation of the register sits: the town as GeoNames has it, and in France its region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from harvesters.description import Description
from harvesters.territory import state_department, state_territory
from ontology.concepts import Concepts
from ontology.terms import DCT, GEO, GEONAMES, LOCN, ORG, SCHEMA

# Overseas territories have country codes of their own, which are also those of their regions.
_OVERSEAS: Final = frozenset({"GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF"})


def describe_place(described: Description, place: Mapping[str, str]) -> None:
    """A seat: town, country, point and GeoNames' page; the record lies in its region where that can be told."""
    if not place:
        return
    site = described.part("site", ORG.hasSite, DCT.Location)
    address = site.part("address", LOCN.address, LOCN.Address)
    address.text(LOCN.postName, place.get("city"))
    address.text(LOCN.adminUnitL1, place.get("country") or place.get("name"))
    if number := place.get("geonames"):
        site.link(SCHEMA.sameAs, f"{GEONAMES[number].value}/")
    if wkt := place.get("point"):
        site.part("geometry", GEO.hasGeometry, GEO.Geometry).typed(GEO.asWKT, wkt, GEO.wktLiteral)
    country = place.get("country", "")
    if country == "FR" and (code := place.get("department")):
        state_department(described, code)
    if territory := _territory(described.concepts, place, country):
        state_territory(described, territory)


def _territory(concepts: Concepts, place: Mapping[str, str], country: str) -> str:
    """The region by the code of ISO 3166-2, else by its name; an overseas territory by the country's code."""
    if country == "FR":
        subdivision = place.get("subdivision")
        return (concepts.known("region", f"FR-{subdivision}") if subdivision else "") or concepts.known(
            "region", place.get("region", ""))
    if country in _OVERSEAS:
        return concepts.known("region", f"FR-{country}") or concepts.known("overseas", country)
    return ""
