"""One LHEO element by local names: the namespaces change with every version of the norm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final

from lxml import etree

# What producers write where the norm wants a text and they have none.
_FILLERS: Final = frozenset({
    "-", "--", "---", "—", ".", "..", "...", "…", "/", "_", "?",
    "nc", "n.c.", "n/c", "nr", "n.r.", "n/a", "null",
    "non renseigné", "non renseignée", "non renseignés", "non renseignées", "non renseigne",
    "non communiqué", "non communiquée", "non communiqués", "non communiquées", "non communique",
})
_LONGEST_FILLER: Final = max(map(len, _FILLERS))


def meaningful(text: str) -> str:
    """`text` without surrounding space, or nothing where a filler stands for an absent value."""
    text = text.strip()
    return "" if len(text) <= _LONGEST_FILLER and text.casefold() in _FILLERS else text


class Element:
    """An element as it was received. What is absent reads as empty, so that mappings need not ask first."""

    __slots__ = ("attributes", "children", "meaning", "text")

    def __init__(self, text: str, attributes: Mapping[str, str],
                 children: Mapping[str, list[Element]]) -> None:
        self.text = text
        self.meaning = meaningful(text)
        self.attributes = attributes
        self.children = children

    def all(self, name: str) -> list[Element]:
        """The children of that name, in the order of the document."""
        return self.children.get(name, [])

    def first(self, *path: str) -> Element:
        """The first descendant along a path of names, or an empty element."""
        found = self
        for name in path:
            children = found.children.get(name)
            if children is None:
                return NOTHING
            found = children[0]
        return found

    def value(self, *path: str) -> str:
        """The text at a path; `-`, "Non renseigné" and the like are no text."""
        found = self
        for name in path:
            children = found.children.get(name)
            if children is None:
                return ""
            found = children[0]
        return found.meaning

    def descendants(self, name: str) -> Iterator[Element]:
        """Every element of that name below this one."""
        for children in self.children.values():
            for child in children:
                yield from child.descendants(name)
        yield from self.all(name)


_NONE: Final[Mapping[str, Any]] = {}
NOTHING: Final = Element("", _NONE, _NONE)


def parse(payload: bytes) -> Element:
    """The element of a payload that the reader made."""
    return _element(etree.fromstring(payload, _parser()))


@lru_cache(maxsize=1_024)
def local_name(tag: str) -> str:
    """`formation` of `{http://lheo.gouv.fr/2.3}formation`."""
    return tag.rpartition("}")[2]


def _element(node: etree._Element) -> Element:
    attributes = {str(name): str(value) for name, value in items} if (items := node.items()) else _NONE
    if not len(node):
        return Element(node.text or "", attributes, _NONE)
    children: dict[str, list[Element]] = {}
    for child in node:
        name = local_name(child.tag)
        if name in children:
            children[name].append(_element(child))
        else:
            children[name] = [_element(child)]
    return Element("", attributes, children)


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                           remove_comments=True, remove_pis=True)
