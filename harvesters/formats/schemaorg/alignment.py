"""Words of publishers as concepts of our lists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from harvesters.territory import in_france
from ontology.concepts import Concepts, UnknownConcept
from ontology.folding import fold

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_PHRASE: Final = 60
_BESIDE: Final = "beside"


def align(concepts: Concepts, scheme: str, value: str) -> str:
    """The concept that a word, a code, or an address that ends in one means; empty where there is none."""
    bare = value.rstrip("/").rpartition("/")[2] if "://" in value else value
    for name in (_codes(scheme).get(fold(bare), ""), value, bare):
        try:
            if name:
                return concepts.find(scheme, name)
        except UnknownConcept:
            continue
    return ""


def align_phrase(concepts: Concepts, scheme: str, value: str) -> str:
    """Like `align`; of a phrase (“hands-on tutorial”), the one concept that its words mean."""
    whole = align(concepts, scheme, value)
    if whole or len(value) > _LONGEST_PHRASE:
        return whole
    found = {iri for word in _WORD.findall(value) if (iri := align(concepts, scheme, word))}
    return found.pop() if len(found) == 1 else ""


def says_nothing(scheme: str, value: str) -> bool:
    """Whether a word is none of the list and nothing is lost by leaving it out."""
    return fold(value) in _beside(scheme)


def is_france(country: str) -> bool:
    """Whether a country's name or code is that of France, or of a part of it overseas."""
    return in_france(country) or fold(country) in _beside("overseas")


@cache
def _codes(scheme: str) -> Mapping[str, str]:
    return {fold(word): code for word, code in _declared().get(scheme, {}).items()}


@cache
def _beside(scheme: str) -> frozenset[str]:
    return frozenset(map(fold, _declared()[_BESIDE].get(scheme, ())))


@cache
def _declared() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("alignments.toml").read_text("utf-8"))
