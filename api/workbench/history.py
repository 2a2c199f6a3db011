"""`/api/v1/history`: all that ever happened to one record."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.negotiate import JSON
from api.openapi_notes import problems_of
from api.parameters import check_names, refused
from api.problems import Problem
from api.workbench.asked import source_asked
from api.workbench.ledger_room import LedgerView, room_of
from api.workbench.notes import noted
from api.workbench.runs import told
from catalogue.histories import histories

router = APIRouter()

_LONGEST_KEY: Final = 2_000
_EXAMPLE: Final[dict[str, Any]] = {"record": "42", "records": [{
    "source": "a-source", "key": "42", "state": "live",
    "versions": [{"run": "a-source--1", "started": "2026-11-20T03:12:00Z", "verdict": "accepted",
                  "place": "offres.csv, row 2", "iri": "https://data.example.org/id/course/a-source--42",
                  "received": '{"id":"42"}', "read_as": "", "findings": []}],
    "moves": [{"run": "a-source--1", "started": "2026-11-20T03:12:00Z", "task": "harvest", "state": "live",
               "shown": True}]}]}


@router.get("/api/v1/history", operation_id="getHistory", summary="The history of a record", tags=["workbench"],
            response_class=Response, responses={
                200: {"description": "Every version received, how it was read and judged, and what became of it",
                      "content": {JSON.media_type: {
                          "schema": {"type": "object", "required": ["record", "records"]}, "example": _EXAMPLE}}},
                **problems_of(400, 404, 422, 503)},
            openapi_extra=noted("record", "source", paged=False))
def get_history(request: Request) -> Response:
    """Every item of a key or an IRI, in any source or in one: received, read as, judged, moved."""
    record = record_asked(request)
    with room_of(request).open() as view:
        return told(request, view, lambda: {"record": record, "records": known_histories(request, view, record)})


def record_asked(request: Request) -> str:
    """The key or IRI whose history is asked for; raises the problem of none, and of one that is endless."""
    check_names(request, ("record", "source", "lang"))
    record = request.query_params.get("record", "")
    if not 0 < len(record) <= _LONGEST_KEY:
        raise refused("record", record, "la clé ou l'adresse d'une fiche", "the key or IRI of a record")
    return record


def known_histories(request: Request, view: LedgerView, record: str) -> list[dict[str, Any]]:
    """The histories of a record; raises the problem of one that no source ever gave."""
    found = histories(view.ledger, record, source_asked(request, view))
    if not found:
        raise Problem("MLG-R004", record=record)
    return found
