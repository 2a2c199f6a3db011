"""One item of the marketplace, reduced to the fields that are read and free of personal data.

Items came in three shapes: today's, an early one (numeric id, category "tool"), and rows of a notebook whose
nested values are dotted columns or strings that were cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

Json = Mapping[str, Any]

KINDS: Final[Mapping[str, str]] = {
    "tool-or-service": "tool", "tool": "tool", "service": "service",
    "training-material": "material", "workflow": "material",
    "dataset": "dataset",
}
PUBLIC: Final = "approved"
WITHDRAWN: Final = "deprecated"
_CREATORS: Final = frozenset({"author", "creator", "provider", "publisher"})
_SCALARS: Final = ("category", "label", "version", "lastInfoUpdate", "status", "description", "sourceItemId",
                   "dateCreated", "dateLastUpdated")
_LISTS: Final = ("accessibleAt", "properties", "externalIds", "contributors", "relatedItems", "composedOf")
_CUT: Final = "..."


class NoItem(Exception):
    """A value of a listing that is no item: what it lacks, in both languages."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr = fr
        self.en = en


def looks_like_item(value: object) -> bool:
    """Whether an object is an item rather than a page, a vocabulary or an error."""
    return isinstance(value, dict) and isinstance(value.get("category"), str) and "label" in value


def key_of(item: Json) -> str:
    """The persistent identifier, else the number that the early shape has instead."""
    for name in ("persistentId", "id"):
        value = item.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def kind_of(item: Json) -> str:
    """The kind of record that an item becomes; empty for what is out of scope."""
    kind = KINDS.get(str(item.get("category")), "")
    if kind == "tool" and any(_is_service(entry) for entry in _entries(item.get("properties"))):
        return "service"
    return kind


def payload(item: Json) -> bytes:
    """The canonical bytes of an item: its fields that are read, in order of names.

    Raises:
        NoItem: without key or category.
    """
    whole = _nested(item)
    if not key_of(whole):
        raise NoItem("il n'a ni persistentId ni id.", "it has neither persistentId nor id.")
    if not isinstance(whole.get("category"), str):
        raise NoItem("il n'a pas de category.", "it has no category.")
    return orjson.dumps(_whitelisted(whole), option=orjson.OPT_SORT_KEYS)


def _nested(item: Json) -> dict[str, Any]:
    """Dotted columns (`source.label`) as the objects they were; those that a notebook cut are left out."""
    whole: dict[str, Any] = {}
    cut: list[str] = []
    flattened = any("." in name for name in item)
    for name, value in item.items():
        outer, _, inner = name.partition(".")
        if inner and isinstance(value, str) and value.endswith(_CUT):
            cut.append(name)
        elif inner:
            inside = whole.setdefault(outer, {})
            if isinstance(inside, dict):
                inside[inner] = value
        else:
            whole[name] = value
    if flattened:
        cut.extend(name for name in ("label", "description")
                   if isinstance(whole.get(name), str) and whole[name].endswith(_CUT))
        whole["cut"] = cut
    return whole


def _whitelisted(item: Json) -> dict[str, Any]:
    kept: dict[str, Any] = {
        name: str(value) for name in _SCALARS
        if isinstance(value := item.get(name), str | int) and not isinstance(value, bool)}
    kept["key"] = key_of(item)
    unreadable = [name for name in _LISTS if not _is_list(item.get(name))]
    kept["unreadable"] = sorted({*unreadable, *_names(item.get("cut"))})
    kept["accessibleAt"] = _names(item.get("accessibleAt"))
    kept["properties"] = [_property(entry) for entry in _entries(item.get("properties"))]
    kept["externalIds"] = [
        {"identifier": entry.get("identifier"),
         "service": _fields(entry.get("identifierService"), "code", "label", "urlTemplate")}
        for entry in _entries(item.get("externalIds"))]
    kept["contributors"] = [
        {"name": name, "role": role} for entry in _entries(item.get("contributors"))
        if (name := _fields(entry.get("actor"), "name").get("name"))
        and (role := _fields(entry.get("role"), "code").get("code")) in _CREATORS]
    kept["relatedItems"] = [
        {"key": key_of(entry), **_fields(entry, "category", "workflowId")}
        for entry in _entries(item.get("relatedItems"))]
    kept["steps"] = [entry["label"] for entry in _entries(item.get("composedOf"))
                     if isinstance(entry.get("label"), str)]
    kept["source"] = _fields(item.get("source"), "label", "url", "urlTemplate")
    return {name: value for name, value in kept.items() if value not in ("", [], {})}


def _property(entry: Json) -> dict[str, Any]:
    """A property is a concept or a value; early answers have both keys, one of them null."""
    value = entry.get("value")
    said: dict[str, Any] = {"code": _fields(entry.get("type"), "code").get("code", "")}
    said.update(_fields(entry.get("concept"), "label", "uri"))
    concept = _fields(entry.get("concept"), "code").get("code")
    if concept:
        said["concept"] = concept
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        said["value"] = str(value)
    return said


def _is_service(entry: Json) -> bool:
    return (_fields(entry.get("type"), "code").get("code") == "object-type"
            and _fields(entry.get("concept"), "code").get("code") == "service")


def _is_list(value: object) -> bool:
    """Absent, a list, or the string that an empty list became."""
    return value is None or isinstance(value, list) or value == "[]"


def _entries(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _names(value: object) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _fields(value: object, *names: str) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {name: value[name] for name in names if isinstance(value.get(name), str) and value[name]}
