"""One pass over a large JSON document: is it whole, where are its arrays, and what stands at a few paths."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import ijson

from harvesters.formats.jsonmap.arrays import Arrays
from harvesters.record import UnreadableDocument

# As deep as the parser of small documents goes.
_DEEPEST: Final = 1_024
# An object with more objects in it than this is a list by another name, not an envelope.
_MOST_OBJECTS: Final = 100_000


def scan(file: Path, asked: Sequence[str]) -> tuple[Arrays, dict[str, object]]:
    """The arrays of a document, and the values at the asked paths.

    Raises:
        UnreadableDocument: it is not JSON, or nests deeper than data does.
    """
    seen = _Seen(frozenset(asked))
    try:
        with opened(file) as handle:
            for event, value in ijson.basic_parse(handle):
                seen.take(event, value)
    except (ijson.JSONError, ValueError) as fault:
        told = " ".join(str(fault).split())[:200]
        raise UnreadableDocument(
            "MLG-V010", f"Le document n'est pas du JSON complet ({told}) ; relancez, puis prévenez la source si cela "
            "dure.", f"The document is not complete JSON ({told}); try again, then tell the source if this lasts."
        ) from None
    return seen.arrays, seen.said


def opened(file: Path) -> BinaryIO:
    """The file, behind the mark that some editors put before JSON."""
    handle = file.open("rb")
    if handle.read(len(BOM_UTF8)) != BOM_UTF8:
        handle.seek(0)
    return handle


@dataclass(slots=True)
class _Seen:
    """What the events so far have told; `names` is the way to where they are, "" for an array's element."""

    asked: frozenset[str]
    arrays: Arrays = field(default_factory=Arrays)
    said: dict[str, object] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    within: int = 0
    awaited: str | None = None

    def take(self, event: str, value: object) -> None:
        """Take in the next event."""
        if event == "map_key":
            if not self.within:
                self.names[-1] = str(value)
            return
        if event in ("end_map", "end_array"):
            self._close()
            return
        if self.awaited is not None:
            self.arrays.add(self.awaited, dict if event == "start_map" else object)
            self.awaited = None
        if not self.within:
            self._note(event, value)
        if event in ("start_map", "start_array"):
            self._open(event)

    def _note(self, event: str, value: object) -> None:
        if event == "start_map":
            if len(self.arrays.objects) < _MOST_OBJECTS:
                self.arrays.objects.add(".".join(self.names))
        elif event != "start_array" and self.asked and (path := ".".join(self.names)) in self.asked:
            self.said[path] = value

    def _open(self, event: str) -> None:
        if len(self.names) + self.within >= _DEEPEST:
            raise UnreadableDocument(
                "MLG-V011", f"Le document s'emboîte sur plus de {_DEEPEST} niveaux ; ce ne sont pas des données.",
                f"The document nests deeper than {_DEEPEST} levels; this is no data.")
        if event == "start_array":
            if not self.within:
                self.awaited = ".".join(self.names)
            self.within += 1
        elif self.within:
            self.within += 1
        else:
            self.names.append("")

    def _close(self) -> None:
        if self.awaited is not None:
            self.arrays.add(self.awaited, None)
            self.awaited = None
        if self.within:
            self.within -= 1
        else:
            self.names.pop()
