"""Reading a site: its sitemaps, then its pages; or one page; or a document of JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from harvesters.formats.paging import short_name
from harvesters.formats.schemaorg.gunzip import beginning, opened
from harvesters.formats.schemaorg.items import items_of_document, items_of_page
from harvesters.formats.schemaorg.page import decoded
from harvesters.formats.schemaorg.sitemap import PAGE, ROOTS, are_addresses, is_sitemap, read_lines, read_sitemap
from harvesters.record import Document, Item, UnreadableDocument
from harvesters.sniffing import looks_like
from harvesters.source import Source

_START: Final = 65_536
# Atomic groups: each comment is read once.
_ROOT: Final = re.compile(
    r"(?><\?.*?\?>|<!--.*?-->|<!doctype[^>]*>|\s)*+<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", re.IGNORECASE | re.DOTALL)
_TEXTS: Final = frozenset({"html", "xml", "json", "text"})
_SCRIPT: Final = re.compile(r"<script[^>]*application/ld\+json", re.IGNORECASE)
_CONTEXT: Final = re.compile(r'"@context"\s*:[^"]*(?:"[^"]*"[^"]*){0,40}?"[^"]*schema\.org/?[^"]*"')
_CLASS: Final = re.compile(r'"@type"\s*:')


def read(document: Document, source: Source) -> Iterator[Item]:
    """The items of a page or document, or the pages that a sitemap leads to.

    Of the pages of a sitemap, those that are no web pages (images, PDF) are no items.

    Raises:
        UnreadableDocument: nothing of the kind, broken, or without any JSON-LD where the source leads straight to it.
    """
    with opened(document) as whole:
        content = whole.path.read_bytes()
        if not content.strip():
            raise UnreadableDocument(
                "MLG-A001", "Le document est vide ; vérifiez l'adresse de la source.",
                "The document is empty; check the source's address.")
        text = decoded(content, document.media_type) if looks_like(content) in _TEXTS else ""
        form = _form(text, document.media_type)
        if form == "sitemap":
            yield from read_sitemap(whole, source)
        elif form == "lines":
            yield from read_lines(document, text, source)
        elif is_sitemap(document.kind) or (not form and document.kind != PAGE):
            raise _unknown(document)
        elif form == "json":
            yield from items_of_document(document, text, source)
        elif form == "html":
            yield from items_of_page(document, text, source)


def recognise(start: bytes, media_type: str) -> bool:
    """A sitemap, a page that has JSON-LD, or JSON-LD in the terms of schema.org."""
    text = decoded(beginning(start), media_type)
    form = _form(text, media_type)
    if form == "html":
        return bool(_SCRIPT.search(text))
    return form == "sitemap" or (form == "json" and bool(_CONTEXT.search(text) and _CLASS.search(text)))


def _form(text: str, media_type: str) -> str:
    """What a text is: sitemap, lines, json, html; empty for anything else."""
    start = text[:_START].lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        return "json"
    if not start.startswith("<"):
        return "lines" if are_addresses(text) else "html" if text and "html" in media_type.lower() else ""
    found = _ROOT.match(start)
    root = found[1].lower() if found else ""
    if root in ROOTS:
        return "sitemap"
    xml = start.startswith("<?xml") and root != "html" and "<!doctype html" not in start[:1_000].lower()
    return "" if xml else "html"


def _unknown(document: Document) -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-A001", f"« {short_name(document)} » n'est ni un sitemap, ni une page web, ni du JSON-LD ; vérifiez "
        "l'adresse de la source.",
        f"“{short_name(document)}” is neither a sitemap nor a web page nor JSON-LD; check the source's address.")
