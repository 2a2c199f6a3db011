"""`/api/v1/records/{id}`: one record for programs, with where it comes from and its other forms."""

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.also_described import also_described, as_members
from api.answer import answer, entity_tag, unchanged
from api.catalogue_view import View, view_of
from api.last_modified import LastModified
from api.linked.around import Around
from api.linked.asked import labels_asked
from api.linked.labels import labels_of
from api.linked.notes import parameters
from api.linked.record_thing import record_thing
from api.linked.thing import rdf_of
from api.linked.withdrawal_lookup import withdrawn_record
from api.negotiate import HTML, JSON, JSONLD, NTRIPLES, RDFXML, TURTLE
from api.openapi_notes import problems_of
from api.page_health import pages_as_members, unreachable_pages, variant_of
from api.problems import Problem
from api.record_lookup import find_any
from catalogue.links import Unreachable
from search.query import StoredRecord

router = APIRouter()

_IRI: Final = "https://data.example.org/id/course/a-source--42"
_EXAMPLE: Final[dict[str, Any]] = {
    "id": _IRI, "kind": "course", "generation": "g000042",
    "provenance": {
        "source": "a-source", "title": {"fr": "Une source"}, "key": "42", "licence": "LO-OL-2.0", "run": 7,
        "read": "2026-11-20T03:12:00Z", "changed": "2026-11-18", "warnings": 0, "stale": False,
    },
    "alsoDescribed": [{
        "id": "https://data.example.org/id/course/another-source--7", "title": {"fr": "L'archivage numérique"},
        "source": "another-source", "because": "DOI 10.5281/zenodo.1", "level": "identifier",
    }],
    "unreachable": [{
        "url": "https://www.example.org/archivage", "since": "2026-11-19T03:12:00Z", "status": 404,
        "reason": {"fr": "l'adresse n'existe pas ou plus (code 404)",
                   "en": "the address does not exist any more (status 404)"},
    }],
    "description": {"id": _IRI, "type": "schema:Course", "title": {"fr": "Archivage numérique"}},
    "links": {"html": "/id/course/a-source--42", "ttl": "/id/course/a-source--42.ttl"},
}
_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["id", "kind", "generation", "provenance", "alsoDescribed", "unreachable", "description", "links"],
    "properties": {
        "id": {"type": "string", "format": "iri"},
        "kind": {"type": "string"},
        "generation": {"type": "string"},
        "provenance": {"type": "object", "required": ["source", "key", "licence", "run", "read", "stale"]},
        "alsoDescribed": {
            "type": "array", "description": "Records of other sources that claim to be about the same thing",
            "items": {"type": "object", "required": ["id", "title", "source", "because", "level"], "properties": {
                "id": {"type": "string", "format": "iri"},
                "title": {"type": "object", "additionalProperties": {"type": "string"}},
                "source": {"type": "string"},
                "because": {"type": "string", "description": "What both records share"},
                "level": {"enum": ["identifier", "page", "title"], "description": "How much that says, most first"},
            }}},
        "unreachable": {
            "type": "array", "description": "Pages of the record that did not answer when they were checked last",
            "items": {"type": "object", "required": ["url", "since", "status", "reason"], "properties": {
                "url": {"type": "string", "format": "iri"}, "since": {"type": "string", "format": "date-time"},
                "status": {"type": "integer", "description": "HTTP status, 0 for no answer"},
                "reason": {"type": "object", "additionalProperties": {"type": "string"}},
            }}},
        "description": {"type": "object", "description": "JSON-LD"},
        "links": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_Name = Annotated[str, Path(
    alias="id", description="`kind/local`, the whole IRI (percent-encoded), or the local identifier `source--key`",
    examples=["course/a-source--42"])]


@router.get(
    "/api/v1/records/{id:path}", operation_id="getRecord", summary="One record", tags=["discovery"],
    response_class=Response,
    responses={200: {"description": "The record",
                     "content": {JSON.media_type: {"schema": _SCHEMA, "example": _EXAMPLE}}},
               **problems_of(404, 410, 503)},
    openapi_extra={"parameters": parameters()["parameters"][:1]})
async def get_record(request: Request, name: _Name) -> Response:
    """One record: its description as JSON-LD, its provenance and the addresses of its other forms."""
    view = view_of(request)
    try:
        stored = find_any(view, name)
    except Problem as unknown:
        raise await run_in_threadpool(withdrawn_record, request, view, name, unknown) from unknown
    modified = LastModified.of(stored.read)
    return record_json(request, view, stored, Around(modified=modified), is_labelled=labels_asked(request))


def record_json(request: Request, view: View, stored: StoredRecord, around: Around, *, is_labelled: bool) -> Response:
    """A record as a JSON answer, with names of what it links to if that is asked for."""
    dead = unreachable_pages(request, stored)
    tag = entity_tag(request, view, JSON, variant_of(dead, view.claims))
    modified = around.in_generation(request, *(one.since for one in dead)).modified
    return unchanged(request, tag, around.headers, modified) or answer(
        _document(view, stored, dead, is_labelled), JSON, tag, links=around.links, headers=around.headers,
        modified=modified)


def _document(view: View, stored: StoredRecord, dead: tuple[Unreachable, ...], is_labelled: bool) -> bytes:
    return b"".join((
        b'{"id":', orjson.dumps(stored.iri), b',"kind":', orjson.dumps(stored.kind),
        b',"generation":', orjson.dumps(view.generation),
        b',"provenance":', orjson.dumps(provenance(view, stored)),
        b',"alsoDescribed":', orjson.dumps(as_members(also_described(view, stored.iri))),
        b',"unreachable":', orjson.dumps(pages_as_members(dead)),
        b',"description":', _description(view, stored, is_labelled),
        b',"links":', orjson.dumps(record_links(view, stored)), b"}",
    ))


def _description(view: View, stored: StoredRecord, is_labelled: bool) -> bytes:
    thing = record_thing(view, stored)
    return rdf_of(thing, JSONLD, labels_of(view, thing.statements()) if is_labelled else b"")


def provenance(view: View, stored: StoredRecord) -> dict[str, Any]:
    """Where a record comes from and how sure it is."""
    source = view.source(stored.source)
    return {
        "source": stored.source, "title": dict(source.title) if source else {}, "key": stored.key,
        "licence": stored.licence, "run": stored.run, "read": stored.read, "changed": stored.changed,
        "warnings": stored.warnings, "stale": stored.stale,
    }


def record_links(view: View, stored: StoredRecord) -> dict[str, str]:
    """The addresses of a record's forms on this server, by suffix."""
    path = view.path(stored.iri) or ""
    forms = (JSON, JSONLD, TURTLE, RDFXML, NTRIPLES)
    return {HTML.suffix: path} | {form.suffix: f"{path}.{form.suffix}" for form in forms}
