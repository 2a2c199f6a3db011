"""The figures of every graph file of a generation, kept from one generation to the next.

A file's name ends in the hash of its content, so each content is counted once; what is distinct over several
files is kept in tallies, which change with the files that came and went and not with the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import orjson

from catalogue.figures import Counted, Figures, Step, count_file, count_lines, total
from catalogue.tally import Tally
from ontology.closures import TRANSITIVE

_FILES: Final = "files.json"
_SUBJECTS: Final = "subjects.tally"
_OBJECTS: Final = "objects{}.tally"


@dataclass(frozen=True, slots=True)
class FileCount:
    """What is kept of one counted file."""

    graph: str
    figures: Figures
    steps: tuple[Step, ...]
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Census:
    """`files` by name; `subjects` over all files; `objects` over all (“”) and over each graph of several files."""

    files: Mapping[str, FileCount]
    subjects: Tally
    objects: Mapping[str, Tally]

    @classmethod
    def read(cls, folder: Path) -> Census:
        """What `write` wrote.

        Raises:
            OSError, ValueError, LookupError, TypeError: it is not there, cut short or another version's.
        """
        files = {name: _file_count(told) for name, told in orjson.loads((folder / _FILES).read_bytes()).items()}
        objects = {graph: Tally.parse((folder / _objects(graph)).read_bytes()) for graph in _tallied(files)}
        return cls(files, Tally.parse((folder / _SUBJECTS).read_bytes()), objects)

    def write(self, folder: Path) -> None:
        """Keep it in a folder, for the next generation."""
        folder.mkdir()
        (folder / _FILES).write_bytes(orjson.dumps(self.files, option=orjson.OPT_SORT_KEYS))
        tallies = {_SUBJECTS: self.subjects, **{_objects(graph): tally for graph, tally in self.objects.items()}}
        for name, tally in tallies.items():
            with (folder / name).open("wb") as handle:
                handle.writelines(tally.serialize())

    def steps(self) -> Iterator[Step]:
        """Every statement of a hierarchy, in the order of files."""
        for name in sorted(self.files):
            yield from self.files[name].steps

    def communes(self) -> list[str]:
        """Every commune that is told of."""
        return sorted({commune for file in self.files.values() for commune in file.communes})

    def graphs(self) -> dict[str, Figures]:
        """The figures of each graph, if no subject is told of in two of its files."""
        figures = {}
        for graph, names in _by_graph(self.files).items():
            one = total(self.files[name].figures for name in names)
            objects = self.objects.get(graph)
            figures[graph] = replace(one, objects=self.files[names[0]].figures.objects if objects is None
                                     else len(objects))
        return figures


def take(files: Mapping[Path, str], former: Census | None = None, former_files: Path | None = None) -> Census:
    """Count files, whose graphs are given. What `former` holds is not counted again.

    `former_files` is where the files of `former` lie; one that is gone from `files` is read there once more.
    """
    paths = {path.name: path for path in files}
    if former is None or former_files is None or _costs_more(paths, former.files, former_files):
        former = Census({}, Tally(), {})
    known = former.files
    gone, come = sorted(known.keys() - paths.keys()), sorted(paths.keys() - known.keys())
    counting = _Counting(paths | {name: former_files / name for name in gone if former_files is not None})
    counts = {path.name: known.get(path.name) or counting.file_count(path.name, graph)
              for path, graph in sorted(files.items())}
    subjects = former.subjects.changed((counting.of(name).subjects for name in gone),
                                       (counting.of(name).subjects for name in come))
    objects = {}
    for graph in _tallied(counts):
        tally, lost, won = former.objects.get(graph), gone, come
        if tally is None:
            tally, lost, won = Tally(), [], sorted(counts)
        objects[graph] = tally.changed(
            (counting.of(name).objects for name in lost if graph in ("", known[name].graph)),
            (counting.of(name).objects for name in won if graph in ("", counts[name].graph)))
    return Census(counts, subjects, objects)


def _costs_more(paths: Mapping[str, Path], known: Mapping[str, FileCount], former_files: Path) -> bool:
    """Whether more would have to be read of what is gone than of what stayed."""
    gone = sum((former_files / name).stat().st_size for name in known.keys() - paths.keys())
    return gone > sum(paths[name].stat().st_size for name in known.keys() & paths.keys())


def merged(contents: Iterable[bytes]) -> Figures:
    """The figures of the union of any graphs. All of it is held in memory."""
    return count_lines(sorted({line for content in contents for line in content.splitlines(keepends=True)})).figures


class _Counting:
    """Files counted during one census, each once."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self.paths = paths
        self._counted: dict[str, Counted] = {}

    def of(self, name: str) -> Counted:
        """The count of a file."""
        if name not in self._counted:
            self._counted[name] = count_file(self.paths[name], TRANSITIVE)
        return self._counted[name]

    def file_count(self, name: str, graph: str) -> FileCount:
        """What is kept of a file."""
        counted = self.of(name)
        return FileCount(graph, counted.figures, counted.steps, counted.communes)


def _by_graph(files: Mapping[str, FileCount]) -> dict[str, list[str]]:
    graphs: dict[str, list[str]] = {}
    for name in sorted(files):
        graphs.setdefault(files[name].graph, []).append(name)
    return graphs


def _tallied(files: Mapping[str, FileCount]) -> list[str]:
    """All graphs together (“”), and each that has several files."""
    return ["", *(graph for graph, names in _by_graph(files).items() if len(names) > 1)]


def _objects(graph: str) -> str:
    name = graph.rpartition("/")[2]
    return _OBJECTS.format(f".{name}" if name else "")


def _file_count(told: Mapping[str, Any]) -> FileCount:
    steps = tuple(Step(one["narrower"], one["property"], one["wider"], tuple(one["classes"]))
                  for one in told["steps"])
    return FileCount(told["graph"], Figures.of_json(told["figures"]), steps, tuple(told["communes"]))
