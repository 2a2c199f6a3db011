"""One page of a search as linked data: a Hydra collection whose members are described whole."""

from collections.abc import Sequence

import orjson
from pyoxigraph import Literal, NamedNode, Triple

from api.catalogue_view import View
from api.linked_json import collection
from api.negotiate import JSONLD, Representation
from api.rdf import rdf_document
from api.search_request import SearchLink
from ontology.terms import HYDRA, RDF, XSD
from search.query import SearchPage, StoredRecord


def graph_document(view: View, link: SearchLink, page: SearchPage, form: Representation) -> bytes:
    """The collection in an RDF syntax; its IRI is where the search is found under the base of the data."""
    address = view.manifest.base + link.at("search")
    members = _members(view, page)
    if form is JSONLD:
        return collection(address, page.total, [stored.jsonld for stored in members])
    statements = [stored.ntriples for stored in members]
    return rdf_document(b"".join([_head(address, page.total, members), *statements]), form)


def _members(view: View, page: SearchPage) -> list[StoredRecord]:
    found = [view.get(orjson.loads(item)["id"]) for item in page.items]
    return [stored for stored in found if stored is not None]


def _head(address: str, total: int, members: Sequence[StoredRecord]) -> bytes:
    itself = NamedNode(address)
    statements = [
        Triple(itself, RDF.type, HYDRA.Collection),
        Triple(itself, HYDRA.totalItems, Literal(str(total), datatype=XSD.integer)),
        *(Triple(itself, HYDRA.member, NamedNode(stored.iri)) for stored in members),
    ]
    return "".join(f"{statement} .\n" for statement in statements).encode()
