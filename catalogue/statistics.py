"""What a generation holds, in true numbers: all of it, and each of its graphs.

“All” is what a query sees that names no graph: the union of the named graphs, a statement of two graphs once,
with the graph of closures and the description of the dataset itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson

from catalogue.census import Census, merged, take
from catalogue.closure import Closure, closure_of
from catalogue.figures import Counted, Figures, count_file, count_lines, hash_of_term, total
from catalogue.generation import Generation, hash_of, sealed
from catalogue.provenance import lines
from catalogue.void import Told, told_of_sources, void_triples
from ontology.concepts import load_concepts
from ontology.minting import Minting

STATISTICS_FILE: Final = "statistics.json"
CENSUS_FOLDER: Final = "census"
_VOID, _CLOSURE = "void", "closure"
# How often the description may be written anew until the numbers in it count itself.
_ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of all graphs and of each, by its IRI.

    `derived` are the graph files that were made from the others, with the graph of each; `left_out` is how many
    things have no statement in the closure because too much lies above them.
    """

    dataset: Figures
    graphs: Mapping[str, Figures]
    derived: Mapping[str, str]
    left_out: int = 0

    def serialize(self) -> bytes:
        """The statistics as JSON."""
        return orjson.dumps(self, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def read(cls, folder: Path) -> Statistics:
        """The statistics of a generation.

        Raises:
            OSError, ValueError, LookupError, TypeError: the file is not there, damaged, or another version's.
        """
        told: dict[str, Any] = orjson.loads((folder / STATISTICS_FILE).read_bytes())
        graphs = {graph: Figures.of_json(figures) for graph, figures in told["graphs"].items()}
        return cls(Figures.of_json(told["dataset"]), graphs, told["derived"], int(told["left_out"]))


def published(generation: Generation) -> tuple[Statistics | None, bytes]:
    """The statistics of a generation and its description as N-Triples; nothing of one that cannot tell them."""
    try:
        statistics = Statistics.read(generation.path)
        names = [name for name in statistics.derived if name.startswith(f"{_VOID}.")]
        return statistics, b"".join((generation.path / "graphs" / name).read_bytes() for name in names)
    except (OSError, ValueError, LookupError, TypeError):
        return None, b""


def survey(building: Path, files: Mapping[Path, str], base: str, former: Generation | None) -> Statistics:
    """Count the graph files of a generation in the making, and add to it what is made from them.

    Writes the graph of closures, the description of the dataset, the statistics, and the census from which the
    next generation goes on.
    """
    census = take(files, *_census_of(former))
    census.write(building / CENSUS_FOLDER)
    minting = Minting(base)
    closure = closure_of(census.steps(), census.communes(), load_concepts())
    statistics, description = _settled(_Whole.of(minting, files, census, closure))
    contents = {_CLOSURE: closure.content, _VOID: description}
    for name in statistics.derived:
        (building / "graphs" / name).write_bytes(contents[name.partition(".")[0]])
    (building / STATISTICS_FILE).write_bytes(statistics.serialize())
    return statistics


def _settled(whole: _Whole) -> tuple[Statistics, bytes]:
    """The statistics and the description whose numbers agree, although the description counts itself.

    How many statements it has is settled by the second round. How many distinct objects there are may hang on which
    numbers it states: where that goes round in circles, the number of distinct objects is left out.
    """
    description = b""
    for number in range(2 * _ROUNDS):
        statistics = whole.statistics(description, with_objects=number < _ROUNDS)
        fresh = lines(void_triples(whole.minting, statistics.dataset, statistics.graphs, whole.told,
                                   statistics.left_out))
        if fresh == description:
            return statistics, description
        description = fresh
    raise AssertionError("the description of a dataset does not settle")


def _census_of(former: Generation | None) -> tuple[Census | None, Path | None]:
    if former is None:
        return None, None
    try:
        return Census.read(former.path / CENSUS_FOLDER), former.path / "graphs"
    except (OSError, ValueError, LookupError, TypeError):
        return None, None


@dataclass(frozen=True, slots=True)
class _Whole:
    """A generation without its description: `catalogue` counts the files of the graph to which that belongs."""

    minting: Minting
    files: Mapping[Path, str]
    census: Census
    closure: Closure
    catalogue: tuple[Counted, ...]
    told: Told
    overlapping: bool

    @classmethod
    def of(cls, minting: Minting, files: Mapping[Path, str], census: Census, closure: Closure) -> _Whole:
        """A generation of these files."""
        about = [path for path, graph in sorted(files.items()) if graph == minting.graph("catalogue")]
        told = told_of_sources(b"".join(path.read_bytes() for path in about), minting)
        return cls(minting, files, census, closure, tuple(map(count_file, about)), told, _overlapping(census, closure))

    def statistics(self, description: bytes, *, with_objects: bool) -> Statistics:
        """The statistics of the generation, if this describes it; `with_objects` counts distinct ones of all graphs."""
        void = count_lines(description.splitlines(keepends=True))
        catalogue, closing = self.minting.graph("catalogue"), self.minting.graph("closure")
        derived = {sealed(_VOID, hash_of(description)): catalogue}
        graphs = self._merged_graphs() if self.overlapping else self.census.graphs()
        about = (*self.catalogue, void)
        graphs[catalogue] = replace(total(one.figures for one in about),
                                    objects=len({*chain(*(one.objects for one in about))}) if with_objects else 0)
        if self.closure.content:
            derived[sealed(_CLOSURE, hash_of(self.closure.content))] = closing
            graphs[closing] = replace(self.closure.counted.figures, within={})
        for graph in graphs.keys() - self.told.keys():
            graphs[graph] = replace(graphs[graph], entities=0, example="")
        sources = total(graphs[graph] for graph in graphs.keys() & self.told.keys())
        dataset = replace(self._merged(description) if self.overlapping else self._summed(void),
                          entities=self._merged_entities() if self.overlapping else sources.entities,
                          example=sources.example)
        return Statistics(dataset if with_objects else replace(dataset, objects=0), dict(sorted(graphs.items())),
                          derived, len(self.closure.left_out))

    def _summed(self, void: Counted) -> Figures:
        """All graphs, for files of which no two tell of the same subject."""
        derived = (self.closure.counted, void)
        subjects, objects = self.census.subjects, self.census.objects[""]
        more_subjects = {one for counted in derived for one in counted.subjects if one not in subjects}
        more_objects = {one for counted in derived for one in counted.objects if one not in objects}
        summed = total([*(file.figures for file in self.census.files.values()), *(one.figures for one in derived)])
        return replace(summed, subjects=len(subjects) + len(more_subjects), objects=len(objects) + len(more_objects))

    def _merged(self, description: bytes) -> Figures:
        """All graphs, statement by statement."""
        contents = [path.read_bytes() for path in self.files]
        return merged([*contents, self.closure.content, description])

    def _merged_entities(self) -> int:
        """The records of all sources, statement by statement."""
        return merged(path.read_bytes() for path, graph in self.files.items() if graph in self.told).entities

    def _merged_graphs(self) -> dict[str, Figures]:
        """Each graph, statement by statement."""
        contents: dict[str, list[bytes]] = {}
        for path, graph in self.files.items():
            contents.setdefault(graph, []).append(path.read_bytes())
        return {graph: merged(parts) for graph, parts in contents.items()}


def _overlapping(census: Census, closure: Closure) -> bool:
    """Whether sums would count something twice: files that this project writes never tell of the same subject.

    The closure alone tells of subjects of other files: of those whose steps it was made from, whose classes it knows.
    """
    stepping = [file for file in census.files.values() if file.steps]
    stated = {name for file in stepping for name in file.figures.properties}
    known = {hash_of_term(f"<{step.narrower}>".encode()) for file in stepping for step in file.steps}
    return (bool(census.subjects.several) or not stated.isdisjoint(closure.counted.figures.properties)
            or any(one in census.subjects and one not in known for one in closure.counted.subjects))
