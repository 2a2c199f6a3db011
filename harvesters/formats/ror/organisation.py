"""One organisation of the register in one shape, whichever schema it came in: only the fields that are read.

Version 2 of the schema has lists of names, links and places; version 1, retired in 2025, a field for each use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from harvesters.identifiers import ror
from harvesters.quantities import point

Json = Mapping[str, Any]

_GONE: Final = frozenset({"inactive", "withdrawn"})
_LONGEST: Final = 2_000


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
    return text(_object(_object(told.get("admin")).get("last_modified")).get("date"))


def organisation(told: Json) -> dict[str, Any]:
    """What is kept of an organisation; equal whatever the order in which its relations stand."""
    return {
        "names": list(_names(told)),
        "types": sorted({text(kind).lower() for kind in _list(told.get("types"))} - {""}),
        "links": list(_links(told)),
        "identifiers": dict(_identifiers(told)),
        "places": list(_places(told)),
        "relations": sorted({tuple(relation) for relation in _relations(told)}),
        "created": text(_object(_object(told.get("admin")).get("created")).get("date")),
        "modified": changed(told),
    }


def text(value: object) -> str:
    """A short text without the surrogates that only broken escapes leave; empty for what is none."""
    if not isinstance(value, str):
        return ""
    return value[:_LONGEST].encode("utf-8", "replace").decode().strip()


def _names(told: Json) -> Iterator[dict[str, Any]]:
    for name in _objects(told.get("names")):
        if value := text(name.get("value")):
            kinds = [text(kind) for kind in _list(name.get("types"))]
            yield {"value": value, "lang": text(name.get("lang")), "types": kinds}
    if value := text(told.get("name")):
        yield {"value": value, "lang": "", "types": ["ror_display", "label"]}
    for label in _objects(told.get("labels")):
        if value := text(label.get("label")):
            yield {"value": value, "lang": text(label.get("iso639")), "types": ["label"]}
    for field, kind in (("acronyms", "acronym"), ("aliases", "alias")):
        for other in _list(told.get(field)):
            if value := text(other):
                yield {"value": value, "lang": "", "types": [kind]}


def _links(told: Json) -> Iterator[list[str]]:
    for link in _list(told.get("links")):
        kind, value = (text(link.get("type")), text(link.get("value"))) if isinstance(link, dict) else (
            "website", text(link))
        if value:
            yield [kind, value]
    if page := text(told.get("wikipedia_url")):
        yield ["wikipedia", page]


def _identifiers(told: Json) -> Iterator[tuple[str, list[str]]]:
    """By register: the preferred identifier, else all of them."""
    given = told.get("external_ids")
    listed = ([(text(value.get("type")), value) for value in _objects(given)] if isinstance(given, list)
              else [(text(name), value) for name, value in _object(given).items() if isinstance(value, dict)])
    for register, value in listed:
        every = value.get("all")
        values = [text(one) for one in (every if isinstance(every, list) else [every])]
        preferred = text(value.get("preferred"))
        if found := [preferred] if preferred else [one for one in values if one]:
            yield register.lower(), found


def _places(told: Json) -> Iterator[dict[str, str]]:
    for location in _objects(told.get("locations")):
        details = _object(location.get("geonames_details"))
        yield _place(
            city=details.get("name"), country=details.get("country_code"), name=details.get("country_name"),
            region=details.get("country_subdivision_name"), subdivision=details.get("country_subdivision_code"),
            geonames=location.get("geonames_id"), lat=details.get("lat"), lng=details.get("lng"))
    country = _object(told.get("country"))
    for address in _objects(told.get("addresses")):
        city = _object(address.get("geonames_city"))
        first, second = _object(city.get("geonames_admin1")), _object(city.get("geonames_admin2"))
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
    if isinstance(lat, int | float) and isinstance(lng, int | float) and (wkt := point(str(lat), str(lng))):
        place["point"] = wkt
    return place


def _relations(told: Json) -> Iterator[tuple[str, str]]:
    """What contains it or is related; what it contains says so itself, and some hold hundreds."""
    for relation in _objects(told.get("relationships")):
        kind, key = text(relation.get("type")).lower(), key_of(relation)
        if key and kind != "child":
            yield kind, key


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[Json]:
    return [one for one in _list(value) if isinstance(one, dict)]
