"""Reading a dump of the directory: an array, JSON lines, or one structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import orjson

from harvesters.formats.json_items import json_items
from harvesters.formats.paging import short_name
from harvesters.formats.rnsr.structure import changed, is_gone, key_of, structure
from harvesters.record import Document, Fault, Item, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_FIRST: Final = re.compile(rb'"levelLabel"\s*:')
_SECOND: Final = re.compile(rb'"isFrench"\s*:')
_FIELDS: Final = re.compile(rb'"(?:creationYear|urbanUnitCode|institutions)"\s*:')


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """JSON with the fields that only this directory has, in one of its versions."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{") and bool(
        (_FIRST.search(start) or _SECOND.search(start)) and _FIELDS.search(start))


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every structure of the dump; it has no other page and is the whole listing.

    Raises:
        UnreadableDocument: not JSON, or JSON that is neither a list nor a structure.
    """
    listing = json_items(document)
    name, kind = short_name(document), source.kind or "organization"
    for number, told in enumerate(listing.items, 1):
        place, key = f"{name}, item {number}", key_of(told)
        if key and isinstance(told, dict) and told.get("label"):
            kept = orjson.dumps(structure(told), option=orjson.OPT_SORT_KEYS)
            yield Raw(key, kept, f"{place}, {key}", kind, changed(told), deleted=is_gone(told))
        elif listing.alone:
            raise UnreadableDocument(
                "MLG-Z121", "Ce document JSON n'est pas du RNSR : on attend une liste de structures avec leur id et "
                "leur label ; vérifiez l'adresse.",
                "This JSON document is not of RNSR: a list of structures with their id and label is expected; check "
                "the address.")
        else:
            yield Fault(key, place, Finding(
                "MLG-Z122", Severity.VIOLATION,
                "Cet élément de la liste n'a pas d'id ou pas de label ; signalez-le au RNSR.",
                "This element of the list has no id or no label; tell RNSR.", "identifier", key))
