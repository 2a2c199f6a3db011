"""The catalogue's own graph: what it is, which sources it reads, and the runs that brought what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from catalogue.ledger import Ledger, SourceRow
from catalogue.provenance import lines
from ontology.concepts import Concepts, UnknownConcept
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, PROV, RDF, XSD

CATALOGUE_TITLES: Final = {"fr": "Maillage : ressources pour la recherche et la création culturelles",
                           "en": "Maillage: resources for cultural research and creation"}


def catalogue_triples(ledger: Ledger, concepts: Concepts) -> bytes:
    """The `…/graph/catalogue` graph as sorted N-Triples; it depends on the ledger alone."""
    return lines(_triples(ledger, concepts))


def _triples(ledger: Ledger, concepts: Concepts) -> Iterator[Triple]:
    minting = Minting(ledger.base)
    catalogue = NamedNode(minting.catalogue)
    yield Triple(catalogue, RDF.type, DCAT.Catalog)
    for language, title in CATALOGUE_TITLES.items():
        yield Triple(catalogue, DCT.title, Literal(title, language=language))
    for source in ledger.sources():
        node = NamedNode(minting.source(source.name))
        yield Triple(catalogue, DCT.hasPart, node)
        yield from _source(node, source, concepts)
    for name, number, started, ended in _runs_shown(ledger):
        run = NamedNode(minting.run(name, number))
        yield Triple(run, RDF.type, PROV.Activity)
        yield Triple(run, PROV.used, NamedNode(minting.source(name)))
        yield Triple(run, PROV.startedAtTime, Literal(started, datatype=XSD.dateTime))
        yield Triple(run, PROV.endedAtTime, Literal(ended, datatype=XSD.dateTime))


def _source(node: NamedNode, source: SourceRow, concepts: Concepts) -> Iterator[Triple]:
    told: Mapping[str, Any] = source.declaration
    yield Triple(node, RDF.type, DCAT.Catalog)
    yield Triple(node, RDF.type, PROV.Entity)
    yield Triple(node, DCT.identifier, Literal(source.name))
    for language, title in told["title"].items():
        yield Triple(node, DCT.title, Literal(title, language=language))
    try:
        yield Triple(node, DCT.license, NamedNode(concepts.find("licence", told["licence"])))
    except UnknownConcept:
        yield Triple(node, DCT.rights, Literal(told["licence"]))
    if told["publisher"]:
        publisher = NamedNode(f"{node.value}#publisher")
        yield Triple(node, DCT.publisher, publisher)
        yield Triple(publisher, RDF.type, ORG.Organization)
        yield Triple(publisher, FOAF.name, Literal(told["publisher"]))
    if told["url"].startswith("http"):
        yield Triple(node, FOAF.homepage, NamedNode(told["url"]))


def _runs_shown(ledger: Ledger) -> list[tuple[str, int, str, str]]:
    """The runs that brought at least one description of the graph."""
    return ledger.sql.execute(
        "SELECT s.name, n.number, n.started, n.ended FROM run n JOIN source s ON s.id = n.source WHERE n.id IN "
        "(SELECT DISTINCT r.run FROM item i JOIN reading r ON r.id = i.live) ORDER BY n.id").fetchall()
