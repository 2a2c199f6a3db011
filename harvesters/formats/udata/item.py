"""One object of the API, reduced to the fields that are read and free of personal data."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from harvesters.formats.json_values import Json, entries, entry, first, said, text, texts
from harvesters.personal import without_personal_addresses
from harvesters.weblinks import role_mailbox

DATASET: Final = "dataset"
DATA_SERVICE: Final = "data-service"
REUSE: Final = "reuse"
_COLLECTIONS: Final = {"datasets": DATASET, "dataservices": DATA_SERVICE, "reuses": REUSE}
# Fields that no other object of the API has.
_TRAITS: Final = {
    DATASET: {"frequency", "frequency_date", "temporal_coverage", "last_update"},
    DATA_SERVICE: {"base_api_url", "machine_documentation_url", "metadata_modified_at"},
    REUSE: {"image_thumbnail", "reuse_type", "topic", "image"},
}
_WITHDRAWN: Final = ("deleted", "deleted_at", "archived", "archived_at", "private")


def sort_of(item: Json, url: str) -> str:
    """Which object of the API it is: by its fields, else by the address of the listing; empty for another one."""
    for sort, traits in _TRAITS.items():
        if traits & item.keys():
            return sort
    parts = urlsplit(text(item.get("uri")) or url).path.split("/")
    return next((_COLLECTIONS[part] for part in reversed(parts) if part in _COLLECTIONS), "")


def key_of(item: Json) -> str:
    """The identifier that the platform gave."""
    return text(item.get("id"))


def is_withdrawn(item: Json) -> bool:
    """Whether the publisher has deleted, archived or hidden it. `archived` is a date, or a reason in old records."""
    return any(item.get(name) not in (None, False, "") for name in _WITHDRAWN)


def changed(item: Json) -> str:
    """When the object changed last."""
    harvest, internal = entry(item.get("harvest")), entry(item.get("internal"))
    return first((item.get("last_modified"), item.get("metadata_modified_at"), harvest.get("modified_at"),
                  item.get("last_modified_internal"), internal.get("last_modified_internal"), item.get("last_update")))


def payload(item: Json, sort: str) -> bytes:
    """The canonical bytes: the fields that are read, in order of names."""
    fields = _common(item) | {"sort": sort}
    if sort == DATASET:
        fields |= _dataset(item)
    elif sort == DATA_SERVICE:
        fields |= {name: text(item.get(name)) for name in (
            "base_api_url", "machine_documentation_url", "technical_documentation_url", "endpoint_description_url",
            "business_documentation_url")}
    elif sort == REUSE:
        fields |= {"type": _code(item.get("type")), "url": text(item.get("url"))}
    if sort in (DATA_SERVICE, REUSE):
        fields["datasets"] = [page for one in entries(item.get("datasets"))
                              if (page := first((one.get("page"), one.get("self_web_url"))))]
    return orjson.dumps(said(fields), option=orjson.OPT_SORT_KEYS)


def _common(item: Json) -> dict[str, Any]:
    harvest, extras, internal = (entry(item.get(name)) for name in ("harvest", "extras", "internal"))
    return {
        "id": key_of(item), "title": text(item.get("title")), "acronym": text(item.get("acronym")),
        "class": text(item.get("class")),
        "description": without_personal_addresses(text(item.get("description"))),
        "tags": texts(item.get("tags")), "access_type": text(item.get("access_type")),
        "page": first((item.get("page"), item.get("self_web_url"))),
        "created": first((item.get("created_at"), harvest.get("issued_at"), harvest.get("created_at"),
                          item.get("created_at_internal"), internal.get("created_at_internal"))),
        "modified": changed(item), "license": _licence(item.get("license")),
        "remote": first((harvest.get("remote_url"), extras.get("harvest:remote_url"), extras.get("remote_url"))),
        "identifiers": texts([harvest.get(name) for name in ("dct_identifier", "uri", "remote_id")]),
        "organization": _organization(entry(item.get("organization"))),
        # Only that there is one: an owner is a person.
        "owner": not item.get("organization") and bool(item.get("owner")),
        "contacts": [found for one in entries(item.get("contact_points")) if (found := _contact(one))],
    }


def _dataset(item: Json) -> dict[str, Any]:
    period, spatial = entry(item.get("temporal_coverage")), entry(item.get("spatial"))
    zones = spatial.get("zones") if isinstance(spatial.get("zones"), list) else []
    return {
        "frequency": _code(item.get("frequency")),
        "start": text(period.get("start")), "end": text(period.get("end")),
        "zones": [code for zone in zones or [] if (code := _code(zone))],
        "resources": [_resource(one) for one in entries(item.get("resources")) if "href" not in one],
    }


def _resource(one: Json) -> dict[str, Any]:
    fields = {name: text(one.get(name)) for name in ("title", "format", "mime", "url", "latest", "filetype")}
    return said({**fields, "description": without_personal_addresses(text(one.get("description")))})


def _organization(one: Json) -> dict[str, Any]:
    return said({"name": text(one.get("name")), "acronym": text(one.get("acronym")),
                 "page": first((one.get("page"), one.get("self_web_url"))), "url": text(one.get("url")),
                 "siret": text(one.get("business_number_id"))})


def _contact(one: Json) -> dict[str, Any]:
    """A contact without what may be a person's: its name stands only beside a role mailbox."""
    if (text(one.get("role")) or "contact") != "contact":
        return {}
    mail = role_mailbox(text(one.get("email"))) or ""
    return said({"mail": mail, "form": text(one.get("contact_form")), "name": text(one.get("name")) if mail else ""})


def _licence(value: object) -> list[str]:
    """The code of a licence, with its title and address where the whole licence is given."""
    if isinstance(value, dict):
        return texts([value.get("id"), value.get("title"), value.get("url")])
    return texts(value)


def _code(value: object) -> str:
    """A code, or that of an object that has one: the API gives either, as it is asked."""
    return text(value.get("id")) if isinstance(value, dict) else text(value)
