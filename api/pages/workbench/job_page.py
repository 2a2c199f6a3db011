"""The page of a job: how it stands, then what the command said, for people."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from fastapi import Request
from fastapi.responses import Response

from api.negotiate import HTML
from api.pages.elapsed import moment
from api.pages.rendering import pages_of
from api.pages.strings import Words
from api.pages.workbench.naming import named
from api.problems import language_of
from api.workbench.desk import Job
from api.workbench.orders import known_job
from catalogue.states import Tally

_MOST: Final = 50
_FIELDS: Final = 12
_FIGURES: Final = tuple(Tally().as_dict())


def job_page(request: Request, id: str) -> Response:
    """A job; its page asks to be loaded again until it is over."""
    job = known_job(request, id)
    words = Words(language_of(request))
    body = pages_of(request).render(
        request, "job.html", job=job, moment=lambda lexical: moment(lexical, words),
        named=lambda value: named(value, words.language), **_result(job, words.language))
    return Response(body, headers={"Content-Language": words.language, "Cache-Control": "no-store"},
                    media_type=HTML.content_type)


def _result(job: Job, language: str) -> dict[str, Any]:
    """What the command told, in the places of the page; a form that nobody foresaw is told as it is."""
    told: Any = orjson.loads(job.output) if job.output else {}
    runs = told.get("runs", [told] if "undone" in told else []) if isinstance(told, dict) else []
    return {
        "dry": "dry_run" in job.order.options,
        "sentence": told.get(language, "") if isinstance(told, dict) else "",
        "undone": told.get("undone", []) if isinstance(told, dict) else [],
        "runs": [_run(run) for run in runs],
    }


def _run(run: Mapping[str, Any]) -> dict[str, Any]:
    """One run; what a rollback tells of itself has its figures apart and is called by its whole name."""
    figures = run.get("tally", run)
    differences = list(run.get("differences", ()))
    name = run["run"] if isinstance(run["run"], str) else f"{run['source']}--{run['run']}"
    return {
        "name": name, "source": run.get("source", name.rpartition("--")[0]), "outcome": run.get("outcome", "applied"),
        "tally": {figure: int(figures[figure]) for figure in _FIGURES if figure in figures},
        "reason": run.get("reason") or {"code": "", "fr": "", "en": ""},
        "remarks": run.get("remarks", [])[:_MOST], "refused": run.get("refused", [])[:_MOST],
        "refused_total": len(run.get("refused", [])),
        "differences": [_difference(one) for one in differences[:_MOST]], "differences_total": len(differences),
    }


def _difference(one: Mapping[str, Any]) -> dict[str, Any]:
    fields = one["fields"] if one["what"] == "changed" else []
    return {**one, "fields": fields[:_FIELDS], "left": max(0, len(fields) - _FIELDS)}
