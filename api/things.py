"""`/id/{kind}/{local}`: every thing at its own IRI, in the form that is asked for."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.answer import Link, answer, entity_tag, negotiated, split_suffix, unchanged
from api.catalogue_view import View, view_of
from api.linked_json import with_context
from api.negotiate import HTML, JSON, JSONLD, NTRIPLES, RDFXML, TURTLE, Representation
from api.openapi_notes import problems_of
from api.pages.record_page import record_page
from api.pages.source_page import source_page
from api.rdf import rdf_document
from api.record_lookup import find_record
from api.records import record_json, record_links
from api.sources import find_source, source_json
from search.query import StoredRecord

router = APIRouter()

FORMS: Final = (HTML, JSONLD, TURTLE, RDFXML, NTRIPLES, JSON)
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The thing", "content": {
        form.media_type: {"schema": {"type": "string"}} for form in FORMS}},
    **problems_of(404, 406, 503),
}


_Kind = Annotated[str, Path(description="A kind of record", examples=["course"])]
_Name = Annotated[str, Path(description="A local identifier; a suffix such as `.ttl` names a form",
                            examples=["a-source--42"])]
_SourceName = Annotated[str, Path(description="The name of a source; `.json` names its form", examples=["a-source"])]


@router.get("/id/source/{name}", operation_id="getSource", summary="A source at its IRI", tags=["things"],
            response_class=Response, responses=_ANSWERS)
async def get_source(request: Request, name: _SourceName) -> Response:
    """A source as a page or as JSON."""
    view = view_of(request)
    local, suffix = split_suffix(name)
    source = find_source(view, local)
    form = negotiated(request, suffix, (HTML, JSON))
    return source_page(request, view, local, source) if form is HTML else source_json(request, view, local, source)


@router.get("/id/{kind}/{name}", operation_id="getThing", summary="A record at its IRI", tags=["things"],
            response_class=Response, responses=_ANSWERS)
async def get_thing(request: Request, kind: _Kind, name: _Name) -> Response:
    """A record as a page, JSON-LD, Turtle, RDF/XML, N-Triples or JSON; a suffix names the form."""
    view = view_of(request)
    local, suffix = split_suffix(name)
    stored = find_record(view, kind, local)
    form = negotiated(request, suffix, FORMS)
    if form is HTML:
        return record_page(request, view, stored, alternates(view, stored, form))
    if form is JSON:
        return record_json(request, view, stored, form)
    tag = entity_tag(request, view, form)
    return unchanged(request, tag) or answer(_body(stored, form), form, tag, links=alternates(view, stored, form))


def alternates(view: View, stored: StoredRecord, served: Representation) -> list[Link]:
    """Links to the other forms of a record, and to the one that describes it best for machines."""
    addresses = record_links(view, stored)
    others = [Link(addresses[form.suffix], "alternate", form.media_type) for form in FORMS if form is not served]
    return [*others, Link(addresses[JSONLD.suffix], "describedby", JSONLD.media_type)]


def _body(stored: StoredRecord, form: Representation) -> bytes:
    return with_context(stored.jsonld) if form is JSONLD else rdf_document(stored.ntriples, form)
