"""Texts whose languages are told in the three letters of ISO 639-3."""

from __future__ import annotations

from pyoxigraph import NamedNode

from harvesters.description import Description


def state_spoken(described: Description, predicate: NamedNode, texts: list[list[str]], default: str) -> None:
    """Texts with their languages; `eng` is `en` where our list of languages knows it, else it stays what it is."""
    for words, code in texts:
        concept = described.concepts.get(described.concepts.known("language", code)) if code else None
        described.text(predicate, words, concept.code if concept else code or default)
