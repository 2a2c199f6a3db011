"""The classes of DATAtourisme: which become records of which kind, and what they say of them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Class:
    """What a class says: its names, and codes of our type of event, topic and level."""

    fr: str
    en: str
    event: str = ""
    topic: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Classes:
    """Kinds with the classes that lead to them, in order; `themes` are those that a course must have."""

    kinds: Mapping[str, frozenset[str]]
    themes: frozenset[str]
    named: Mapping[str, Class]

    def kind_of(self, types: Collection[str], themes: Collection[str]) -> str:
        """The kind of record that an object becomes; empty for what is out of scope."""
        for kind, classes in self.kinds.items():
            if not classes.isdisjoint(types) and (kind != "course" or not self.themes.isdisjoint(themes)):
                return kind
        return ""

    def of(self, types: Collection[str]) -> list[Class]:
        """The classes of an object that say more than its kind, in the order of the table."""
        return [said for name, said in self.named.items() if name in types]


@cache
def load_classes() -> Classes:
    """The table of the package, read once."""
    table = tomllib.loads(Path(__file__).with_name("classes.toml").read_text("utf-8"))
    return Classes({kind: frozenset(names) for kind, names in table["kinds"].items()},
                   frozenset(table["course"]["themes"]),
                   {name: Class(**said) for name, said in table["classes"].items()})
