"""A few triples of our own in a store, on which it is tried how that store hashes text and writes terms."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from ontology.minting import Minting
from ontology.terms import DCT, RDF
from sparql.remote.connection import Connection
from sparql.remote.faults import StoreFault
from sparql.remote.fingerprint import HASHES, Hash, buckets_of, of_triples


def sample_quads(base: str) -> list[Quad]:
    """Text beyond ASCII with and without a language, characters that formats escape, a boolean, an IRI beyond ASCII.

    One subject for each, so that no store takes two values for equal.
    """
    graph = Minting(base).published_samples
    terms: tuple[Literal | NamedNode, ...] = (
        Literal('« Œuvre », 10 €, "𝄞"', language="fr"), Literal("a\tb\nc\\d, e;f, é"), Literal(True),
        NamedNode(f"{DCT.iri}é"))
    return [Quad(NamedNode(f"{graph}#{number}"), RDF.value, term, NamedNode(graph))
            for number, term in enumerate(terms)]


async def hash_of_text(connection: Connection, base: str) -> Hash | None:
    """How a store that holds the samples hashes text; None when it does so in no way that is known.

    Raises:
        StoreFault: the store does not answer.
    """
    try:
        found = await buckets_of(connection, Minting(base).published_samples)
    except StoreFault as fault:
        if not fault.lasting:
            raise
        return None
    quads = sample_quads(base)
    return next((hashed for hashed in HASHES if of_triples(quads, hashed).buckets == found), None)
