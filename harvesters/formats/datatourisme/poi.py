"""One point of interest, reduced to the fields that are read and free of personal data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import orjson

from harvesters.formats.datatourisme.classes import load_classes
from harvesters.formats.json_values import Json, by_language, entries, entry, first, said, text, texts
from harvesters.personal import without_personal_addresses
from harvesters.weblinks import role_mailbox

# Themes that tell where a hotel stands, what a restaurant serves or which sport is done.
_OTHER_THEMES: Final = frozenset({
    "SpatialEnvironmentTheme", "CuisineCategory", "FoodProduct", "FoodEstablishmentTheme", "SportsTheme", "HealthTheme",
    "RouteTheme", "CommonAmenity"})
_REACH: Final = "GeographicReach"
_ORGANISATION: Final = "schema:Organization"
_CONTACTS: Final = ("hasContact", "hasBookingContact", "hasInformativeContact")


def key_of(poi: Json) -> str:
    """The name of its file (`15-6e671193-…`, the end of its IRI), unique in all of France; else its identifier.

    Identifiers of several producers may be the same, as each numbers its own objects.
    """
    iri = text(poi.get("@id"))
    parts = iri.rstrip("/").split("/")
    return "-".join(parts[3:]) if "://" in iri and len(parts) > 3 else iri or identifier(poi)


def identifier(poi: Json) -> str:
    """The identifier that the producer gave."""
    return first(texts(poi.get("dc:identifier")))


def changed(poi: Json) -> str:
    """When the object changed last in the register."""
    return first((poi.get("lastUpdateDatatourisme"), poi.get("lastUpdate")))


def kind_of(poi: Json) -> str:
    """The kind of record that it becomes; empty for what is out of scope."""
    return load_classes().kind_of(_types(poi), [_code(theme) for theme in entries(poi.get("hasTheme"))])


def payload(poi: Json) -> bytes:
    """The canonical bytes: the fields that are read, in order of names; of what is out of scope, what it is."""
    fields: dict[str, Any] = {
        "key": key_of(poi), "types": sorted(_types(poi)), "titles": by_language(poi.get("rdfs:label"))}
    if kind_of(poi):
        contacts = [one for name in _CONTACTS for one in entries(poi.get(name))]
        fields |= {
            "iri": text(poi.get("@id")), "identifier": identifier(poi), "descriptions": _descriptions(poi),
            "periods": _periods(poi), "places": [place for one in entries(poi.get("isLocatedAt"))
                                                 for place in _places(one)],
            "contacts": _distinct(map(_contact, contacts)),
            "pages": list(dict.fromkeys(page for one in contacts for page in texts(one.get("foaf:homepage")))),
            "provider": first(map(_name, contacts)),
            "producer": first(map(_name, entries(poi.get("hasBeenCreatedBy")))),
            "themes": [_labelled(one) for one in entries(poi.get("hasTheme"))
                       if _OTHER_THEMES.isdisjoint(texts(one.get("@type")))],
            "audiences": _distinct(
                _labelled(one) for name in ("hasAudience", "hasClientTarget") for one in entries(poi.get(name))
                if _REACH not in texts(one.get("@type"))),
            "offers": [offer for one in entries(poi.get("offers"))
                       for price in entries(one.get("schema:priceSpecification")) if (offer := _offer(price))],
            "languages": texts(poi.get("availableLanguage")), "created": text(poi.get("creationDate")),
            "modified": text(poi.get("lastUpdate")),
        }
    return orjson.dumps(said(fields), option=orjson.OPT_SORT_KEYS)


def _types(poi: Json) -> set[str]:
    return {name for name in texts(poi.get("@type")) if ":" not in name}


def _code(one: Json) -> str:
    return text(one.get("@id")).rpartition("#")[2].removeprefix("kb:")


def _descriptions(poi: Json) -> dict[str, list[str]]:
    """The long descriptions; the short ones stand in where there are none."""
    given = entries(poi.get("hasDescription"))
    for texts_of in ([one.get("dc:description") for one in given], [one.get("shortDescription") for one in given],
                     [poi.get("rdfs:comment")]):
        made: dict[str, list[str]] = {}
        for value in texts_of:
            for tag, words in by_language(value).items():
                made.setdefault(tag, []).extend(map(without_personal_addresses, words))
        if made:
            return {tag: list(dict.fromkeys(words)) for tag, words in made.items()}
    return {}


def _periods(poi: Json) -> list[dict[str, Any]]:
    given = [said({name: text(one.get(name)) for name in ("startDate", "startTime", "endDate", "endTime")})
             for one in entries(poi.get("takesPlaceAt"))]
    periods = [one for one in given if "startDate" in one]
    if not periods:
        starts, ends = texts(poi.get("schema:startDate")), texts(poi.get("schema:endDate"))
        periods = [said({"startDate": start, "endDate": ends[at] if at < len(ends) else ""})
                   for at, start in enumerate(starts)]
    return sorted(periods, key=lambda one: [one.get(name, "") for name in ("startDate", "endDate", "startTime")])


def _places(located: Json) -> Iterable[dict[str, Any]]:
    """The addresses of a location; what has coordinates but no address is one too."""
    geo = entry(located.get("schema:geo"))
    position = {"latitude": text(geo.get("schema:latitude")), "longitude": text(geo.get("schema:longitude"))}
    for address in entries(located.get("schema:address")) or [{}]:
        city = entry(address.get("hasAddressCity"))
        place = said({
            "street": ", ".join(texts(address.get("schema:streetAddress"))),
            "postcode": text(address.get("schema:postalCode")), "city": text(address.get("schema:addressLocality")),
            "commune": text(city.get("insee")),
            "department": text(entry(city.get("isPartOfDepartment")).get("insee")), **position})
        if place:
            yield place


def _name(agent: Json) -> str:
    """The name of an organisation; a person's is left out."""
    if _ORGANISATION not in texts(agent.get("@type")) or agent.get("schema:familyName"):
        return ""
    return first(texts(agent.get("schema:legalName")))


def _contact(agent: Json) -> dict[str, Any]:
    """Role mailboxes and pages with the organisation's name; a contact without either is none."""
    mail = first(role_mailbox(given) for given in texts(agent.get("schema:email")))
    page = first(texts(agent.get("foaf:homepage")))
    return said({"mail": mail, "page": page, "name": _name(agent)}) if mail or page else {}


def _labelled(one: Json) -> dict[str, Any]:
    return said({"code": _code(one), "labels": by_language(one.get("rdfs:label"))})


def _offer(price: Json) -> dict[str, Any]:
    policy = entry(price.get("hasEligiblePolicy"))
    low, high = (first(texts(price.get(name))) for name in ("schema:minPrice", "schema:maxPrice"))
    fields = said({"price": text(price.get("schema:price")) or low, "low": low, "high": high,
                   "policy": _code(policy), "labels": by_language(policy.get("rdfs:label")),
                   "notes": {tag: [without_personal_addresses(words) for words in found] for tag, found in
                             by_language(price.get("additionalInformation")).items()}})
    return {**fields, "currency": text(price.get("schema:priceCurrency")) or "EUR"} if fields else {}


def _distinct(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each that says something, once: producers repeat the same contact."""
    made: list[dict[str, Any]] = []
    for one in found:
        if one and one not in made:
            made.append(one)
    return made
