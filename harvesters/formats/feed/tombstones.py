"""Entries that a feed says are deleted (RFC 6721)."""

from __future__ import annotations

from collections.abc import Mapping

from harvesters.formats.xml_document import stream_xml
from harvesters.record import Document, UnreadableDocument

_NAME = "deleted-entry"


def tombstones(document: Document) -> Mapping[str, str]:
    """The ids of deleted entries with when they were; none in a document that is no sound XML."""
    if _NAME.encode() not in document.path.read_bytes():
        return {}
    found: dict[str, str] = {}
    try:
        for element in stream_xml(document, _NAME):
            if reference := " ".join((element.get("ref") or "").split()):
                found[reference] = (element.get("when") or "").strip()
    except UnreadableDocument:
        return found
    return found
