"""Marking in a text the words that were searched for."""

import re
from typing import Final

from markupsafe import Markup, escape

from search.analysis import Phrase, Word, asked, folded, prepare, record_analysers

_WORD: Final = re.compile(r"\w+")


class Highlighter:
    """Marks whatever has the stem of a searched word, in French or in English."""

    def __init__(self, text: str) -> None:
        words = [word for clause in asked(text) for word in _words(clause)]
        self._plain = {word.plain for word in words}
        self._stems = {"fr": {word.fr for word in words}, "en": {word.en for word in words}}

    def mark(self, text: str, language: str) -> Markup:
        """`text` as safe HTML with `<mark>` around what was searched for."""
        if not self._plain:
            return escape(text)
        pieces, end = [], 0
        for found in _WORD.finditer(text):
            if self._is_asked(found[0], language):
                pieces += [escape(text[end:found.start()]), Markup("<mark>{}</mark>").format(found[0])]
                end = found.end()
        return Markup("").join([*pieces, escape(text[end:])])

    def _is_asked(self, word: str, language: str) -> bool:
        if not self._plain.isdisjoint(folded(word)):
            return True
        stems = self._stems.get(language, self._stems["fr"])
        analyser = record_analysers()[language if language in self._stems else "fr"]
        return not stems.isdisjoint(analyser.analyze(prepare(word)))


def _words(clause: Word | Phrase) -> tuple[Word, ...]:
    return clause.words if isinstance(clause, Phrase) else (clause,)
