"""Where the items of a JSON document stand, and what its envelope says; large documents are never held whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import ijson

from harvesters.formats.json_document import load_json
from harvesters.formats.jsonmap.arrays import EVERY, WHOLE, Arrays, choose, within
from harvesters.formats.jsonmap.lines import are_lines, numbered_lines
from harvesters.formats.jsonmap.scan import opened, scan
from harvesters.formats.paging import short_name
from harvesters.record import Document, UnreadableDocument

LARGE: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """The items of a document with their places, a Fault for one that is broken, and what stands at asked paths."""

    items: Iterator[tuple[str, object]]
    said: Mapping[str, object] = field(default_factory=dict)


def open_items(document: Document, items: str = "", asked: Sequence[str] = ()) -> Opened:
    """The items at the path `items` of a document, or of its only array of objects where none is given.

    Raises:
        UnreadableDocument: it is not JSON, or has no such items, or several arrays that could be meant.
    """
    name = short_name(document)
    if are_lines(document):
        return Opened(numbered_lines(document.path, name))
    if document.path.stat().st_size > LARGE:
        return _streamed(document.path, name, items, asked)
    content = load_json(document)
    arrays, places = _arrays(content)
    path = choose(items, arrays)
    found = [content] if path == WHOLE else places[within(path)]
    listed = found.values() if isinstance(found, dict) else found
    return Opened(_numbered(iter(listed), name), {one: _said(places, one) for one in asked})


def _arrays(content: object) -> tuple[Arrays, dict[str, Any]]:
    """The arrays of a document, the outermost first, and what stands at each path."""
    arrays, places = Arrays(), {}
    waiting = deque([("", content)])
    while waiting:
        path, value = waiting.popleft()
        places[path] = value
        if isinstance(value, list):
            arrays.add(path, type(value[0]) if value else None)
        elif isinstance(value, dict):
            arrays.objects.add(path)
            waiting.extend((f"{path}.{name}" if path else name, inner) for name, inner in value.items()
                           if isinstance(inner, dict | list))
    return arrays, places


def _said(places: Mapping[str, Any], path: str) -> object:
    """The value at a path of the envelope: whatever is in an array is no part of it."""
    names = path.split(".")
    for cut in range(len(names)):
        holder = places.get(".".join(names[:cut]))
        value = holder.get(".".join(names[cut:])) if isinstance(holder, dict) else None
        if value is not None and not isinstance(value, dict | list):
            return value
    return None


def _streamed(file: Path, name: str, items: str, asked: Sequence[str]) -> Opened:
    """What `open_items` does, in two passes over the file: the first learns its form and checks it to its end."""
    arrays, said = scan(file, asked)
    path = choose(items, arrays)
    if path == WHOLE:
        raise UnreadableDocument(
            "MLG-V009", f"Le document entier serait un seul élément et dépasse {LARGE >> 20} Mio ; déclarez "
            "options.items.",
            f"The whole document would be one item and is larger than {LARGE >> 20} MiB; declare options.items.")
    return Opened(_numbered(_elements(file, path), name), said)


def _elements(file: Path, path: str) -> Iterator[object]:
    with opened(file) as handle:
        if path.endswith(EVERY):
            pairs = ijson.kvitems(handle, within(path))
            yield from (value for _, value in pairs)
        else:
            yield from ijson.items(handle, f"{path}.item" if path else "item")


def _numbered(items: Iterator[object], name: str) -> Iterator[tuple[str, object]]:
    return ((f"{name}, item {number}", item) for number, item in enumerate(items, 1))
