"""One node of interest as what a reader hands over: its key, its canonical bytes, its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from harvesters.formats.schemaorg.classes import taken_by
from harvesters.formats.schemaorg.node import Node, addresses, first, literals, nodes, types
from harvesters.formats.schemaorg.payload import payload_of
from harvesters.source import Source
from harvesters.weblinks import web_iri

SESSION: Final = "CourseInstance"
_COURSE: Final = "Course"
# Where publishers put the course that a lone session is of: schema.org has no property for it.
_OF_COURSE: Final = ("superEvent", "isPartOf", "about", "workFeatured")
_ABSOLUTE: Final = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE | re.ASCII)
_CANCELLED: Final = re.compile(r"(?:.*[/:])?(?:Event)?Cancell?ed", re.IGNORECASE)
_WITHDRAWN: Final = frozenset({"archived", "deprecated", "obsolete", "retired", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What `Raw` wants to know of a node. `key` is empty where neither `@id` nor `url` names the node."""

    key: str
    payload: bytes
    kind: str
    datestamp: str = ""
    deleted: bool = False


def entry_of(node: Node, source: Source, page: str = "", language: str = "", mends: Sequence[str] = ()) -> Entry | None:
    """The entry of a node, `None` where it is of no class that the source takes.

    `page` is the address of the page that it stood in, `language` that page's language, `mends` the defects of JSON
    that were mended.

    Raises:
        TooLarge: the node says more than any real one.
    """
    taken = taken_by(source)
    found = taken.of(node)
    if found is None:
        return None
    key = _key(node)
    told = _with_course(node) if found.name == SESSION else node
    payload = payload_of(told, page="" if page_of(told) else page, language=language, mends=list(mends))
    return Entry(key, payload, taken.kind_of(found), first(node, "dateModified"), _is_withdrawn(node))


def is_cancelled(node: Node) -> bool:
    """Whether an event or session does not take place."""
    return any(_CANCELLED.fullmatch(status.strip()) for status in addresses(node, "eventStatus"))


def page_of(node: Node) -> str:
    """The address of the page that a node says it has, its own `@id` if that is one."""
    told = [*literals(node, "url"), *addresses(node, "mainEntityOfPage"), node.get("@id", "")]
    return next((iri for text in told if (iri := web_iri(text)) and iri.startswith("http")), "")


def _key(node: Node) -> str:
    identifier = node.get("@id", "")
    if _ABSOLUTE.fullmatch(identifier) and not identifier.lower().startswith(("mailto:", "file:")):
        return str(identifier)
    return next((iri for text in literals(node, "url") if (iri := web_iri(text)) and iri.startswith("http")), "")


def _with_course(session: Node) -> Node:
    """A lone session says what its course says, where it says nothing of its own."""
    for course in nodes(session, *_OF_COURSE):
        if _COURSE in types(course):
            return {**course, **session}
    return session


def _is_withdrawn(node: Node) -> bool:
    statuses = (status.strip().casefold() for status in literals(node, "creativeWorkStatus"))
    return is_cancelled(node) or any(status in _WITHDRAWN for status in statuses)
