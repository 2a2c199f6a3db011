"""One record of an answer: its header, and its metadata by their own schema."""

from __future__ import annotations

from lxml import etree

from harvesters.formats.oai.answer import NAMESPACE
from harvesters.formats.oai.bioschemas import BrokenGraph
from harvesters.formats.oai.schemas import UnknownSchema, read_metadata
from harvesters.record import Fault, Raw
from harvesters.source import Source
from harvesters.text import shortened
from shapes.finding import Finding, Severity

_LONGEST = 200


def item_of(record: etree._Element, name: str, source: Source) -> Raw | Fault:
    """The record as what a reader hands over; `name` tells the document that it stands in."""
    header = record.find(f"{NAMESPACE}header")
    key = _text(header, "identifier")
    place = f"{name}, line {record.sourceline}" + (f", {key}" if key else "")
    if header is None or not key:
        return _fault(
            "", place, "MLG-O010",
            "La notice n'a pas d'identifiant dans son en-tête (header/identifier) ; signalez-le à l'entrepôt.",
            "The record has no identifier in its header (header/identifier); tell the repository.")
    changed = _text(header, "datestamp")
    if (header.get("status") or "").strip() == "deleted":
        return Raw(key, b"", place, "", changed, deleted=True)
    metadata = next(iter(record.iterfind(f"{NAMESPACE}metadata/*")), None)
    if metadata is None:
        return _fault(
            key, place, "MLG-O011",
            "La notice n'a pas de métadonnées et n'est pas dite supprimée ; signalez-le à l'entrepôt.",
            "The record has no metadata and is not said to be deleted; tell the repository.")
    sets = [(found.text or "").strip() for found in header.iterfind(f"{NAMESPACE}setSpec")]
    try:
        entry = read_metadata(metadata, sets, source)
    except UnknownSchema as fault:
        return _fault(key, place, "MLG-O012", fault.fr, fault.en)
    except BrokenGraph as fault:
        return _fault(key, place, "MLG-O013",
                      f"Le RDF de la notice ne se lit pas ({fault}) ; signalez-le à l'entrepôt.",
                      f"The record's RDF cannot be read ({fault}); tell the repository.")
    return Raw(key, entry.payload, place, entry.kind, changed, entry.deleted)


def _text(header: etree._Element | None, name: str) -> str:
    return "" if header is None else (header.findtext(NAMESPACE + name) or "").strip()


def _fault(key: str, place: str, code: str, fr: str, en: str) -> Fault:
    return Fault(key, shortened(place, _LONGEST), Finding(code, Severity.VIOLATION, fr, en))
