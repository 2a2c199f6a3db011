"""`/id/source/{name}`: every source at its IRI, in any form."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pyoxigraph import Literal, NamedNode, Triple

from api.answer import split_suffix
from api.catalogue_view import View, view_of
from api.last_modified import LastModified
from api.linked.answering import thing_answer
from api.linked.around import around
from api.linked.asked import asked
from api.linked.notes import answers, parameters
from api.linked.record_thing import licence_of
from api.linked.thing import FORMS_WITH_JSON, Signs, Thing
from api.negotiate import HTML, JSON
from api.pages.source_page import source_page
from api.sources import find_source, source_json
from catalogue.generation import SourceSummary
from catalogue.provenance import lines
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, PROV, RDF, SCHEMA

router = APIRouter()

_ANSWERS: Final[dict[int | str, dict[str, Any]]] = answers(FORMS_WITH_JSON, 404, 406, 503)
_Name = Annotated[str, Path(description="The name of a source; a suffix such as `.ttl` names a form",
                            examples=["a-source"])]


@router.get("/id/source/{name}", operation_id="getSource", summary="A source at its IRI", tags=["things"],
            response_class=Response, responses=_ANSWERS, openapi_extra=parameters())
async def get_source(request: Request, name: _Name) -> Response:
    """A source as a page, JSON-LD, Turtle, RDF/XML, N-Triples, JSON or its links."""
    view = view_of(request)
    local, suffix = split_suffix(name)
    source = find_source(view, local)
    thing = source_thing(view, local, source)
    wish = asked(request, thing, suffix)
    if wish.wants(HTML):
        return source_page(request, view, local, source, thing, around(thing, wish))
    if wish.wants(JSON):
        return source_json(request, view, local, source, around(thing, wish))
    return thing_answer(request, view, view.manifest.base, thing, wish)


def source_thing(view: View, name: str, source: SourceSummary) -> Thing:
    """A source; it is known to change with its generation only."""
    minting = Minting(view.manifest.base)
    licence = licence_of(source.licence)
    return Thing(
        minting.source(name), f"/id/source/{name}", SCHEMA.DataCatalog, lambda: lines(_triples(minting, name, source)),
        LastModified.of(view.manifest.created), forms=FORMS_WITH_JSON,
        signs=lambda: Signs(licence, licence, collection="/id/catalogue"))


def _triples(minting: Minting, name: str, source: SourceSummary) -> Iterator[Triple]:
    """The same that the catalogue's graph says of it, and where it belongs."""
    node, publisher = NamedNode(minting.source(name)), NamedNode(f"{minting.source(name)}#publisher")
    yield Triple(node, RDF.type, DCAT.Catalog)
    yield Triple(node, RDF.type, PROV.Entity)
    yield Triple(node, DCT.identifier, Literal(name))
    yield Triple(node, DCT.isPartOf, NamedNode(minting.catalogue))
    for language, title in source.title.items():
        yield Triple(node, DCT.title, Literal(title, language=language))
    licence = licence_of(source.licence)
    yield Triple(node, DCT.license, NamedNode(licence)) if licence else Triple(
        node, DCT.rights, Literal(source.licence))
    if source.publisher:
        yield Triple(node, DCT.publisher, publisher)
        yield Triple(publisher, RDF.type, ORG.Organization)
        yield Triple(publisher, FOAF.name, Literal(source.publisher))
    if source.url.startswith("http"):
        yield Triple(node, FOAF.homepage, NamedNode(source.url))
