"""What differs between two versions of a graph file: all statements of each subject of which another is said."""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

# Bytes that are compared at once, at first and at most: few, since where they differ must be found among them.
_LEAST: Final = 1 << 10
_MOST: Final = 1 << 16

_Content = mmap | bytes


def changes(old: Path | None, new: Path | None) -> Iterator[tuple[bytes, bytes]]:
    """For each subject of which another is said, in file order, its lines in the old file and in the new one.

    A subject that is in one of them only has no lines in the other; `None` is an empty file. Of files of records in
    the order of IRIs, as publications write them, most is only compared. Of any others more may be told than differs,
    and what is told of one file and not of the other is still just that.
    """
    yield from _differing(_mapped(old), _mapped(new))


def _mapped(path: Path | None) -> _Content:
    """The content of a file; nothing where there is none."""
    if path is None or not path.stat().st_size:
        return b""
    with path.open("rb") as handle:
        return mmap(handle.fileno(), 0, access=ACCESS_READ)


def _differing(old: _Content, new: _Content) -> Iterator[tuple[bytes, bytes]]:
    at, beside = 0, 0
    while True:
        length = _common(old, at, new, beside)
        if at + length == len(old) and beside + length == len(new):
            return
        length = _whole_subjects(old, at, new, beside, length)
        at, beside = at + length, beside + length
        mine, theirs = _subject(old, at), _subject(new, beside)
        gone = _end(old, at, mine) if mine and (mine == theirs or not theirs or _order(mine) < _order(theirs)) else at
        come = _end(new, beside, theirs) if theirs and (mine == theirs or gone == at) else beside
        yield old[at:gone], new[beside:come]
        at, beside = gone, come


def _common(old: _Content, at: int, new: _Content, beside: int) -> int:
    """How many bytes are the same from here on."""
    length, step = 0, _LEAST
    while True:
        mine, theirs = old[at + length:at + length + step], new[beside + length:beside + length + step]
        if mine != theirs or not mine:
            break
        length, step = length + len(mine), min(2 * step, _MOST)
    low, high = 0, min(len(mine), len(theirs))
    while low < high:
        middle = (low + high + 1) // 2
        if mine[:middle] == theirs[:middle]:
            low = middle
        else:
            high = middle - 1
    return length + low


def _whole_subjects(old: _Content, at: int, new: _Content, beside: int, length: int) -> int:
    """As many of the bytes in common as come before the statements of the subjects that stand where they end."""
    start = max(at, old.rfind(b"\n", at, at + length) + 1)
    here = {_subject(old, start), _subject(new, beside + start - at)}
    while start > at:
        previous = max(at, old.rfind(b"\n", at, start - 1) + 1)
        if _subject(old, previous) not in here:
            break
        start = previous
    return start - at


def _subject(content: _Content, at: int) -> bytes:
    """The subject of the line that begins here, with the space after it; empty at the end."""
    return content[at:content.find(b" ", at) + 1] if at < len(content) else b""


def _end(content: _Content, at: int, subject: bytes) -> int:
    """Where the lines of a subject end."""
    while content[at:at + len(subject)] == subject:
        at = content.find(b"\n", at) + 1 or len(content)
    return at


def _order(subject: bytes) -> tuple[bytes, bytes]:
    """Records are sorted by IRI, the lines of a record by themselves."""
    return subject.partition(b"#")[0].rstrip(b"> "), subject
