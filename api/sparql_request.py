"""What a request asks of `/sparql`: the fields of its address or body, and the question that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs

from fastapi import Request
from pyoxigraph import NamedNode

from api.negotiate import CSV, JSONLD, NTRIPLES, RDFXML, TURTLE, Representation, choose
from api.problems import Problem
from sparql.question import Question

_JSON: Final = Representation("json", "application/sparql-results+json", ("application/json",))
_XML: Final = Representation("xml", "application/sparql-results+xml", ("application/xml", "text/xml"))
_TSV: Final = Representation("tsv", "text/tab-separated-values")
_TABULAR: Final = (_JSON, _XML, CSV, _TSV)
_GRAPH: Final = (TURTLE, JSONLD, RDFXML, NTRIPLES)
# What SPARQLWrapper and others call the forms.
_CALLED: Final = {"turtle": "ttl", "n3": "ttl", "text/n3": "ttl", "text/rdf+n3": "ttl", "json-ld": "jsonld",
                  "rdf+xml": "rdf", "rdfxml": "rdf", "n-triples": "nt", "ntriples": "nt", "srj": "json", "srx": "xml"}
_DATASET: Final = ("default-graph-uri", "named-graph-uri")
_MARK: Final = "\ufeff"  # Some editors begin a text with it.
_MOST_FIELDS: Final = 200

Fields = dict[str, list[str]]


def fields_of_address(request: Request) -> Fields:
    """The fields of the query part; `request.url` would also read the host name, which may be anything.

    Raises:
        Problem: they cannot be read.
    """
    return _fields(request.scope["query_string"])


async def fields_of_body(request: Request) -> Fields:
    """The fields of a posted form; of a posted text, it as `query` beside the fields of the address.

    Raises:
        Problem: the body cannot be read, is of another kind, or an update.
    """
    content = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if content == "application/sparql-update":
        raise Problem("MLG-Y100")
    if coding != "identity" or content not in ("application/sparql-query", "application/x-www-form-urlencoded"):
        received = content if coding == "identity" else f"{content}, {coding}"
        raise Problem("MLG-Y101", received=received or "–")
    body = await request.body()
    if content == "application/sparql-query":
        return {**fields_of_address(request), "query": [_text(body)]}
    return _fields(body)


def question_of(request: Request, fields: Mapping[str, Sequence[str]]) -> Question:
    """The question.

    Raises:
        Problem: there is no query, or more than one; a graph is no IRI; its answer is wanted in a form that is not
            there.
    """
    queries = fields.get("query", [])
    if len(queries) != 1:
        raise Problem("MLG-Y102", count=len(queries))
    accept = request.headers.get("accept", "")
    # SPARQLWrapper names one form twice, with commas.
    named = [name for names in fields.get("format", ()) for name in names.lower().split(",") if name]
    tabular, graph = _form(named, _TABULAR), _form(named, _GRAPH)
    if not tabular and not graph and named:
        raise _not_offered()
    tabular, graph = tabular or choose(accept, _TABULAR), graph or choose(accept, _GRAPH)
    if not tabular and not graph:
        raise _not_offered()
    default, among_named = (_graphs(fields, name) for name in _DATASET)
    return Question(queries[0].removeprefix(_MARK), (tabular or _JSON).suffix, (graph or TURTLE).suffix, default,
                    among_named)


def _form(named: Sequence[str], offered: Sequence[Representation]) -> Representation | None:
    """The form that `format` names, by its suffix, media type or as SPARQL clients do."""
    asked = {_CALLED.get(name, name) for name in named}
    return next((kind for kind in offered if asked & {kind.suffix, kind.media_type, *kind.synonyms}), None)


def _not_offered() -> Problem:
    offered = [kind.media_type for kind in (*_TABULAR, *_GRAPH)]
    return Problem("MLG-H406", members={"available": offered}, offered=", ".join(offered), headers={"Vary": "Accept"})


def _graphs(fields: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    graphs = tuple(fields.get(name, ()))
    for graph in graphs:
        try:
            NamedNode(graph)
        except ValueError as fault:
            raise Problem("MLG-Y106", name=name, value=graph) from fault
    return graphs


def _fields(encoded: bytes) -> Fields:
    try:
        return parse_qs(encoded.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except UnicodeDecodeError as fault:
        raise _no_utf8(fault) from fault
    except ValueError as fault:
        raise Problem("MLG-H400") from fault


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as fault:
        raise _no_utf8(fault) from fault


def _no_utf8(fault: UnicodeDecodeError) -> Problem:
    return Problem("MLG-Y104", place=fault.start + 1)
