"""What a graph holds, in a form that any SPARQL 1.1 store can compute by itself and that fits one answer.

It proves that every triple whose object is an IRI or a text is there as it was sent, and no other such triple; of the
other literals, whose values each store writes in its own way, it proves how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import md5

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ontology.terms import XSD
from sparql.remote import faults
from sparql.remote.connection import Connection
from sparql.remote.graphs import Graph
from sparql.remote.queries import text_of

_DIGITS = 3
Hash = Callable[[str], bytes]


def _plain(text: str) -> bytes:
    return md5(text.encode(), usedforsecurity=False).digest()


def _twice_encoded(text: str) -> bytes:
    """Virtuoso 7.2 hashes stored text as UTF-8 of what it takes for Latin-1."""
    return md5(text.encode().decode("latin-1").encode(), usedforsecurity=False).digest()


HASHES: tuple[Hash, ...] = (_plain, _twice_encoded)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The triples of a graph: how many, how many of them with other literals than text, how many of those at least
    (stores join values that they take for equal), and count and least hash of the rest by the digits it begins with.
    """

    triples: int
    typed: int
    least_typed: int
    buckets: Mapping[str, tuple[int, str]]


def of_graph(graph: Graph, hashed: Hash) -> Fingerprint:
    """What a store must find in a graph that was sent to it."""
    return of_triples((triple for file in graph.files for triple in parse(path=file, format=RdfFormat.N_TRIPLES)),
                      hashed)


def of_triples(triples: Iterable[Quad], hashed: Hash) -> Fingerprint:
    """The fingerprint of triples, each counted once."""
    texts: set[bytes] = set()
    typed: set[int] = set()
    places: set[int] = set()
    for triple in triples:
        if not isinstance(triple.subject, NamedNode):
            continue  # Never sent: `Graph.bodies` refuses blank nodes.
        of_text = _text(triple.object)
        place = f"{triple.subject.value} {triple.predicate.value}"
        if of_text is None:
            typed.add(hash(triple))
            places.add(hash(place))
        else:
            texts.add(hashed(f"{place} {of_text}"))
    buckets: dict[str, tuple[int, str]] = {}
    for digest in texts:
        told = digest.hex()
        seen, least = buckets.get(told[:_DIGITS], (0, told))
        buckets[told[:_DIGITS]] = (seen + 1, min(least, told))
    return Fingerprint(len(texts) + len(typed), len(typed), len(places), buckets)


def _text(term: object) -> str | None:
    """An object as the query writes it into what is hashed; None for literals that are no text."""
    if isinstance(term, NamedNode):
        return f"{term.value} <>"
    if isinstance(term, Literal) and (term.language or term.datatype == XSD.string):
        return f"{term.value} {(term.language or '').lower()}"
    return None


async def count(connection: Connection, *graphs: str) -> int:
    """How many triples a store finds in the union of graphs; raises StoreFault."""
    try:
        ((_, told),) = (row.popitem() for row in await connection.select(text_of("count"), *graphs))
        return int(told)
    except ValueError as fault:
        raise faults.unreadable(connection.store.query_url, "COUNT") from fault


async def buckets_of(connection: Connection, graph: str) -> dict[str, tuple[int, str]]:
    """What a store computes of a graph; raises StoreFault."""
    rows = await connection.select(text_of("fingerprint"), graph)
    try:
        return {row["bucket"]: (int(row["n"]), row["least"]) for row in rows if row.get("bucket")}
    except (LookupError, ValueError) as fault:
        raise faults.unreadable(connection.store.query_url, "MD5") from fault


async def check(connection: Connection, place: str, graph: str, wanted: Fingerprint, *, counts_only: bool) -> int:
    """Compare what a store holds at `place` with what was sent; returns how many triples it counts.

    Raises:
        StoreFault: they differ, or the store cannot tell.
    """
    found = await count(connection, place)
    least = wanted.triples - wanted.typed + wanted.least_typed
    if not least <= found <= wanted.triples:
        raise faults.differs_in_count(graph, found, wanted.triples)
    if counts_only:
        return found
    buckets = await buckets_of(connection, place)
    wrong = sum(1 for bucket in {*buckets, *wanted.buckets} if buckets.get(bucket) != wanted.buckets.get(bucket))
    if wrong:
        raise faults.Differs(graph, f"{found} triplets, mais {wrong} empreintes sur {len(wanted.buckets)} diffèrent",
                             f"{found} triples, but {wrong} of {len(wanted.buckets)} hashes differ")
    return found
