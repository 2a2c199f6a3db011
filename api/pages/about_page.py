"""The help page: forms, parameters, licences, accessibility, error codes."""

from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from api.catalogue_view import View
from api.negotiate import CSV, HTML, JSON, JSONLD, NTRIPLES, RDFXML, TURTLE
from api.pages.page_answer import page_answer
from api.parameters import PARAMETERS
from api.problems import language_of, problem_types

_FORMS: Final = (
    (HTML, "about.on_both"), (JSON, "about.on_both"), (JSONLD, "about.on_both"), (TURTLE, "about.on_both"),
    (RDFXML, "about.on_both"), (NTRIPLES, "about.on_both"), (CSV, "about.on_search"),
)


def about_page(request: Request, view: View) -> Response:
    """The help page."""
    return page_answer(request, view, "about.html", lambda: _context(request))


def _context(request: Request) -> dict[str, Any]:
    language = language_of(request)
    return {
        "forms": _FORMS,
        "parameters": [
            (parameter, parameter.fr if language == "fr" else parameter.en) for parameter in PARAMETERS.values()],
        "problems": [
            (kind, kind.title[language]) for kind in sorted(problem_types().values(), key=lambda one: one.code)],
    }
