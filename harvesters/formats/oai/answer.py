"""An answer of a repository, apart from its records: what was asked, what went wrong, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from harvesters.formats.xml_document import local_name, stream_xml
from harvesters.formats.xml_prologue import root_name
from harvesters.formats.xml_start import first_element
from harvesters.record import Document, UnreadableDocument
from ontology.terms import OAI_PMH

ROOT: Final = "OAI-PMH"
NAMESPACE: Final = f"{{{OAI_PMH.iri}}}"
RECORD: Final = "record"
_LISTS: Final = frozenset({"ListRecords", "GetRecord"})
_OTHERS: Final = frozenset({"ListIdentifiers", "ListSets", "ListMetadataFormats"})
_PARTS: Final = ("responseDate", "error", "Identify", RECORD, "resumptionToken", *_LISTS, *_OTHERS)
_BOM: Final = b"\xef\xbb\xbf"
_LONGEST_NUMBER: Final = 12


@dataclass(slots=True)
class Answer:
    """What an answer says beside its records. `verb` is empty until its element ends."""

    verb: str = ""
    date: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)
    deleted: str = ""
    days: bool = False
    token: str = ""
    size: int = 0
    records: int = 0
    first: str = ""

    def note(self, element: etree._Element) -> None:
        """Take in one part that is no record."""
        name, text = local_name(str(element.tag)), (element.text or "").strip()
        if name == "responseDate":
            self.date = text
        elif name == "error":
            self.errors.append(((element.get("code") or "").strip(), " ".join(text.split())))
        elif name == "resumptionToken":
            self.token, size = text, (element.get("completeListSize") or "").strip()
            self.size = int(size) if size.isdecimal() and len(size) <= _LONGEST_NUMBER else 0
        else:
            self.verb = name
            if name == "Identify":
                self.deleted = _child(element, "deletedRecord")
                self.days = len(_child(element, "granularity")) == len("YYYY-MM-DD")

    @property
    def is_list(self) -> bool:
        """Whether it lists records."""
        return self.verb in _LISTS

    @property
    def moment(self) -> str:
        """When the server answered, in its own granularity and by its own clock; empty when it does not say."""
        try:
            said = datetime.fromisoformat(self.date)
            utc = said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
        except (ValueError, OverflowError):
            return ""
        return utc.date().isoformat() if self.days else f"{utc.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def parts(document: Document) -> Iterator[etree._Element]:
    """Each part of an answer in the order of the document: records, errors, the token, at last its verb.

    Raises:
        UnreadableDocument: not an answer of OAI-PMH (`MLG-O001`, for an HTTP error `MLG-O002`), or broken midway.
    """
    try:
        root = root_name(document.path)
    except UnreadableDocument:
        if document.status >= 400:
            raise _failed(document) from None
        raise
    if root != ROOT:
        raise _failed(document) if document.status >= 400 else _no_answer(root)
    return stream_xml(document, *(NAMESPACE + name for name in _PARTS))


def is_answer(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether a document begins as an answer of OAI-PMH does."""
    return first_element(start)[0] == "OAI-PMH"


def _child(element: etree._Element, name: str) -> str:
    return (element.findtext(NAMESPACE + name) or "").strip()


def _failed(document: Document) -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-O002",
        f"Le serveur a répondu l'erreur HTTP {document.status}, sans réponse OAI-PMH ; vérifiez l'adresse de base de "
        "l'entrepôt.",
        f"The server answered HTTP error {document.status} and no OAI-PMH answer; check the repository's base address.")


def _no_answer(root: str) -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-O001",
        f"Ce n'est pas une réponse OAI-PMH : la racine est <{root}>, on attend <{ROOT}> ; donnez l'adresse de base de "
        "l'entrepôt.",
        f"This is no OAI-PMH answer: its root is <{root}>, <{ROOT}> is expected; give the repository's base address.")
