"""“Did you mean”: the end of a sentence that names the nearest known name."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_MOST = 12


@dataclass(frozen=True, slots=True)
class Nearest:
    """How a sentence about an unknown name ends, in both languages."""

    fr: str
    en: str


def nearest(name: str, known: Iterable[str]) -> Nearest:
    """The nearest known name, or the first known ones when nothing is near."""
    names = sorted(known)
    close = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    if close:
        return Nearest(f" ; le plus proche est « {close[0]} ».", f"; the nearest is “{close[0]}”.")
    if not names:
        return Nearest(".", ".")
    told = ", ".join(names[:_MOST]) + (" …" if len(names) > _MOST else "")
    return Nearest(f" ; connus : {told}.", f"; known: {told}.")
