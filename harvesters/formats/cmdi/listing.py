"""Reading a CMDI document, which holds one record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from harvesters.formats.cmdi.components import ROOT, read_cmdi, self_link
from harvesters.formats.paging import short_name
from harvesters.formats.work.kinds import told_kind
from harvesters.formats.xml_document import local_name, parse_xml
from harvesters.formats.xml_start import first_element
from harvesters.record import Document, Fault, Item, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_BOM: Final = b"\xef\xbb\xbf"


def read(document: Document, source: Source) -> Iterator[Item]:
    """The one record of the document.

    Raises:
        UnreadableDocument: not XML, or not CMDI (`MLG-O201`; `MLG-O202` for CMDI inside OAI-PMH).
    """
    record = parse_xml(document)
    root = local_name(str(record.tag))
    if root != ROOT:
        raise _in_an_envelope() if root == "OAI-PMH" else _not_cmdi(root)
    name, work = short_name(document), read_cmdi(record)
    if work is None:
        yield Fault("", name, Finding(
            "MLG-O203", Severity.VIOLATION,
            "La notice CMDI n'a aucun composant (<Components> est vide ou absent) ; signalez-le à la source.",
            "The CMDI record has no component (<Components> is empty or missing); tell the source."))
        return
    key = next(iter(self_link(record)), "") or work.landing or document.url
    yield Raw(key, work.payload(), f"{name}, {key}", told_kind(work, source), work.modified)


def is_cmdi(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether a document begins as a CMDI record does."""
    name, rest = first_element(start)
    return name == "CMD" and b"clarin.eu/cmd" in rest


def _in_an_envelope() -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-O202",
        "C'est une réponse OAI-PMH qui contient du CMDI ; déclarez format = \"oai-pmh\" et prefix = \"cmdi\".",
        "This is an OAI-PMH answer that holds CMDI; declare format = \"oai-pmh\" and prefix = \"cmdi\".")


def _not_cmdi(root: str) -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-O201",
        f"Ce n'est pas une notice CMDI : la racine est <{root}>, on attend <{ROOT}> ; vérifiez l'adresse de la source.",
        f"This is no CMDI record: its root is <{root}>, <{ROOT}> is expected; check the source's address.")
