"""A graph file of records in the order of their IRIs: what it says when some records are told anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

# Bytes that are handed on at once.
_PIECE: Final = 1 << 20


def told_anew(former: Path, changes: Mapping[str, bytes]) -> Iterator[bytes]:
    """The pieces of a file that says what `former` does, but of each changed record what is given; nothing: it is gone.

    The N-Triples of a record stand together; its subjects are its IRI and what has a fragment after that. What this
    costs hangs on how many records change, but for copying the rest.
    """
    if not former.stat().st_size:
        yield from (lines for _, lines in sorted(changes.items()))
        return
    with former.open("rb") as handle, mmap(handle.fileno(), 0, access=ACCESS_READ) as content:
        kept = 0
        for iri, lines in sorted((iri.encode(), lines) for iri, lines in changes.items()):
            start = _place(content, iri, kept)
            yield from _pieces(content, kept, start)
            yield lines
            kept = _end(content, iri, start)
        yield from _pieces(content, kept, len(content))


def _pieces(content: mmap, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _PIECE):
        yield content[at:min(at + _PIECE, end)]


def _place(content: mmap, iri: bytes, start: int) -> int:
    """Where the statements of a record begin from `start` on, or would: a binary search for the line."""
    low, high = start, len(content)
    while low < high:
        line = max(content.rfind(b"\n", low, (low + high) // 2) + 1, low)
        if _record(content, line) < iri:
            low = content.find(b"\n", line) + 1 or len(content)
        else:
            high = line
    return low


def _end(content: mmap, iri: bytes, start: int) -> int:
    """Where the statements of a record end that would begin here."""
    while start < len(content) and _record(content, start) == iri:
        start = content.find(b"\n", start) + 1 or len(content)
    return start


def _record(content: mmap, line: int) -> bytes:
    """The record that the line that begins here is about."""
    return content[line + 1:content.find(b" ", line) - 1].partition(b"#")[0]
