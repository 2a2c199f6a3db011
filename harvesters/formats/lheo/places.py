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


@dataclass(slots=True)
class Places:
    """The places of one training, each described once however many sessions it holds."""

    course: Description
    language: str
    _met: dict[int, str] = field(default_factory=dict)
    _known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def locate(self, held: Description, coordinates: Element) -> None:
        """Say that `held` (a session, or the course) takes place where `coordonnees` tells.

        What holds an address itself (the offers of the index, `adresse-inscription`) serves as well.
        """
        place = self._met.get(id(coordinates))
        if place is None:
            place = self._met[id(coordinates)] = self._place(held, coordinates)
        held.link(SCHEMA.location, place)

    def _place(self, held: Description, coordinates: Element) -> str:
        """The IRI of the place, described here if it is new; empty if nothing is told of it."""
        address = coordinates.first("adresse") if coordinates.all("adresse") else coordinates
        name, lines, wkt = _name(coordinates, address), _lines(address), _position(held, address)
        told = (name, *lines, *(_code(address, field) for field in _ADDRESS), wkt)
        if not any(told):
            return ""
        if told in self._known:
            return self._known[told]
        place = held.part("place", SCHEMA.location, DCT.Location)
        self._known[told] = place.iri
        place.text(DCT.title, name, self.language)
        describe_address(place, address, [line for line in lines if line != name])
        if wkt:
            place.part("geometry", GEO.hasGeometry, GEO.Geometry).typed(GEO.asWKT, wkt, GEO.wktLiteral)
        if territory := territory_of(held, address):
            place.link(DCT.spatial, territory)
            state_territory(self.course, territory)
        return place.iri


def territory_of(told: Description, address: Element) -> str:
    """The IRI of the department of an address in France, else of its region; a code that is of none is told."""
    if address.value("pays").upper() not in _FRANCE:
        return ""
    codes = [_code(address, name) for name in ("code-INSEE-commune", "departement", "codepostal", "region")]
    iri = _territory(told.concepts, *codes)
    if any(codes) and not iri:
        given = " ".join(code for code in codes if code)
        told.warn(
            "MLG-L020", DCT.spatial, given,
            f"Aucun département ni région ne correspond à « {given} » ; corrigez le code de la commune.",
            f"No department or region corresponds to “{given}”; correct the code of the commune.")
    return iri


@lru_cache(maxsize=4_096)
def _territory(concepts: Concepts, commune: str, department: str, postcode: str, region: str) -> str:
    """Feeds keep region codes of before 2016 long after, so the region is the last to be asked."""
    for code in (department_of_commune(commune.upper()), department.upper().zfill(2),
                 department_of_postcode(postcode)):
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


def _code(address: Element, name: str) -> str:
    """A field of an address; zeros only stand for none."""
    value = address.value(name)
    return value if value.strip("0") else ""


def describe_address(held: Description, address: Element, lines: list[str] | None = None) -> None:
    """The postal address of a place or an organisation, if `adresse` tells any."""
    fields = (
        (LOCN.thoroughfare, ", ".join(_lines(address) if lines is None else lines)),
        (LOCN.postCode, _code(address, "codepostal")), (LOCN.postName, address.value("ville")),
        (LOCN.adminUnitL2, _code(address, "code-INSEE-commune")), (LOCN.adminUnitL1, address.value("pays")))
    if not any(value for _, value in fields):
        return
    described = held.part("address", LOCN.address, LOCN.Address)
    for predicate, value in fields:
        described.text(predicate, value)


def _position(told: Description, address: Element) -> str:
    """The point of an address as WKT: in its element, or as extras where the norm's index has no element."""
    position = address.first("geolocalisation")
    latitude, longitude = position.value("latitude"), position.value("longitude")
    if position is NOTHING:
        extras = {extra.attributes.get("info"): extra.meaning
                  for group in address.all("extras") for extra in group.all("extra")}
        latitude, longitude = extras.get("latitude", ""), extras.get("longitude", "")
    if not latitude or not longitude:
        return ""
    wkt = point(latitude, longitude)
    if wkt and any(digit in "123456789" for digit in wkt):
        return wkt
    given = f"{latitude} {longitude}"
    told.warn(
        "MLG-L021", GEO.hasGeometry, given,
        f"« {given} » n'est pas une position (latitude, longitude en degrés) ; corrigez-la.",
        f"“{given}” is not a position (latitude, longitude in degrees); correct it.")
    return ""
