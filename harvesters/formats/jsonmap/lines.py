"""JSON Lines: one value in each line, and a broken line costs itself alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

import orjson

from harvesters.formats.jsonmap.scan import opened
from harvesters.record import Document, Fault
from harvesters.tables.rows import fault, refusal

_LONGEST_LINE: Final = 16 << 20
_START: Final = 1 << 16
_ENDINGS: Final = (".jsonl", ".ndjson", "/jsonl", "/ndjson")
_NAMES: Final = ("jsonl", "ndjson", "json-seq", "jsonlines")


def are_lines(document: Document) -> bool:
    """Whether a document is of JSON Lines: it is called so, or its first line is an object with another behind it."""
    if document.media_type and any(name in document.media_type.lower() for name in _NAMES):
        return True
    if urlsplit(document.url).path.lower().endswith(_ENDINGS):
        return True
    with opened(document.path) as handle:
        first, _, rest = handle.read(_START).lstrip().partition(b"\n")
    if not rest.lstrip().startswith(b"{"):
        return False
    return isinstance(_value(first), dict)


def numbered_lines(file: Path, name: str) -> Iterator[tuple[str, object]]:
    """The value of every line with its place; a Fault for a line that is not JSON."""
    with opened(file) as handle:
        for number, line in enumerate(_lines(handle), 1):
            if not line.strip():
                continue
            place, value = f"{name}, line {number}", _value(line)
            yield place, _broken(place) if value is _BROKEN else value


class _Broken:
    """What a line that is not JSON holds."""


_BROKEN: Final = _Broken()


def _lines(handle: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; one that is too long is given cut."""
    while line := handle.readline(_LONGEST_LINE):
        whole = line
        while len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            line = handle.readline(_LONGEST_LINE)
        yield whole


def _value(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return _BROKEN


def _broken(place: str) -> Fault:
    return fault(place, refusal("MLG-V007", "Cette ligne n'est pas du JSON complet ; signalez-le à la source.",
                                "This line is not complete JSON; tell the source."))
