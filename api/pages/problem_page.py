"""A problem told to a person."""

from fastapi import Request
from fastapi.responses import Response

from api.negotiate import HTML
from api.pages.rendering import pages_of
from api.pages.said import Said
from api.problems import Problem, language_of, request_id, told
from api.values import in_language


def problem_page(request: Request, problem: Problem) -> Response:
    """The problem as a page, with what is near to what was asked for."""
    language = language_of(request)
    body = pages_of(request).render(
        request, "problem.html", problem=problem, heading=problem.title(language), detail=told(problem, request),
        request_id=request_id(request), neighbours=_neighbours(problem, language))
    headers = {"Content-Language": language, "Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    return Response(body, problem.status, {**headers, **problem.headers}, HTML.content_type)


def _neighbours(problem: Problem, language: str) -> list[tuple[str, Said]]:
    """The records that the problem names: their pages and titles."""
    named = problem.members.get("neighbours", [])
    if not isinstance(named, list):
        return []
    return [(one["path"], Said(*in_language(one, "title", language))) for one in named]
