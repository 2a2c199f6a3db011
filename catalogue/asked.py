"""What a finding asks, in words that hold for every record with the same fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from shapes.explanation import explain

_RULES: Final = Path(__file__).with_name("rules.toml")
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”")
_BLANKS: Final = {"«": "« … »", "“": "“…”"}
# Which known name is nearest depends on the value.
_NEAREST: Final = re.compile(r"\s*; (?:le nom connu|noms connus|aucun nom|codes les plus|aucun code|the nearest|"
                             r"known names|no name|nearest codes|no code).*$", re.DOTALL)


def asked(code: str, fr: str, en: str, place: str = "", value: str = "") -> tuple[str, str]:
    """The rule behind a code in French and English; `fr` and `en` are the sentences of one finding."""
    known = explain(code)
    if known:
        return known.fr, known.en
    told = _rules().get(code)
    return told or (_without(fr, place, value), _without(en, place, value))


@cache
def _rules() -> Mapping[str, tuple[str, str]]:
    return {code: (told["fr"], told["en"]) for code, told in tomllib.loads(_RULES.read_text("utf-8")).items()}


def _without(sentence: str, place: str, value: str) -> str:
    """A sentence without what it says of one record: its place, its value, what is nearest to it."""
    told = sentence
    if place:
        told = told.removeprefix(f"{place} : ").removeprefix(f"{place}: ")
        for where in filter(None, (place, unquote(urlsplit(place).path) if place.startswith("file:") else "")):
            told = told.replace(where, "…")
    if value:
        told = _QUOTED.sub(lambda found: _BLANKS[found[0][0]] if value in found[0] else found[0], told)
    told = _NEAREST.sub(".", told)
    return told[:1].upper() + told[1:]
