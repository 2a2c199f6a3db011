"""One organisation of the register in one shape, whichever schema it came in: only the fields that are read.

Version 2 of the schema has lists of names, links and places; version 1, retired in 2025, a field for each use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from harvesters.formats.json_values import Json, entries, entry, text, texts
from harvesters.identifiers import ror
from harvesters.quantities import point

_GONE: Final = frozenset({"inactive", "withdrawn"})


def key_of(told: object) -> str:
    """The bare ROR id of what may be an organisation; empty where it has none."""
    return ror(text(told.get("id"))) if isinstance(told, dict) else ""


def is_gone(told: Json) -> bool:
    """Whether the register says that the organisation has ended, or was never one."""
    return text(told.get("status")).lower() in _GONE


def countries_of(told: Json) -> set[str]:
    """The codes of the countries where it has a seat."""
    return {place["country"] for place in _places(told) if place.get("country")}


def changed(told: Json) -> str:
    """When the register last changed the record; version 1 does not say."""
    return text(entry(entry(told.get("admin")).get("last_modified")).get("date"))


def organisation(told: Json) -> dict[str, Any]:
    """What is kept of an organisation; equal whatever the order in which its relations stand."""
    return {
        "names": list(_names(told)),
        "types": sorted({kind.lower() for kind in texts(told.get("types"))}),
        "links": list(_links(told)),
        "identifiers": dict(_identifiers(told)),
        "places": list(_places(told)),
        "relations": sorted({tuple(relation) for relation in _relations(told)}),
        "created": text(entry(entry(told.get("admin")).get("created")).get("date")),
        "modified": changed(told),
    }


def _names(told: Json) -> Iterator[dict[str, Any]]:
    for name in entries(told.get("names")):
        if value := text(name.get("value")):
            yield {"value": value, "lang": text(name.get("lang")), "types": texts(name.get("types"))}
    if value := text(told.get("name")):
        yield {"value": value, "lang": "", "types": ["ror_display", "label"]}
    for label in entries(told.get("labels")):
        if value := text(label.get("label")):
            yield {"value": value, "lang": text(label.get("iso639")), "types": ["label"]}
    for field, kind in (("acronyms", "acronym"), ("aliases", "alias")):
        for value in texts(told.get(field)):
            yield {"value": value, "lang": "", "types": [kind]}


def _links(told: Json) -> Iterator[list[str]]:
    for link in entries(told.get("links")):
        if value := text(link.get("value")):
            yield [text(link.get("type")), value]
    for value in texts(told.get("links")):
        yield ["website", value]
    if page := text(told.get("wikipedia_url")):
        yield ["wikipedia", page]


def _identifiers(told: Json) -> Iterator[tuple[str, list[str]]]:
    """By register: the preferred identifier, else all of them."""
    given = told.get("external_ids")
    named = given.items() if isinstance(given, dict) else [(text(one.get("type")), one) for one in entries(given)]
    for register, value in named:
        if not isinstance(value, dict):
            continue
        if found := texts(value.get("preferred")) or texts(value.get("all")):
            yield register.lower(), found


def _places(told: Json) -> Iterator[dict[str, str]]:
    for location in entries(told.get("locations")):
        details = entry(location.get("geonames_details"))
        yield _place(
            city=details.get("name"), country=details.get("country_code"), name=details.get("country_name"),
            region=details.get("country_subdivision_name"), subdivision=details.get("country_subdivision_code"),
            geonames=location.get("geonames_id"), lat=details.get("lat"), lng=details.get("lng"))
    country = entry(told.get("country"))
    for address in entries(told.get("addresses")):
        city = entry(address.get("geonames_city"))
        first, second = entry(city.get("geonames_admin1")), entry(city.get("geonames_admin2"))
        yield _place(
            city=address.get("city"), country=country.get("country_code"), name=country.get("country_name"),
            region=first.get("name"), subdivision=None, department=text(second.get("code")).rpartition(".")[2],
            geonames=city.get("id"), lat=address.get("lat"), lng=address.get("lng"))


def _place(lat: object, lng: object, geonames: object, **fields: object) -> dict[str, str]:
    place = {name: text(value) for name, value in fields.items() if text(value)}
    if "country" in place:
        place["country"] = place["country"].upper()
    if isinstance(geonames, int) and not isinstance(geonames, bool) and 0 < geonames < 1 << 40:
        place["geonames"] = str(geonames)
    if wkt := point(text(lat), text(lng)):
        place["point"] = wkt
    return place


def _relations(told: Json) -> Iterator[tuple[str, str]]:
    """What contains it or is related; what it contains says so itself, and some hold hundreds."""
    for relation in entries(told.get("relationships")):
        kind, key = text(relation.get("type")).lower(), key_of(relation)
        if key and kind != "child":
            yield kind, key
