"""`/api/v1/sources`: what feeds the catalogue, from the manifest of the generation."""

from dataclasses import asdict
from difflib import get_close_matches
from typing import Any, Final

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answer import answer, entity_tag, unchanged
from api.catalogue_view import View, view_of
from api.linked.around import Around
from api.negotiate import JSON, Representation
from api.openapi_notes import problems_of
from api.problems import Problem
from api.record_lookup import is_local
from api.search_request import search_address
from catalogue.generation import SourceSummary

router = APIRouter()

_EXAMPLE: Final[dict[str, Any]] = {
    "total": 1, "generation": "g000042",
    "items": [{
        "name": "a-source", "id": "https://data.example.org/id/source/a-source", "title": {"fr": "Une source"},
        "licence": "LO-OL-2.0", "publisher": "Un organisme", "url": "https://www.example.org/offres.csv",
        "records": 138, "read": "2026-11-20T03:12:00Z",
        "links": {"html": "/id/source/a-source", "records": "/api/v1/search?source=a-source"},
    }],
}
_SCHEMA: Final[dict[str, Any]] = {
    "type": "object", "required": ["total", "generation", "items"],
    "properties": {
        "total": {"type": "integer"},
        "generation": {"type": "string"},
        "items": {"type": "array", "items": {"type": "object", "required": ["name", "title", "licence", "records"]}},
    },
}


@router.get(
    "/api/v1/sources", operation_id="listSources", summary="The sources of the catalogue", tags=["discovery"],
    response_class=Response,
    responses={200: {"description": "Every source", "content": {
        JSON.media_type: {"schema": _SCHEMA, "example": _EXAMPLE}}}, **problems_of(503)})
async def list_sources(request: Request) -> Response:
    """Every source with its licence, its number of records and when it was last read."""
    return sources_json(request, view_of(request), JSON)


def sources_json(request: Request, view: View, representation: Representation) -> Response:
    """The list of sources as JSON."""
    tag = entity_tag(request, view, representation)
    items = [_document(view, name, source) for name, source in view.manifest.sources.items()]
    return unchanged(request, tag) or answer(
        orjson.dumps({"total": len(items), "generation": view.generation, "items": items}), representation, tag)


def source_json(request: Request, view: View, name: str, source: SourceSummary, around: Around) -> Response:
    """One source as JSON."""
    tag = entity_tag(request, view, JSON)
    return unchanged(request, tag, around.headers, around.modified) or answer(
        orjson.dumps({**_document(view, name, source), "generation": view.generation}), JSON, tag, links=around.links,
        headers=around.headers, modified=around.modified)


def find_source(view: View, name: str) -> SourceSummary:
    """A source by its name; raises the problem `source not found` with the nearest names."""
    source = view.source(name) if is_local(name) else None
    if source is None:
        nearest = get_close_matches(name[:80], view.manifest.sources, 5, 0.3)
        raise Problem("MLG-R002", members={"nearest": nearest}, name=name, nearest=", ".join(nearest) or "–")
    return source


def _document(view: View, name: str, source: SourceSummary) -> dict[str, Any]:
    links = {"html": f"/id/source/{name}", "records": search_address({"source": (name,)}, "/api/v1/search")}
    return {"name": name, "id": view.iri("source", name), **asdict(source), "links": links}
