"""One package of CKAN, reduced to the fields that are read and free of personal data.

Portals say the same in fields of their own schema, in `extras`, or in both; CKAN's are looked at first.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any, Final

import orjson

from harvesters.formats.ckan.agents import contacts_of, creators_of, publisher_of
from harvesters.formats.ckan.dates import iso_date
from harvesters.formats.ckan.resources import resources_of
from harvesters.formats.json_values import Json, by_language, entries, first, said, text, texts
from harvesters.personal import without_personal_addresses

_DELETED: Final = frozenset({"deleted", "draft"})
_LICENCES: Final = ("license_id", "license_title", "license_url", "license")
# Names that the fields of CKAN have in lists of ckanext-dcat and in DKAN.
_OTHER_NAMES: Final = {"notes": "description", "url": "landingPage", "resources": "distribution"}


def key_of(package: Json) -> str:
    """The identifier of the portal; the name, or that of the publisher, where an export leaves it out."""
    return first((package.get("id"), package.get("name"), package.get("identifier")))


def looks_like_package(value: object) -> bool:
    """Whether an object is a package rather than a page, a user or an error."""
    return isinstance(value, dict) and bool(key_of(value)) and ("title" in value or "resources" in value)


def is_withdrawn(package: Json) -> bool:
    """Whether it is deleted, a draft, or private.

    DKAN, whose states begin with a capital, says `private` of what is published: it copies the wrong flag.
    """
    state = text(package.get("state"))
    return state.lower() in _DELETED or (package.get("private") is True and state != "Active")


def changed(package: Json) -> str:
    """When the portal's description of the package changed last."""
    return iso_date(first((package.get("metadata_modified"), package.get("modified"))))


def payload(package: Json, page: str = "") -> bytes:
    """The canonical bytes: the fields that are read, in order of names. `page` is the portal's page of the package."""
    whole = _whole(package)
    fields = {
        "key": key_of(package), "name": text(package.get("name")), "type": text(package.get("type")).lower(),
        "title": by_language(whole.get("title_translated") or whole.get("title")),
        "notes": _without_addresses(by_language(whole.get("notes_translated") or whole.get("notes"))),
        "provenance": by_language(whole.get("provenance")), "keywords": _keywords(whole), "page": page,
        "url": text(whole.get("url")), "version": text(whole.get("version")),
        "created": iso_date(first((whole.get("issued"), whole.get("metadata_created")))),
        "modified": iso_date(first((whole.get("modified"), whole.get("metadata_modified")))),
        "licence": [name for field in _LICENCES for name in texts(whole.get(field))],
        "frequency": first((whole.get("frequency"), whole.get("frequency_of_update"))),
        "languages": texts(whole.get("language")), "spoken": text(whole.get("metadata_language")),
        "themes": texts(whole.get("theme")), "access": text(whole.get("access_rights")),
        "conforms": texts(whole.get("conforms_to")), "identifiers": texts([
            whole.get("doi"), whole.get("identifier"), *texts(whole.get("alternate_identifier"))]),
        "periods": _periods(whole), "places": _places(whole), "resources": resources_of(whole),
        "publisher": publisher_of(whole), "creators": creators_of(whole), "contacts": contacts_of(whole),
    }
    return orjson.dumps(said(fields), option=orjson.OPT_SORT_KEYS)


def _whole(package: Json) -> dict[str, Any]:
    """The fields of a package, and its extras where they say more; what was packed as text is unpacked."""
    extras: dict[str, Any] = {}
    given = package.get("extras")
    for one in entries(given):
        if "key" in one:
            extras[text(one["key"])] = one.get("value")
        elif isinstance(given, dict):
            extras.update(one)
    whole = {name.replace("-", "_").replace(" ", "_"): _unpacked(value) for name, value in extras.items()}
    whole |= {name: _unpacked(value) for name, value in package.items() if value not in (None, "", [], {})}
    return {**{name: whole[other] for name, other in _OTHER_NAMES.items() if other in whole}, **whole}


def _unpacked(value: object) -> Any:
    """JSON that stands as text, as extras are stored, is read; DKAN escapes it for HTML on top."""
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return orjson.loads(html.unescape(value))
    except orjson.JSONDecodeError:
        return value


def _without_addresses(by_tag: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {tag: [without_personal_addresses(words) for words in found] for tag, found in by_tag.items()}


def _keywords(whole: Json) -> dict[str, list[str]]:
    """Tags and groups; translated tags take the place of the others."""
    translated = whole.get("tags_translated") or whole.get("keywords")
    made = by_language(translated) if isinstance(translated, dict) else {"": [
        *(first((one.get("display_name"), one.get("name"))) for one in entries(whole.get("tags"))),
        *texts(whole.get("tags")), *texts(whole.get("keyword"))]}
    for group in entries(whole.get("groups")):
        for tag, words in by_language(_unpacked(group.get("title") or group.get("display_name"))).items():
            made.setdefault(tag, []).extend(words)
    return {tag: found for tag, words in made.items() if (found := [word for word in dict.fromkeys(words) if word])}


def _periods(whole: Json) -> list[list[str]]:
    given = [*entries(whole.get("temporal_coverage")), {"start": whole.get("temporal_start"),
                                                        "end": whole.get("temporal_end")}]
    periods = [[text(one.get("start")), text(one.get("end"))] for one in given]
    return [period for period in periods if any(period)]


def _places(whole: Json) -> list[dict[str, Any]]:
    given = [*entries(whole.get("spatial_coverage")), {"uri": whole.get("spatial_uri"),
                                                       "text": whole.get("spatial_text")}]
    places = (said({"uri": text(one.get("uri")), "text": text(one.get("text"))}) for one in given)
    return [place for place in places if place]
