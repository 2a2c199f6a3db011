"""Values of a description's JSON-LD as the application needs them for a reader of one language."""

from collections.abc import Mapping
from typing import Any

from search.tree import Node, lexical, texts, values

# What `search.tree.texts` calls text whose language nobody stated.
UNSTATED = "und"


def in_language(tree: Node, name: str, language: str) -> tuple[str, str]:
    """The text of a property fit for a reader of `language`, and the language it is in.

    Theirs goes first, then French, English, any; the language is empty where it is not stated.
    """
    said = texts(tree, name)
    for wanted in (language, "fr", "en", UNSTATED, *said):
        if wanted in said:
            return said[wanted], "" if wanted == UNSTATED else wanted
    plain = next((text for text in map(lexical, values(tree, name)) if text), "")
    return plain, ""


def every_text(value: Any) -> dict[str, list[str]]:
    """All the texts of a language map, by language (`und` where it is not stated)."""
    if not isinstance(value, dict) or "@value" in value or "id" in value:
        return {}
    return {
        UNSTATED if language == "@none" else language: [said] if isinstance(said, str) else list(said)
        for language, said in value.items()
    }


def both_languages(said: Mapping[str, str], otherwise: str) -> dict[str, str]:
    """A text for French and English readers; a text in another language stands in for a missing one."""
    any_text = next(iter(said.values()), otherwise)
    return {"fr": said.get("fr", any_text), "en": said.get("en", any_text)}
