"""Nodes of schema.org in one form, whatever syntax they came in, and how their values are read.

A node is a dict of schema.org's own names without prefix (`name`, `hasCourseInstance`; `conformsTo` is that of Dublin
Core), each with a list of values. A value is a text (numbers and booleans too), `{"@value": …, "@language": …}`, or a
node; one that is only pointed to is `{"@id": …}`. `@id` is absolute where the document says so, `@type` a list.
Nodes that point to each other are the same dict: the form may be cyclic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Node = Mapping[str, Any]

_NAMES: Final = ("name", "headline", "termCode")


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its language, empty where it has none."""

    text: str
    language: str = ""


def values(node: Node, *names: str) -> list[Any]:
    """The values of some properties, in order."""
    return [value for name in names for value in node.get(name, ())]


def nodes(node: Node, *names: str) -> list[Node]:
    """Those values that are nodes."""
    return [value for value in values(node, *names) if isinstance(value, dict) and "@value" not in value]


def words(node: Node, *names: str) -> list[Words]:
    """Those values that are texts, and what the nodes among them are called."""
    return list(_words(values(node, *names)))


def called(value: Any) -> list[Words]:
    """What one value says: itself, or the names of the node that it is."""
    return list(_words([value]))


def literals(node: Node, *names: str) -> list[str]:
    """Those values that are texts, without their languages."""
    return [value if isinstance(value, str) else value["@value"] for value in values(node, *names)
            if isinstance(value, str) or "@value" in value]


def first(node: Node, *names: str) -> str:
    """The first text among the values, empty if there is none."""
    return next((text for text in literals(node, *names) if text.strip()), "")


def addresses(node: Node, *names: str) -> list[str]:
    """What stands for the address of each value: a text as it is, the `url` of a node, else its `@id`."""
    found: list[str] = []
    for value in values(node, *names):
        if isinstance(value, str):
            found.append(value)
        elif "@value" in value:
            found.append(value["@value"])
        else:
            found.append(first(value, "url") or value.get("@id", ""))
    return list(dict.fromkeys(address for address in found if address.strip()))


def types(node: Node) -> list[str]:
    """The types of a node, without prefix."""
    return list(node.get("@type", ()))


def _words(given: Iterable[Any]) -> Iterator[Words]:
    for value in given:
        if isinstance(value, str):
            yield Words(value)
        elif "@value" in value:
            yield Words(value["@value"], value.get("@language", ""))
        else:
            yield from next((found for name in _NAMES if (found := words(value, name))), [])
