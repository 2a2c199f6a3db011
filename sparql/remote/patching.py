"""What differs between two versions of a graph, where both are still on disk: mostly little, so little is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from catalogue.generation import Generation, Manifest
from sparql.remote import statements
from sparql.remote.graphs import Graph, graphs_of

# Above this, sending the graph as a whole is as cheap; and both versions' lines are held in memory.
_MOST_BYTES: Final = 16 << 20
_LARGEST: Final = 512 << 20


@dataclass(frozen=True, slots=True)
class Patch:
    """N-Triples that a graph loses, and that it gains."""

    lost: bytes
    found: bytes


def patch_of(graph: Graph, held: str) -> Patch | None:
    """What turns the version of a graph with the hash `held` into this one; None where that is unknown, or much."""
    former = next((one for one in _former(graph) if one.hash == held), None)
    if former is None or former.size + graph.size > _LARGEST:
        return None
    names = {file.name for file in former.files} & {file.name for file in graph.files}
    before = {line for file in former.files if file.name not in names for line in _lines((file,))}
    after = {line for file in graph.files if file.name not in names for line in _lines((file,))}
    lost, found = before - after, after - before
    if sum(map(len, chain(lost, found))) > _MOST_BYTES:
        return None
    # What a file of the graph that stays says, too, stays.
    lost.difference_update(_lines(file for file in graph.files if file.name in names))
    return Patch(b"".join(sorted(lost)), b"".join(sorted(found)))


def _former(graph: Graph) -> Iterator[Graph]:
    """The graph in the generations that lie beside its own."""
    own = graph.files[0].parents[1] if graph.files else Path()
    for manifest in sorted(own.parent.glob("g*/manifest.json"), reverse=True):
        try:
            generation = Generation(manifest.parent, Manifest.parse(manifest.read_text("utf-8")))
            found = graphs_of(generation).get(graph.iri) if manifest.parent != own else None
        except (OSError, ValueError, LookupError, TypeError):  # It is being swept, or damaged.
            continue
        if found is not None:
            yield found


def _lines(files: Iterable[Path]) -> Iterator[bytes]:
    for file in files:
        with file.open("rb") as content:
            yield from content


@dataclass(frozen=True, slots=True)
class Patching:
    """Where what graphs lose and gain waits in the store: beside each of them."""

    graphs: Mapping[str, Graph]

    @staticmethod
    def lost(graph: str) -> str:
        """Where the triples lie that a graph loses."""
        return f"{graph}/lost"

    @staticmethod
    def found(graph: str) -> str:
        """Where the triples lie that a graph gains."""
        return f"{graph}/found"

    def places(self) -> list[str]:
        """All of these graphs."""
        return [place for graph in self.graphs for place in (self.lost(graph), self.found(graph))]

    def apply(self) -> Iterator[str]:
        """The statements that bring every graph to its next version."""
        for graph in self.graphs:
            yield statements.subtract(self.lost(graph), graph)
            yield statements.add(self.found(graph), graph)
