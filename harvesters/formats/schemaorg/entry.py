"""One node of interest as what a reader hands over: its key, its canonical bytes, its kind."""

from __future__ import annotations

from dataclasses import dataclass

from harvesters.formats.schemaorg.node import Node
from harvesters.source import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """What `Raw` wants to know of a node. `key` is empty where neither `@id` nor `url` names the node."""

    key: str
    payload: bytes
    kind: str
    datestamp: str = ""
    deleted: bool = False


def entry_of(node: Node, source: Source, page: str = "", language: str = "") -> Entry | None:
    """The entry of a node, `None` where it is of no type that the source takes.

    `page` is the address of the page that it stood in, `language` that page's language.

    Raises:
        TooLarge: the node says more than any real one.
    """
    raise NotImplementedError
