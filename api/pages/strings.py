"""The words of the interface, in French and English."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from api.pages.typography import number, typeset

_FILES: Final = tuple(sorted(Path(__file__).parent.glob("strings*.toml")))

# One form, or the forms for one and for several.
Forms = tuple[str, ...]


@cache
def load_strings() -> Mapping[str, Mapping[str, Forms]]:
    """Every text by `section.key`, then by language; French ones are typeset."""
    sections: dict[str, dict[str, dict[str, str | list[str]]]] = {}
    for file in _FILES:
        sections |= tomllib.loads(file.read_text("utf-8"))
    return {
        f"{section}.{key}": {language: _forms(said, language) for language, said in texts.items()}
        for section, keys in sections.items() for key, texts in keys.items()
    }


def _forms(said: str | list[str], language: str) -> Forms:
    forms = (said,) if isinstance(said, str) else tuple(said)
    return tuple(typeset(form).replace("'", "’") for form in forms) if language == "fr" else forms


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language, called as `words("search.total", n=12)`."""

    language: str

    def __call__(self, key: str, **places: object) -> str:
        """The text of a key, its places filled; `n` chooses the plural and is written as a number."""
        forms = load_strings()[key][self.language]
        count = places.get("n")
        if not isinstance(count, int):
            return forms[0].format_map(places)
        chosen = forms[0] if self._is_one(count) else forms[-1]
        return chosen.format_map({**places, "n": number(count, self.language)})

    def knows(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in load_strings()

    def _is_one(self, count: int) -> bool:
        # French counts zero as one thing, English as many.
        return count < 2 if self.language == "fr" else count == 1
