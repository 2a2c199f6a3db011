"""`/api/v1/runs`: the runs of harvests for programs, and what each changed field by field."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.answer import answer, entity_tag, unchanged
from api.negotiate import JSON
from api.openapi_notes import problems_of
from api.workbench.asked import known_run, outcome_asked, page_addresses, portion_asked, source_asked
from api.workbench.ledger_room import LedgerView, room_of
from api.workbench.notes import listed, noted
from catalogue.differences import Difference, differences, moved
from catalogue.runs import Run, count_runs, runs

router = APIRouter()

RunName = Annotated[str, Path(description="A run: `source--number`", examples=["a-source--3"])]
_RUN: Final[dict[str, Any]] = {
    "run": "a-source--3", "source": "a-source", "task": "harvest", "started": "2026-11-20T03:12:00Z",
    "ended": "2026-11-20T03:12:40Z", "outcome": "applied",
    "tally": {"listed": 138, "created": 4, "changed": 11, "unchanged": 120, "rejected": 3},
    "reason": {"code": "", "fr": "", "en": ""},
    "links": {"html": "/runs/a-source--3", "changes": "/api/v1/runs/a-source--3/changes"},
}
_CHANGE: Final[dict[str, Any]] = {
    "key": "42", "iri": "https://data.example.org/id/course/a-source--42", "state": "live", "what": "changed",
    "fields": [{"part": "", "field": "title", "removed": ["Archivage@fr"], "added": ["Archivage numérique@fr"]}],
}


@router.get("/api/v1/runs", operation_id="listRuns", summary="The runs of harvests, newest first", tags=["workbench"],
            response_class=Response, responses={
                200: listed("Runs", _RUN), **problems_of(400, 404, 422, 503)},
            openapi_extra=noted("source", "outcome"))
def list_runs(request: Request) -> Response:
    """Every run, or those of one `source` or `outcome`: figures, reason, instants."""
    portion = portion_asked(request, "source", "outcome")
    outcome = outcome_asked(request)
    with room_of(request).open() as view:
        source = source_asked(request, view)
        total = count_runs(view.ledger, source, outcome)
        found = runs(view.ledger, source, outcome, limit=portion.size, offset=portion.offset)
        return told(request, view, lambda: {
            "total": total, "page": portion.page, "size": portion.size, "items": [run_document(run) for run in found],
            "links": page_addresses(request, portion, total)})


@router.get("/api/v1/runs/{run}", operation_id="getRun", summary="One run", tags=["workbench"],
            response_class=Response, responses={
                200: {"description": "The run", "content": {JSON.media_type: {
                    "schema": {"type": "object", "required": ["run", "source", "outcome", "tally", "reason"]},
                    "example": _RUN}}}, **problems_of(404, 503)})
def get_run(request: Request, run: RunName) -> Response:
    """One run: its figures, whose sums always hold, and why it ended as it did."""
    with room_of(request).open() as view:
        found = known_run(view, run)
        return told(request, view, lambda: {**run_document(found), "moved": moved(view.ledger.sql, found.id)})


@router.get("/api/v1/runs/{run}/changes", operation_id="listChanges", summary="What a run changed, field by field",
            tags=["workbench"], response_class=Response, responses={
                200: listed("Records that moved", _CHANGE), **problems_of(400, 404, 422, 503)},
            openapi_extra=noted())
def list_changes(request: Request, run: RunName) -> Response:
    """Each record that a run moved, by key: the state it came to, and the values that each field lost and won."""
    portion = portion_asked(request)
    with room_of(request).open() as view:
        found = known_run(view, run)
        total = moved(view.ledger.sql, found.id)
        page = differences(view.ledger.sql, found.id, limit=portion.size, offset=portion.offset)
        return told(request, view, lambda: {
            "run": found.name, "total": total, "page": portion.page, "size": portion.size,
            "items": [_change_document(one) for one in page], "links": page_addresses(request, portion, total)})


def told(request: Request, view: LedgerView, document: Callable[[], dict[str, Any]]) -> Response:
    """A document about the ledger as JSON, made only when the client does not hold it already."""
    tag = entity_tag(request, view, JSON)
    return unchanged(request, tag) or answer(orjson.dumps(document()), JSON, tag)


def run_document(run: Run) -> dict[str, Any]:
    """A run with where else it is told."""
    return {**run.as_dict(), "links": {
        "html": f"/runs/{run.name}", "self": f"/api/v1/runs/{run.name}",
        "changes": f"/api/v1/runs/{run.name}/changes", "source": f"/sources/{run.source}"}}


def _change_document(one: Difference) -> dict[str, Any]:
    return {"key": one.key, "iri": one.iri, "state": one.state, "what": one.what,
            "fields": [asdict(change) for change in one.fields()]}
