"""Which nodes of a page or document are items of their own, rather than parts of others or noise around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from harvesters.formats.schemaorg.classes import Taken
from harvesters.formats.schemaorg.node import Node

# What a page is about, or lists; of things that are items themselves, only what they offer.
_LISTS: Final = ("mainEntity", "itemListElement", "item", "dataFeedElement")
_HOLDS: Final = (*_LISTS, "about", "itemOffered", "hasOfferCatalog")
_OFFERS: Final = ("dataset", "hasOfferCatalog", "itemListElement", "itemOffered")
# What stands in pages as the publisher or the address of what the page is about.
_BESIDE: Final = frozenset({"Organization", "Place"})
_WAY_HERE: Final = "BreadcrumbList"


def chosen(roots: Sequence[Node], taken: Taken, *, page: bool) -> list[Node]:
    """The items among the nodes; organisations and places that nothing says to be one come last.

    A session is an item only without its course. In a page, an organisation or place is one only if the page is about
    it or lists it, or if it stands there alone; in a document, if nothing else points to it.
    """
    pointed = _pointers(roots)
    items, beside = [], []
    for node, listed in _met(roots, taken):
        found = taken.of(node)
        if found is None or "hasCourseInstance" in pointed[id(node)]:
            continue
        if found.name not in _BESIDE or listed or "mainEntityOfPage" in node:
            items.append(node)
        elif not pointed[id(node)]:
            beside.append(node)
    if page and (items or len(beside) > 1):
        return items
    return [*items, *beside]


def _met(roots: Sequence[Node], taken: Taken) -> Iterator[tuple[Node, bool]]:
    """Every node that may be an item, once, and whether something says that it is about it, or lists it."""
    met: set[int] = set()
    waiting: list[tuple[Node, bool]] = [(root, False) for root in reversed(roots)]
    while waiting:
        node, listed = waiting.pop()
        if id(node) in met or _WAY_HERE in node.get("@type", ()):
            continue
        met.add(id(node))
        yield node, listed
        names = _OFFERS if taken.of(node) else _HOLDS
        held = [(value, name in _LISTS) for name in names for value in node.get(name, ()) if _is_node(value)]
        waiting.extend(reversed(held))


def _pointers(roots: Sequence[Node]) -> Mapping[int, set[str]]:
    """By which properties each node is pointed to, wherever it stands."""
    pointed: defaultdict[int, set[str]] = defaultdict(set)
    met: set[int] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            continue
        met.add(id(node))
        for name, values in node.items():
            for value in values if isinstance(values, list) else ():
                if _is_node(value):
                    pointed[id(value)].add(name)
                    waiting.append(value)
    return pointed


def _is_node(value: Any) -> bool:
    return isinstance(value, dict) and "@value" not in value
