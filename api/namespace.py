"""`/ns/`: the vocabulary and the JSON-LD context, at home."""

from functools import cache
from typing import Any, Final

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import Dataset, RdfFormat, parse, serialize

from api.answer import Link, answer, entity_tag, negotiated, unchanged
from api.catalogue_view import view_of
from api.negotiate import HTML, JSONLD, NTRIPLES, RDFXML, TURTLE, Representation
from api.openapi_notes import problems_of
from api.pages.vocabulary_page import vocabulary_page
from ontology.context import CONTEXT_FILE
from ontology.terms import PREFIXES
from ontology.vocabulary import ONTOLOGY_FILE

router = APIRouter()

_FORMATS: Final = {
    TURTLE.suffix: RdfFormat.TURTLE, RDFXML.suffix: RdfFormat.RDF_XML, NTRIPLES.suffix: RdfFormat.N_TRIPLES,
    JSONLD.suffix: RdfFormat.JSON_LD,
}
_FORMS: Final = (HTML, TURTLE, JSONLD, RDFXML, NTRIPLES)
_LINKS: Final = [Link(f"/ns/maillage.{form.suffix}", "alternate", form.media_type) for form in _FORMS[1:]]
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The vocabulary", "content": {
        form.media_type: {"schema": {"type": "string"}} for form in _FORMS}},
    **problems_of(404, 406, 503),
}


@router.get("/ns/context.jsonld", operation_id="getContext", summary="The JSON-LD context", tags=["vocabulary"],
            response_class=Response,
            responses={200: {"description": "The context", "content": {JSONLD.media_type: {"schema": {}}}}})
async def get_context(request: Request) -> Response:
    """The terms of every JSON-LD document of this catalogue."""
    view = view_of(request)
    tag = entity_tag(request, view, JSONLD)
    return unchanged(request, tag) or answer(_context(), JSONLD, tag)


@router.get("/ns/", operation_id="getVocabulary", summary="The vocabulary", tags=["vocabulary"],
            response_class=Response, responses=_ANSWERS)
async def get_vocabulary(request: Request) -> Response:
    """The classes and properties of our own, as a page or as linked data."""
    return _vocabulary(request, "")


@router.get("/ns/maillage.{suffix}", include_in_schema=False)
async def get_vocabulary_form(request: Request, suffix: str) -> Response:
    """The vocabulary in the form that a suffix names."""
    return _vocabulary(request, suffix)


@router.get("/ns", include_in_schema=False)
async def get_namespace(request: Request) -> Response:
    """The address of the namespace without its slash."""
    return _vocabulary(request, "")


def _vocabulary(request: Request, suffix: str) -> Response:
    view = view_of(request)
    form = negotiated(request, suffix, _FORMS)
    if form is HTML:
        return vocabulary_page(request, view, _ontology(), _LINKS)
    tag = entity_tag(request, view, form)
    return unchanged(request, tag) or answer(_document(form), form, tag, links=_LINKS)


@cache
def _ontology() -> Dataset:
    return Dataset(parse(path=ONTOLOGY_FILE, format=RdfFormat.TURTLE))


@cache
def _context() -> bytes:
    return orjson.dumps(orjson.loads(CONTEXT_FILE.read_bytes()))


@cache
def _document(form: Representation) -> bytes:
    if form is TURTLE:
        # As it was written, with its comments.
        return ONTOLOGY_FILE.read_bytes()
    triples = (quad.triple for quad in _ontology())
    return serialize(triples, format=_FORMATS[form.suffix], prefixes=PREFIXES) or b""
