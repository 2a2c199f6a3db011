"""Where an item is or takes place: described places, the territories they lie in, and the mode that they tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.schemaorg.alignment import align, is_france
from harvesters.formats.schemaorg.node import Node, addresses, called, first, nodes, types, values, words
from harvesters.quantities import point
from harvesters.territory import department_of_postcode, state_territory
from harvesters.weblinks import web_iri
from ontology.concepts import UnknownConcept
from ontology.terms import DCT, FOAF, GEO, LOCN, SCHEMA, M

_VIRTUAL: Final = "VirtualLocation"
_NOT_PLACES: Final = frozenset({"online", "blended"})
_POSTCODE_IN_TEXT: Final = re.compile(r"(?<![\w-])(?:F-)?(\d{5})\s+[^\W\d]", re.ASCII)


@dataclass(slots=True)
class Places:
    """The places of one record, each described once however many sessions it holds.

    In French texts an address without country is one of France if its postcode or region is.
    """

    record: Description
    language: str
    _known: dict[bytes, str] = field(default_factory=dict)

    @property
    def _french(self) -> bool:
        return self.language.lower().partition("-")[0] == "fr"

    def locate(self, held: Description, holder: Node) -> None:
        """Say where `held` (a session, or the record) takes place; a place that is a mode (“online”) is that mode."""
        for value in values(holder, "location"):
            told = [word.text for word in called(value)]
            if mode := next((iri for name in told if (iri := _nowhere(held, name))), ""):
                held.link(SCHEMA.courseMode, mode)
            elif isinstance(value, dict) and _VIRTUAL in types(value):
                self._go_online(held, value, told)
                if not addresses(holder, "courseMode", "eventAttendanceMode"):
                    held.concept(SCHEMA.courseMode, "mode", "online")
            else:
                held.link(SCHEMA.location, self._place(held, value))

    def address(self, held: Description, holder: Node) -> None:
        """Say at which address `held` itself is, where it is a place or an organisation."""
        site = next((place for place in (holder, *nodes(holder, "location")) if values(place, "address")), holder)
        for address in values(site, "address")[:1]:
            if describe_address(held, address) and (territory := self._territory(held, site, address)):
                state_territory(self.record, territory)
        _position(held, site)

    def _place(self, held: Description, value: Any) -> str:
        """The IRI of the place, described here if it is new; empty where nothing is told of it."""
        told = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        if told in self._known:
            return self._known[told]
        place = held.part("place", SCHEMA.location, DCT.Location)
        self._known[told] = place.iri
        for word in called(value):
            place.text(DCT.title, word.text, word.language or self.language)
        holder: Node = value if isinstance(value, dict) and "@value" not in value else {}
        for page in addresses(holder, "url"):
            if web_iri(page):
                place.link(FOAF.homepage, page)
        address = next(iter(values(holder, "address")), value if not holder else {})
        if holder:
            describe_address(place, address)
            _position(place, holder)
        if territory := self._territory(place, holder, address):
            place.link(DCT.spatial, territory)
            state_territory(self.record, territory)
        return place.iri

    def _go_online(self, held: Description, place: Node, names: Iterable[str]) -> None:
        """A virtual place has a name or a page, if anything."""
        pages = [page for page in addresses(place, "url") if web_iri(page)]
        if pages or any(names):
            part = held.part("online", SCHEMA.location, SCHEMA.VirtualLocation)
            for word in words(place, "name"):
                part.text(DCT.title, word.text, word.language or self.language)
            for page in pages:
                part.link(FOAF.homepage, page)

    def _territory(self, told: Description, place: Node, address: Any) -> str:
        """The IRI of the French department of an address, else of its region; empty where it may be elsewhere."""
        if not isinstance(address, dict) or "@value" in address:
            found = _POSTCODE_IN_TEXT.findall(" ".join(word.text for word in called(address)))
            return _department(told, found[0]) if self._french and len(found) == 1 else ""
        countries = [word.text for word in words(address, "addressCountry")]
        if any(map(is_france, countries)) or (self._french and not countries):
            names = [word.text for word in words(address, "addressRegion") + words(place, "containedInPlace")]
            return _department(told, first(address, "postalCode")) or _named(told, names)
        return ""


def describe_address(held: Description, address: Any) -> bool:
    """The postal address of a place or an organisation, in its fields or as one text; whether there is any."""
    if not isinstance(address, dict) or "@value" in address:
        held.part("address", LOCN.address, LOCN.Address).text(LOCN.fullAddress, called(address)[0].text)
        return True
    fields = (
        (LOCN.thoroughfare, ", ".join(word.text for word in words(address, "streetAddress"))),
        (LOCN.postCode, first(address, "postalCode")), (LOCN.postName, first(address, "addressLocality")),
        (LOCN.adminUnitL1, next((word.text for word in words(address, "addressCountry")), "")))
    if not any(text for _, text in fields):
        return False
    described = held.part("address", LOCN.address, LOCN.Address)
    for predicate, text in fields:
        described.text(predicate, text)
    return True


def describe_area(record: Description, node: Node) -> None:
    """The territory that a service or organisation serves, where it is one of France's."""
    for word in words(node, "areaServed"):
        if is_france(word.text):
            record.concept(M.coverageLevel, "coverage-level", "national")
        else:
            record.link(M.territoryServed, _named(record, [word.text]))


def _position(place: Description, holder: Node) -> None:
    """The point of a place, which some put on the place itself."""
    for told in (*nodes(holder, "geo"), holder):
        latitude, longitude = first(told, "latitude"), first(told, "longitude")
        if not latitude or not longitude:
            continue
        wkt = point(latitude, longitude)
        if wkt and any(digit in "123456789" for digit in wkt):
            place.part("geometry", GEO.hasGeometry, GEO.Geometry).typed(GEO.asWKT, wkt, GEO.wktLiteral)
        else:
            given = f"{latitude} {longitude}"
            place.warn("MLG-A035", GEO.hasGeometry, given,
                       f"« {given} » n'est pas une position (latitude, longitude en degrés) ; corrigez-la.",
                       f"“{given}” is not a position (latitude, longitude in degrees); correct it.")
        return


def _department(told: Description, postcode: str) -> str:
    code = department_of_postcode(postcode.strip().removeprefix("F-"))
    return _known(told, code, "department", "overseas") if code else ""


def _named(told: Description, names: Iterable[str]) -> str:
    """A territory by its name; a bare number may be the code of a region or of a department, so it tells nothing."""
    return next((iri for name in names
                 if not name.strip().isdigit() and (iri := _known(told, name, "region", "department", "overseas"))), "")


def _nowhere(told: Description, name: str) -> str:
    """The mode that stands in place of a place, such as “online”."""
    iri = align(told.concepts, "mode", name)
    concept = told.concepts.get(iri)
    return iri if concept and concept.code in _NOT_PLACES else ""


def _known(told: Description, name: str, *schemes: str) -> str:
    for scheme in schemes:
        try:
            return told.concepts.find(scheme, name)
        except UnknownConcept:
            continue
    return ""
