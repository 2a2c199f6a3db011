"""What is kept of one DCAT resource: the statements that the mapping reads, as canonical N-Triples.

The first line is a comment with what N-Triples cannot say: which node is meant, which invalid IRIs were
mended, and the keys of the records it links to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from harvesters.formats.rdf.extract import Extract, Shape
from harvesters.formats.rdf.graph import LinkedGraph, Node, Term
from harvesters.formats.rdf.people import public_agent, public_contact
from ontology.terms import ADMS, DCAT, DCT, FOAF, LOCN, OWL, RDF, RDFS, SCHEMA, SKOS, VCARD

_HEADER = b"# "


LABELS = (RDFS.label, SKOS.prefLabel, DCT.title, DCT.description, FOAF.name, RDF.value)
_LABELLED = Shape(frozenset(LABELS))
_AGENT = Shape(frozenset({RDF.type, *LABELS, VCARD.fn, FOAF.homepage}), public=public_agent)
_NAMED = Shape(frozenset({VCARD["organization-name"], VCARD["organisation-name"]}))
_CONTACT = Shape(
    frozenset({RDF.type, VCARD.fn, FOAF.name, VCARD["organization-name"], VCARD.hasEmail, FOAF.mbox, VCARD.hasURL}),
    {VCARD.org: _NAMED, VCARD.hasOrganizationName: _NAMED}, public_contact)
_PLACE = Shape(frozenset({*LABELS, LOCN.geographicName}))
_PERIOD = Shape(frozenset({DCAT.startDate, DCAT.endDate, SCHEMA.startDate, SCHEMA.endDate}))
_SERVICE = Shape(frozenset({DCAT.endpointURL, DCAT.endpointDescription, DCT.title}))
_DISTRIBUTION = Shape(
    frozenset({DCT.title, DCT.description, DCAT.accessURL, DCAT.downloadURL}),
    {DCT.license: _LABELLED, DCT.rights: _LABELLED, DCT.format: _LABELLED, DCAT.mediaType: _LABELLED,
     DCAT.accessService: _SERVICE})
RESOURCE = Shape(
    frozenset({
        RDF.type, DCT.identifier, DCT.title, DCT.description, DCT.abstract, DCAT.keyword, DCAT.landingPage,
        DCT.issued, DCT.modified, DCT.updated, DCT.conformsTo, DCT.isPartOf, DCAT.inSeries, DCAT.version,
        OWL.versionInfo, DCAT.endpointURL, DCAT.endpointDescription, DCAT.servesDataset,
    }),
    {DCT.publisher: _AGENT, DCT.creator: _AGENT, DCAT.contactPoint: _CONTACT, ADMS.contactPoint: _CONTACT,
     DCAT.theme: _LABELLED, DCT.language: _LABELLED, DCT.license: _LABELLED, DCT.rights: _LABELLED,
     DCT.accessRights: _LABELLED, DCT.accrualPeriodicity: _LABELLED, DCT.provenance: _LABELLED,
     DCT.spatial: _PLACE, DCT.temporal: _PERIOD, DCAT.distribution: _DISTRIBUTION})


@dataclass(frozen=True, slots=True)
class Kept:
    """A payload read back: the graph of one resource, `root`; see the head of this file for the rest."""

    graph: LinkedGraph
    root: Node
    mended: Mapping[str, str]
    keys: Mapping[str, str]

    def values(self, *properties: NamedNode) -> list[Term]:
        """The resource's values of some properties."""
        return self.graph.values(self.root, *properties)

    def texts(self, *properties: NamedNode) -> list[Literal]:
        """Those that are literals."""
        return self.graph.texts(self.root, *properties)

    def labels(self, value: Term) -> list[Literal]:
        """A literal itself, or what a node is called."""
        return [value] if isinstance(value, Literal) else self.graph.texts(value, *LABELS)


def payload_of(graph: LinkedGraph, node: Node, keys: Mapping[Node, str]) -> bytes:
    """The canonical bytes of a resource; `keys` holds the key of every record of the document.

    Raises:
        TooLarge: more than 20,000 statements.
    """
    extract = Extract(graph)
    root = extract.name(node, RESOURCE)
    links = {target.value: keys[target] for name in (DCT.isPartOf, DCAT.inSeries, DCAT.servesDataset)
             for target in graph.nodes(node, name) if target in keys}
    header = orjson.dumps({"root": root, "mended": extract.mended, "keys": links}, option=orjson.OPT_SORT_KEYS)
    return _HEADER + header + b"\n" + "".join(sorted(extract.lines)).encode()


def kept_payload(payload: bytes) -> Kept:
    """What `payload_of` wrote."""
    header = orjson.loads(payload.partition(b"\n")[0].removeprefix(_HEADER))
    root = header["root"]
    node = BlankNode(root[2:]) if root.startswith("_:") else NamedNode(root[1:-1])
    return Kept(LinkedGraph(parse(input=payload, format=RdfFormat.N_TRIPLES)), node, header["mended"],
                header["keys"])

