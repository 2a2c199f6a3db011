"""What a store holds of ours, written in a graph of the store itself: another machine, or one that lost its data
directory, goes on from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ontology.minting import Minting
from ontology.terms import DCT, VOID
from sparql.remote.connection import Connection
from sparql.remote.queries import text_of


@dataclass(frozen=True, slots=True)
class Held:
    """A graph that was sent whole and checked: the hash of its content, and how many triples the store counts."""

    hash: str
    triples: int


# A graph that is being written: whatever it holds is not to be relied on.
UNDER_WAY = Held("-", 0)


@dataclass(frozen=True, slots=True)
class Marker:
    """The generation that readers see, its graphs, and every graph that is held, be it for a later generation."""

    base: str
    generation: str = ""
    published: frozenset[str] = frozenset()
    held: Mapping[str, Held] = field(default_factory=dict)

    @property
    def graph(self) -> str:
        """The graph that it stands in."""
        return Minting(self.base).published_marker

    def holding(self, graph: str, held: Held) -> Self:
        """The marker once a graph is there."""
        return replace(self, held={**self.held, graph: held})

    def without(self, graphs: Iterable[str]) -> Self:
        """The marker once nothing is known of some graphs."""
        gone = frozenset(graphs)
        return replace(self, held={graph: held for graph, held in self.held.items() if graph not in gone})

    def triples(self) -> list[Triple]:
        """The marker as it is written."""
        node = NamedNode(self.graph)
        told = [Triple(node, DCT.identifier, Literal(self.generation))] if self.generation else []
        told += [Triple(node, DCT.hasPart, NamedNode(graph)) for graph in sorted(self.published)]
        for graph, held in sorted(self.held.items()):
            told.append(Triple(NamedNode(graph), DCT.identifier, Literal(held.hash)))
            told.append(Triple(NamedNode(graph), VOID.triples, Literal(str(held.triples))))
        return told


async def read_marker(connection: Connection, base: str) -> Marker:
    """The marker of a store, an empty one where there is none; raises StoreFault."""
    return _marker(base, await connection.select(text_of("triples"), Minting(base).published_marker))


def _marker(base: str, rows: Sequence[Mapping[str, str]]) -> Marker:
    """What rows of a marker's triples say; what is half written there is not held."""
    told: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        told.setdefault(row.get("s", ""), {}).setdefault(row.get("p", ""), []).append(row.get("o", ""))
    own = told.pop(Minting(base).published_marker, {})
    held = {}
    for graph, values in told.items():
        hashes, counts = values.get(DCT.identifier.value, []), values.get(VOID.triples.value, [])
        if len(hashes) == len(counts) == 1 and counts[0].isdecimal():
            held[graph] = Held(hashes[0], int(counts[0]))
    generation = own.get(DCT.identifier.value, [])
    return Marker(base, generation[0] if len(generation) == 1 else "",
                  frozenset(own.get(DCT.hasPart.value, [])), held)


def n_triples(triples: Iterable[Triple]) -> bytes:
    """Triples as N-Triples."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""

