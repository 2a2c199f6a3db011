"""`/id/{kind}/{local}`: every record at its own IRI, in the form that is asked for."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.answer import split_suffix
from api.catalogue_view import View, view_of
from api.linked.answering import thing_answer
from api.linked.around import around
from api.linked.asked import asked
from api.linked.notes import NAME, answers, parameters
from api.linked.record_thing import record_thing
from api.linked.thing import FORMS_WITH_JSON
from api.linked.withdrawn import withdrawn_answer
from api.negotiate import HTML, JSON
from api.pages.record_page import record_page
from api.problems import Problem
from api.record_lookup import find_record
from api.records import record_json
from search.query import StoredRecord

router = APIRouter()

_ANSWERS: Final[dict[int | str, dict[str, Any]]] = answers(FORMS_WITH_JSON, 404, 406, 410, 503)
_Kind = Annotated[str, Path(description="A kind of record", examples=["course"])]


@router.get("/id/{kind}/{name}", operation_id="getThing", summary="A record at its IRI", tags=["things"],
            response_class=Response, responses=_ANSWERS, openapi_extra=parameters())
async def get_thing(request: Request, kind: _Kind, name: NAME) -> Response:
    """A record as a page, JSON-LD, Turtle, RDF/XML, N-Triples, JSON or its links; a suffix names the form."""
    view = view_of(request)
    local, suffix = split_suffix(name)
    try:
        stored = find_record(view, kind, local)
    except Problem as unknown:
        # The ledger is asked apart, so that a record that was never there keeps nobody waiting.
        return await run_in_threadpool(withdrawn_answer, request, view, kind, local, suffix, unknown)
    return _answered(request, view, stored, suffix)


def _answered(request: Request, view: View, stored: StoredRecord, suffix: str) -> Response:
    thing = record_thing(view, stored)
    wish = asked(request, thing, suffix)
    if wish.wants(HTML):
        return record_page(request, view, stored, around(thing, wish))
    if wish.wants(JSON):
        return record_json(request, view, stored, around(thing, wish), is_labelled=wish.labelled)
    return thing_answer(request, view, view.manifest.base, thing, wish)
