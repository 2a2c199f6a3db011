"""What a source says of the form of its JSON: where items stand, and how one comes to the next page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harvesters.record import UnreadableDocument


@dataclass(frozen=True, slots=True)
class JsonOptions:
    """`items`, `next` and `total` are paths in the document, `page` and `offset` names of query parameters.

    `size` is how many items a page has unless it is the last.
    """

    items: str = ""
    next: str = ""
    total: str = ""
    page: str = ""
    offset: str = ""
    size: int = 0


def read_options(options: Mapping[str, object]) -> JsonOptions:
    """The options of a source, checked.

    Raises:
        UnreadableDocument: one has the wrong type, or two contradict each other.
    """
    for name, value in options.items():
        if not isinstance(value, int if name == "size" else str) or isinstance(value, bool):
            raise _wrong(f"l'option « {name} » a une valeur de mauvais type : {value!r}.",
                         f"the option “{name}” has a value of the wrong type: {value!r}.")
    ways = [name for name in ("next", "page", "offset") if options.get(name)]
    if len(ways) > 1:
        raise _wrong(f"« {ways[0]} » et « {ways[1]} » disent tous deux où est la page suivante ; gardez-en un.",
                     f"“{ways[0]}” and “{ways[1]}” both say where the next page is; keep one.")
    texts = {name: str(options.get(name, "")) for name in ("items", "next", "total", "page", "offset")}
    size = options.get("size", 0)
    return JsonOptions(**texts, size=size if isinstance(size, int) else 0)


def _wrong(fr: str, en: str) -> UnreadableDocument:
    return UnreadableDocument("MLG-V008", f"[options] : {fr}", f"[options]: {en}")
