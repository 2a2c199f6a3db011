"""What is kept of a dataset of a catalogue: the fields that are mapped, in one shape for all versions of the API."""

from __future__ import annotations

from typing import Any, Final

import orjson

from harvesters.formats.json_values import Json, entry, said, text, texts
from harvesters.formats.opendatasoft.shapes import dataset_id
from harvesters.personal import without_personal_addresses

_TEXTS: Final = ("title", "description", "license", "license_url", "publisher", "modified", "language")
_LISTS: Final = ("keyword", "theme", "territory", "references")


def payload(dataset: Json) -> bytes:
    """The canonical bytes of a dataset; contacts and the portal's own statistics are not among them."""
    metas = _metas(dataset)
    kept: dict[str, Any] = {name: text(metas.get(name)) for name in _TEXTS}
    kept["description"] = without_personal_addresses(kept["description"])
    kept |= {name: texts(metas.get(name)) for name in _LISTS}
    kept["issued"] = text(entry(entry(dataset.get("metas")).get("dcat")).get("issued"))
    kept["id"] = dataset_id(dataset)
    kept["records"] = dataset.get("has_records") is True
    return orjson.dumps(said(kept), option=orjson.OPT_SORT_KEYS)


def changed_of(dataset: Json) -> str:
    """When the portal says that the dataset changed."""
    return text(_metas(dataset).get("modified"))


def _metas(dataset: Json) -> Json:
    """v2 has a template of metadata called `default`, v1 only that."""
    metas = entry(dataset.get("metas"))
    return entry(metas.get("default")) or metas
