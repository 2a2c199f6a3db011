"""A CMDI record of any profile: its fields, found by the names that profiles give them."""

from __future__ import annotations

import tomllib
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from lxml import etree

from harvesters.formats.work.element import children, pairs, text_of, texts
from harvesters.formats.work.words import agent_name, subjects_of
from harvesters.formats.work.work import Work
from harvesters.formats.xml_document import local_name

ROOT: Final = "CMD"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Names:
    """Where fields are found (see the table beside this module)."""

    fields: Mapping[str, Sequence[str]]
    together: Mapping[str, Sequence[str]]
    elsewhere: frozenset[str]
    roots: Mapping[str, Sequence[str]]


class _Components:
    """The texts below a profile's root by the names of their elements, each with its depth."""

    def __init__(self, root: etree._Element | None) -> None:
        self._found: dict[str, list[tuple[int, Pair]]] = defaultdict(list)
        waiting = deque([] if root is None else [(root, 0)])
        while waiting:
            component, depth = waiting.popleft()
            for child in component:
                name = local_name(str(child.tag)).casefold()
                if not len(child):
                    self._found[name].extend((depth, pair) for pair in pairs([child]))
                elif name not in _names().elsewhere:
                    waiting.append((child, depth + 1))
                elif called := _name_within(child):
                    self._found[name].append((depth, (called, "")))

    def pairs(self, field: str) -> list[Pair]:
        """The texts of a field with their languages, from the nearest level that has its likeliest name."""
        for name in _names().fields[field]:
            if found := self._found.get(name):
                nearest = min(depth for depth, _ in found)
                return list(dict.fromkeys(pair for depth, pair in found if depth == nearest))
        return []

    def texts(self, field: str) -> list[str]:
        """The texts of a field."""
        return list(dict.fromkeys(text for text, _ in self.pairs(field)))

    def first(self, field: str) -> str:
        """The first text of a field, else empty."""
        return next(iter(self.texts(field)), "")

    def all(self, field: str) -> list[str]:
        """The texts of all names of a field, at every level."""
        found = (text for name in _names().together[field] for _, (text, _) in self._found.get(name, ()))
        return list(dict.fromkeys(found))


def read_cmdi(record: etree._Element) -> Work | None:
    """The work that a CMDI record describes; `None` where it has no components."""
    root = next((child for holder in children(record, "Components") for child in holder), None)
    if root is None:
        return None
    said = _Components(root)
    proxies = _proxies(record)
    return Work(
        "cmdi", types=[*said.texts("types"), *_types_of_root(root)], titles=said.pairs("titles"),
        alternatives=said.pairs("alternatives"), descriptions=said.pairs("descriptions"),
        subjects=[(part, language) for text, language in said.pairs("subjects") for part in subjects_of(text)],
        identifiers=[*self_link(record), *said.texts("identifiers")],
        landing=next((address for kind, address, _ in proxies if kind == "LandingPage"), said.first("landing")),
        rights=said.all("rights"), languages=said.texts("languages"), issued=said.texts("issued"),
        modified=said.first("modified"),
        creators=[name for written in said.texts("creators") if (name := agent_name(written))],
        publishers=[name for written in said.texts("publishers") if (name := agent_name(written))],
        coverage=said.texts("coverage"), formats=said.texts("formats"), version=said.first("version"),
        files=[(address, media_type) for kind, address, media_type in proxies if kind == "Resource"])


def self_link(record: etree._Element) -> list[str]:
    """The persistent identifier that the header of a record gives, if it does."""
    return texts(record, "Header", "MdSelfLink")[:1]


def _proxies(record: etree._Element) -> list[tuple[str, str, str]]:
    """What the record stands for: each with what it is, its address, and its media type."""
    return [(text_of(kind), address, kind.get("mimetype", ""))
            for proxy in children(record, "Resources", "ResourceProxyList", "ResourceProxy")
            for kind in children(proxy, "ResourceType") for address in texts(proxy, "ResourceRef")[:1]]


def _types_of_root(root: etree._Element) -> list[str]:
    """What the names of the profile's root and of its components tell, as words for types."""
    names = [local_name(str(element.tag)).casefold() for element in (root, *root)]
    return [word for name in names for word, marks in _names().roots.items() if any(mark in name for mark in marks)]


def _name_within(component: etree._Element) -> str:
    """What an agent's component calls it: the first text of an element whose name ends with "name"."""
    for element in component.iter():
        if not len(element) and local_name(str(element.tag)).casefold().endswith("name") and (text := text_of(element)):
            return text
    return ""


@cache
def _names() -> _Names:
    told = tomllib.loads(files(__package__).joinpath("components.toml").read_text("utf-8"))
    return _Names(told["names"], told["together"], frozenset(told["elsewhere"]["components"]), told["roots"])
