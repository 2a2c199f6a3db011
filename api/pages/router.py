"""The pages that stand at fixed addresses."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answer import negotiated
from api.catalogue_view import view_of
from api.edge import POLICY
from api.negotiate import HTML, JSON
from api.openapi_notes import problems_of
from api.pages.about_page import about_page
from api.pages.home_page import home_page
from api.pages.rendering import pages_of
from api.pages.sparql_terms import router as sparql_terms
from api.pages.workbench.dashboard import dashboard
from api.pages.workbench.router import router as workbench
from api.sources import sources_json

router = APIRouter()
router.include_router(workbench)
router.include_router(sparql_terms)

# Swagger UI sets styles on its elements.
_DOCS_POLICY: Final = f"{POLICY}; style-src 'self' 'unsafe-inline'"
_PAGE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The page", "content": {HTML.media_type: {"schema": {"type": "string"}}}},
    **problems_of(503),
}


@router.get("/", operation_id="home", summary="Home page", tags=["pages"], response_class=Response, responses=_PAGE)
async def get_home(request: Request) -> Response:
    """The search, what there is, what is coming."""
    return home_page(request, view_of(request))


@router.get("/about", operation_id="about", summary="Help", tags=["pages"], response_class=Response,
            responses=_PAGE)
async def get_about(request: Request) -> Response:
    """How to read the catalogue by program; licences, accessibility, error codes."""
    return about_page(request, view_of(request))


@router.get("/sources", operation_id="sourcesPage", summary="The sources in any form", tags=["things"],
            response_class=Response, responses=_PAGE | problems_of(406))
def get_sources(request: Request) -> Response:
    """How the sources stand as a page, or what feeds the catalogue as JSON."""
    return _sources(request, "")


@router.get("/sources.{suffix}", include_in_schema=False)
def get_sources_form(request: Request, suffix: str) -> Response:
    """The sources in the form that a suffix names."""
    return _sources(request, suffix)


@router.get("/docs", include_in_schema=False)
async def get_docs(request: Request) -> Response:
    """The API tried in the browser, without anything from another host."""
    body = pages_of(request).render(request, "docs.html")
    return Response(body, headers={"Content-Security-Policy": _DOCS_POLICY}, media_type=HTML.content_type)


def _sources(request: Request, suffix: str) -> Response:
    form = negotiated(request, suffix, (HTML, JSON))
    return dashboard(request) if form is HTML else sources_json(request, view_of(request), JSON)
