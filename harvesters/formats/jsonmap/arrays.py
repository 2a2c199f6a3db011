"""The arrays of a JSON document, and which of them holds its items."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from harvesters.record import UnreadableDocument
from ontology.nearest import nearest

# `items = "."` is the document itself, `items = "data.*"` all values of an object.
WHOLE: Final = "."
EVERY: Final = "*"
_MOST_SHOWN: Final = 10


@dataclass(slots=True)
class Arrays:
    """The paths of the arrays that stand in no other, and of all objects on the way to values.

    An array is known by what its first element is: an object, something else, or nothing.
    """

    of_objects: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    objects: set[str] = field(default_factory=set)

    def add(self, path: str, first: type | None) -> None:
        """Take in an array by the type of its first element, None where it has none."""
        (self.empty if first is None else self.of_objects if first is dict else self.other).append(path)


def choose(declared: str, arrays: Arrays) -> str:
    """The path of the items: the declared one, else the only array that can hold any.

    Raises:
        UnreadableDocument: there is none, or several.
    """
    known = [*arrays.of_objects, *arrays.empty, *arrays.other]
    if not declared:
        return _only(arrays)
    if declared in (WHOLE, *known) or (declared.endswith(EVERY) and within(declared) in arrays.objects):
        return declared
    near_fr, near_en = nearest(declared, known)
    raise UnreadableDocument("MLG-V001", f"le document n'a pas de liste « {declared} » (options.items) ; {near_fr}",
                             f"the document has no list “{declared}” (options.items); {near_en}")


def within(path: str) -> str:
    """The path of what holds the items: of the array, or of the object whose values they are."""
    return "" if path == EVERY else path.removesuffix(f".{EVERY}")


def _only(arrays: Arrays) -> str:
    for candidates in (arrays.of_objects, arrays.empty):
        if "" in candidates or len(candidates) == 1:
            return "" if "" in candidates else candidates[0]
        if candidates:
            names = ", ".join(candidates[:_MOST_SHOWN]) + (" …" if len(candidates) > _MOST_SHOWN else "")
            raise UnreadableDocument(
                "MLG-V002", f"plusieurs listes peuvent être celle des fiches : {names} ; déclarez options.items.",
                f"several lists may be that of the records: {names}; declare options.items.")
    raise UnreadableDocument(
        "MLG-V001", "le document n'a pas de liste d'objets ; déclarez options.items (« . » si le document est une "
        "seule fiche, « * » si c'est un objet dont chaque valeur en est une).",
        "the document has no list of objects; declare options.items (“.” if the document is one record, “*” if it is "
        "an object whose every value is one).")
