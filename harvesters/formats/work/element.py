"""Texts of an element by local names: namespaces change with every version of a schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from ontology.terms import XML

_LANGUAGE = f"{{{XML.iri}}}lang"


def children(element: etree._Element, *path: str) -> Iterator[etree._Element]:
    """The elements at a path of local names below `element`."""
    name, *others = path
    for child in element.iterchildren(f"{{*}}{name}"):
        if others:
            yield from children(child, *others)
        else:
            yield child


def texts(element: etree._Element, *path: str) -> list[str]:
    """The texts of the elements at a path, without the empty ones."""
    return [text for child in children(element, *path) if (text := text_of(child))]


def words(element: etree._Element, *path: str) -> list[tuple[str, str]]:
    """The texts at a path, each with the language of its `xml:lang`."""
    return pairs(children(element, *path))


def pairs(elements: Iterable[etree._Element]) -> list[tuple[str, str]]:
    """The text and language of each element that has a text."""
    return [(text, element.get(_LANGUAGE, "")) for element in elements if (text := text_of(element))]


def text_of(element: etree._Element) -> str:
    """All text of an element, markup inside it left out."""
    return (element.text or "").strip() if not len(element) else "".join(map(str, element.itertext())).strip()
