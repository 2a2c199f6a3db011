"""Where something takes place, as people write it in one line: a name, an address, or a word for "online"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from harvesters.description import Description
from harvesters.personal import without_personal_addresses
from harvesters.territory import department_of_postcode, state_department
from harvesters.text import clean
from ontology.terms import DCT, GEO, LOCN, SCHEMA

_PARTS: Final = re.compile(r"[,;\n|]|\s[-–—]\s")
_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_MEETING: Final = re.compile(
    r"\b(?:zoom|webex|teams|google meet|jitsi|bigbluebutton|visio\w*|webinaires?|webinars?|en ligne|on-?line|"
    r"distanciel|à distance|virtuel(?:le)?|virtual)\b", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"(?<![\d-])(\d{5}),?\s+(?!(?:france|fra?)\b)(?=[^\W\d_])", re.IGNORECASE)
_FRANCE: Final = frozenset({"fr", "fra", "france"})
# Codes of five digits are French only where something else says so.
_FRENCH_ZONES: Final = frozenset({
    "Europe/Paris", "America/Martinique", "America/Guadeloupe", "America/Cayenne", "Indian/Reunion", "Indian/Mayotte",
    "Pacific/Noumea", "Pacific/Tahiti", "America/Miquelon"})


@dataclass(frozen=True, slots=True)
class Venue:
    """A place in one line, its WKT where that is known, and the time zone of what happens there."""

    text: str
    wkt: str = ""
    zone: str = ""

    @property
    def online(self) -> bool:
        """Whether it is nowhere: what comes first says so."""
        first = _PARTS.split(clean(self.text), maxsplit=1)[0]
        return bool(_MEETING.search(first) or _LINK.search(first)) and not self.wkt


@dataclass(slots=True)
class Venues:
    """The venues of one record, each described once however often it is met."""

    record: Description
    language: str
    _known: dict[Venue, str] = field(default_factory=dict)

    def hold(self, held: Description, venue: Venue) -> None:
        """Say that `held` (the record, a session of it) takes place there."""
        if venue in self._known:
            held.link(SCHEMA.location, self._known[venue])
        elif venue.online:
            self._known[venue] = _nowhere(held)
        elif clean(venue.text) or venue.wkt:
            self._known[venue] = self._place(held, venue)

    def _place(self, held: Description, venue: Venue) -> str:
        whole = without_personal_addresses(_LINK.sub("", clean(venue.text))).strip(" ,;:")
        name, _, rest = whole.replace("\n", ", ").partition(",")
        place = held.part("place", SCHEMA.location, DCT.Location)
        place.text(DCT.title, name, self.language)
        if rest.strip():
            address = place.part("address", LOCN.address, LOCN.Address)
            address.text(LOCN.fullAddress, whole.replace("\n", ", "))
        if venue.wkt:
            place.part("geometry", GEO.hasGeometry, GEO.Geometry).typed(GEO.asWKT, venue.wkt, GEO.wktLiteral)
        if department := _department(whole, venue.zone):
            state_department(self.record, department)
        return place.iri


def _nowhere(held: Description) -> str:
    place = held.part("online", SCHEMA.location, SCHEMA.VirtualLocation)
    place.text(DCT.title, "En ligne", "fr")
    place.text(DCT.title, "Online", "en")
    return place.iri


def _department(address: str, zone: str) -> str:
    """The department of the last postcode in an address, if that is in France."""
    codes = _POSTCODE.findall(address)
    last = _PARTS.split(address)[-1].strip().casefold()
    french = last in _FRANCE or (zone in _FRENCH_ZONES and any(map(str.isdigit, last)))
    return department_of_postcode(codes[-1]) if codes and french else ""
