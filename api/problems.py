"""What went wrong, in both languages, as problem details (RFC 9457)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import orjson
from fastapi import Request
from fastapi.responses import Response

from api.negotiate import JSON, JSONLD, PROBLEM, Representation, choose, choose_language

_TABLE: Final = Path(__file__).with_name("problems.toml")
_LONGEST_ECHO: Final = 200
_LONGEST_DETAIL: Final = 2_000
# Whoever asks for JSON of any kind can read a problem in JSON.
_DOCUMENT: Final = Representation("problem", PROBLEM.media_type, (
    JSON.media_type, JSONLD.media_type, "application/sparql-results+json", "application/geo+json"))
_TEXT: Final = Representation("txt", "text/plain")
REQUEST_ID_KEY: Final = "maillage.request_id"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A line of `problems.toml`: the status it answers with, and its texts by language."""

    code: str
    status: int
    title: Mapping[str, str]
    detail: Mapping[str, str]


class Problem(Exception):
    """Raised anywhere in a request; `values` fill the places of the detail, `members` go into the document.

    `detail` replaces the detail of the type, word for word, where the one who raises knows better.
    """

    def __init__(self, code: str, *, headers: Mapping[str, str] | None = None,
                 members: Mapping[str, object] | None = None, detail: Mapping[str, str] | None = None,
                 status: int | None = None, **values: object) -> None:
        super().__init__(code)
        self.type = problem_types()[code]
        self.status = status or self.type.status
        self.headers = dict(headers or {})
        self.members = dict(members or {})
        self._detail = detail
        self._values = {name: echo(str(value)) for name, value in values.items()}

    def title(self, language: str) -> str:
        """What it is called."""
        return self.type.title[language]

    def detail(self, language: str, **context: str) -> str:
        """What happened and what to do next; `context` fills what only the answering side knows."""
        if self._detail is not None:
            return echo(self._detail[language], _LONGEST_DETAIL)
        return self.type.detail[language].format_map(_Places({**context, **self._values}))


class _Places(dict[str, str]):
    """Values for the places of a text; one that nobody filled shows as a dash, since telling must not fail."""

    def __missing__(self, key: str) -> str:
        return "–"


@cache
def problem_types() -> Mapping[str, ProblemType]:
    """Every problem by its code."""
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return {code: ProblemType(code, line["status"], line["title"], line["detail"]) for code, line in table.items()}


def echo(value: str, longest: int = _LONGEST_ECHO) -> str:
    """A received value fit for being shown: short, without control or direction characters."""
    # French spaces that do not break count as unprintable, and are welcome.
    shown = "".join(
        sign if sign.isprintable() or sign in "\n\u00a0\u202f" else "\N{REPLACEMENT CHARACTER}" for sign in value)
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def language_of(request: Request) -> str:
    """The language in which the request wants to be answered."""
    return choose_language(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))


def request_id(request: Request) -> str:
    """The number under which the request is logged."""
    return str(request.scope.get(REQUEST_ID_KEY, ""))


def told(problem: Problem, request: Request) -> str:
    """The detail of a problem in the language of the request."""
    return problem.detail(
        language_of(request), path=echo(request.scope["path"]), method=request.method, request_id=request_id(request))


def problem_answer(problem: Problem, request: Request) -> Response:
    """The problem for programs: as a document, or as plain text where that is preferred."""
    liked = choose(request.headers.get("accept", ""), (_DOCUMENT, _TEXT))
    return problem_text(problem, request) if liked is _TEXT else problem_document(problem, request)


def problem_text(problem: Problem, request: Request) -> Response:
    """The problem as `text/plain`: what a document says, in lines."""
    members = {"code": problem.type.code, **problem.members, "request_id": request_id(request)}
    lines = [f"{problem.status} {problem.title(language_of(request))}", told(problem, request),
             *(f"{name}: {value}" for name, value in members.items() if isinstance(value, str | int))]
    return Response("\n".join([*lines, ""]), problem.status, _headers(problem, request), _TEXT.content_type)


def problem_document(problem: Problem, request: Request) -> Response:
    """The problem as `application/problem+json`."""
    language = language_of(request)
    document = {
        "type": f"/about#{problem.type.code}",
        "title": problem.title(language),
        "status": problem.status,
        "detail": told(problem, request),
        "instance": echo(request.scope["path"]),
        "code": problem.type.code,
        "request_id": request_id(request),
        **problem.members,
    }
    return Response(orjson.dumps(document), problem.status, _headers(problem, request), PROBLEM.media_type)


def _headers(problem: Problem, request: Request) -> dict[str, str]:
    return {"Content-Language": language_of(request), "Cache-Control": "no-store",
            "Vary": "Accept, Accept-Language", **problem.headers}
