"""How names are compared: without regard to case, accents, spaces and punctuation."""

import unicodedata
from functools import lru_cache

# "IR*" and "IR" are two kinds of infrastructure, "C++" and "C" two languages.
_KEPT = frozenset("*+#")
_SPELT_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


@lru_cache(maxsize=65_536)
def fold(value: str) -> str:
    """The letters and digits of a name, as a key: `Hauts-de-France` and ` hauts de france` are one.

    A web address loses its scheme, so that http and https spell the same licence.
    """
    lowered = value.casefold().strip()
    for scheme in ("https://", "http://"):
        lowered = lowered.removeprefix(scheme)
    decomposed = unicodedata.normalize("NFKD", lowered.translate(_SPELT_OUT))
    return "".join(letter for letter in decomposed if letter.isalnum() or letter in _KEPT)
