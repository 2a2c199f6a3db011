"""Counting a generation in the making, and adding to it what is made from its graphs: closures and description."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from catalogue.census import Census, take
from catalogue.closure import Closure, closure_of
from catalogue.figures import Counted, Figures, count_lines, hash_of_term, total
from catalogue.generation import Generation, hash_of, sealed
from catalogue.provenance import lines
from catalogue.statistics import CLOSURE, VOID, Statistics
from catalogue.tally import Tally
from catalogue.void import Told, told_of_sources, void_triples
from ontology.concepts import load_concepts
from ontology.minting import Minting

_CENSUS: Final = "census"
# How often the description may be written anew until the numbers in it count itself.
_ROUNDS: Final = 8


def survey(building: Path, files: Mapping[Path, str], base: str, former: Generation | None) -> Statistics:
    """Count the graph files of a generation in the making, and add to it what is made from them.

    Writes the graph of closures, the description of the dataset, the statistics, and the census from which the
    next generation goes on.
    """
    known, minting = _census_of(former), Minting(base)
    census = take(files, building / _CENSUS, known)
    closure = _closure(census, known, former)
    closure.write(building / _CENSUS)
    about = [path for path, graph in files.items() if graph == minting.graph("catalogue")]
    told = told_of_sources(b"".join(path.read_bytes() for path in about), minting)
    whole = (_merged if _overlapping(census, closure) else _summed)(files, census, closure, minting, told)
    statistics, description = _settled(whole, minting, told)
    contents = {CLOSURE: closure.content, VOID: description}
    for name in statistics.derived:
        (building / "graphs" / name).write_bytes(contents[name.partition(".")[0]])
    statistics.write(building)
    return statistics


def _census_of(former: Generation | None) -> Census | None:
    try:
        return Census.read(former.path / _CENSUS) if former else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _closure(census: Census, known: Census | None, former: Generation | None) -> Closure:
    """The closure of what a census found: the former one, if no hierarchy has changed."""
    told = census.steps(), census.communes()
    if former is not None and known is not None and told == (known.steps(), known.communes()):
        with suppress(OSError, ValueError, LookupError, TypeError):
            files = [path for path in former.graph_files() if path.name.startswith(f"{CLOSURE}.")]
            content = b"".join(path.read_bytes() for path in files)
            if all(path.name == sealed(CLOSURE, hash_of(content)) for path in files):
                return Closure.read(known.folder, content)
    return closure_of(chain(*census.steps()), census.communes(), load_concepts())


@dataclass(frozen=True, slots=True)
class _Whole:
    """A generation but for its description: its statistics, the hashes of its objects and of the catalogue's."""

    statistics: Statistics
    objects: Container[int]
    of_catalogue: Container[int]

    def described(self, description: bytes, catalogue: str, *, with_objects: bool) -> Statistics:
        """The statistics of the generation if this describes it; `with_objects` counts distinct ones."""
        void, graphs = count_lines(description.splitlines(keepends=True)), dict(self.statistics.graphs)
        graphs[catalogue] = _plus(graphs[catalogue], void, self.of_catalogue, with_objects=with_objects)
        derived = {**self.statistics.derived, sealed(VOID, hash_of(description)): catalogue}
        dataset = _plus(self.statistics.dataset, void, self.objects, with_objects=with_objects)
        return replace(self.statistics, dataset=dataset, graphs=graphs, derived=derived)


def _plus(figures: Figures, void: Counted, known: Container[int], *, with_objects: bool) -> Figures:
    """Figures with those of the description, of whose subjects nothing else tells; the entities stay the same."""
    fresh = sum(one not in known for one in void.objects)
    return replace(total((figures, void.figures)), entities=figures.entities, example=figures.example,
                   objects=figures.objects + fresh if with_objects else 0)


def _settled(whole: _Whole, minting: Minting, told: Told) -> tuple[Statistics, bytes]:
    """The statistics and the description whose numbers agree, although the description counts itself.

    How many statements it has is settled by the second round. How many distinct objects there are may hang on which
    numbers it states: where that goes round in circles, the number of distinct objects is left out.
    """
    description = b""
    for number in range(2 * _ROUNDS):
        statistics = whole.described(description, minting.graph("catalogue"), with_objects=number < _ROUNDS)
        fresh = lines(void_triples(minting, statistics.dataset, statistics.graphs, told, statistics.left_out))
        if fresh == description:
            return statistics, description
        description = fresh
    raise AssertionError("the description of a dataset does not settle")


def _overlapping(census: Census, closure: Closure) -> bool:
    """Whether sums would count something twice: graphs that this project writes never tell of the same subject.

    The closure alone tells of subjects of other graphs: of those whose steps it was made from, whose classes it knows.
    """
    stated = {name for count in census.graphs.values() if count.steps for name in count.figures.properties}
    return (bool(census.subjects.several) or not all(count.apart for count in census.graphs.values())
            or not stated.isdisjoint(closure.figures.properties)
            or any(hash_of_term(f"<{commune}>".encode()) in census.subjects for commune in census.communes()))


def _summed(files: Mapping[Path, str], census: Census, closure: Closure, minting: Minting, told: Told) -> _Whole:
    """Sums over graphs of which no two tell of the same subject, and over the closure."""
    graphs = {graph: count.figures for graph, count in census.graphs.items()}
    subjects = [one for one in closure.subjects.hashes if one not in census.subjects]
    objects = {one for one in closure.objects.hashes if one not in census.objects}
    dataset = replace(total((*graphs.values(), closure.figures)),
                      subjects=len(census.subjects) + len(subjects), objects=len(census.objects) + len(objects))
    catalogue = census.objects_of(minting.graph("catalogue"))
    entities = sum(graphs[graph].entities for graph in graphs.keys() & told.keys())
    return _Whole(_stated(files, minting, told, replace(dataset, entities=entities), graphs, closure),
                  _Either(census.objects, objects), catalogue)


def _merged(files: Mapping[Path, str], _: Census, closure: Closure, minting: Minting, told: Told) -> _Whole:
    """Everything counted statement by statement, each once, at the cost of holding all of it in memory."""
    contents: dict[str, list[bytes]] = {}
    for path, graph in files.items():
        contents.setdefault(graph, []).append(path.read_bytes())
    counted = {graph: _union(parts) for graph, parts in contents.items()}
    every = _union([closure.content, *(part for parts in contents.values() for part in parts)])
    records = _union(part for graph, parts in contents.items() if graph in told for part in parts)
    dataset = replace(every.figures, entities=records.figures.entities)
    graphs = {graph: one.figures for graph, one in counted.items()}
    return _Whole(_stated(files, minting, told, dataset, graphs, closure), every.objects,
                  counted[minting.graph("catalogue")].objects)


def _union(contents: Iterable[bytes]) -> Counted:
    return count_lines(sorted({line for content in contents for line in content.splitlines(keepends=True)}))


def _stated(files: Mapping[Path, str], minting: Minting, told: Told, dataset: Figures, graphs: Mapping[str, Figures],
            closure: Closure) -> Statistics:
    """Statistics with an example of each source, for only their entities are records; and with the closure."""
    graphs = {graph: replace(figures, entities=figures.entities if graph in told else 0,
                             example=_example(path for path, its in sorted(files.items()) if its == graph)
                             if graph in told else "") for graph, figures in graphs.items()}
    derived = {}
    if closure.content:
        graphs[minting.graph("closure")] = replace(closure.figures, within={})
        derived[sealed(CLOSURE, hash_of(closure.content))] = minting.graph("closure")
    example = min((figures.example for figures in graphs.values() if figures.example), default="")
    return Statistics(replace(dataset, example=example), dict(sorted(graphs.items())), derived, closure.left_out)


def _example(paths: Iterable[Path]) -> str:
    """The first thing without a fragment that is told of."""
    for path in paths:
        with path.open("rb") as handle:
            for line in handle:
                subject = line.partition(b" ")[0]
                if b"#" not in subject:
                    return subject[1:-1].decode()
    return ""


@dataclass(frozen=True, slots=True)
class _Either:
    """What a tally or a set contains."""

    tally: Tally
    others: set[int]

    def __contains__(self, term: object) -> bool:
        return term in self.others or term in self.tally
