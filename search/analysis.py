"""From text to the words that the index holds, the same way for records and for questions.

Accents are folded before stems are taken, so that "musees" meets "musées"; elided articles are cut off, so
that "l'encodage" is one word. Nothing is left out of the index: small words are only not required.
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

_ELIDED = re.compile(
    r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’‘ʼ](?=\w)", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')
# Folded. Words that are also a subject (son, est, ete, art, it) are not here.
_SMALL_FR = """
    a ai au aux avec c ce ces cet cette chez comme d dans de des du elle en entre et eu il ils j je l la le les
    leur leurs lors m me mes mon n ne nos notre nous on ou par pas pour qu que quel quelle quelles quels qui s
    sa sans se ses si sous sur t ta te tes ton tu un une vos votre vous y"""
_SMALL_EN = """
    a an and are as at be by for from how in is of or that the their this to was we what which with you your"""
_SMALL_WORDS: Final = frozenset((_SMALL_FR + _SMALL_EN).split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question: folded, and as the French and English fields hold it."""

    plain: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side."""

    words: tuple[Word, ...]


def prepare(text: str) -> str:
    """Text whose accents are composed and whose elided words are cut off (l', d', qu' …)."""
    if text.isascii() and "'" not in text:
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _ELIDED.sub("", text)


def asked(text: str) -> tuple[Word | Phrase, ...]:
    """What a question requires: each of its words and quoted phrases.

    Small words count only inside quotes, or when there is nothing else. At most MOST_WORDS are read.
    """
    required = list(dict.fromkeys(_read(unicodedata.normalize("NFC", text))))[:MOST_WORDS]
    telling = [clause for clause in required if isinstance(clause, Phrase) or clause.plain not in _SMALL_WORDS]
    return tuple(telling or required)


def asked_words(text: str) -> tuple[Word, ...]:
    """Each word of a text, small ones too, as the fields of the index hold it."""
    fr, en, plain = (_question_analysers()[name].analyze(prepare(text)) for name in ("fr", "en", "plain"))
    return tuple(map(Word, plain, fr, en))


def folded(text: str) -> list[str]:
    """The words of a text in small letters, without accents and not stemmed."""
    return _question_analysers()["plain"].analyze(prepare(text))


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
        yield from asked_words(text[end:quoted.start()])
        words = asked_words(quoted[1] or quoted[2] or quoted[3] or "")
        if words:
            yield Phrase(words)
        end = quoted.end()
    yield from asked_words(text[end:])
