"""`/search`: the same search as a page, JSON, CSV or linked data."""

from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answer import Link, answer, entity_tag, negotiated, streamed, unchanged
from api.catalogue_view import View, view_of
from api.coming import today_of
from api.negotiate import CSV, HTML, JSON, JSONLD, NTRIPLES, RDFXML, TURTLE, Representation
from api.openapi_notes import problems_of
from api.pages.search_page import search_page
from api.parameters import PARAMETERS
from api.problems import language_of
from api.search import page_links, search_json
from api.search_graph import graph_document
from api.search_request import SearchLink, read_search
from api.table import left_out, table
from search.query import SearchQuery

router = APIRouter()

FORMS: Final = (HTML, JSON, JSONLD, TURTLE, RDFXML, NTRIPLES, CSV)
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The search", "content": {form.media_type: {"schema": {"type": "string"}} for form in FORMS}},
    **problems_of(400, 406, 422, 503),
}
_NOTES: Final = {"parameters": [parameter.openapi() for parameter in PARAMETERS.values()]}


@router.get("/search", operation_id="searchPage", summary="A search in any form", tags=["discovery"],
            response_class=Response, responses=_ANSWERS, openapi_extra=_NOTES)
async def get_search(request: Request) -> Response:
    """A search as HTML, JSON, JSON-LD, Turtle, RDF/XML, N-Triples or CSV, as `Accept` asks."""
    return _answered(request, "")


@router.get("/search.{suffix}", include_in_schema=False)
async def get_search_form(request: Request, suffix: str) -> Response:
    """A search in the form that a suffix names."""
    return _answered(request, suffix)


def _answered(request: Request, suffix: str) -> Response:
    form = negotiated(request, suffix, FORMS)
    if form is HTML:
        return search_page(request)
    if form is JSON:
        return search_json(request, JSON, "/search.json")
    view = view_of(request)
    query = read_search(request, view)
    return _table(request, view, query) if form is CSV else _graph(request, view, query, form)


def _table(request: Request, view: View, query: SearchQuery) -> Response:
    language, today = language_of(request), today_of(request)
    tag = entity_tag(request, view, CSV, f"{language} {today}")
    held = unchanged(request, tag)
    if held is not None:
        return held
    total = view.search(replace(query, size=0, facets=())).total
    return streamed(table(view, query, language, today), CSV, tag, language=language, headers={
        "Content-Disposition": 'attachment; filename="maillage.csv"', "X-Maillage-Left-Out": str(left_out(total))})


def _graph(request: Request, view: View, query: SearchQuery, form: Representation) -> Response:
    tag = entity_tag(request, view, form)
    held = unchanged(request, tag)
    if held is not None:
        return held
    page = view.search(replace(query, facets=()))
    link = SearchLink(query, request.query_params.get("lang", ""))
    around = page_links(link, page, f"/search.{form.suffix}")
    links = [Link(around[rel], rel) for rel in ("first", "prev", "next", "last") if around[rel]]
    return answer(graph_document(view, link, page, form), form, tag, links=links)
