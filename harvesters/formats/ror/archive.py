"""The dump of the register as it is published: a zip archive with one JSON file among tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from harvesters.formats.json_items import array_items
from harvesters.formats.json_nesting import ByteStream
from harvesters.formats.zip_start import BROKEN
from harvesters.record import UnreadableDocument

# The dump of 110,000 organisations takes 300 MB unpacked; ten times that is no dump of this register.
_MOST_UNPACKED: Final = 3 << 30


def archived_items(path: Path) -> Iterator[Any]:
    """The records of the archive's JSON file, one in memory at a time; of several files the one of schema v2.

    Raises:
        UnreadableDocument: it cannot be unpacked, holds no JSON file, or one beyond any size that a dump has.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_dump(archive)) as file:
            yield from array_items(_Counted(file))
    except BROKEN as fault:
        raise UnreadableDocument(
            "MLG-Z005",
            f"L'archive zip ne peut pas être lue ({fault}) ; relancez, puis prévenez la source si cela dure.",
            f"The zip archive cannot be read ({fault}); try again, then tell the source if this lasts.") from None


def _dump(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = sorted((info for info in archive.infolist() if info.filename.lower().endswith(".json")),
                   key=lambda info: ("schema_v2" not in info.filename, -info.file_size))
    if not files:
        raise UnreadableDocument(
            "MLG-Z006", "L'archive zip ne contient aucun fichier JSON ; donnez celle du dump de ROR.",
            "The zip archive holds no JSON file; give that of ROR's dump.")
    return files[0]


class _Counted:
    """A stream that ends with an error where an archive unpacks to more than any dump holds."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._left = _MOST_UNPACKED

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._stream.read(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise zipfile.BadZipFile(f"> {_MOST_UNPACKED >> 30} GiB")
        return chunk
