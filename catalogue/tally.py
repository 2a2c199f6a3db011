"""How often each term occurs: what makes counts of distinct terms exact, and small changes cheap."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from struct import Struct
from typing import Final

_HEADER: Final = Struct("<QQ")


def _hashes() -> array[int]:
    return array("Q")


@dataclass(frozen=True, slots=True)
class Tally:
    """Sorted hashes of terms; `several` says how often those occur that occur more than once."""

    hashes: array[int] = field(default_factory=_hashes)
    several: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.hashes)

    def __contains__(self, term: object) -> bool:
        if not isinstance(term, int):
            return False
        at = bisect_left(self.hashes, term)
        return at < len(self.hashes) and self.hashes[at] == term

    @classmethod
    def of(cls, terms: Mapping[int, int]) -> Tally:
        """The tally of terms that occur so often."""
        return cls(array("Q", sorted(terms)), {term: times for term, times in terms.items() if times > 1})

    def changed(self, change: Mapping[int, int]) -> tuple[Tally, dict[int, int]]:
        """The tally when terms occur more or less often by so much, and which of them came (1) or vanished (-1).

        What it costs hangs on how many terms change, but for copying the rest.
        """
        if not self.hashes:
            came = {term: more for term, more in change.items() if more}
            return Tally.of(came), dict.fromkeys(came, 1)
        several, turned = dict(self.several), {}
        kept, start = array("Q"), 0
        for term, more in sorted(change.items()):
            at = bisect_left(self.hashes, term, start)
            held = self.several.get(term, 1) if at < len(self.hashes) and self.hashes[at] == term else 0
            several.pop(term, None)
            if held + more > 1:
                several[term] = held + more
            if bool(held) != bool(held + more):
                turned[term] = -1 if held else 1
                kept.extend(self.hashes[start:at])
                start = at + bool(held)
                if not held:
                    kept.append(term)
        kept.extend(self.hashes[start:])
        return Tally(kept, several), turned

    def serialize(self) -> Iterator[bytes]:
        """The tally as bytes, the same for the same terms, on every machine."""
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
