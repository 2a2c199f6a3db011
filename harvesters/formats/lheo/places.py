"""Where a training of LHEO takes place: a described place, and the territories it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from harvesters.description import Description
from harvesters.formats.lheo.element import NOTHING, Element
from harvesters.quantities import point
from harvesters.territory import department_of_commune, department_of_postcode, state_territory
from ontology.concepts import Concepts
from ontology.terms import DCT, GEO, LOCN, SCHEMA

_FRANCE: Final = frozenset({
    "", "FR", "FX", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF"})
# The regions before 2016, each of which went whole into one of today's. Today's codes are none of these.
_FORMER_REGIONS: Final[Mapping[str, str]] = {
    "21": "44", "22": "32", "23": "28", "25": "28", "26": "27", "31": "32", "41": "44", "42": "44", "43": "27",
    "54": "75", "72": "75", "73": "76", "74": "75", "82": "84", "83": "84", "91": "76",
}
_ADDRESS: Final = ("codepostal", "ville", "code-INSEE-commune", "departement", "region", "pays")
# What programs send that know no position.
_NOWHERE: Final = "POINT(0 0)"


@dataclass(slots=True)
class Places:
    """The places of one training, each described once however many sessions it holds."""

    course: Description
    language: str
    _known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def locate(self, held: Description, coordinates: Element) -> None:
        """Say that `held` (a session, or the course) takes place where `coordonnees` tells.

        What holds an address itself (the offers of the index, `adresse-inscription`) serves as well.
        """
        address = coordinates.first("adresse") if coordinates.all("adresse") else coordinates
        name, lines = _name(coordinates, address), _lines(address)
        told = (name, *lines, *(address.value(name) for name in _ADDRESS), *_position(address))
        if not any(told):
            return
        if told in self._known:
            held.link(SCHEMA.location, self._known[told])
            return
        place = held.part("place", SCHEMA.location, DCT.Location)
        self._known[told] = place.iri
        place.text(DCT.title, name, self.language)
        describe_address(place, address, [line for line in lines if line != name])
        _describe_position(place, address)
        self._lie_in_territory(place, address)

    def _lie_in_territory(self, place: Description, address: Element) -> None:
        if address.value("pays").upper() not in _FRANCE:
            return
        codes = [address.value(name) for name in ("code-INSEE-commune", "departement", "codepostal", "region")]
        iri = _territory(self.course.concepts, *codes)
        if iri:
            place.link(DCT.spatial, iri)
            state_territory(self.course, iri)
        elif any(codes):
            told = " ".join(code for code in codes if code)
            self.course.warn(
                "MLG-L020", DCT.spatial, told,
                f"Aucun département ni région ne correspond à « {told} » ; corrigez le code de la commune.",
                f"No department or region corresponds to “{told}”; correct the code of the commune.")


def _territory(concepts: Concepts, commune: str, department: str, postcode: str, region: str) -> str:
    """The IRI of the department, else the region: feeds keep region codes of before 2016 long after."""
    candidates = (department_of_commune(commune.upper()), department.upper().zfill(2), department_of_postcode(postcode))
    for code in candidates:
        for scheme in ("department", "overseas"):
            if code in _codes(concepts, scheme):
                return concepts.find(scheme, code)
    code = _FORMER_REGIONS.get(region, region)
    return concepts.find("region", code) if code in _codes(concepts, "region") else ""


@lru_cache(maxsize=8)
def _codes(concepts: Concepts, scheme: str) -> frozenset[str]:
    return frozenset(concept.code for concept in concepts.scheme(scheme).concepts)


def _name(coordinates: Element, address: Element) -> str:
    """The name of a place stands in one of three fields; the lines before the address are one of them."""
    if address is coordinates:
        return address.value("denomination")
    return (address.value("denomination") or coordinates.value("nom")
            or ", ".join(_lines(coordinates)))


def _lines(address: Element) -> list[str]:
    return [line.meaning for line in address.all("ligne") if line.meaning]


def describe_address(place: Description, address: Element, lines: list[str] | None = None) -> None:
    """The postal address of a place or an organisation, if `adresse` tells any."""
    street = ", ".join(_lines(address) if lines is None else lines)
    fields = (
        (LOCN.thoroughfare, street), (LOCN.postCode, address.value("codepostal")),
        (LOCN.postName, address.value("ville")), (LOCN.adminUnitL2, address.value("code-INSEE-commune")),
        (LOCN.adminUnitL1, address.value("pays")))
    if not any(value for _, value in fields):
        return
    described = place.part("address", LOCN.address, LOCN.Address)
    for predicate, value in fields:
        described.text(predicate, value)


def _position(address: Element) -> tuple[str, str]:
    """Latitude and longitude: in their element, or as extras where the norm of the index has no element."""
    point = address.first("geolocalisation")
    if point is not NOTHING:
        return point.value("latitude"), point.value("longitude")
    extras = {extra.attributes.get("info"): extra.text.strip()
              for group in address.all("extras") for extra in group.all("extra")}
    return extras.get("latitude", ""), extras.get("longitude", "")


def _describe_position(place: Description, address: Element) -> None:
    latitude, longitude = _position(address)
    if not latitude or not longitude:
        return
    wkt = point(latitude, longitude)
    if wkt and wkt != _NOWHERE:
        place.part("geometry", GEO.hasGeometry, GEO.Geometry).typed(GEO.asWKT, wkt, GEO.wktLiteral)
        return
    told = f"{latitude} {longitude}"
    place.warn(
        "MLG-L021", GEO.hasGeometry, told,
        f"« {told} » n'est pas une position (latitude, longitude en degrés) ; corrigez-la.",
        f"“{told}” is not a position (latitude, longitude in degrees); correct it.")

