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
_TRIAL: Final = ("accepted", "mended", "changed", "unchanged", "refused_still", "refused_newly")
# What a trial calls what becomes of a record, in the words of a run.
_BECOMES: Final = {"accepted": ("created", "live"), "mended": ("changed", "live"), "changed": ("changed", "live"),
                   "refused_newly": ("removed", "rejected")}


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
    found: Any = orjson.loads(job.output) if job.output else {}
    told: Mapping[str, Any] = found if isinstance(found, dict) else {}
    return {
        "dry": "dry_run" in job.order.options,
        "sentence": told.get(language, ""),
        "undone": told.get("undone", []),
        "runs": [_run(run) for run in told.get("runs", [told] if "undone" in told else [])],
        "suggestions": [_suggestion(one) for one in told.get("suggestions", [])[:_MOST]],
        "letters": [one["text"] for one in told.get("letters", [])],
        "figures": _TRIAL,
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


def _suggestion(one: Mapping[str, Any]) -> dict[str, Any]:
    """A cause, what would let its records in, and the first records that each such change would move."""
    mends = [{**mend, "moved": _moved(mend["trial"])} for mend in one["mends"]]
    return {**one, "mends": mends, "corrections": one["corrections"][:_MOST]}


def _moved(trial: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    return [{"key": record["key"], "what": what, "state": state, "left": max(0, len(record["fields"]) - _FIELDS),
             "fields": record["fields"][:_FIELDS] if what == "changed" else []}
            for kind, (what, state) in _BECOMES.items() for record in ((trial or {}).get("shown") or {}).get(kind, ())]


def _difference(one: Mapping[str, Any]) -> dict[str, Any]:
    fields = one["fields"] if one["what"] == "changed" else []
    return {**one, "fields": fields[:_FIELDS], "left": max(0, len(fields) - _FIELDS)}
