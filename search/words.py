"""The words and concepts by which a record is found, gathered from its description and all its parts."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from ontology.concepts import load_concepts
from ontology.context import load_context
from search.analysis import composed
from search.labels import SILENT_SCHEMES
from search.tree import Node

Words = dict[str, list[str]]

_TITLES: Final = frozenset({"title", "altLabel"})
_NAMES: Final = frozenset({"city", "legalName", "notation", "credential"})


def words_of(tree: Node) -> Words:
    """What goes into each text field of the index, and into `concept`."""
    words: Words = {}
    links: dict[str, None] = {}
    _gather(tree, words, links, "title")
    concepts = map(load_concepts().get, links)
    words["concept"] = [found.iri for found in concepts if found and found.scheme not in SILENT_SCHEMES]
    return words


def _gather(node: Node, words: Words, links: dict[str, None], titles: str) -> None:
    """Put the texts of a node and its parts into `words`, and the IRIs they point to into `links`.

    The names of parts (a provider, a place) count as labels, not as titles.
    """
    roles = _roles()
    for name, value in node.items():
        role = roles.get(name)
        if role == "text":
            _take("label" if name == "keyword" else titles if name in _TITLES else "text", value, words)
        elif role == "name":
            found = value if isinstance(value, list) else (value,)
            words.setdefault("words", []).extend(composed(text) for text in found if isinstance(text, str))
        elif role == "link":
            for part in value if isinstance(value, list) else (value,):
                if isinstance(part, str):
                    links[part] = None
                elif "id" in part:
                    _gather(part, words, links, "label")


def _take(field: str, value: Mapping[str, Any], words: Words) -> None:
    for tag, found in value.items():
        # Text without a language is taken for French.
        language = "fr" if tag == "@none" else tag.partition("-")[0]
        ready = [composed(text) for text in found] if isinstance(found, list) else [composed(found)]
        target = f"{field}_{language}" if language in ("fr", "en") else "text_other"
        words.setdefault(target, []).extend(ready)
        if field != "text":
            words.setdefault("words", []).extend(ready)


@cache
def _roles() -> Mapping[str, str]:
    """What the values of a term are to a reader: text by language, a name, a link; else nothing."""
    terms = load_context().terms.values()
    roles = {term.name: "text" if term.language_map else "link" for term in terms
             if term.language_map or term.link}
    return {**roles, **dict.fromkeys(_NAMES, "name"), "@included": "link"}
