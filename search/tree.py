"""Walking the nested JSON-LD of a description: values that may be absent, alone or in a list."""

from collections.abc import Iterator, Mapping
from typing import Any

# JSON as `ontology.jsonld.to_jsonld` builds it; what a key holds depends on its term.
Node = Mapping[str, Any]


def values(node: Node, name: str) -> list[Any]:
    """The values of a property, none, one or several, as a list."""
    found = node.get(name)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def links(node: Node, name: str) -> list[str]:
    """The IRIs that a property points to, described here or elsewhere."""
    found = [value.get("id") if isinstance(value, dict) else value for value in values(node, name)]
    return [iri for iri in found if isinstance(iri, str)]


def parts(node: Node, name: str) -> Iterator[Node]:
    """The things a property points to that are described here."""
    return (value for value in values(node, name) if isinstance(value, dict) and "id" in value)


def lexical(value: object) -> str:
    """The text of a literal, whatever its type."""
    if isinstance(value, dict):
        return str(value.get("@value", ""))
    return str(value).lower() if isinstance(value, bool) else str(value)


def literals(node: Node, name: str) -> list[str]:
    """The texts of a property's literals, without their types and languages."""
    return [text for text in map(lexical, values(node, name)) if text]


def texts(node: Node, name: str) -> dict[str, str]:
    """The first text of each language; text without a language is under `und`."""
    found = node.get(name)
    if not isinstance(found, dict):
        return {}
    return {
        "und" if language == "@none" else language: text if isinstance(text, str) else text[0]
        for language, text in found.items()
    }
