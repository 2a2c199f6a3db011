"""The texts of CDM-fr: names in several languages, and prose in blocks within blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from harvesters.formats.cdmfr.words import load_words
from harvesters.formats.languages import main_language
from harvesters.formats.xml_document import local_name
from harvesters.personal import without_personal_addresses
from harvesters.text import clean

_LANGUAGES: Final = frozenset({"blockLang", "lang", "language"})
# `fr-FR-TRL` is a transliteration for sorting, `fr-FR-MTP` a phonetic code: neither is read by people.
_PLAIN: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?", re.ASCII)
_INLINE: Final = frozenset({
    "a", "b", "bold", "em", "email", "href", "i", "italic", "linkName", "span", "strong", "sub", "sup", "text",
    "webLink"})
_UNREAD: Final = frozenset({"extension", "picture", "refPerson", "searchword"})
_SPACE: Final = re.compile(r"\s+")


def children(node: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of these local names, in the order of the document."""
    for child in node:
        if isinstance(child.tag, str) and local_name(child.tag) in names:
            yield child


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        node = next(children(node, name), None) if node is not None else None
    return node


def value(node: etree._Element | None, *path: str) -> str:
    """The text along a path, on one line; empty when there is none."""
    found = child(node, *path)
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def attribute(node: etree._Element | None, *names: str) -> str:
    """The first of these attributes that says something, whatever its namespace."""
    if node is None:
        return ""
    told = {local_name(str(name)): str(said).strip() for name, said in node.items()}
    return next((said for name in names if (said := told.get(name, ""))), "")


def language_of(node: etree._Element, inherited: str = "") -> str | None:
    """The language of an element, that of what it stands in where it says none; None for what nobody reads."""
    tag = attribute(node, *sorted(_LANGUAGES))
    if not tag:
        return inherited
    return main_language(tag) if _PLAIN.fullmatch(tag) else None


def names(node: etree._Element, *kinds: str) -> list[list[str]]:
    """The names that elements of these kinds give, each with its language (empty where it has none)."""
    found: list[list[str]] = []
    for holder in children(node, *kinds):
        texts = list(children(holder, "text"))
        for told in texts or [holder]:
            language = language_of(told, language_of(holder) or "")
            text = clean(" ".join("".join(map(str, told.itertext())).split()))
            if text and language is not None and [text, language] not in found:
                found.append([text, language])
    return found


def prose(*blocks: etree._Element | None) -> dict[str, str]:
    """The text of blocks by language, one paragraph a line, without what is a person's."""
    pieces: dict[str, list[str]] = {}
    for block in blocks:
        if block is not None:
            _collect(block, language_of(block), pieces)
    told = {language: without_personal_addresses(clean(_lines(found))) for language, found in pieces.items()}
    return {language: text for language, text in told.items() if text}


def terms(node: etree._Element) -> list[list[str]]:
    """The terms that stand in `userDefined` blocks below, each with its language."""
    words = load_words()
    found: list[list[str]] = []
    for block in node.iter("{*}subBlock"):
        if words.is_term(attribute(block, "userDefined")) and child(block, "subBlock") is None:
            text, language = value(block), language_of(block)
            if text and language is not None and [text, language] not in found:
                found.append([text, language])
    return found


def merged(*told: Mapping[str, str]) -> list[list[str]]:
    """Several texts by language as a list of texts, each with its language."""
    return [[text, language] for texts in told for language, text in texts.items()]


def _collect(node: etree._Element, language: str | None, pieces: dict[str, list[str]]) -> None:
    if language is None:
        return
    name = local_name(str(node.tag))
    told = pieces.setdefault(language, [])
    edge = "" if name in _INLINE else "\n"
    told.append(edge + _SPACE.sub(" ", node.text or ""))
    for inner in node:
        if isinstance(inner.tag, str) and not _is_left_out(inner):
            _collect(inner, language_of(inner, language), pieces)
        told.append(_SPACE.sub(" ", inner.tail or ""))
    told.append(edge)


def _is_left_out(node: etree._Element) -> bool:
    """What is no prose; the address of a link is told only where the link has no name."""
    name = local_name(str(node.tag))
    if name == "href":
        parent = node.getparent()
        return parent is not None and bool(value(parent, "linkName"))
    return name in _UNREAD or load_words().is_data(attribute(node, "userDefined"))


def _lines(pieces: list[str]) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in "".join(pieces).split("\n"))))
