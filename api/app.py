"""The web application: routers, problems, the edge around them."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from api import discovery, health, namespace, records, search, sources, things, void
from api.catalogue_view import View
from api.edge import Edge
from api.generation_watch import GenerationWatch
from api.linked import catalogue, concepts
from api.linked import runs as linked_runs
from api.linked import sources as linked_sources
from api.negotiate import prefers_html
from api.openapi_notes import describe
from api.pages import router as pages
from api.pages.problem_page import problem_page
from api.pages.rendering import Pages
from api.pages.workbench.router import desk_router
from api.part import Part
from api.problems import Problem, problem_answer
from api.settings import ApiSettings
from api.static_files import Assets
from api.workbench import actions, history, rejects, runs
from api.workbench.desk import Desk
from api.workbench.ledger_room import LedgerRoom
from catalogue.datadir import DataDirectory
from catalogue.link_health import unreachable

# Answers for programs are problems for programs, whoever asks.
_FOR_PROGRAMS = ("/api/", "/sparql", "/health", "/ready")
# Where GET is taken, as everywhere here, these are too.
_ALWAYS_TAKEN = ("HEAD", "OPTIONS")
# What stands under fixed names goes before records, whose kinds and names may be anything.
_THINGS = (catalogue, concepts, linked_runs, linked_sources, things)
_ROUTERS = (health, search, records, *_THINGS, discovery, sources, runs, rejects, history, pages, namespace, void)


def create_app(settings: ApiSettings, parts: Sequence[Part] = (), *, desk: Desk | None = None,
               views: Callable[[], View | None] | None = None,
               today: Callable[[], date] | None = None, now: Callable[[], datetime] | None = None) -> FastAPI:
    """The application on a data directory. `parts` join it; without a `desk` it only reads.

    `views`, `today` and `now` are given by tests.
    """
    if desk is not None:
        parts = (*parts, Part("actions", actions.router, running=desk.running), Part("forms", desk_router))
    app = FastAPI(
        title=settings.title, version=settings.version, docs_url=None, redoc_url=None,
        # A redirect would repeat the host name that the client claims.
        redirect_slashes=False, lifespan=_running(parts),
        summary="What helps cultural research and creation in France, as linked data",
        exception_handlers={
            Problem: _on_problem, HTTPException: _on_http, RequestValidationError: _on_invalid})
    app.state.pages = Pages(settings)
    app.state.fingerprint = app.state.pages.fingerprint
    app.state.parts = tuple(parts)
    app.state.today = today or (lambda: datetime.now(UTC).date())
    app.state.now = now or (lambda: datetime.now(UTC))
    app.state.ledger = LedgerRoom(settings.data)
    app.state.unreachable = partial(unreachable, DataDirectory(settings.data).ledger)
    app.state.desk = desk
    # Routes are tried in their order: the endpoint's, which is asked most, comes first.
    for router in (*(part.router for part in parts), *(room.router for room in _ROUTERS)):
        app.include_router(router)
    app.mount("/static", Assets(app.state.pages.static))
    describe(app)
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=5)
    app.add_middleware(Edge, views=views or GenerationWatch(settings.data).view)
    return app


def _running(parts: Sequence[Part]) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for part in parts:
                await stack.enter_async_context(part.running())
            yield

    return lifespan


async def _on_problem(request: Request, problem: Exception) -> Response:
    """A problem as a page for persons, as a document for programs."""
    assert isinstance(problem, Problem)  # noqa: S101 - FastAPI's handlers are typed for any exception
    is_page = not request.scope["path"].startswith(_FOR_PROGRAMS) and prefers_html(request.headers.get("accept", ""))
    return problem_page(request, problem) if is_page else problem_answer(problem, request)


async def _on_http(request: Request, error: Exception) -> Response:
    """What the framework refuses, as one of our problems."""
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    if error.status_code == 405 and request.method == "OPTIONS":
        taken = {one.strip() for one in (error.headers or {}).get("Allow", "").split(",") if one.strip()}
        return Response(status_code=204, headers={"Allow": ", ".join(sorted({*taken, *_ALWAYS_TAKEN}))})
    code = {404: "MLG-H404", 405: "MLG-H405"}.get(error.status_code, "MLG-H400")
    headers = dict(error.headers or {})
    problem = Problem(code, status=error.status_code, headers=headers, allowed=headers.get("Allow", "GET, HEAD"))
    return await _on_problem(request, problem)


async def _on_invalid(request: Request, error: Exception) -> Response:
    """Parameters that the framework could not read."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    reasons = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return await _on_problem(request, Problem("MLG-H422", members={"reasons": reasons}, reason="; ".join(reasons)))
