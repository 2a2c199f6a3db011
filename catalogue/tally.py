"""How many files hold each term: what makes counts of distinct terms exact, and small changes cheap."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from struct import Struct
from typing import Final

_HEADER: Final = Struct("<QQ")


def _hashes() -> array[int]:
    return array("Q")


@dataclass(frozen=True, slots=True)
class Tally:
    """Sorted hashes of terms; `several` says how many files hold those that more than one holds."""

    hashes: array[int] = field(default_factory=_hashes)
    several: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.hashes)

    def __contains__(self, term: int) -> bool:
        at = bisect_left(self.hashes, term)
        return at < len(self.hashes) and self.hashes[at] == term

    def changed(self, removed: Iterable[array[int]], added: Iterable[array[int]]) -> Tally:
        """The tally without the terms of some files and with those of others; costs what these hold, not the whole."""
        change = Counter(chain.from_iterable(added))
        change.subtract(Counter(chain.from_iterable(removed)))
        if not self.hashes:
            change = +change
            return Tally(array("Q", sorted(change)), {term: files for term, files in change.items() if files > 1})
        several = dict(self.several)
        kept, start = array("Q"), 0
        for term, files in sorted(change.items()):
            at = bisect_left(self.hashes, term, start)
            held = self.several.get(term, 1) if at < len(self.hashes) and self.hashes[at] == term else 0
            several.pop(term, None)
            if held + files > 1:
                several[term] = held + files
            if bool(held) != bool(held + files):
                kept.extend(self.hashes[start:at])
                start = at + bool(held)
                if not held:
                    kept.append(term)
        kept.extend(self.hashes[start:])
        return Tally(kept, several)

    def serialize(self) -> Iterator[bytes]:
        """The tally as bytes, the same for the same files, on every machine."""
        terms = sorted(self.several)
        yield _HEADER.pack(len(self.hashes), len(terms))
        for numbers in (self.hashes, array("Q", terms), array("Q", [self.several[term] for term in terms])):
            yield _little_endian(numbers).tobytes()

    @classmethod
    def parse(cls, content: bytes) -> Tally:
        """A tally from its bytes; raises ValueError for what is none."""
        if len(content) < _HEADER.size:
            raise ValueError("a tally is cut short")
        terms, several = _HEADER.unpack_from(content)
        if len(content) != _HEADER.size + 8 * (terms + 2 * several):
            raise ValueError("a tally is cut short")
        numbers = array("Q")
        numbers.frombytes(content[_HEADER.size:])
        numbers = _little_endian(numbers)
        return cls(numbers[:terms], dict(zip(numbers[terms:terms + several], numbers[terms + several:], strict=True)))


def _little_endian(numbers: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return numbers
    swapped = array("Q", numbers)
    swapped.byteswap()
    return swapped
