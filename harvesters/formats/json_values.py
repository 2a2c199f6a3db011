"""Values of JSON documents that anybody may have written: each is asked for by type, none is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Json = Mapping[str, Any]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", re.ASCII)


def text(value: object) -> str:
    """A text or number as text, without outer spaces; empty for anything else."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def texts(value: object) -> list[str]:
    """The texts of a list, or the lone one; empty ones left out."""
    values = value if isinstance(value, list) else [value]
    return [found for one in values if (found := text(one))]


def entries(value: object) -> list[dict[str, Any]]:
    """The objects of a list, or the lone one."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]


def entry(value: object) -> dict[str, Any]:
    """The object, or the first one of a list; an empty one where there is none."""
    return next(iter(entries(value)), {})


def by_language(value: object) -> dict[str, list[str]]:
    """Texts by language tag: `{"fr": "…", "en": ["…"]}`, or a plain text, whose language is empty."""
    if not isinstance(value, dict):
        return {"": found} if (found := texts(value)) else {}
    made: dict[str, list[str]] = {}
    for tag, words in value.items():
        if found := texts(words):
            made.setdefault(tag.replace("_", "-") if _LANGUAGE.fullmatch(tag) else "", []).extend(found)
    return made


def said(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in ("", None, [], {}, False)}


def first(values: Iterable[object]) -> str:
    """The first value that is a text with words."""
    return next((found for value in values if (found := text(value))), "")
