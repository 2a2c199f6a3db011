"""A loaded store brought to a later generation, at the cost of what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from catalogue.file_changes import changes
from catalogue.generation import stem_of

# Of a store in memory, what is removed only ceases to be seen. Above this share of it, a new one is loaded instead.
MOST_CHANGED: Final = 0.1
# Files in sum smaller than this are compared line by line.
_SMALL: Final = 8 << 20

Files = Mapping[Path, str]


class TooMuch(Exception):
    """So much differs that loading all of it costs no more."""


@dataclass(frozen=True, slots=True)
class Difference:
    """N-Triples that each graph loses and that it gains, by its IRI."""

    lost: Mapping[str, bytes]
    gained: Mapping[str, bytes]

    def size(self) -> int:
        """In bytes."""
        return sum(map(len, (*self.lost.values(), *self.gained.values())))

    def apply(self, store: Store) -> None:
        """Bring a store there. Whoever forks from it before or after sees one of both, whole.

        Raises:
            SyntaxError: something is no N-Triples; the store is as it was.
        """
        lost, gained = list(_quads(self.lost)), list(_quads(self.gained))
        for quad in lost:
            store.remove(quad)
        store.extend(gained)


def difference(former: Files, files: Files, most: float) -> Difference:
    """What graph files say otherwise than former ones; a file's name ends in the hash of its content.

    Raises:
        TooMuch: it is more than so many bytes.
        OSError: a file is not there any more.
    """
    gone = {path: graph for path, graph in former.items() if path.name not in _names(files)}
    come = {path: graph for path, graph in files.items() if path.name not in _names(former)}
    lost: dict[str, bytes] = {}
    gained: dict[str, bytes] = {}
    for graph in sorted({*gone.values(), *come.values()}):
        compare = _of_lines if _size(_of(graph, former)) + _size(_of(graph, files)) < _SMALL else _of_records
        before, after = compare(_of(graph, former), _of(graph, files), most)
        lost[graph], gained[graph] = b"".join(before - after), b"".join(after - before)
    found = Difference(lost, gained)
    if found.size() > most:
        raise TooMuch
    return found


def _of_lines(former: list[Path], files: list[Path], _: float) -> tuple[set[bytes], set[bytes]]:
    """All lines of a small graph, whose files may say the same."""
    before, after = ({line for path in paths for line in path.read_bytes().splitlines(keepends=True)}
                     for paths in (former, files))
    return before, after


def _of_records(former: list[Path], files: list[Path], most: float) -> tuple[set[bytes], set[bytes]]:
    """The lines that differ between the versions of each file: no two files tell of the same record."""
    before: set[bytes] = set()
    after: set[bytes] = set()
    size = 0
    for old, new in _pairs(former, files):
        for lost, gained in changes(old, new):
            before.update(lost.splitlines(keepends=True))
            after.update(gained.splitlines(keepends=True))
            size += len(lost) + len(gained)
            if size > 2 * most:  # Of a subject that changes, most lines may stay.
                raise TooMuch
    return before, after


def _pairs(former: list[Path], files: list[Path]) -> Iterator[tuple[Path | None, Path | None]]:
    """The versions of each file that has other ones."""
    old, new = ({stem_of(path.name): path for path in paths} for paths in (former, files))
    for stem in sorted(old.keys() | new.keys()):
        pair = old.get(stem), new.get(stem)
        if pair[0] is None or pair[1] is None or pair[0].name != pair[1].name:
            yield pair


def _of(graph: str, files: Files) -> list[Path]:
    return [path for path, its in sorted(files.items()) if its == graph]


def _names(files: Iterable[Path]) -> set[str]:
    return {path.name for path in files}


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def _quads(graphs: Mapping[str, bytes]) -> Iterator[Quad]:
    for graph, content in graphs.items():
        name = NamedNode(graph)
        for quad in parse(content, format=RdfFormat.N_TRIPLES):
            yield Quad(quad.subject, quad.predicate, quad.object, name)
