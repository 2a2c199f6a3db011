"""What OpenAPI is told about the lists of the workbench."""

from typing import Any, Final

from api.negotiate import JSON
from api.workbench.asked import LARGEST_PAGE
from catalogue.states import Outcome

_PARAMETERS: Final[dict[str, tuple[str, dict[str, Any], object]]] = {
    "source": ("Only of this source", {"type": "string"}, "a-source"),
    "outcome": ("Only runs that ended so", {"type": "string", "enum": list(Outcome)}, "waiting"),
    "record": ("A key of a source, or a record's IRI", {"type": "string"}, "a-key"),
    "warnings": ("Warnings on records on line too", {"type": "string", "enum": ["true", "false"]}, "true"),
    "page": ("Page number", {"type": "integer", "minimum": 1, "default": 1}, 1),
    "size": ("Members per page", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": 50}, 50),
}


def noted(*names: str, paged: bool = True) -> dict[str, Any]:
    """The parameters of a route by their names; those of paging beside."""
    return {"parameters": [
        {"name": name, "in": "query", "required": name == "record", "description": said, "schema": schema,
         "example": example}
        for name, (said, schema, example) in _PARAMETERS.items()
        if name in names or (paged and name in ("page", "size"))]}


def listed(description: str, member: dict[str, Any]) -> dict[str, Any]:
    """The answer that is one page of a list."""
    return {"description": description, "content": {JSON.media_type: {
        "schema": {"type": "object", "required": ["total", "page", "size", "items", "links"], "properties": {
            "total": {"type": "integer", "minimum": 0}, "page": {"type": "integer", "minimum": 1},
            "size": {"type": "integer", "minimum": 1}, "items": {"type": "array", "items": {"type": "object"}},
            "links": {"type": "object", "additionalProperties": {"type": "string"}}}},
        "example": {"total": 1, "page": 1, "size": 50, "items": [member], "links": {"self": "/api/v1/runs"}}}}}
