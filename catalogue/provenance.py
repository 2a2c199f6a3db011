"""Where each description comes from, as PROV-O and DCAT: one graph for all sources."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from catalogue.entry import Entry
from ontology.minting import Minting, record_of
from ontology.terms import DCAT, DCT, FOAF, PROV, RDF, XSD


def record_triples(entry: Entry, base: str) -> bytes:
    """The catalogue record of one entry as sorted N-Triples."""
    minting, record = Minting(base), NamedNode(record_of(entry.iri))
    read = Literal(entry.read, datatype=XSD.dateTime)
    triples = (
        Triple(record, RDF.type, DCAT.CatalogRecord),
        Triple(record, FOAF.primaryTopic, NamedNode(entry.iri)),
        Triple(record, DCT.source, NamedNode(minting.source(entry.source))),
        Triple(record, PROV.generatedAtTime, read),
        Triple(record, PROV.wasGeneratedBy, NamedNode(minting.run(entry.source, entry.run))),
    )
    return lines(triples)


def lines(triples: Iterable[Triple]) -> bytes:
    """Triples as sorted N-Triples, each once."""
    return "".join(sorted(set(_lines(triples)))).encode()


def _lines(triples: Iterable[Triple]) -> Iterator[str]:
    for triple in triples:
        yield f"{triple} .\n"
