"""The words of CDM-fr in those of the catalogue."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ontology.folding import fold

_NO = frozenset({"", "aucun", "aucune", "false", "0", "non"})


@dataclass(frozen=True, slots=True)
class Words:
    """The alignments of `words.toml`."""

    keywords: tuple[str, ...]
    organisations: Mapping[str, str]
    distance: Mapping[str, str]
    degrees: Mapping[str, str]

    def is_term(self, name: str) -> bool:
        """Whether blocks of that `userDefined` hold a term."""
        return name.startswith(self.keywords)

    def is_data(self, name: str) -> bool:
        """Whether blocks of that `userDefined` are no prose."""
        return self.is_term(name) or name == DISTANCE or name in self.organisations

    def organisation(self, name: str, said: str = "oui") -> str:
        """The keyword for a way to organise studies, empty for one that is not offered or not known."""
        return "" if fold(said) in _NO else self.organisations.get(name, "")

    def mode(self, said: str) -> str:
        """The mode that the amount of distance teaching means, empty where it tells nothing."""
        return self.distance.get(fold(said), "")

    def degree(self, said: str) -> str:
        """The name of a degree or level, in full."""
        return self.degrees.get(fold(said), "")


DISTANCE = "enseignementADistance"


@cache
def load_words() -> Words:
    """The alignments, read once."""
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return Words(tuple(told["keywords"]), told["organisations"], told["distance"], told["degrees"])
