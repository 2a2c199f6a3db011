"""What OpenAPI is told about the addresses of things."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import Path

from api.negotiate import Representation
from api.openapi_notes import problems_of

NAME = Annotated[str, Path(description="A local identifier; a suffix such as `.ttl` names a form",
                           examples=["a-source--42"])]
_PARAMETERS: Final = (
    ("labels", "`1` adds the names of all that is linked to, in RDF and JSON", "1"),
    ("_profile", "A profile by token or IRI; `alt` lists them", "alt"),
    ("_mediatype", "A media type, as `Accept` would name it", "text/turtle"),
)


def answers(forms: Sequence[Representation], *problems: int) -> dict[int | str, dict[str, Any]]:
    """The forms of a thing, and the problems that may come instead."""
    content = {form.media_type: {"schema": {"type": "string"}} for form in forms}
    return {200: {"description": "The thing", "content": content}, **problems_of(*problems)}


def parameters() -> dict[str, Any]:
    """The parameters that all addresses of things take."""
    return {"parameters": [
        {"name": name, "in": "query", "required": False, "description": told, "schema": {"type": "string"},
         "example": example} for name, told, example in _PARAMETERS]}
