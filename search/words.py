"""The words by which a record is found: its texts and names, and the labels of its concepts in both languages.

Labels carry a search across languages: a French question finds an English record by its concepts.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from ontology.concepts import Concept, load_concepts
from ontology.context import load_context
from ontology.kinds import KINDS
from search.analysis import prepare
from search.tree import Node

Words = dict[str, list[str]]

_TITLES: Final = frozenset({"title", "altLabel"})
_NAMES: Final = frozenset({"city", "legalName", "notation", "credential"})
# Saying "CC BY" or "public" of nearly everything, these would only blur the ranking.
_SILENT_SCHEMES: Final = frozenset({"licence", "access", "theme", "trl", "coverage-level"})


def words_of(kind: str, tree: Node) -> Words:
    """The texts of each text field of the index."""
    words: Words = {"label_fr": [KINDS[kind].fr], "label_en": [KINDS[kind].en]}
    concepts: dict[str, None] = {}
    _gather(tree, words, concepts, root=True)
    for concept in filter(None, map(load_concepts().get, concepts)):
        for field, labels in _labels(concept.iri).items():
            words[field].extend(labels)
    return words


def _gather(node: Node, words: Words, concepts: dict[str, None], *, root: bool) -> None:
    """Put the texts of a node and its parts into `words`, and the IRIs they point to into `concepts`."""
    for name, value in node.items():
        if name in _map_terms():
            _take_texts(_field_of(name, root), value, words)
        elif name in _NAMES:
            words.setdefault("words", []).extend(text for text in _strings(value))
        elif name in ("id", "type"):
            continue
        else:
            for part in value if isinstance(value, list) else (value,):
                if isinstance(part, str):
                    concepts[part] = None
                elif isinstance(part, dict) and "id" in part:
                    _gather(part, words, concepts, root=False)


def _take_texts(field: str, value: Mapping[str, Any], words: Words) -> None:
    for tag, found in value.items():
        language = tag[:2] if tag[:2] in ("fr", "en") else "fr" if tag == "@none" else "other"
        target = "text_other" if language == "other" else f"{field}_{language}"
        prepared = [prepare(text) for text in (found if isinstance(found, list) else (found,))]
        words.setdefault(target, []).extend(prepared)
        if field != "text":
            words.setdefault("words", []).extend(prepared)


def _strings(value: object) -> Iterator[str]:
    return (prepare(part) for part in (value if isinstance(value, list) else (value,)) if isinstance(part, str))


def _field_of(name: str, root: bool) -> str:
    """Names of parts (a provider, a place) count as labels."""
    if name in _TITLES:
        return "title" if root else "label"
    return "label" if name == "keyword" else "text"


@cache
def _map_terms() -> frozenset[str]:
    return frozenset(term.name for term in load_context().terms.values() if term.language_map)


@cache
def _labels(iri: str) -> Mapping[str, tuple[str, ...]]:
    concept = load_concepts().get(iri)
    if concept is None or concept.scheme in _SILENT_SCHEMES:
        return {}
    return {"label_fr": _names(concept, "fr"), "label_en": _names(concept, "en")}


def _names(concept: Concept, language: str) -> tuple[str, ...]:
    preferred = concept.labels.get(language)
    names = (*((preferred,) if preferred else ()), *concept.alt.get(language, ()), *concept.hidden)
    return tuple(map(prepare, dict.fromkeys(names)))
