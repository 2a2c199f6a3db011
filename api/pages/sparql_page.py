"""`/sparql` for persons: a text or a ready question, and its answer as a table, a chart, a map."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from api.answer import VARY
from api.catalogue_view import View, view_of
from api.negotiate import HTML
from api.pages.named_questions import fields_of, questions_of
from api.pages.page_answer import page_answer
from api.pages.problem_page import problem_page
from api.pages.query_form import QueryForm
from api.pages.rendering import pages_of
from api.pages.results.cells import Cells
from api.pages.results.charts import Wish
from api.pages.results.reading import MOST_BYTES, Result, read_result
from api.pages.results.showing import Shown, show
from api.pages.strings import Words, load_strings
from api.pages.typography import typeset
from api.problems import Problem, language_of
from sparql.failure import Broken, QueryFailed
from sparql.named_queries import named_queries
from sparql.question import Answer, Question

Ask = Callable[[Question], Awaitable[Answer]]

_START: Final = Path(__file__).with_name("templates") / "start.rq"
_NO_TAB: Final = re.compile(r"[^\t]")
_AROUND: Final = 2
_TABLES: Final = ("csv", "json", "xml", "tsv")
_GRAPHS: Final = ("ttl", "jsonld", "rdf", "nt")
_NAMES: Final = {"csv": "CSV", "json": "JSON", "xml": "XML", "tsv": "TSV", "ttl": "Turtle", "jsonld": "JSON-LD",
                 "rdf": "RDF/XML", "nt": "N-Triples"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer, and where in the text that is, if it is known; `lines` are the ones around, numbered.

    `indent` is as wide as what stands before the place in its line.
    """

    status: int
    code: str
    text: str
    retry_after: int
    line: int = 0
    column: int = 0
    lines: tuple[tuple[int, str], ...] = ()
    indent: str = ""


async def sparql_page(request: Request, fields: Mapping[str, Sequence[str]], ask: Ask) -> Response:
    """The query page, with the answer to what its form asks; for requests of which `wants_page` is true.

    `fields` are those of the address or of the posted form. `ask` answers a question, which wants JSON or N-Triples,
    within the limits of the one who asks, or raises `QueryFailed`. Of a long answer only the beginning is read; then
    its `rest` is closed.
    """
    language = language_of(request)
    try:
        view = view_of(request)
        form = QueryForm.read(fields, language)
        if not form.asked:
            return page_answer(request, view, "sparql.html", lambda: _context(form, language))
    except Problem as problem:
        return problem_page(request, problem)
    except QueryFailed as failed:  # No query is named so.
        return _page(request, view, QueryForm(), _fault(failed, "", language))
    drawing = partial(_page, request, view, form, await _outcome(request, form, ask))
    return await asyncio.get_running_loop().run_in_executor(pages_of(request).long_ones, drawing)


async def _outcome(request: Request, form: QueryForm, ask: Ask) -> Result | Fault:
    language = language_of(request)
    try:
        answer = await ask(Question(form.text, "json", "nt", form.default_graphs, form.named_graphs))
        content, whole = await _beginning(answer)
        reading = partial(read_result, answer.media_type, content, whole=whole)
        return await asyncio.get_running_loop().run_in_executor(pages_of(request).long_ones, reading)
    except QueryFailed as failed:
        return _fault(failed, form.text, language)
    except Broken as broken:
        return _fault(broken.failed, form.text, language)


async def _beginning(answer: Answer) -> tuple[bytes, bool]:
    """The first bytes of an answer, and whether they are all of it; raises Broken."""
    if answer.rest is None:
        return answer.body, True
    parts, length = [answer.body], len(answer.body)
    async for part in answer.rest:
        parts.append(part)
        length += len(part)
        if length > MOST_BYTES:
            if isinstance(answer.rest, AsyncGenerator):
                await answer.rest.aclose()
            return b"".join(parts), False
    return b"".join(parts), True


def _page(request: Request, view: View, form: QueryForm, outcome: Result | Fault) -> Response:
    language = language_of(request)
    headers = {"Content-Language": language, "Cache-Control": "no-cache", "Vary": VARY}
    if isinstance(outcome, Fault):
        context, status = _context(form, language, fault=outcome), outcome.status
        headers |= {"Retry-After": str(outcome.retry_after)} if outcome.retry_after else {}
    else:
        shown = show(outcome, Cells(view, language), form.view, Wish(form.label, form.value, form.shape))
        context, status = _context(form, language, shown=shown), 200
    body = pages_of(request).render(request, "sparql.html", **context)
    return Response(body, status, headers, HTML.content_type)


def _words(language: str) -> dict[str, str | tuple[str, ...]]:
    """The texts that the page's script says; it fills the places itself."""
    t = Words(language)
    return {
        "running": t("sparql.running"), "stopped": t("sparql.stopped"), "unreachable": t("sparql.unreachable"),
        "plain": t("sparql.plain"), "rich": t("sparql.rich"), "syntax": t("sparql.syntax", line="{line}"),
        "complete": t("sparql.complete"), "found": load_strings()["sparql.found"][language],
        "none": t("sparql.none_found"), "sort": t("sparql.sort", name="{name}"), "filter": t("sparql.filter_rows"),
        "left": t("sparql.rows_left", n="{n}", total="{total}"), "text": t("sparql.text"),
        "go": t("sparql.go_there", line="{line}"),
    }


def _context(form: QueryForm, language: str, shown: Shown | None = None, fault: Fault | None = None) -> dict[str, Any]:
    t = Words(language)
    questions = questions_of(named_queries(), form, language)
    return {
        "form": form, "text": form.text or _START.read_text("utf-8"), "shown": shown, "fault": fault,
        "questions": questions, "question": next((one for one in questions if one.current), None),
        "fields": fields_of(form, language),
        "graph_forms": _GRAPHS, "table_forms": _TABLES, "file_names": _NAMES, "words": _words(language),
        "view_names": {"table": t("sparql.as_table"), "chart": t("sparql.as_chart"), "map": t("sparql.as_map")},
    }


def _fault(failed: QueryFailed, text: str, language: str) -> Fault:
    said = typeset(failed.fr) if language == "fr" else failed.en
    if failed.line is None or failed.column is None:
        return Fault(failed.status, failed.code, said, failed.retry_after)
    numbered = tuple(enumerate(text.split("\n"), 1))
    around = numbered[max(0, failed.line - 1 - _AROUND):failed.line + _AROUND]
    before = dict(around).get(failed.line, "")[:failed.column - 1]
    return Fault(failed.status, failed.code, said, failed.retry_after, failed.line, failed.column, around,
                 _NO_TAB.sub(" ", before))
