"""From text to the words that the index holds, the same way for records and for questions.

Accents are folded before stems are taken, so that "musees" meets "musées". Nothing is left out of the index;
in a question small words and elided ones (the l of "l'encodage") are not required.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST_WORD: Final = 100
MOST_WORDS: Final = 48
# Names of the analysers in the schema, and the stemmers behind them.
ANALYSERS: Final = {"fr": "french", "en": "english", "plain": ""}

# Folded. Words that are also a subject (son, est, ete, art, it) are not here.
_SMALL_FR = """
    a ai au aux avec c ce ces cet cette chez comme d dans de des du elle en entre et eu il ils j je l la le les
    leur leurs lors m me mes mon n ne nos notre nous on ou par pas pour qu que quel quelle quelles quels qui s
    sa sans se ses si sous sur t ta te tes ton tu un une vos votre vous y"""
_SMALL_EN = """
    a an and are as at be by for from how in is of or that the their this to was we what which with you your"""
_SMALL_WORDS: Final = frozenset((_SMALL_FR + _SMALL_EN).split())

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’‘ʼ](?=\w)", re.IGNORECASE)
# Stands where a word was cut off, for the words after it keep their places.
_CUT: Final = "elidedword"
_QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question: folded, as the French and English fields hold it, and its place in the text."""

    plain: str
    fr: str
    en: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand in this order at these distances; elided words between them may be any."""

    words: tuple[Word, ...]


def asked(text: str) -> tuple[Word | Phrase, ...]:
    """What a question requires: each of its words and quoted phrases.

    Small words count only inside quotes, or when there is nothing else. At most MOST_WORDS are read.
    """
    required = list(dict.fromkeys(_read(text)))[:MOST_WORDS]
    telling = [clause for clause in required if isinstance(clause, Phrase) or clause.plain not in _SMALL_WORDS]
    return tuple(telling or required)


def words_in(text: str) -> tuple[Word, ...]:
    """Each word of a text but the elided ones, small ones too."""
    whole = _ELIDED.sub(f"{_CUT} ", composed(text))
    plain, fr, en = (_question_analysers()[name].analyze(whole) for name in ("plain", "fr", "en"))
    spelt = map(Word, plain, fr, en, range(len(plain)))
    return tuple(word for word in spelt if word.plain != _CUT)


def folded(text: str) -> list[str]:
    """The words of a text in small letters, without accents and not stemmed."""
    return _question_analysers()["plain"].analyze(composed(text))


def composed(text: str) -> str:
    """Text whose accents stand on their letters: the index would split a word at an accent that follows."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@cache
def record_analysers() -> dict[str, TextAnalyzer]:
    """The analysers of the index's text fields, by name."""
    return {name: _analyser(stemmer, LONGEST_WORD) for name, stemmer in ANALYSERS.items()}


@cache
def _question_analysers() -> dict[str, TextAnalyzer]:
    # A word too long for the index must find nothing, not vanish from the question.
    return {name: _analyser(stemmer, 0) for name, stemmer in ANALYSERS.items()}


def _analyser(stemmer: str, longest: int) -> TextAnalyzer:
    building = TextAnalyzerBuilder(Tokenizer.simple())
    if longest:
        building = building.filter(Filter.remove_long(longest))
    building = building.filter(Filter.lowercase()).filter(Filter.ascii_fold())
    return (building.filter(Filter.stemmer(stemmer)) if stemmer else building).build()


def _read(text: str) -> Iterator[Word | Phrase]:
    end = 0
    for quoted in _QUOTED.finditer(text):
        yield from _alone(text[end:quoted.start()])
        words = words_in(quoted[1] or quoted[2] or quoted[3] or "")
        if words:
            yield Phrase(words)
        end = quoted.end()
    yield from _alone(text[end:])


def _alone(text: str) -> Iterator[Word]:
    return (Word(word.plain, word.fr, word.en) for word in words_in(text))
