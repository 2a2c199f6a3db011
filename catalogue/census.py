"""The figures of every graph of a generation, kept from one generation to the next.

A graph whose files are the same is not counted again; of one that changed a little only what changed is. What is
distinct, in a graph and in all of them, is kept in tallies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

import orjson

from catalogue.figures import Counted, Figures, Step, count_files, count_lines, total
from catalogue.file_changes import changes
from catalogue.generation import stem_of
from catalogue.tally import Tally
from ontology.closures import TRANSITIVE

_GRAPHS: Final = "graphs.json"
# A graph of which more than this share changed is counted afresh.
_MOST_CHANGED: Final = 0.25

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class GraphCount:
    """What is kept of a graph beside its tallies. It is `apart` if it tells of each subject in one place only.

    `communes` says how many statements tell of each.
    """

    files: tuple[str, ...]
    figures: Figures
    steps: tuple[Step, ...]
    communes: Mapping[str, int]
    apart: bool


@dataclass(frozen=True, slots=True)
class Census:
    """The count of each graph by its IRI, and in how many graphs each subject and each object is, kept in a folder."""

    folder: Path
    graphs: Mapping[str, GraphCount]
    subjects: Tally
    objects: Tally

    @classmethod
    def read(cls, folder: Path) -> Census:
        """What a former census kept.

        Raises:
            OSError, ValueError, LookupError, TypeError: it is not there, cut short or another version's.
        """
        graphs = {graph: _graph_count(told) for graph, told in orjson.loads((folder / _GRAPHS).read_bytes()).items()}
        return cls(folder, graphs, *_read(folder, ""))

    def steps(self) -> list[tuple[Step, ...]]:
        """The statements of hierarchies, by graph."""
        return [count.steps for _, count in sorted(self.graphs.items())]

    def communes(self) -> list[str]:
        """Every commune that is told of."""
        return sorted({commune for count in self.graphs.values() for commune in count.communes})

    def objects_of(self, graph: str) -> Tally:
        """How often each object is stated in a graph."""
        return _read(self.folder, graph)[1]


def take(files: Mapping[Path, str], folder: Path, former: Census | None = None) -> Census:
    """Count files, whose graphs are given, and keep the counts in a new folder.

    The files that `former` counted lie beside its folder, in `graphs`.
    """
    folder.mkdir()
    former = former or Census(folder, {}, Tally(), Tally())
    by_graph: dict[str, list[Path]] = {}
    for path, graph in sorted(files.items()):
        by_graph.setdefault(graph, []).append(path)
    counts = {}
    turned: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for graph, paths in by_graph.items():
        known = former.graphs.get(graph)
        if known is not None and known.files == tuple(path.name for path in paths):
            counts[graph] = known
            _link(former.folder, folder, graph)
            continue
        counts[graph], tallies, turns = _counted(paths, known, former, graph)
        _write(folder, graph, tallies)
        for one, turn in zip(turned, turns, strict=True):
            one.update(turn)
    for graph in former.graphs.keys() - by_graph.keys():
        for one, tally in zip(turned, _read(former.folder, graph), strict=True):
            one.subtract(dict.fromkeys(tally.hashes, 1))
    subjects, objects = (before.changed(more)[0] for before, more in
                         zip((former.subjects, former.objects), turned, strict=True))
    _write(folder, "", (subjects, objects))
    (folder / _GRAPHS).write_bytes(orjson.dumps(counts, list, orjson.OPT_SORT_KEYS))
    return Census(folder, counts, subjects, objects)


# A graph with its tallies, and which of its terms came (1) and vanished (-1): subjects, then objects.
_Tallies = tuple[Tally, Tally]
_Graph = tuple[GraphCount, _Tallies, tuple[Mapping[int, int], Mapping[int, int]]]


def _counted(paths: list[Path], known: GraphCount | None, former: Census, graph: str) -> _Graph:
    before = _read(former.folder, graph) if known else (Tally(), Tally())
    if known is not None and known.apart:
        differing = _differing(known.files, paths, former.folder.parent / "graphs")
        if differing is not None:
            return _changed(paths, known, before, *(count_lines(lines, TRANSITIVE) for lines in differing))
    return _afresh(paths, before)


def _afresh(paths: list[Path], before: _Tallies) -> _Graph:
    counted = count_files(paths, TRANSITIVE)
    subjects, objects = map(Tally.of, counted.terms)
    count = GraphCount(_names(paths), counted.figures, counted.steps, counted.communes, not subjects.several)
    return count, (subjects, objects), (_turned(before[0], subjects), _turned(before[1], objects))


def _changed(paths: list[Path], known: GraphCount, before: _Tallies, gone: Counted, come: Counted) -> _Graph:
    """A graph from what it was, what is gone of it and what has come."""
    (subjects, new_subjects), (objects, new_objects) = (
        tally.changed(_difference(won, lost))
        for tally, won, lost in zip(before, come.terms, gone.terms, strict=True))
    figures = replace(total((known.figures, come.figures), without=gone.figures),
                      subjects=len(subjects), objects=len(objects))
    steps = known.steps
    if gone.steps != come.steps:
        steps = tuple(sorted({*steps}.difference(gone.steps).union(come.steps)))
    communes = _difference(Counter(known.communes) + Counter(come.communes), gone.communes)
    count = GraphCount(_names(paths), figures, steps, communes, not subjects.several)
    return count, (subjects, objects), (new_subjects, new_objects)


def _differing(former: tuple[str, ...], paths: list[Path], folder: Path) -> tuple[list[bytes], list[bytes]] | None:
    """The lines that are gone from a graph, and those that have come; `None` if that is much of it."""
    gone: list[bytes] = []
    come: list[bytes] = []
    most = _MOST_CHANGED * sum(path.stat().st_size for path in paths)
    fresh = {stem_of(path.name): path for path in paths if path.name not in former}
    stale = {stem_of(name): folder / name for name in set(former).difference(_names(paths))}
    for stem in sorted(fresh.keys() | stale.keys()):
        for lost, won in changes(stale.get(stem), fresh.get(stem)):
            gone.extend(lost.splitlines(keepends=True))
            come.extend(won.splitlines(keepends=True))
            most -= len(lost) + len(won)
            if most < 0:
                return None
    return gone, come


def _names(paths: list[Path]) -> tuple[str, ...]:
    return tuple(path.name for path in paths)


def _turned(before: Tally, now: Tally) -> dict[int, int]:
    if not before.hashes:
        return dict.fromkeys(now.hashes, 1)
    was, is_now = set(before.hashes), set(now.hashes)
    return dict.fromkeys(is_now - was, 1) | dict.fromkeys(was - is_now, -1)


def _difference(more: Mapping[Key, int], less: Mapping[Key, int]) -> dict[Key, int]:
    """How much more, where that is not nothing."""
    numbers = Counter(more)
    numbers.subtract(less)
    return {key: number for key, number in numbers.items() if number}


def _paths(folder: Path, graph: str) -> tuple[Path, Path]:
    """Where the tallies of a graph lie; those of all graphs have no name."""
    name = graph.rpartition("/")[2]
    return folder / f"{name}.subjects", folder / f"{name}.objects"


def _read(folder: Path, graph: str) -> _Tallies:
    subjects, objects = (Tally.parse(path.read_bytes()) for path in _paths(folder, graph))
    return subjects, objects


def _write(folder: Path, graph: str, tallies: _Tallies) -> None:
    for path, tally in zip(_paths(folder, graph), tallies, strict=True):
        with path.open("wb") as handle:
            handle.writelines(tally.serialize())


def _link(former: Path, folder: Path, graph: str) -> None:
    for path in _paths(folder, graph):
        path.hardlink_to(former / path.name)


def _graph_count(told: Mapping[str, Any]) -> GraphCount:
    steps = tuple(Step(narrower, name, wider, tuple(classes)) for narrower, name, wider, classes in told["steps"])
    return GraphCount(tuple(told["files"]), Figures.of_json(told["figures"]), steps, told["communes"], told["apart"])
