"""What repositories' words for types, access and languages mean here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ontology.folding import fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Each word in its bare form (`bare`), with what it means."""

    kinds: Mapping[str, str]
    kinds_of_language_resources: Mapping[str, str]
    publications: frozenset[str]
    sets: Mapping[str, str]
    access: Mapping[str, str]
    no_language: frozenset[str]

    def kind_of(self, types: Iterable[str], schema: str) -> str:
        """The kind of record that the first known type means; empty when none is known."""
        known = self.kinds_of_language_resources if schema == "cmdi" else self.kinds
        return next((known[word] for word in map(bare, types) if word in known), "")


def bare(word: str) -> str:
    """A word in the form in which it is compared: `conferencepaper` of `info:eu-repo/semantics/conferencePaper`."""
    if ":" not in word:
        return fold(word)
    return fold(word.strip().rstrip("/#:").replace("#", "/").replace(":", "/").rpartition("/")[2])


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of this package."""
    told = tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))
    kinds = _meanings(told["kinds"])
    return Vocabulary(
        kinds, kinds | _meanings(told["language-resources"]),
        frozenset(map(bare, told["publications"]["types"])),
        {name: kind for kind, names in told["sets"].items() for name in names},
        _meanings(told["access"]), frozenset(map(bare, told["languages"]["none"])))


def _meanings(told: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {bare(word): meaning for meaning, words in told.items() for word in words}
