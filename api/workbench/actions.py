"""Asking for harvests, replays and rollbacks with a bearer token; a job says how each stands."""

from dataclasses import asdict
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.negotiate import JSON
from api.openapi_notes import problems_of
from api.workbench.desk import OPTIONS, Job, Verb
from api.workbench.orders import known_job, ordered_by_program
from api.workbench.runs import RunName

router = APIRouter()

_JOB: Final[dict[str, Any]] = {
    "id": "wJ2c0x3", "state": "done", "what": "harvest", "about": "a-source", "options": ["dry_run", "diff"],
    "asked": "2026-11-20T03:12:00Z", "started": "2026-11-20T03:12:00Z", "ended": "2026-11-20T03:12:40Z",
    "exit_code": 0, "cut": False, "complaint": "", "result": {"schema": "maillage.harvest/1", "runs": []},
    "links": {"self": "/api/v1/jobs/wJ2c0x3", "html": "/jobs/wJ2c0x3"},
}
_JOB_ANSWER: Final[dict[str, Any]] = {"content": {JSON.media_type: {
    "schema": {"type": "object", "required": ["id", "state", "what", "about", "exit_code", "result", "links"]},
    "example": _JOB}}}
_TAKEN: Final[dict[int | str, dict[str, Any]]] = {
    202: {"description": "Taken; Location says where it is told", **_JOB_ANSWER},
    **problems_of(401, 404, 415, 422, 503)}
_SourceName = Annotated[str, Path(description="The name of a source", examples=["a-source"])]
_JobId = Annotated[str, Path(description="The number of a job", examples=["wJ2c0x3"])]


def _notes(verb: Verb) -> dict[str, Any]:
    """What OpenAPI is told about the token and the body of a request."""
    return {"security": [{"token": []}], "requestBody": {"required": False, "content": {JSON.media_type: {
        "schema": {"type": "object", "additionalProperties": False,
                   "properties": {name: {"type": "boolean", "default": False} for name in OPTIONS[verb]}},
        "example": {OPTIONS[verb][0]: True}}}}}


@router.post("/api/v1/sources/{name}/harvest", operation_id="askHarvest", summary="Harvest a source", status_code=202,
             tags=["workbench"], response_class=Response, responses=_TAKEN, openapi_extra=_notes("harvest"))
async def ask_harvest(request: Request, name: _SourceName) -> Response:
    """Fetch, map and check a source again; with `dry_run`, only say what would change."""
    return _told(await ordered_by_program(request, "harvest", name), 202)


@router.post("/api/v1/sources/{name}/replay", operation_id="askReplay", summary="Map a source again", status_code=202,
             tags=["workbench"], response_class=Response, responses=_TAKEN, openapi_extra=_notes("replay"))
async def ask_replay(request: Request, name: _SourceName) -> Response:
    """Map and check the kept records of a source again, without fetching."""
    return _told(await ordered_by_program(request, "replay", name), 202)


@router.post("/api/v1/sources/{name}/suggest", operation_id="askSuggestions", summary="What would let rejects in",
             status_code=202, tags=["workbench"], response_class=Response, responses=_TAKEN,
             openapi_extra=_notes("suggest"))
async def ask_suggestions(request: Request, name: _SourceName) -> Response:
    """Find the smallest change that would accept each cause's records, and try it on all others; writes nothing."""
    return _told(await ordered_by_program(request, "suggest", name), 202)


@router.post("/api/v1/sources/{name}/letter", operation_id="askLetter", summary="A text for the producer",
             status_code=202, tags=["workbench"], response_class=Response, responses=_TAKEN,
             openapi_extra=_notes("letter"))
async def ask_letter(request: Request, name: _SourceName) -> Response:
    """Write what is refused as a text that can be sent to the producer, in the language of the request."""
    return _told(await ordered_by_program(request, "letter", name), 202)


@router.post("/api/v1/runs/{run}/rollback", operation_id="askRollback", summary="Undo a run", status_code=202,
             tags=["workbench"], response_class=Response, responses=_TAKEN, openapi_extra=_notes("rollback"))
async def ask_rollback(request: Request, run: RunName) -> Response:
    """Put a source back to how it stood before a run; later runs of that source are undone with it."""
    return _told(await ordered_by_program(request, "rollback", run), 202)


@router.get("/api/v1/jobs/{id}", operation_id="getJob", summary="How a job stands", tags=["workbench"],
            response_class=Response, responses={200: {"description": "The job", **_JOB_ANSWER}, **problems_of(404)})
async def get_job(request: Request, id: _JobId) -> Response:
    """Whether it waits, runs or has ended, and then what the command said."""
    return _told(known_job(request, id), 200)


def _told(job: Job, status: int) -> Response:
    address = f"/api/v1/jobs/{job.id}"
    told = asdict(job)
    # Who asked stands in the ledger: a job's address may be passed on.
    document = {
        "id": job.id, "state": job.state, "what": job.order.verb, "about": job.order.about,
        "options": list(job.order.options),
        **{name: told[name] for name in ("asked", "started", "ended", "exit_code", "cut", "complaint")},
        "result": orjson.Fragment(job.output) if job.output else None,
        "links": {"self": address, "html": f"/jobs/{job.id}"}}
    headers = {"Cache-Control": "no-store", **({"Location": address} if status == 202 else {}),
               **({} if job.is_over else {"Retry-After": "1"})}
    return Response(orjson.dumps(document), status, headers, JSON.media_type)
