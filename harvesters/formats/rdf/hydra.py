"""Paging in both generations of Hydra."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from pyoxigraph import BlankNode, NamedNode

from harvesters.formats.rdf.graph import LinkedGraph
from harvesters.record import Document, Follow, Listing
from ontology.terms import HYDRA

NEXT: Final = (HYDRA.next, HYDRA.nextPage)
PAGING: Final[tuple[NamedNode, ...]] = (*NEXT, HYDRA.totalItems)
# Python refuses to read numbers of thousands of digits; no catalogue counts that far.
_LONGEST_NUMBER: Final = 12


def pages(graph: LinkedGraph, document: Document) -> Iterator[Follow | Listing]:
    """How many items there are in all, and the next page."""
    for node in graph:
        for total in graph.texts(node, HYDRA.totalItems):
            if total.value.isdecimal() and len(total.value) <= _LONGEST_NUMBER:
                yield Listing(expected=int(total.value))
        for following in graph.values(node, *NEXT):
            url = _absolute(document.url, following.value)
            if not isinstance(following, BlankNode) and url != document.url:
                yield Follow(url)


def _absolute(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # `http://[x`: the walk tells that it cannot go there.
        return url
