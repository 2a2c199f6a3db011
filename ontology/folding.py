"""How names are compared: without regard to case, accents, spaces and punctuation."""

import unicodedata
from functools import lru_cache

# "IR*" and "IR" are two kinds of infrastructure, "C++" and "C" two languages.
_KEPT = frozenset("*+#")
_SPELT_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


# A name is never longer; whole paragraphs would fill the memory that the cache is meant to save.
_LONGEST_NAME = 200


def fold(value: str) -> str:
    """The letters and digits of a name, as a key: `Hauts-de-France` and ` hauts de france` are one.

    A web address loses its scheme, so that http and https spell the same licence.
    """
    return _fold(value) if len(value) <= _LONGEST_NAME else _fold.__wrapped__(value)


@lru_cache(maxsize=65_536)
def _fold(value: str) -> str:
    spelt = unicodedata.normalize("NFKD", value.strip()).casefold().translate(_SPELT_OUT)
    for scheme in ("https://", "http://"):
        spelt = spelt.removeprefix(scheme)
    return "".join(letter for letter in spelt if letter.isalnum() or letter in _KEPT)
