"""A document as the feed that it is, however badly it is written."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import Any, Final
from xml.sax import SAXParseException

import feedparser

from harvesters.record import Document, UnreadableDocument
from harvesters.text import shortened
from shapes.finding import Finding, Severity

_HEAD: Final = 1 << 16
_TAIL: Final = 1 << 10
_ENDS: Final = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<\?xml[^>]*\bencoding\s*=", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself, and its entries as feedparser gives them.

    `flaw` is what is wrong with its XML. A feed that is `cut` has lost what followed, and its last entry with it.
    """

    head: dict[str, Any]
    entries: list[dict[str, Any]]
    flaw: str = ""
    cut: bool = False

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What is worth telling whoever publishes it."""
        if not self.flaw:
            return ()
        return (Finding(
            "MLG-C252", Severity.INFO,
            f"Le flux n'est pas du XML correct ({self.flaw}) ; il est lu tout de même. Signalez-le à la source.",
            f"The feed is not correct XML ({self.flaw}); it is read all the same. Tell the source.", "", self.flaw),)


def parse_feed(document: Document) -> Feed:
    """The feed in a document.

    Raises:
        UnreadableDocument: it is no feed, a broken one without entries, or one that defines entities.
    """
    content = document.path.read_bytes().lstrip(b" \t\r\n")
    if b"<!ENTITY" in content[:_HEAD].replace(b"\0", b"").upper():
        raise UnreadableDocument(
            "MLG-C253", "Le flux définit des entités (<!ENTITY>), ce qui est refusé pour des raisons de sûreté ; "
            "publiez-le sans DTD.", "The feed defines entities (<!ENTITY>), which is refused for safety; publish it "
            "without a DTD.")
    parsed = _parsed(content, document.media_type)
    entries = [dict(entry) for entry in parsed.get("entries", ())]
    flaw = _flaw(parsed.get("bozo_exception")) if parsed.get("bozo") else ""
    cut = bool(flaw) and not _ENDS.search(content[-_TAIL:].replace(b"\0", b""))
    if cut:
        entries = entries[:-1]
    if not entries and (flaw or not parsed.get("version")):
        raise _no_feed(content, flaw)
    return Feed(dict(parsed.get("feed", {})), entries, flaw, cut)


def _flaw(fault: object) -> str:
    """What feedparser holds against a document, and the line where it does."""
    told = f"{fault.getMessage()}, l. {fault.getLineNumber()}" if isinstance(fault, SAXParseException) else str(fault)
    return " ".join(shortened(told, _LONGEST).split()) or type(fault).__name__


def _parsed(content: bytes, media_type: str) -> Any:
    """What feedparser makes of it. It gets bytes, never an address, and cleans the HTML of texts."""
    charset = _CHARSET.search(media_type)
    said = f"; charset={charset[1]}" if charset and not _DECLARED.search(content[:_TAIL]) else ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return feedparser.parse(
                io.BytesIO(content), response_headers={"content-type": f"application/xml{said}"},
                sanitize_html=True, resolve_relative_uris=False)
    except Exception as fault:  # A parser that bears with everything fails in ways of its own.
        raise _no_feed(content, f"{type(fault).__name__}") from fault


def _no_feed(content: bytes, flaw: str) -> UnreadableDocument:
    start = content[:_TAIL].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return UnreadableDocument(
            "MLG-C251", "L'adresse a répondu une page web (HTML) au lieu d'un flux RSS ou Atom ; vérifiez l'adresse de "
            "la source.", "The address answered with a web page (HTML) instead of an RSS or Atom feed; check the "
            "source's address.")
    if flaw:
        return UnreadableDocument(
            "MLG-C251", f"Le flux est coupé ou mal formé et n'a aucune entrée lisible ({flaw}) ; relancez, puis "
            "prévenez la source si cela dure.",
            f"The feed is cut or malformed and has no readable entry ({flaw}); try again, then tell the source if this "
            "lasts.")
    return UnreadableDocument(
        "MLG-C251", "Ce n'est pas un flux RSS ou Atom ; vérifiez l'adresse et le format de la source.",
        "This is no RSS or Atom feed; check the address and the format of the source.")
