"""The pages of the workbench, and the forms by which a curator acts without a program."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from api.negotiate import HTML
from api.openapi_notes import problems_of
from api.pages.workbench.history_page import history_page
from api.pages.workbench.job_page import job_page
from api.pages.workbench.run_page import run_page
from api.pages.workbench.runs_page import runs_page
from api.pages.workbench.source_desk import source_desk
from api.problems import Problem
from api.workbench.desk import Job, Verb
from api.workbench.orders import ordered_by_form

router = APIRouter()
desk_router = APIRouter()

_PAGE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The page", "content": {HTML.media_type: {"schema": {"type": "string"}}}},
    **problems_of(404, 503)}
_OF_SOURCES: Final[dict[str, Verb]] = {
    "harvest": "harvest", "replay": "replay", "suggest": "suggest", "letter": "letter"}
_SourceName = Annotated[str, Path(description="The name of a source", examples=["a-source"])]
_RunName = Annotated[str, Path(description="A run: `source--number`", examples=["a-source--3"])]


@router.get("/sources/{name}", operation_id="sourceDesk", summary="How a source stands", tags=["pages"],
            response_class=Response, responses=_PAGE)
def get_source_desk(request: Request, name: _SourceName) -> Response:
    """Declaration, states, runs, refusals by cause."""
    return source_desk(request, name)


@router.get("/runs", operation_id="runsPage", summary="The journal of runs", tags=["pages"], response_class=Response,
            responses=_PAGE)
def get_runs_page(request: Request) -> Response:
    """Every run, newest first."""
    return runs_page(request)


@router.get("/runs/{run}", operation_id="runPage", summary="One run", tags=["pages"], response_class=Response,
            responses=_PAGE)
def get_run_page(request: Request, run: _RunName) -> Response:
    """Figures, reason, changes field by field."""
    return run_page(request, run)


@router.get("/history", operation_id="historyPage", summary="The history of a record", tags=["pages"],
            response_class=Response, responses=_PAGE)
def get_history_page(request: Request) -> Response:
    """Received, read as, judged, moved."""
    return history_page(request)


@desk_router.get("/jobs/{id}", operation_id="jobPage", summary="How a job stands", tags=["pages"],
                 response_class=Response, responses=_PAGE)
async def get_job_page(request: Request, id: str) -> Response:
    """Whether it waits, runs or has ended, and then what came out."""
    return job_page(request, id)


@desk_router.post("/sources/{name}/{verb}", include_in_schema=False)
async def press_source(request: Request, name: str, verb: str) -> Response:
    """Harvest or replay a source, ask for suggestions or a letter; leads to the job."""
    known = _OF_SOURCES.get(verb)
    if known is None:
        raise Problem("MLG-H404")
    return _to(request, await ordered_by_form(request, known, name))


@desk_router.post("/runs/{run}/rollback", include_in_schema=False)
async def press_rollback(request: Request, run: str) -> Response:
    """Undo a run; leads to the job."""
    return _to(request, await ordered_by_form(request, "rollback", run))


def _to(request: Request, job: Job) -> Response:
    chosen = request.query_params.get("lang", "")
    return RedirectResponse(f"/jobs/{job.id}{f'?lang={job.order.language}' if chosen else ''}", 303,
                            {"Cache-Control": "no-store"})
