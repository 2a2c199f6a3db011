"""The items of a JSON listing: an array, the array under a name of an object, or JSON lines.

Dumps of registers hold hundreds of megabytes, so large arrays and lines are read one item at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ijson
import orjson

from harvesters.formats.json_document import load_json
from harvesters.formats.json_nesting import ByteStream, ShallowReader, TooNested
from harvesters.record import Document, UnreadableDocument

LARGE: Final = 8 << 20
_BOM: Final = b"\xef\xbb\xbf"
_START: Final = 4_096


@dataclass(frozen=True, slots=True)
class JsonItems:
    """`items` can be walked once. `around` is the object that holds their array, empty where nothing does.

    `alone` says that the document is no listing: its one value is the only item.
    """

    items: Iterable[Any]
    around: Mapping[str, Any]
    alone: bool = False


def json_items(document: Document, *names: str) -> JsonItems:
    """The items of a document; `names` are those that an array of items may have in an object.

    Raises:
        UnreadableDocument: not JSON. A large document may break behind items that have already been given.
    """
    start = _start(document.path)
    large = document.path.stat().st_size > LARGE
    if large and start.startswith(b"["):
        return JsonItems(_of_file(document.path), {})
    if start.startswith(b"{") and _is_lines(document.path):
        return JsonItems(_lines(document.path), {})
    content = load_json(document)
    if isinstance(content, list):
        return JsonItems(content, {})
    if isinstance(content, dict):
        for name in names:
            if isinstance(content.get(name), list):
                return JsonItems(content[name], content)
    return JsonItems([content], {}, alone=True)


def array_items(stream: ByteStream) -> Iterator[Any]:
    """The items of the array that a stream holds, one in memory at a time.

    Raises:
        UnreadableDocument: it is not a complete array, or nests too deeply; behind the items before the break.
    """
    try:
        yield from ijson.items(ShallowReader(stream), "item", use_float=True)
    except TooNested:
        raise UnreadableDocument(
            "MLG-F024", "Le document JSON s'emboîte trop profondément pour être lu ; prévenez la source.",
            "The JSON document nests too deeply to be read; tell the source.") from None
    except (ijson.JSONError, ValueError) as fault:
        why = _reason(fault)
        raise UnreadableDocument(
            "MLG-F023", f"Le document JSON est coupé ou mal formé ({why}) ; relancez, puis prévenez la source si cela "
            "dure.",
            f"The JSON document is cut or malformed ({why}); try again, then tell the source if this lasts.") from None


def _reason(fault: Exception) -> str:
    """The first line of what the stream reader says, which is bytes where the document holds odd ones."""
    said = fault.args[0] if fault.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text.partition("\n")[0].strip()


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_START).removeprefix(_BOM).lstrip()


def _of_file(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        if file.read(len(_BOM)) != _BOM:
            file.seek(0)
        yield from array_items(file)


def _is_lines(path: Path) -> bool:
    """Whether the first line is a whole object and another one follows it."""
    with path.open("rb") as file:
        first = _value(file.readline(LARGE).removeprefix(_BOM))
        return isinstance(first, dict) and file.readline(_START).startswith(b"{")


def _lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield _value(line.removeprefix(_BOM))


def _value(line: bytes) -> Any:
    """What a line says; `None`, which is no item, where it is not JSON."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
