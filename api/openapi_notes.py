"""What OpenAPI is told about answers that all routes share."""

from typing import Any, Final

from fastapi import FastAPI

from api.negotiate import PROBLEM
from api.problems import problem_types

_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string", "pattern": "^MLG-[A-Z][0-9]{3}$"},
        "request_id": {"type": "string"},
    },
}


def problems_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, each with an example."""
    return {status: _problem(status) for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    kinds = [kind for kind in problem_types().values() if kind.status == status]
    examples = {
        kind.code: {"value": {
            "type": f"/about#{kind.code}", "title": kind.title["en"], "status": status,
            "detail": kind.detail["en"], "code": kind.code, "request_id": "4f2a910c5d6e7f80",
        }}
        for kind in kinds
    }
    return {
        "description": "; ".join(kind.title["en"] for kind in kinds),
        "content": {PROBLEM.media_type: {"schema": _SCHEMA, "examples": examples}},
    }


def describe(app: FastAPI) -> None:
    """Let the application tell only the problems that it answers with, not the framework's own."""
    generated = app.openapi()
    for path in generated["paths"].values():
        for operation in path.values():
            if "ValidationError" in str(operation["responses"].get("422", "")):
                del operation["responses"]["422"]
    generated["components"] = {"securitySchemes": {"token": {
        "type": "http", "scheme": "bearer", "description": "A secret that `maillage token create` makes"}}}
