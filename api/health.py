"""`/health` and `/ready`: whether the process lives, and whether it can answer."""

from collections.abc import Sequence

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.catalogue_view import view_of
from api.openapi_notes import problems_of
from api.part import Part
from api.problems import Problem

router = APIRouter()


@router.get("/health", operation_id="health", summary="Is the process alive?", tags=["service"],
            response_class=Response,
            responses={200: {"description": "It is", "content": {"application/json": {
                "schema": {"type": "object"}, "example": {"status": "alive"}}}}})
async def health() -> Response:
    """Answers as long as the process does."""
    return _told({"status": "alive"})


@router.get("/ready", operation_id="ready", summary="Can it answer?", tags=["service"], response_class=Response,
            responses={200: {"description": "It can", "content": {"application/json": {
                "schema": {"type": "object"}, "example": {"status": "ready", "generation": "g000042"}}}},
                **problems_of(503)})
async def ready(request: Request) -> Response:
    """503 while no generation is open or a part of the service is not ready; names the generation otherwise."""
    view = view_of(request)
    parts: Sequence[Part] = request.app.state.parts
    waiting = [part.name for part in parts if not part.ready()]
    if waiting:
        raise Problem("MLG-H503", headers={"Retry-After": "5"}, members={"waiting": waiting})
    return _told({"status": "ready", "generation": view.generation, "records": view.manifest.records})


def _told(document: dict[str, str | int]) -> Response:
    return Response(orjson.dumps(document), headers={"Cache-Control": "no-store"}, media_type="application/json")
