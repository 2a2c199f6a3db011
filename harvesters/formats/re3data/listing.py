"""Reading re3data: the list of repositories leads to a document for each; a document describes one or more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

import orjson
from lxml import etree

from harvesters.formats.paging import is_remote, short_name
from harvesters.formats.re3data.repository import changed, is_closed, key_of, listed, repository
from harvesters.formats.xml_document import stream_xml
from harvesters.formats.xml_prologue import root_name
from harvesters.record import Document, Fault, Follow, Item, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_LIST: Final = "list"
_RECORD: Final = "re3data"
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?re3data\s[^>]*\bwww\.re3data\.org/schema/")
_ENTRY: Final = re.compile(rb"<id>\s*r3d\d{6,12}\s*</id>")
# What schema.org and the profile call a place for depositing data that has a page but often no API.
_KINDS: Final = ("service", "data-service")


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """XML in a namespace of the registry's schema, or a list of its identifiers."""
    return bool(_ROOT.search(start[:4_096]) or (b"<list" in start[:1_024] and _ENTRY.search(start)))


def read(document: Document, source: Source) -> Iterator[Item]:
    """The address of each repository that a list names, or every repository that is described.

    A list that is a file leads nowhere: its entries are records with what they say, a name.

    Raises:
        UnreadableDocument: not XML, with a DTD, or of another format.
    """
    root = root_name(document.path)
    if root not in (_LIST, _RECORD):
        raise UnreadableDocument(
            "MLG-Z301",
            f"Le document XML n'est pas de re3data : sa racine est <{root}>, on attend <list> ou <re3data> ; vérifiez "
            "l'adresse.",
            f"The XML document is not re3data's: its root is <{root}>, <list> or <re3data> is expected; check the "
            "address.")
    name, kind = short_name(document), source.kind if source.kind in _KINDS else _KINDS[0]
    for number, element in enumerate(stream_xml(document, "repository"), 1):
        place = f"{name}, line {element.sourceline}, repository {number}"
        if root == _LIST and is_remote(document.url):
            yield _lead(element, document.url, place)
        else:
            yield _record(element, place, kind, root == _LIST)


def _lead(element: etree._Element, url: str, place: str) -> Follow | Fault:
    """The document of an entry, which stands on the same server."""
    href = next((link.get("href") or "" for link in element.iter("{*}link")), "").strip()
    try:
        address = urljoin(url, href) if href else ""
        same = urlsplit(address).netloc == urlsplit(url).netloc
    except ValueError:
        same = False
    if same and address:
        return Follow(address, kind="repository", detail=True)
    return _fault(key_of(element), place, "MLG-Z303",
                  f"L'entrée n'a pas de lien vers sa fiche sur le même serveur (link href = « {href[:200]} »)",
                  f"The entry has no link to its record on the same server (link href = “{href[:200]}”)")


def _record(element: etree._Element, place: str, kind: str, in_list: bool) -> Raw | Fault:
    key = key_of(element)
    if not key:
        return _fault("", place, "MLG-Z302", "Ce dépôt n'a pas d'identifiant re3data",
                      "This repository has no re3data identifier")
    kept = listed(element) if in_list else repository(element)
    return Raw(key, orjson.dumps(kept, option=orjson.OPT_SORT_KEYS), f"{place}, {key}", kind, changed(element),
               deleted=is_closed(element))


def _fault(key: str, place: str, code: str, fr: str, en: str) -> Fault:
    return Fault(key, place, Finding(code, Severity.VIOLATION, f"{fr} ; signalez-le à re3data.",
                                     f"{en}; tell re3data.", "identifier", key))
