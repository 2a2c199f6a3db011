"""The query page over a store in the same process, for tests: what the endpoint's engine gives, without its workers."""

import io
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from api.pages.query_form import wants_page
from api.pages.sparql_page import sparql_page
from api.part import Part
from ontology.terms import PREFIXES
from sparql.failure import Broken, QueryFailed
from sparql.question import Answer, Question
from sparql.workers.syntax_fault import syntax_fault
from tests.api.demo_view import demo_entries


def stand_in() -> Part:
    """The part `sparql` on the demo records. A text with `# slow` breaks off, one with `# cut` comes in parts."""
    store = Store()
    for entry in demo_entries():
        store.load(entry.description, RdfFormat.N_TRIPLES)

    async def ask(question: Question) -> Answer:
        answer = _answer(store, question.query)
        if "# slow" in question.query:
            return Answer(answer.media_type, answer.body[:20], _breaking())
        return _in_parts(answer) if "# cut" in question.query else answer

    async def respond(request: Request, fields: Mapping[str, Sequence[str]]) -> Response:
        assert wants_page(fields, request.headers.get("accept", ""))
        return await sparql_page(request, fields, ask)

    router = APIRouter()

    @router.get("/sparql")
    async def by_get(request: Request) -> Response:
        return await respond(request, parse_qs(request.scope["query_string"].decode(), keep_blank_values=True))

    @router.post("/sparql")
    async def by_post(request: Request) -> Response:
        return await respond(request, parse_qs((await request.body()).decode(), keep_blank_values=True))

    return Part("sparql", router)


def _answer(store: Store, query: str) -> Answer:
    try:
        results = store.query(query, prefixes=PREFIXES)
    except SyntaxError as fault:
        raise syntax_fault(query, str(fault.msg), partial(store.query, prefixes=PREFIXES)) from fault
    body = io.BytesIO()
    if isinstance(results, QuerySolutions | QueryBoolean):
        results.serialize(body, format=QueryResultsFormat.JSON)
        return Answer("application/sparql-results+json", body.getvalue())
    results.serialize(body, format=RdfFormat.N_TRIPLES)
    return Answer("application/n-triples", body.getvalue())


def _in_parts(answer: Answer) -> Answer:
    async def rest() -> AsyncIterator[bytes]:
        for start in range(1000, len(answer.body), 100_000):
            yield answer.body[start:start + 100_000]

    return Answer(answer.media_type, answer.body[:1000], rest())


async def _breaking() -> AsyncIterator[bytes]:
    yield b" "
    raise Broken(QueryFailed(504, "MLG-Y021", "La requête dépassait 10 s.", "The query ran beyond 10 s."))
