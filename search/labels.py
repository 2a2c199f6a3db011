"""What words name by the vocabularies: a concept by any of its labels, a kind of record by its name.

The index holds the concepts of a record, not their labels: a word of a question is looked up here. So a
French question finds an English record that shares a concept, and new labels need no new index.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from ontology.concepts import Concept, load_concepts
from ontology.kinds import KINDS
from search.analysis import Phrase, Word, words_in

# Saying "French" or "CC BY" of nearly everything, these would only let in what is not meant.
SILENT_SCHEMES: Final = frozenset({"access", "coverage-level", "language", "licence", "theme", "trl"})

# A field of the index and a term in it.
Target = tuple[str, str]
# A label as words, each in one of the stemmed spellings.
Label = tuple[str, ...]


def targets_named(clause: Word | Phrase) -> list[Target]:
    """What has a label that holds the word, or the words of the phrase side by side."""
    words = clause.words if isinstance(clause, Phrase) else (clause,)
    found: dict[Target, None] = {}
    for language in ("fr", "en"):
        spelt = tuple(getattr(word, language) for word in words)
        for label, target in _labels(language).get(spelt[0], ()):
            if len(spelt) == 1 or _holds(label, spelt):
                found[target] = None
    return list(found)


def _holds(label: Label, words: Label) -> bool:
    return any(label[place:place + len(words)] == words for place in range(len(label)))


@cache
def _labels(language: str) -> Mapping[str, list[tuple[Label, Target]]]:
    """The labels of a language by each of their words."""
    by_word: dict[str, list[tuple[Label, Target]]] = {}
    for text, target in (*_kinds(language), *_concepts(language)):
        label = tuple(getattr(word, language) for word in words_in(text))
        for word in dict.fromkeys(label):
            by_word.setdefault(word, []).append((label, target))
    return by_word


def _kinds(language: str) -> Iterator[tuple[str, Target]]:
    return ((getattr(kind, language), ("facet_type", kind.code)) for kind in KINDS.values())


def _concepts(language: str) -> Iterator[tuple[str, Target]]:
    for scheme in load_concepts():
        if scheme.code not in SILENT_SCHEMES:
            for concept in scheme.concepts:
                for name in _names(concept, language):
                    yield name, ("concept", concept.iri)


def _names(concept: Concept, language: str) -> tuple[str, ...]:
    preferred = concept.labels.get(language, "")
    return (preferred, *concept.alt.get(language, ()), *concept.hidden)
