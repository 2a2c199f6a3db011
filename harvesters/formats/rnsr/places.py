"""Where a research structure sits: its address, and its department and region by commune or postcode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from harvesters.description import Description
from harvesters.territory import department_of_commune, department_of_postcode, state_department
from ontology.folding import fold
from ontology.terms import DCT, GEO, LOCN, ORG

_FRANCE: Final = frozenset({"", "france", "fr", "fra"})
_ADDRESS: Final = (
    (LOCN.thoroughfare, "address"), (LOCN.postCode, "postcode"), (LOCN.postName, "city"),
    (LOCN.adminUnitL2, "citycode"), (LOCN.adminUnitL1, "country"))


def describe_place(described: Description, place: Mapping[str, str]) -> None:
    """One address of a structure; the record lies where the first of commune and postcode that is known says."""
    site = described.part("site", ORG.hasSite, DCT.Location)
    if any(place.get(name) for _, name in _ADDRESS):
        address = site.part("address", LOCN.address, LOCN.Address)
        for predicate, name in _ADDRESS:
            lines = (line.strip(" ,\r") for line in place.get(name, "").split("\n"))
            address.text(predicate, ", ".join(filter(None, lines)))
    if wkt := place.get("point"):
        site.part("geometry", GEO.hasGeometry, GEO.Geometry).typed(GEO.asWKT, wkt, GEO.wktLiteral)
    if fold(place.get("country", "")) in _FRANCE:
        code = department_of_commune(place.get("citycode", "")) or department_of_postcode(place.get("postcode", ""))
        if code:
            state_department(described, code)
