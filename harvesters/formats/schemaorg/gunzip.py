"""Gzipped documents: bounded, for a small file may hold a huge one."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from harvesters.record import Document, UnreadableDocument

MAGIC: Final = b"\x1f\x8b"
LARGEST: Final = 50 << 20
MOST_GROWTH: Final = 100
# Below this size, growth harms nobody: an empty page repeated is dense, and small.
_ALWAYS: Final = 1 << 20
_GZIP: Final = zlib.MAX_WBITS | 16
_CHUNK: Final = 1 << 16


def gunzipped(content: bytes) -> bytes:
    """What a gzip file holds, all of its members.

    Raises:
        UnreadableDocument: broken or cut, larger than 50 MiB when decoded, or a hundred times its own size.
    """
    made, size = [], 0
    most = min(LARGEST, max(_ALWAYS, MOST_GROWTH * len(content)))
    while content.startswith(MAGIC):
        decoder = zlib.decompressobj(_GZIP)
        while not decoder.eof:
            try:
                piece = decoder.decompress(content, _CHUNK)
            except zlib.error as fault:
                raise _broken(str(fault)) from None
            if not piece and not decoder.unconsumed_tail and not decoder.eof:
                raise _broken("cut")
            content = decoder.unconsumed_tail
            size += len(piece)
            if size > most:
                raise _too_large()
            made.append(piece)
        content = decoder.unused_data
    return b"".join(made)


def beginning(start: bytes) -> bytes:
    """The first bytes of a document, gunzipped as far as they go."""
    if not start.startswith(MAGIC):
        return start
    try:
        return zlib.decompressobj(_GZIP).decompress(start, _CHUNK)
    except zlib.error:
        return b""


@contextmanager
def opened(document: Document) -> Iterator[Document]:
    """The document as it is, or laid down gunzipped: parsers of untrusted XML read files.

    Raises:
        UnreadableDocument: see `gunzipped`.
    """
    with document.path.open("rb") as file:
        zipped = file.read(len(MAGIC)) == MAGIC
    if not zipped:
        yield document
        return
    with tempfile.NamedTemporaryFile() as laid_down:
        laid_down.write(gunzipped(document.path.read_bytes()))
        laid_down.flush()
        yield replace(document, path=Path(laid_down.name))


def _broken(why: str) -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-A008", f"Le fichier gzip est coupé ou abîmé ({why}) ; relancez, puis prévenez la source si cela dure.",
        f"The gzip file is cut or damaged ({why}); try again, then tell the source if this lasts.")


def _too_large() -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-A009", f"Le fichier gzip dépasse {LARGEST >> 20} Mio une fois ouvert, ou cent fois sa taille : il est "
        "refusé ; demandez à la source des fichiers plus petits.",
        f"The gzip file is larger than {LARGEST >> 20} MiB when opened, or a hundred times its size: it is refused; "
        "ask the source for smaller files.")
