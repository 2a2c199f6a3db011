"""`/api/v1/sources/{name}/rejects`: what is refused and why, as JSON, CSV or a SHACL report."""

from dataclasses import asdict
from itertools import islice
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.answer import answer, entity_tag, negotiated, unchanged
from api.negotiate import CSV, JSON, TURTLE, Representation
from api.openapi_notes import problems_of
from api.problems import language_of
from api.workbench.asked import Portion, flag_asked, known_source, page_addresses, portion_asked
from api.workbench.ledger_room import LedgerView, room_of
from api.workbench.notes import listed, noted
from api.workbench.runs import told
from catalogue.causes import Cause, causes
from catalogue.refusals import each_refusal
from catalogue.reports import rejects_csv, rejects_turtle

router = APIRouter()

FORMS: Final = (JSON, CSV, TURTLE)
# Whole reports of a large source take longer than one page of it.
_LONGEST_REPORT: Final = 30.0
_REJECT: Final[dict[str, Any]] = {
    "source": "a-source", "key": "p3", "state": "rejected", "place": "poles.csv, row 4", "iri": "", "code": "MLG-M001",
    "severity": "violation", "path": "equipment", "value": "casques VR", "fr": "…", "en": "…",
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: listed("The causes and one page of the refusals", _REJECT), **problems_of(400, 404, 406, 422, 503)}
for _form in (CSV, TURTLE):
    _ANSWERS[200]["content"][_form.media_type] = {"schema": {"type": "string"}}
_Name = Annotated[str, Path(description="The name of a source", examples=["a-source"])]


@router.get("/api/v1/sources/{name}/rejects", operation_id="listRejects", summary="What is refused, and why",
            tags=["workbench"], response_class=Response, responses=_ANSWERS, openapi_extra=noted("warnings"))
def list_rejects(request: Request, name: _Name) -> Response:
    """Refused records of a source by cause, then one by one; with `warnings`, what is to improve too."""
    return _rejects(request, name, "")


@router.get("/api/v1/sources/{name}/rejects.{suffix}", include_in_schema=False)
def list_rejects_in_form(request: Request, name: str, suffix: str) -> Response:
    """The same in the form that a suffix names."""
    return _rejects(request, name, suffix)


def kept_causes(request: Request, view: LedgerView, source: str, *, warnings: bool) -> list[Cause]:
    """The causes of a source, looked for once as long as the ledger stays the same."""
    return room_of(request).kept(view, ("causes", source, warnings),
                                 lambda: causes(view.ledger, source, warnings=warnings))


def _rejects(request: Request, name: str, suffix: str) -> Response:
    portion = portion_asked(request, "warnings")
    warnings = flag_asked(request, "warnings")
    form = negotiated(request, suffix, FORMS)
    with room_of(request).open(_LONGEST_REPORT) as view:
        source = known_source(view, name)
        if form is JSON:
            return told(request, view, lambda: _document(request, view, source, portion, warnings))
        return _report(request, view, source, warnings, form)


def _document(request: Request, view: LedgerView, source: str, portion: Portion, warnings: bool) -> dict[str, Any]:
    rows = each_refusal(view.ledger, source, warnings=warnings)
    before = sum(1 for _ in islice(rows, portion.offset))
    page = list(islice(rows, portion.size))
    total = before + len(page) + sum(1 for _ in rows)
    return {"source": source, "total": total, "page": portion.page, "size": portion.size,
            "causes": [asdict(cause) for cause in kept_causes(request, view, source, warnings=warnings)],
            "items": page, "links": page_addresses(request, portion, total)}


def _report(request: Request, view: LedgerView, source: str, warnings: bool, form: Representation) -> Response:
    language = language_of(request)
    tag = entity_tag(request, view, form, language)
    held = unchanged(request, tag)
    if held is not None:
        return held
    rows = each_refusal(view.ledger, source, warnings=warnings)
    body = rejects_turtle(rows, view.ledger.base) if form is TURTLE else "".join(rejects_csv(rows, language)).encode()
    named = {"Content-Disposition": f'attachment; filename="{source}-rejects.{form.suffix}"'}
    return answer(body, form, tag, language=language, headers=named)
