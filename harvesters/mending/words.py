"""Words for yes and no, and ways of writing numbers, that a source has and its map does not declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from harvesters.mending.case import Candidate, Case
from harvesters.mending.edits import Change
from harvesters.quantities import decimal
from harvesters.statements import NO, YES
from harvesters.ways import Way
from ontology.folding import fold

_MOST_WORDS: Final = 30
# How a phrase may begin that says yes or no, beside the words that always do.
_ALSO: Final = {True: ("gratuit", "gratuite", "free", "ok", "ouvert", "open", "possible"),
                False: ("payant", "payante", "paying", "aucun", "aucune", "none", "sans", "fermé", "closed")}


def yes_and_no(case: Case) -> Iterator[Candidate]:
    """The words of a column sorted into yes and no, where each can be told."""
    for entry in case.about(Way.FLAG):
        words = sorted(case.read_by(entry))
        if len(words) > _MOST_WORDS:
            continue
        said = {word: _said(word) for word in words}
        sorted_out = {answer: tuple(word for word in words if said[word] is answer) for answer in (True, False)}
        # A list that is declared stands for the usual words, so it must have those that the column uses.
        changes = tuple(Change(entry.path, (name,), sorted_out[answer])
                        for name, answer in (("true", True), ("false", False)) if sorted_out[answer])
        if any(said[word] is not None for word in case.values() if word in said):
            yes, no = (", ".join(sorted_out[answer]) or "–" for answer in (True, False))
            yield Candidate(f"Déclarer les mots de la source : oui = {yes} ; non = {no}.",
                            f"Declare the words of the source: yes = {yes}; no = {no}.", changes)


def number_style(case: Case) -> Iterator[Candidate]:
    """The way of writing numbers under which more of a column are clear."""
    for entry in case.about(Way.DECIMAL):
        values = case.read_by(entry)
        unclear = {style: sum(decimal(value, style) is None for value in values) for style in ("", "fr", "en")}
        for style in ("fr", "en"):
            if unclear[style] < min(unclear[""], len(values)) and unclear[style] == min(unclear.values()):
                yield Candidate(f"Lire les nombres à la manière {'française' if style == 'fr' else 'anglaise'}.",
                                f"Read numbers the {'French' if style == 'fr' else 'English'} way.",
                                (Change(entry.path, ("number",), style),))


def _said(word: str) -> bool | None:
    """Whether a word or the first word of a phrase says yes or no."""
    first = fold(word.split()[0].strip(",.;:"))
    for answer, usual in ((True, YES), (False, NO)):
        if fold(word) in map(fold, usual) or first in {fold(one) for one in (*usual, *_ALSO[answer]) if len(one) > 1}:
            return answer
    return None
