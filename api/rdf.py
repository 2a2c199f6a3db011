"""Descriptions as RDF documents, written from the statements that the index keeps."""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize

from api.negotiate import JSONLD, NTRIPLES, RDFXML, TURTLE, Representation
from ontology.terms import PREFIXES

_FORMATS: Final[Mapping[str, RdfFormat]] = {
    JSONLD.suffix: RdfFormat.JSON_LD,
    TURTLE.suffix: RdfFormat.TURTLE,
    RDFXML.suffix: RdfFormat.RDF_XML,
}


def rdf_document(statements: bytes, representation: Representation) -> bytes:
    """N-Triples of ours in another syntax, with the prefixes that they use."""
    if representation is NTRIPLES:
        return statements
    text = statements.decode()
    used = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in text}
    triples = parse(statements, format=RdfFormat.N_TRIPLES)
    return serialize(triples, format=_FORMATS[representation.suffix], prefixes=used) or b""
