"""The vocabulary by what it describes: concepts, schemes, and the terms that descriptions use."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from api.last_modified import LastModified
from ontology.concepts import CONCEPTS_FOLDER
from ontology.terms import DCT, RDFS, SKOS
from ontology.vocabulary import ONTOLOGY_FILE, vocabulary_triples

_NAMING = frozenset({DCT.title, RDFS.label, SKOS.prefLabel})


@cache
def described_terms() -> Mapping[str, bytes]:
    """What the vocabulary says of each IRI, as N-Triples; read once."""
    found: dict[str, list[Triple]] = {}
    for triple in vocabulary_triples():
        if isinstance(triple.subject, NamedNode):
            found.setdefault(triple.subject.value, []).append(triple)
    return {iri: _lines(triples) for iri, triples in found.items()}


@cache
def named_terms() -> Mapping[str, bytes]:
    """What the vocabulary calls each IRI, as N-Triples; read once."""
    found: dict[str, list[Triple]] = {}
    for triple in vocabulary_triples():
        if triple.predicate in _NAMING and isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            found.setdefault(triple.subject.value, []).append(triple)
    return {iri: _lines(triples) for iri, triples in found.items()}


@cache
def vocabulary_modified() -> LastModified | None:
    """When the files of the vocabulary last changed on this machine."""
    newest = max(file.stat().st_mtime for file in (ONTOLOGY_FILE, *CONCEPTS_FOLDER.glob("*.ttl")))
    return LastModified.of(datetime.fromtimestamp(newest, UTC).isoformat())


def _lines(triples: list[Triple]) -> bytes:
    return "".join(sorted({f"{triple} .\n" for triple in triples})).encode()
