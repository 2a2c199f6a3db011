"""The classes of schema.org that become records: of which kind, and which wins where a node has several."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from harvesters.formats.schemaorg.node import Node, addresses, types
from harvesters.record import UnreadableDocument
from harvesters.source import Source

_PROFILE: Final = re.compile(
    r"https?://(?:www\.)?bioschemas\.org/(?:profiles|specifications)/(\w+)(?:[/#].*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Class:
    """A class with the kind that its instances become; a source that declares one of `may_be` gets that one."""

    name: str
    kind: str
    may_be: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """The classes that a source takes, by the names of all their subclasses; the first one of them wins."""

    classes: Mapping[str, Class]
    order: tuple[str, ...]
    kind: str

    def of(self, node: Node) -> Class | None:
        """The class of a node; the profile that it conforms to says it better than its type."""
        for names in (_profiles(node), types(node)):
            known = {found.name: found for name in names if (found := self.classes.get(name))}
            if known:
                return known[min(known, key=self.order.index)]
        return None

    def kind_of(self, taken: Class) -> str:
        """The kind of record that an instance becomes."""
        return self.kind if self.kind in taken.may_be else taken.kind


def taken_by(source: Source) -> Taken:
    """The classes that `types` of the source names, else all of the mapping.

    Raises:
        UnreadableDocument: a class that is not of the mapping, without a declared kind for what it becomes.
    """
    declared = source.options.get("types", ())
    names = (declared,) if isinstance(declared, str) else declared if isinstance(declared, tuple) else ()
    return _taken(names, source.kind)


@lru_cache(maxsize=64)
def _taken(names: tuple[str, ...], kind: str) -> Taken:
    known = load_classes()
    if not names:
        return Taken(known, _order(known.values()), kind)
    chosen = {name: found for name, found in known.items() if {name, found.name} & set(names)}
    for name in names:
        if name not in known:
            if not kind:
                raise _no_kind(name, known)
            chosen[name] = Class(name, kind)
    return Taken(chosen, _order(chosen.values()), kind)


@cache
def load_classes() -> Mapping[str, Class]:
    """Every class of the mapping, by its own name and those of its subclasses."""
    declared = tomllib.loads(Path(__file__).with_name("classes.toml").read_text("utf-8"))
    made = {name: Class(name, told["kind"], tuple(told.get("may_be", ()))) for name, told in declared.items()}
    return {name: made[head] for head, told in declared.items() for name in (head, *told.get("narrower", ()))}


def _order(classes: Iterable[Class]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in classes))


def _profiles(node: Node) -> list[str]:
    return [found[1] for address in addresses(node, "conformsTo") if (found := _PROFILE.fullmatch(address.strip()))]


def _no_kind(name: str, known: Mapping[str, Class]) -> UnreadableDocument:
    heads = ", ".join(_order(known.values()))
    return UnreadableDocument(
        "MLG-A020", f"Le type « {name} » de l'option types n'a pas de correspondance ; ajoutez kind = \"…\" à la "
        f"source, ou choisissez parmi {heads}.",
        f"The type “{name}” of the option types has no mapping; add kind = \"…\" to the source, or choose among "
        f"{heads}.")
