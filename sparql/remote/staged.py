"""Publishing into a store that can be told to copy graphs: readers see the new generation when all of it is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pyoxigraph import RdfFormat, parse

from sparql.remote import faults, statements
from sparql.remote.connection import Connection
from sparql.remote.fingerprint import HASHES, check, count, of_triples
from sparql.remote.graphs import Graph
from sparql.remote.marker import UNDER_WAY, Held, Marker, read_marker
from sparql.remote.patching import Patching, patch_of
from sparql.remote.sites import Site
from sparql.remote.union import UnionChange, build_union, needs_union, union_hash


class Staged(Site):
    """A store that speaks SPARQL Update, and maybe the Graph Store Protocol, too."""

    def __init__(self, connection: Connection, base: str) -> None:
        super().__init__(connection, base)
        self._patched: dict[str, Graph] = {}

    def place(self, graph: str) -> str:
        return self.minting.staged(graph) if graph in self.marker.published else graph

    async def note(self, marker: Marker) -> None:
        written = list(statements.change(marker.graph, self.marker.triples(), marker.triples()))
        if written:
            await self.connection.update(written)
        self.marker = marker

    def unwanted(self, wanted: Iterable[str]) -> set[str]:
        return super().unwanted(wanted) - ({self._union} if self._unites else set())

    async def is_settled(self) -> bool:
        """Whether the union of the graphs is right, where the store needs one."""
        if not self._unites:
            return True
        held, former = self.marker.held.get(self._union), self.marker.published
        hashes = {graph: one.hash for graph, one in self.marker.held.items() if graph in former}
        return (held is not None and len(hashes) == len(former) and held.hash == union_hash(hashes)
                and await count(self.connection, self._union) == held.triples)

    async def deliver(self, graph: Graph) -> None:
        """Send what differs from the version that readers see, where that is known, else the whole graph."""
        held = self.marker.held.get(graph.iri) if graph.iri in self.marker.published else None
        patch = patch_of(graph, held.hash) if held else None
        if patch is None or held is None or await count(self.connection, graph.iri) != held.triples:
            await super().deliver(graph)
            return
        places = {Patching.lost(graph.iri): patch.lost, Patching.found(graph.iri): patch.found}
        for place in places:
            await self.note(self.marker.holding(place, UNDER_WAY))
        for place, content in places.items():
            await self.connection.update([statements.drop(place)])
            if content:
                await self._write(place, graph.pieces(content.splitlines(keepends=True), *self._most()))
            wanted = of_triples(parse(content, format=RdfFormat.N_TRIPLES), self.hashed or HASHES[0])
            await check(self.connection, place, graph.iri, wanted, counts_only=self.hashed is None)
        self._patched[graph.iri] = graph

    async def switch(self, generation: str, wanted: Mapping[str, Graph]) -> None:
        """In one request, which a transactional store carries out as a whole. Elsewhere it may be cut anywhere: what
        waits is removed only after the marker says that it was copied."""
        seen = await read_marker(self.connection, self.minting.base)
        if seen != self.marker:
            raise faults.overtaken(seen.generation)
        moved = {graph: place for graph in wanted if (place := self.minting.staged(graph)) in self.marker.held
                 and self.marker.held[place].hash == wanted[graph].hash}
        patching = Patching(self._patched)
        gone = sorted(self.unwanted(wanted) - {*moved.values(), *patching.places()})
        change = await self._union_change(moved, patching, gone, wanted)
        held = {graph: self.marker.held[moved.get(graph, graph)] for graph in wanted}
        held |= {graph: Held(one.hash, 0) for graph, one in self._patched.items()}  # Counted when it is there.
        if self._unites:
            held[self._union] = Held(union_hash({graph: one.hash for graph, one in held.items()}), 0)
        shown = Marker(self.minting.base, generation, frozenset(wanted),
                       {**held, **{place: self.marker.held[place] for place in moved.values()}})
        done = Marker(self.minting.base, generation, frozenset(wanted), held)
        for one in change.before:
            await self.connection.update([one])
        await self._carry_out([
            *(statements.copy(place, graph) for graph, place in moved.items()), *patching.apply(),
            *map(statements.drop, gone), *change.during,
            *statements.change(self.marker.graph, self.marker.triples(), shown.triples()),
            *map(statements.drop, (*moved.values(), *patching.places())),
            *statements.change(self.marker.graph, shown.triples(), done.triples())])
        self.marker = done
        await self._confirm_patched()
        await self._confirm_union()

    @property
    def _union(self) -> str:
        return self.minting.published_union

    @property
    def _unites(self) -> bool:
        return needs_union(self.connection)

    async def _union_change(self, moved: Mapping[str, str], patching: Patching, gone: Iterable[str],
                            wanted: Iterable[str]) -> UnionChange:
        """How the union follows the switch. One that is not right is made anew before, when nobody reads it."""
        if not self._unites:
            return UnionChange()
        if not await self.is_settled():
            await self.note(self.marker.without([self._union]))
            if not patching.graphs:
                await build_union(self.connection, self.minting.base, [moved.get(graph, graph) for graph in wanted])
                return UnionChange()
            await build_union(self.connection, self.minting.base, sorted(self.marker.published))
        return UnionChange.following(self.minting.base, moved, patching, set(wanted) - self.marker.published,
                                     self.marker.published.intersection(gone), wanted)

    async def _confirm_patched(self) -> None:
        """Prove patched graphs where readers see them; one that is wrong is sent whole the next time."""
        for iri, graph in self._patched.items():
            try:
                triples = await self.check(iri, graph)
            except faults.Differs:
                await self.note(self.marker.without([iri]))
                raise
            await self.note(self.marker.holding(iri, Held(graph.hash, triples)))

    async def _confirm_union(self) -> None:
        """Count the union where readers see it. Graphs may share triples, and how many no store tells cheaply."""
        if not self._unites:
            return
        found = await count(self.connection, self._union)
        parts = [self.marker.held[graph].triples for graph in self.marker.published]
        if not max(parts, default=0) <= found <= sum(parts):
            await self.note(self.marker.without([self._union]))
            raise faults.differs_in_count(self._union, found, sum(parts))
        held = self.marker.held[self._union]
        await self.note(self.marker.holding(self._union, replace(held, triples=found)))

    async def _carry_out(self, written: list[str]) -> None:
        """Never tried again: a switch that was carried out although its answer was lost must not be repeated."""
        try:
            await self.connection.update(written, tries=1)
        except faults.Refused as fault:
            if fault.status not in (400, 413):
                raise
            for one in written:  # Too much for one request: the order makes sure that it may end anywhere.
                await self.connection.update([one], tries=1)
