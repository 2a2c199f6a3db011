"""Reading a flux: its zip archive, its index, a list of objects, or one object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import orjson

from harvesters.formats.datatourisme.archive import INDEX, OBJECTS, Archive, Broken, opened
from harvesters.formats.datatourisme.poi import changed, key_of, kind_of, payload
from harvesters.formats.json_items import json_items
from harvesters.formats.json_values import Json, text
from harvesters.formats.paging import short_name
from harvesters.formats.zip_start import is_archive
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_PATH: Final = re.compile(r"(?!.*\.\.)(?![/.])[\w./-]{1,200}\.json", re.ASCII)
_CHANGED: Final = "lastUpdateDatatourisme"
_MARKS: Final = (b'"lastUpdateDatatourisme"', b'"@id":"https://data.datatourisme', b'"PointOfInterest"')
_ARCHIVED: Final = (b"index.json", b"objects/")


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether a document begins like a flux, its index or an object of it."""
    if start.startswith(b"PK\x03\x04"):
        return any(name in start for name in _ARCHIVED) and b"[Content_Types].xml" not in start
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return False
    tight = re.sub(rb"\s+", b"", start)
    return any(mark in tight for mark in _MARKS)


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every object of the flux; of an index alone, the address of each object.

    Objects stand in the folder `objects` beside the index, or in the one that the option `folder` names.

    Raises:
        UnreadableDocument: damaged, too large, not JSON, or JSON that is no flux.
    """
    name = short_name(document)
    if is_archive(document.path):
        with opened(document.path) as archive:
            yield from _archived(archive, name)
        return
    given, folder = json_items(document), _folder(source)
    if given.alone:
        yield from _alone(given.items, name)
        return
    for number, item in enumerate(given.items, 1):
        if path := _path(item):
            yield Follow(folder + path, "object", detail=True, changed=text(item.get(_CHANGED)))
        else:
            yield _item(item, f"{name}, {number}")


def _alone(items: Any, name: str) -> Iterator[Item]:
    [content] = items
    if isinstance(content, dict) and not content.get("@id") and ("@context" in content or "@vocab" in content):
        return  # The context that the archive brings along.
    if not isinstance(content, dict) or not key_of(content) or "@type" not in content:
        raise UnreadableDocument(
            "MLG-E202", "Le document n'est ni un flux, ni un index, ni un objet de DATAtourisme ; vérifiez l'adresse "
            "de la source, et choisissez le format JSON par objet.",
            "The document is no flux, index or object of DATAtourisme; check the source's address, and choose the "
            "format of one JSON file per object.")
    yield _item(content, name)


def _archived(archive: Archive, name: str) -> Iterator[Item]:
    """The objects that the index lists, then those that it forgot."""
    listed = list(dict.fromkeys(_listed(archive))) if archive.has_index else []
    members = dict.fromkeys(archive.objects())
    if not members and not listed:
        raise UnreadableDocument(
            "MLG-E202", "L'archive ne contient aucun objet JSON ; choisissez pour le flux le format JSON par objet.",
            "The archive holds no JSON object; choose the format of one JSON file per object for the flux.")
    if archive.has_index:
        yield Listing(expected=len(listed))
    for member in dict.fromkeys([*listed, *members]):
        yield _member(archive, member, f"{name}, {member}")


def _listed(archive: Archive) -> Iterator[str]:
    """The names in the archive of what the index lists; those of no file stay as they are, and are told later."""
    try:
        index = orjson.loads(archive.read(INDEX))
    except (Broken, orjson.JSONDecodeError) as fault:
        raise UnreadableDocument(
            "MLG-E203", f"L'index de l'archive ne peut pas être lu ({fault}) ; relancez, puis prévenez DATAtourisme si "
            "cela dure.",
            f"The index of the archive cannot be read ({fault}); try again, then tell DATAtourisme if this lasts.",
        ) from None
    for number, item in enumerate(index if isinstance(index, list) else [], 1):
        path = _path(item)
        yield (path if archive.holds(path) else OBJECTS + path) if path else f"{INDEX}, {number}"


def _member(archive: Archive, member: str, place: str) -> Raw | Fault:
    try:
        return _item(orjson.loads(archive.read(member)), place)
    except Broken as fault:
        return _fault("", place, str(fault))
    except orjson.JSONDecodeError as fault:
        return _fault("", place, f"JSON, {fault.lineno}:{fault.colno}, {fault.msg}")


def _path(item: object) -> str:
    """Where an object stands that an index lists, in its folder; empty for what is no entry of an index."""
    file = text(item.get("file")) if isinstance(item, dict) and "@type" not in item else ""
    return file.removeprefix(OBJECTS) if _PATH.fullmatch(file) else ""


def _folder(source: Source) -> str:
    folder = source.options.get("folder", OBJECTS)
    return f"{folder.strip('/')}/" if isinstance(folder, str) and folder.strip("/") else ""


def _item(item: object, place: str) -> Raw | Fault:
    if not isinstance(item, dict) or "@type" not in item:
        return _fault("", place, "@type")
    if not (key := key_of(item)):
        return _fault("", place, "@id")
    return _raw(item, key, place)


def _raw(poi: Json, key: str, place: str) -> Raw:
    where = place if key in place else f"{place}, {key}"
    return Raw(key, payload(poi), where, kind_of(poi), changed(poi))


def _fault(key: str, place: str, why: str) -> Fault:
    return Fault(key, place, Finding(
        "MLG-E201", Severity.VIOLATION,
        f"Cet objet du flux ne peut pas être lu ou n'en est pas un ({why}) ; signalez-le à DATAtourisme.",
        f"This object of the flux cannot be read or is none ({why}); tell DATAtourisme."))
