"""`/sparql`: the SPARQL 1.1 Protocol for queries, answered by the keeper of the current generation."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.negotiate import CSV, JSONLD, NTRIPLES, RDFXML, TURTLE, Representation, choose
from api.part import Part
from api.problems import Problem
from catalogue.generation import current
from sparql.failure import QueryFailed
from sparql.keeper import Answer, Keeper
from sparql.limits import QueryLimits

_JSON = Representation("json", "application/sparql-results+json", ("application/json",))
_XML = Representation("xml", "application/sparql-results+xml", ("application/xml", "text/xml"))
_TSV = Representation("tsv", "text/tab-separated-values")
_TABULAR = (_JSON, _XML, CSV, _TSV)
_GRAPH = (TURTLE, JSONLD, RDFXML, NTRIPLES)
_SECONDS_BETWEEN_LOOKS = 1.0


class KeeperWatch:
    """The keeper of the current generation; a new one loads beside the old one, then takes its place."""

    def __init__(self, data: Path, limits: QueryLimits) -> None:
        self._data = data
        self._limits = limits
        self._keeper: Keeper | None = None
        self._loading: Keeper | None = None
        self._lock = threading.Lock()

    def ready(self) -> bool:
        """Whether a keeper answers."""
        return self._keeper is not None and self._keeper.ready()

    def ask(self, query: str, tabular: str, graph: str, default_graphs: Sequence[str],
            named_graphs: Sequence[str]) -> tuple[Answer, str]:
        """The answer, and the generation that gave it."""
        keeper = self._keeper
        if keeper is None:
            raise QueryFailed(503, "MLG-Y023", "Le moteur SPARQL se charge ; réessayez dans quelques secondes.",
                              "The SPARQL engine is loading; try again in a few seconds.")
        answer = keeper.ask(query, tabular=tabular, graph=graph, default_graphs=tuple(default_graphs),
                            named_graphs=tuple(named_graphs))
        return answer, keeper.generation.manifest.id

    def look(self) -> None:
        """Start a keeper when another generation is current; change over when it is loaded."""
        with self._lock:
            generation = current(self._data)
            if generation is None:
                return
            held = self._loading or self._keeper
            lost = held is not None and not held.alive()
            if held is None or lost or held.generation.manifest.id != generation.manifest.id:
                self._drop_loading()
                self._loading = Keeper(generation, self._limits)
            if self._loading is not None and self._loading.ready():
                former, self._keeper, self._loading = self._keeper, self._loading, None
                if former is not None:
                    former.close()

    def close(self) -> None:
        """End every keeper."""
        with self._lock:
            self._drop_loading()
            if self._keeper is not None:
                self._keeper.close()
                self._keeper = None

    def _drop_loading(self) -> None:
        if self._loading is not None:
            self._loading.close()
            self._loading = None


def sparql_part(data: Path, limits: QueryLimits | None = None) -> Part:
    """The endpoint as a part of the web application."""
    watch = KeeperWatch(data, limits or QueryLimits())

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        looking = asyncio.create_task(_keep_looking(watch))
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.to_thread(watch.close)

    return Part("sparql", _router(watch), watch.ready, running)


async def _keep_looking(watch: KeeperWatch) -> None:
    while True:
        await asyncio.to_thread(watch.look)
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS if watch.ready() else 0.1)


def _router(watch: KeeperWatch) -> APIRouter:
    router = APIRouter()

    @router.get("/sparql", operation_id="sparqlByGet", summary="Ask a SPARQL query", tags=["sparql"],
                response_class=Response)
    async def by_get(request: Request) -> Response:
        """SPARQL 1.1 Protocol section 2.1.1: `query`, `default-graph-uri`, `named-graph-uri`."""
        return await _answer(watch, request, _fields(_asked(request)))

    @router.post("/sparql", operation_id="sparqlByPost", summary="Ask a SPARQL query", tags=["sparql"],
                 response_class=Response)
    async def by_post(request: Request) -> Response:
        """SPARQL 1.1 Protocol sections 2.1.2 (form) and 2.1.3 (`application/sparql-query`)."""
        content = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await _text(request)
        if content == "application/sparql-query":
            return await _answer(watch, request, {**_fields(_asked(request)), "query": [body]})
        if content == "application/x-www-form-urlencoded":
            return await _answer(watch, request, _fields(body))
        if content == "application/sparql-update":
            raise Problem("MLG-Y100")
        raise Problem("MLG-Y101", received=content or "–")

    return router


def _asked(request: Request) -> str:
    """The query part of the address; `request.url` would also read the host name, which may be anything."""
    return str(request.scope["query_string"].decode("latin-1"))


async def _text(request: Request) -> str:
    try:
        return (await request.body()).decode()
    except UnicodeDecodeError as fault:
        raise Problem("MLG-H400") from fault


def _fields(encoded: str) -> dict[str, list[str]]:
    try:
        return parse_qs(encoded, keep_blank_values=True, max_num_fields=200)
    except ValueError as fault:
        raise Problem("MLG-H400") from fault


async def _answer(watch: KeeperWatch, request: Request, fields: dict[str, list[str]]) -> Response:
    if "update" in fields:
        raise Problem("MLG-Y100")
    queries = fields.get("query", [])
    if len(queries) != 1:
        raise Problem("MLG-Y102", count=len(queries))
    accept = request.headers.get("accept", "")
    tabular, graph = choose(accept, _TABULAR), choose(accept, _GRAPH)
    if tabular is None and graph is None:
        offered = [kind.media_type for kind in (*_TABULAR, *_GRAPH)]
        raise Problem("MLG-H406", members={"available": offered}, offered=", ".join(offered))
    asking: Callable[[], tuple[Answer, str]] = lambda: watch.ask(  # noqa: E731 - a thunk for the thread
        queries[0], (tabular or _JSON).suffix, (graph or TURTLE).suffix, fields.get("default-graph-uri", []),
        fields.get("named-graph-uri", []))
    try:
        answer, generation = await asyncio.to_thread(asking)
    except QueryFailed as failed:
        headers = {"Retry-After": "5"} if failed.status in (429, 503) else {}
        raise Problem("MLG-Y103", status=failed.status, headers=headers, members={"cause": failed.code},
                      detail={"fr": failed.fr, "en": failed.en}) from failed
    return Response(answer.body, media_type=answer.media_type,
                    headers={"X-Maillage-Generation": generation, "Vary": "Accept"})
