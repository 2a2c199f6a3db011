"""`/sparql`: the SPARQL 1.1 Protocol for queries, answered by the engine of the current generation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from api.answer import unchanged
from api.pages.query_form import wants_page, with_named_query
from api.pages.sparql_page import sparql_page
from api.part import Part
from api.problems import Problem
from api.sparql_answer import response_of
from api.sparql_description import described
from api.sparql_engines import EngineWatch, Opener
from api.sparql_request import Fields, fields_of_address, fields_of_body, question_of
from sparql.admission import admit
from sparql.budget import Budget
from sparql.costly import Costly
from sparql.failure import QueryFailed
from sparql.lanes import Lanes
from sparql.limits import QueryLimits
from sparql.question import Answer, Question

_ALLOWED: Final = "GET, HEAD, POST, OPTIONS"
# Seconds. Only what takes longer is worth watching for clients that hang up.
_SOON: Final = 0.5


def sparql_part(data: Path, limits: QueryLimits | None = None, opener: Opener | None = None, *,
                embedded: bool = True) -> Part:
    """The endpoint as a part of the web application.

    `opener` makes another engine than the one in memory; `embedded` says whether that is ours or somebody else's.
    """
    bounds = limits or QueryLimits()
    in_memory = partial(Lanes.open, limits=bounds, budget=Budget(bounds.allowance), costly=Costly())
    watch = EngineWatch(data, opener or in_memory)
    describe = partial(described, limits=bounds, embedded=embedded)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        watching = asyncio.create_task(watch.watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    return Part("sparql", _router(watch, bounds, describe), watch.ready, running)


def _router(watch: EngineWatch, limits: QueryLimits, describe: Callable[[Request], Response]) -> APIRouter:
    router = APIRouter()

    @router.get("/sparql", operation_id="sparqlByGet", summary="Ask a SPARQL query", tags=["sparql"],
                response_class=Response)
    async def by_get(request: Request) -> Response:
        """SPARQL 1.1 Protocol section 2.1.1: `query`, `default-graph-uri`, `named-graph-uri`.

        Without a query, the service description; in a browser, a page.
        """
        fields = fields_of_address(request)
        asks_nothing = not fields.keys() & {"query", "named", "update"}
        if asks_nothing and not wants_page(fields, request.headers.get("accept", "")):
            return describe(request)
        return await _answer(watch, limits, request, fields)

    @router.post("/sparql", operation_id="sparqlByPost", summary="Ask a SPARQL query", tags=["sparql"],
                 response_class=Response)
    async def by_post(request: Request) -> Response:
        """SPARQL 1.1 Protocol sections 2.1.2 (form) and 2.1.3 (`application/sparql-query`)."""
        try:
            fields = await fields_of_body(request)
        except ClientDisconnect:
            return Response(status_code=499)  # Nobody reads it.
        return await _answer(watch, limits, request, fields)

    @router.options("/sparql", operation_id="sparqlOptions", summary="What may be asked", tags=["sparql"],
                    response_class=Response)
    async def options() -> Response:
        """The methods of the endpoint."""
        return Response(status_code=204, headers={"Allow": _ALLOWED, "Access-Control-Allow-Origin": "*",
                                                  "Access-Control-Allow-Methods": _ALLOWED})

    @router.api_route("/sparql", methods=["DELETE", "PATCH", "PUT", "TRACE"], include_in_schema=False)
    async def others() -> Response:
        """Refused with all methods that are taken; the framework would name those of one route."""
        raise Problem("MLG-H405", headers={"Allow": _ALLOWED}, allowed=_ALLOWED)

    return router


async def _answer(watch: EngineWatch, limits: QueryLimits, request: Request, fields: Fields) -> Response:
    if "update" in fields:
        raise Problem("MLG-Y100")
    try:
        if wants_page(fields, request.headers.get("accept", "")):
            return await _page(watch, limits, request, fields)
        question = question_of(request, with_named_query(fields))
        engine = watch.engine()
        headers = {"X-Maillage-Generation": engine.generation, "Vary": "Accept", "Cache-Control": "public, no-cache"}
        if admit(question.query, limits).steady:  # Otherwise the next answer may be another one.
            headers["ETag"] = _tag(engine.generation, question)
            if held := unchanged(request, headers["ETag"], headers):
                return held
        answer = await _unless_gone(request, engine.ask(question, _client(request)))
        return await response_of(request, answer, headers)
    except ClientDisconnect:
        return Response(status_code=499)  # Nobody reads it.
    except QueryFailed as failed:
        again = {"Retry-After": str(failed.retry_after)} if failed.retry_after else {}
        raise Problem("MLG-Y103", status=failed.status, headers=again, members={"cause": failed.code, **failed.place},
                      detail={"fr": failed.fr, "en": failed.en}) from failed


async def _page(watch: EngineWatch, limits: QueryLimits, request: Request, fields: Fields) -> Response:
    told: dict[str, str] = {}

    async def ask(question: Question) -> Answer:
        admit(question.query, limits)
        engine = watch.engine()
        told["X-Maillage-Generation"] = engine.generation
        return await _unless_gone(request, engine.ask(question, _client(request)))

    page = await sparql_page(request, fields, ask)
    page.headers.update(told)
    return page


def _tag(generation: str, question: Question) -> str:
    digest = blake2b(question.serialize(), digest_size=8).hexdigest()
    return f'W/"{generation}.{digest}"'


def _client(request: Request) -> str:
    """Who asks, as far as that can be told: an address may be that of a whole university."""
    host = request.client.host if request.client else ""
    return f"{host} {request.headers.get('user-agent', '')[:200]}"


async def _unless_gone(request: Request, asking: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer; when the client hangs up before there is one, nobody works for it any more."""
    task = asyncio.create_task(asking)
    gone: asyncio.Task[None] | None = None
    try:
        await asyncio.wait({task}, timeout=_SOON)
        if not task.done():
            gone = asyncio.create_task(_disconnected(request))
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        task.cancel()
        if gone is not None:
            gone.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
