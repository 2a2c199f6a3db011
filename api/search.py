"""`/api/v1/search`: discovery for programs, answered from ready bytes."""

from typing import Any, Final

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answer import answer, entity_tag, unchanged
from api.catalogue_view import View, view_of
from api.facets import facets_document
from api.negotiate import CSV, HTML, JSON, JSONLD, Representation
from api.openapi_notes import problems_of
from api.parameters import PARAMETERS
from api.search_request import SearchLink, read_search
from search.query import SearchPage, SearchQuery

router = APIRouter()

_EXAMPLE: Final[dict[str, Any]] = {
    "total": 1, "page": 1, "size": 20, "generation": "g000042",
    "items": [{
        "id": "https://data.example.org/id/course/a-source--42", "kind": "course",
        "title": {"fr": "Archivage numérique des fonds de création"},
    }],
    "facets": {"region": [{"value": "53", "label": {"fr": "Bretagne", "en": "Brittany"}, "count": 1}]},
    "links": {"self": "/api/v1/search?q=archivage", "html": "/search?q=archivage"},
}
_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["total", "page", "size", "generation", "items", "facets", "links"],
    "properties": {
        "total": {"type": "integer", "minimum": 0},
        "page": {"type": "integer", "minimum": 1},
        "size": {"type": "integer", "minimum": 1, "maximum": 100},
        "generation": {"type": "string"},
        "items": {"type": "array", "items": {"type": "object"}},
        "facets": {"type": "object", "additionalProperties": {"type": "array", "items": {
            "type": "object", "required": ["value", "label", "count"],
            "properties": {
                "value": {"type": "string"},
                "label": {"type": "object", "additionalProperties": {"type": "string"}},
                "count": {"type": "integer", "minimum": 0},
            },
        }}},
        "links": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


@router.get(
    "/api/v1/search", operation_id="search", summary="Search the catalogue", tags=["discovery"],
    response_class=Response,
    responses={200: {"description": "One page of records, with the counts of every facet",
                     "content": {JSON.media_type: {"schema": _SCHEMA, "example": _EXAMPLE}}},
               **problems_of(400, 422, 503)},
    openapi_extra={"parameters": [parameter.openapi() for parameter in PARAMETERS.values()]})
async def search(request: Request) -> Response:
    """One page of records that satisfy the parameters, with the counts of every facet.

    Codes of one facet are alternatives; different facets must all hold. The counts of a facet obey all the
    other filters, not its own.
    """
    return search_json(request, JSON, "/api/v1/search")


def search_json(request: Request, representation: Representation, path: str) -> Response:
    """The answer of a search as JSON; `path` is where it was asked."""
    view = view_of(request)
    query = read_search(request, view)
    tag = entity_tag(request, view, representation)
    return unchanged(request, tag) or answer(
        search_document(view, query, view.search(query), path, request.query_params.get("lang", "")),
        representation, tag)


def search_document(view: View, query: SearchQuery, page: SearchPage, path: str, language: str) -> bytes:
    """A page of answers as JSON, its items spliced in as the index keeps them."""
    links = {name: link for name, link in page_links(SearchLink(query, language), page, path).items() if link}
    return b"".join((
        b'{"total":%d,"page":%d,"size":%d,"generation":' % (page.total, page.page, page.size),
        orjson.dumps(view.generation),
        b',"items":[', b",".join(page.items),
        b'],"facets":', facets_document(view, page.facets),
        b',"links":', orjson.dumps(links), b"}",
    ))


def page_links(link: SearchLink, page: SearchPage, path: str) -> dict[str, str]:
    """Where this page, its neighbours and its other forms are; empty for what does not exist."""
    last = last_page(page)
    return {
        "self": link.at(path),
        "first": link.page(1).at(path),
        "prev": link.page(min(page.page - 1, last)).at(path) if page.page > 1 else "",
        "next": link.page(page.page + 1).at(path) if page.page < last else "",
        "last": link.page(last).at(path),
        **{form.suffix: link.at("/search" if form is HTML else f"/search.{form.suffix}")
           for form in (HTML, JSONLD, CSV)},
    }


def last_page(page: SearchPage) -> int:
    """The number of the last page; an empty answer has one page."""
    return max(1, -(-page.total // page.size))
