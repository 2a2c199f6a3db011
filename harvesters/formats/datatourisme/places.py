"""Where a point of interest lies: its address, its position, and the territories of France around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harvesters.description import Description
from harvesters.quantities import point
from harvesters.territory import department_of_commune, department_of_postcode, state_department
from ontology.terms import DCT, GEO, LOCN, SCHEMA

Place = Mapping[str, str]


def describe_places(record: Description, places: Sequence[Place], *, itself: bool) -> None:
    """The places of a record; a record that is a place (`itself`) has the first one's address as its own."""
    for number, place in enumerate(places):
        own = itself and not number
        held = record if own else record.part("place", SCHEMA.location, DCT.Location)
        _describe_address(held, place)
        _describe_position(held, place)
        department = (department_of_commune(place.get("commune", "")) or place.get("department")
                      or department_of_postcode(place.get("postcode", "")))
        if department:
            state_department(record, department)
            if not own:
                state_department(held, department)


def _describe_address(held: Description, place: Place) -> None:
    fields = ((LOCN.thoroughfare, "street"), (LOCN.postCode, "postcode"), (LOCN.postName, "city"),
              (LOCN.adminUnitL2, "commune"))
    if any(place.get(name) for _, name in fields):
        address = held.part(_named(held, "address"), LOCN.address, LOCN.Address)
        for predicate, name in fields:
            address.text(predicate, place.get(name))


def _describe_position(held: Description, place: Place) -> None:
    latitude, longitude = place.get("latitude", ""), place.get("longitude", "")
    if not latitude and not longitude:
        return
    wkt = point(latitude, longitude)
    if wkt and any(digit in "123456789" for digit in wkt):
        held.part(_named(held, "geometry"), GEO.hasGeometry, GEO.Geometry).typed(GEO.asWKT, wkt, GEO.wktLiteral)
        return
    given = f"{latitude} {longitude}"
    held.warn(
        "MLG-E211", GEO.hasGeometry, given,
        f"« {given} » n'est pas une position (latitude, longitude en degrés) ; elle est laissée de côté.",
        f"“{given}” is not a position (latitude, longitude in degrees); it is left out.")


def _named(held: Description, name: str) -> str:
    """The name of a part of a place: `place-2-address` tells which place's it is."""
    own = held.iri.partition("#")[2]
    return f"{own}-{name}" if own else name
