"""The named graphs of a generation, as a store is to hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from catalogue.generation import Generation
from sparql.remote import faults

# A literal ends in a quote, a language or a datatype, whatever it says.
_ENDS_BLANK = re.compile(rb" _:[^\s\"<>]+ \.\s*$")


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph: the N-Triples files that make it up, their bytes, and the hash of their contents."""

    iri: str
    files: tuple[Path, ...]
    size: int
    hash: str

    def bodies(self, most_lines: int, most_bytes: int) -> Iterator[bytes]:
        """The triples in pieces that one request can carry; a graph of none is one empty piece.

        Raises:
            StoreFault: a blank node, which would not stay the same from one request to the next.
        """
        return self.pieces(self._lines(), most_lines, most_bytes)

    def pieces(self, content: Iterable[bytes], most_lines: int, most_bytes: int) -> Iterator[bytes]:
        """Lines of this graph in such pieces; raises StoreFault as well."""
        lines: list[bytes] = []
        size = 0
        for line in content:
            if line.startswith(b"_:") or _ENDS_BLANK.search(line):
                raise faults.unsendable(self.iri, line[:80].decode("utf-8", "replace").strip())
            if lines and (len(lines) >= most_lines or size + len(line) > most_bytes):
                yield b"".join(lines)
                lines, size = [], 0
            lines.append(line)
            size += len(line)
        yield b"".join(lines)

    def _lines(self) -> Iterator[bytes]:
        for file in self.files:
            with file.open("rb") as content:
                yield from content


def graphs_of(generation: Generation) -> dict[str, Graph]:
    """Every graph of a generation by its IRI; a file's name ends in the hash of its content."""
    files: dict[str, list[Path]] = {}
    for file, iri in sorted(generation.graph_files().items()):
        files.setdefault(iri, []).append(file)
    return {iri: Graph(iri, tuple(parts), sum(part.stat().st_size for part in parts),
                       sha256("\n".join(part.name for part in parts).encode()).hexdigest())
            for iri, parts in sorted(files.items())}
