"""The known name that a mistyped one most likely meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from ontology.folding import fold

_MOST_SHOWN = 20


def nearest(name: str, known: Iterable[str]) -> tuple[str, str]:
    """The end of a sentence in French and in English: the nearest known name, or the known names."""
    names = tuple(dict.fromkeys(known))
    folded = {fold(one): one for one in reversed(names)}
    close = get_close_matches(fold(name), folded, n=1, cutoff=0.6)
    if close:
        found = folded[close[0]]
        return f"le nom connu le plus proche est « {found} ».", f"the nearest known name is “{found}”."
    if not names:
        return "aucun nom n'est connu ici.", "no name is known here."
    shown = ", ".join(names[:_MOST_SHOWN]) + (" …" if len(names) > _MOST_SHOWN else "")
    return f"noms connus : {shown}.", f"known names: {shown}."
