"""Languages of texts as publishers tag them."""

from __future__ import annotations

from functools import lru_cache

import langcodes

_NONE = frozenset({"und", "mul", "mis", "zxx"})


@lru_cache(maxsize=1_024)
def main_language(tag: str) -> str:
    """The language of a tag without its country: `fr` of `fr-FR`, `fre` or `fr_CA`; empty for what is no tag."""
    try:
        read = langcodes.Language.get(tag.strip())
    except ValueError:
        return ""
    if not read.is_valid() or read.language is None or read.language in _NONE:
        return ""
    return f"{read.language}-{read.script}" if read.script else read.language
