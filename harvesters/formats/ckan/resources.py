"""The resources of a package: its files and services."""

from __future__ import annotations

from typing import Any, Final

from harvesters.formats.json_values import Json, by_language, entries, first, said, text, texts
from harvesters.personal import without_personal_addresses

_LICENCES: Final = ("license", "license_id", "license_type", "license_url")


def resources_of(whole: Json) -> list[dict[str, Any]]:
    """What is read of each resource that is not deleted."""
    return [_resource(one) for one in entries(whole.get("resources"))
            if text(one.get("state")).lower() != "deleted"]


def _resource(one: Json) -> dict[str, Any]:
    url = text(one.get("url"))
    download = first((one.get("download_url"), one.get("downloadURL")))
    # What was uploaded to the portal is downloaded at its address.
    if not download and one.get("url_type") == "upload":
        download = url
    access = first((one.get("access_url"), one.get("accessURL"))) or ("" if url == download else url)
    descriptions = by_language(one.get("description_translated") or one.get("description"))
    return said({
        "title": by_language(one.get("name_translated") or one.get("title") or one.get("name")),
        "description": {tag: [without_personal_addresses(words) for words in found]
                        for tag, found in descriptions.items()},
        "access": access, "download": download,
        "media_type": first((one.get("mimetype"), one.get("mimetype_inner"), one.get("mediaType"))),
        "format": text(one.get("format")), "rights": by_language(one.get("rights")),
        "licence": [name for field in _LICENCES for name in texts(one.get(field))],
    })
