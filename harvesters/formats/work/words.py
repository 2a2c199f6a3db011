"""Single texts of a work: their languages, and the names of those who made it."""

from __future__ import annotations

import re
from functools import lru_cache

import langcodes

_MAILBOX = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_EMPTY_BRACKETS = re.compile(r"\s*[<(\[{]\s*[>)\]}]")
# HAL writes `[SHS.HIST]Humanities and Social Sciences/History`.
_DOMAIN_CODE = re.compile(r"^\s*\[[A-Z0-9_.-]{2,30}\]")
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})


@lru_cache(maxsize=4_096)
def language_tag(written: str) -> str:
    """The shortest language tag (`fr` of `fre`, `fr-FR` of `fr_FR`); empty for what is none or names no language."""
    try:
        tag = langcodes.standardize_tag(written.strip())
    except ValueError:
        return ""
    return "" if tag in _NO_LANGUAGE or not langcodes.tag_is_valid(tag) else tag


def agent_name(written: str) -> str:
    """A name without the mailbox that some depositors add."""
    name = _EMPTY_BRACKETS.sub("", _MAILBOX.sub("", written)) if "@" in written else written
    return " ".join(name.split()).strip(" ,;")


def subjects_of(text: str) -> list[str]:
    """The subjects that one element names; codes of classifications are no words."""
    if text.startswith(("info:", "urn:")):
        return []
    if text.startswith(("http://", "https://")):
        return [text]
    return [part for piece in text.split(";") if (part := _DOMAIN_CODE.sub("", piece).strip())]
