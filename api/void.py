"""`/.well-known/void`: what the dataset holds, by source, class and property (VoID section 7.2)."""

from functools import lru_cache
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answer import Link, answer, entity_tag, negotiated, unchanged
from api.catalogue_view import view_of
from api.negotiate import HTML, JSONLD, NTRIPLES, RDFXML, TURTLE, Representation
from api.openapi_notes import problems_of
from api.pages.void_page import void_page
from api.problems import Problem
from api.rdf import rdf_document
from ontology.minting import Minting

router = APIRouter()

_PATH: Final = "/.well-known/void"
# A program that asks for anything gets Turtle; a browser names HTML.
_FORMS: Final = (TURTLE, JSONLD, RDFXML, NTRIPLES, HTML)
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The description", "content": {
        form.media_type: {"schema": {"type": "string"}} for form in _FORMS}},
    **problems_of(404, 406, 503),
}


@router.get(_PATH, operation_id="getVoid", summary="What the dataset holds", tags=["vocabulary"],
            response_class=Response, responses=_ANSWERS)
async def get_void(request: Request) -> Response:
    """The VoID description of the dataset: its true statistics, by source, class and property."""
    return _described(request, "")


@router.get(f"{_PATH}.{{suffix}}", include_in_schema=False)
async def get_void_form(request: Request, suffix: str) -> Response:
    """The description in the form that a suffix names."""
    return _described(request, suffix)


def _described(request: Request, suffix: str) -> Response:
    view = view_of(request)
    form = negotiated(request, suffix, _FORMS)
    if view.statistics is None:
        raise Problem("MLG-H503", headers={"Retry-After": "5"})
    links = [Link(f"{_PATH}.{one.suffix}", "alternate", one.media_type) for one in _FORMS if one is not form]
    links.append(Link(Minting(view.manifest.base).dataset(), "describes"))
    if form is HTML:
        return void_page(request, view, view.statistics, links)
    tag = entity_tag(request, view, form)
    return unchanged(request, tag) or answer(_document(view.description, form), form, tag, links=links)


@lru_cache(maxsize=8)
def _document(description: bytes, form: Representation) -> bytes:
    """The description in one syntax; kept, for it has thousands of statements."""
    return rdf_document(description, form)
