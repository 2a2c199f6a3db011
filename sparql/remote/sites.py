"""Writing into a store so that it can be gone on with after any interruption.

What is begun is noted in the marker before, what is whole after. Graphs that readers do not know yet are written in
their place; the next version of a known one waits beside it where the store can copy graphs (SPARQL Update), and is
written over it where it cannot.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Final

from ontology.minting import Minting
from sparql.remote import faults, statements
from sparql.remote.connection import Connection
from sparql.remote.fingerprint import HASHES, Hash, check, count, of_graph
from sparql.remote.graphs import Graph
from sparql.remote.marker import UNDER_WAY, Held, Marker, n_triples, read_marker
from sparql.remote.samples import hash_of_text, sample_quads

# Graphs up to this are replaced by one request, which most stores carry out as a whole; and it is held in memory.
_LARGEST_BODY: Final = 32 << 20
_MANY_LINES: Final = 1 << 30


class Site(ABC):
    """A store that is being written to. `hashed` is how it hashes text, None when it cannot."""

    def __init__(self, connection: Connection, base: str) -> None:
        self.connection = connection
        self.minting = Minting(base)
        self.marker = Marker(base)
        self.hashed: Hash | None = None

    async def open(self) -> None:
        """Learn what the store holds and how it counts; raises StoreFault."""
        samples, base = self.minting.published_samples, self.minting.base
        self.marker = await read_marker(self.connection, base)
        quads = sample_quads(base)
        if await count(self.connection, samples) != len(quads):
            await self._write(samples, [n_triples(quad.triple for quad in quads)])
        self.hashed = await hash_of_text(self.connection, base)

    def unwanted(self, wanted: Iterable[str]) -> set[str]:
        """What the store holds of ours and is in no way part of a generation with these graphs."""
        return {*self.marker.published, *self.marker.held} - set(wanted)

    async def is_settled(self) -> bool:
        """Whether what is derived from the published graphs is right; raises StoreFault."""
        return True

    @abstractmethod
    def place(self, graph: str) -> str:
        """Where the next version of a graph is written."""

    @abstractmethod
    async def switch(self, generation: str, wanted: Mapping[str, Graph]) -> None:
        """Show readers a generation whose graphs are all delivered; raises StoreFault."""

    @abstractmethod
    async def note(self, marker: Marker) -> None:
        """Write the marker; raises StoreFault."""

    async def holds(self, place: str, graph: Graph, *, verify: bool = False) -> bool:
        """Whether a place holds a graph already, as far as marker and count tell, or hashes when `verify`."""
        held = self.marker.held.get(place)
        if held is None or held.hash != graph.hash:
            return False
        is_proved = held.triples > 0 or graph.size == 0  # Else the publisher was interrupted before it proved this.
        if is_proved and await count(self.connection, place) != held.triples:
            return False
        try:
            if verify or not is_proved:
                await self.note(self.marker.holding(place, Held(graph.hash, await self.check(place, graph))))
        except faults.Differs:
            return False
        return True

    async def deliver(self, graph: Graph) -> None:
        """Bring a graph to its place, and prove that it is there; raises StoreFault."""
        place = self.place(graph.iri)
        await self.note(self.marker.holding(place, UNDER_WAY))
        await self._write(place, graph.bodies(*self._most()))
        triples = await self.check(place, graph)
        await self.note(self.marker.holding(place, Held(graph.hash, triples)))

    async def check(self, place: str, graph: Graph) -> int:
        """How many triples of a graph are at a place; raises StoreFault when they are others than its own."""
        wanted = of_graph(graph, self.hashed or HASHES[0])
        return await check(self.connection, place, graph.iri, wanted, counts_only=self.hashed is None)

    async def confirm(self, graphs: Iterable[str]) -> None:
        """Count graphs once more where readers see them; raises StoreFault."""
        for graph in graphs:
            held = self.marker.held.get(graph)
            found = await count(self.connection, graph)
            if found != (held.triples if held else 0):
                await self.note(self.marker.without([graph]))
                raise faults.differs_in_count(graph, found, held.triples if held else 0)

    async def _write(self, place: str, bodies: Iterable[bytes]) -> None:
        """Replace what is at a place."""
        if self.connection.store.graph_store_url:
            for number, body in enumerate(bodies):
                await self.connection.put(place, body, add=number > 0)
            return
        await self.connection.update([statements.drop(place)])
        try:
            for body in bodies:
                if body:
                    await self.connection.update([statements.insert(place, body)])
        except faults.Refused as refused:  # Virtuoso 7.2 has no duration in an update, but in a graph that it is sent.
            raise faults.needs_graph_store(refused) from refused

    def _most(self) -> tuple[int, int]:
        """The lines and bytes that one request carries."""
        if self.connection.store.graph_store_url:
            return _MANY_LINES, _LARGEST_BODY
        return statements.MOST_LINES, statements.MOST_BYTES


class InPlace(Site):
    """A store that knows only the Graph Store Protocol: readers see each graph as soon as it is written."""

    def place(self, graph: str) -> str:
        return graph

    async def note(self, marker: Marker) -> None:
        if marker != self.marker:
            await self.connection.put(marker.graph, n_triples(marker.triples()))
        self.marker = marker

    async def switch(self, generation: str, wanted: Mapping[str, Graph]) -> None:
        seen = await read_marker(self.connection, self.minting.base)
        if seen != self.marker:
            raise faults.overtaken(seen.generation)
        gone = self.unwanted(wanted)
        shown = Marker(self.minting.base, generation, frozenset(wanted), self.marker.held)
        await self.note(shown)
        for graph in sorted(gone):
            await self.connection.delete(graph)
        await self.note(shown.without(gone))
