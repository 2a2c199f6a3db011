"""Marking in a text the words that were searched for."""

import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from search.analysis import Phrase, Word, asked, words_in

_WORD: Final = re.compile(r"\w+")


class Highlighter:
    """Marks whatever has the stem of a searched word, in French or in English."""

    def __init__(self, text: str) -> None:
        words = [word for clause in asked(text) for word in _words(clause)]
        self._plain = {word.plain for word in words}
        self._fr = {word.fr for word in words}
        self._en = {word.en for word in words}

    def mark(self, text: str, language: str) -> Markup:
        """`text` as safe HTML with `<mark>` around what was searched for."""
        if not self._plain:
            return escape(text)
        pieces, end = [], 0
        for found in _WORD.finditer(text):
            if any(self._is_asked(word, language) for word in _analysed(found[0])):
                pieces += [escape(text[end:found.start()]), Markup("<mark>{}</mark>").format(found[0])]
                end = found.end()
        return Markup("").join([*pieces, escape(text[end:])])

    def _is_asked(self, word: Word, language: str) -> bool:
        return word.plain in self._plain or (word.en in self._en if language == "en" else word.fr in self._fr)


def _words(clause: Word | Phrase) -> tuple[Word, ...]:
    return clause.words if isinstance(clause, Phrase) else (clause,)


@lru_cache(maxsize=16_384)
def _analysed(word: str) -> tuple[Word, ...]:
    return words_in(word)
