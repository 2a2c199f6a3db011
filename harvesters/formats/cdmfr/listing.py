"""Reading a document of CDM-fr: one item for each programme, and for each course where the source asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

from lxml import etree

from harvesters.formats.cdmfr.blocks import names
from harvesters.formats.cdmfr.payload import payload_of
from harvesters.formats.cdmfr.units import Units, key_of
from harvesters.formats.paging import short_name
from harvesters.formats.xml_document import local_name, parse_xml
from harvesters.record import Document, Fault, Item, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_ROOT: Final = "CDM"
# Atomic groups: each comment is read once, or a document of comments would take for ever.
_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?>.*?\?>)|<!--(?>.*?-->))*+<(?:[\w.-]++:)?CDM(?=[\s>/])", re.DOTALL)


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every programme of the document; its courses too with `courses = true`.

    Raises:
        UnreadableDocument: not XML, not CDM, or with a DTD.
    """
    root = parse_xml(document)
    if local_name(str(root.tag)) != _ROOT:
        raise UnreadableDocument(
            "MLG-L201",
            f"Le document XML n'est pas du CDM-fr : sa racine est <{local_name(str(root.tag))}>, on attend <{_ROOT}> ; "
            "vérifiez l'adresse ou le format de la source.",
            f"The XML document is not CDM-fr: its root is <{local_name(str(root.tag))}>, <{_ROOT}> is expected; check "
            "the address or the format of the source.")
    name, units = short_name(document), Units.of(root)
    titles = {key: names(node, "programName", "courseName")
              for node in root.iter("{*}program", "{*}subProgram", "{*}course") if (key := key_of(node))}
    for node in _listed(root, courses=source.options.get("courses") is True):
        tag = local_name(str(node.tag))
        place = f"{name}, line {node.sourceline}, {tag}"
        key = key_of(node) or _made_key(node, f"{'course' if tag == 'course' else 'program'}Name")
        yield Raw(key, payload_of(node, units, titles), place, "course") if key else _fault(tag, place)


def is_cdm(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether a document begins with the root of CDM."""
    return _START.match(start.replace(b"\0", b"")) is not None


def _listed(root: etree._Element, *, courses: bool) -> Iterator[etree._Element]:
    """Programmes, and those within them that have an identifier; what also stands on its own is taken there."""
    own = {key_of(node) for node in root.iter("{*}program")}
    for node in root.iter("{*}program", "{*}subProgram", *(["{*}course"] if courses else [])):
        nested = local_name(str(node.tag)) == "subProgram"
        if not nested or (key_of(node) and key_of(node) not in own):
            yield node


def _made_key(node: etree._Element, kind: str) -> str:
    """A key for what has no identifier: of its name."""
    words = "|".join(text for text, _ in names(node, kind))
    return f"sans-id-{blake2b(words.encode(), digest_size=8).hexdigest()}" if words else ""


def _fault(tag: str, place: str) -> Fault:
    return Fault("", place, Finding(
        "MLG-L202", Severity.VIOLATION,
        f"<{tag}> n'a ni identifiant ni nom : rien ne permet de le reconnaître ensuite ; donnez-lui un attribut id.",
        f"<{tag}> has neither an identifier nor a name: nothing tells it apart the next time; give it an id "
        "attribute."))
