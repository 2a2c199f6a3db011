"""Who gives a programme of CDM-fr, and where."""

from __future__ import annotations

from typing import Any

from harvesters.description import Description
from harvesters.identifiers import identify
from harvesters.territory import department_of_postcode, state_department
from ontology.terms import DCT, FOAF, LOCN, ORG, SCHEMA

Told = dict[str, Any]


def describe_providers(course: Description, units: list[Told], language: str) -> None:
    """The university, and the faculty that answers for the programme as a part of it."""
    university = None
    for unit, name in zip(units, ("provider", "component"), strict=False):
        described = course.part(name, SCHEMA.provider, ORG.Organization)
        for text, tag in unit.get("names", ()):
            described.text(DCT.title, text, tag or language)
        if unit.get("uai"):
            identify(described, "UAI", unit["uai"])
        described.link(FOAF.homepage, unit.get("page"))
        describe_address(described, unit.get("address", {}))
        if university:
            described.link(ORG.subOrganizationOf, university.iri)
        university = described


def describe_place(course: Description, held: Description, told: Told, language: str) -> None:
    """The place of teaching if it is told, and the region: of that place, else of the faculty or university."""
    place = told.get("place", {})
    if place:
        described = held.part("place", SCHEMA.location, DCT.Location)
        described.text(DCT.title, place.get("name"), language)
        describe_address(described, place.get("address", {}))
    units = told.get("units", [])
    addresses = [place.get("address", {}), *(unit.get("address", {}) for unit in reversed(units))]
    departments = [department_of_postcode(address.get("postcode", "")) for address in addresses]
    departments += [_department_of_uai(unit.get("uai", "")) for unit in units]
    if department := next(filter(None, departments), ""):
        state_department(course, department)


def describe_address(held: Description, address: dict[str, str]) -> None:
    """A postal address, if any of it is told."""
    if not address:
        return
    described = held.part(f"{held.iri.rpartition('#')[2]}-address", LOCN.address, LOCN.Address)
    for predicate, name in ((LOCN.thoroughfare, "street"), (LOCN.postCode, "postcode"), (LOCN.postName, "town"),
                            (LOCN.adminUnitL1, "country")):
        described.text(predicate, address.get(name))


def _department_of_uai(number: str) -> str:
    """The department that an establishment is registered in: its number begins with it (067, 974)."""
    return number[1:3] if number.startswith("0") else number[:3]
