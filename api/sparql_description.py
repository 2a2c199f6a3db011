"""What `/sparql` says of itself to a program that asks nothing (SPARQL 1.1 Service Description, section 2)."""

from __future__ import annotations

from functools import lru_cache

from fastapi import Request
from fastapi.responses import Response

from api.answer import answer, entity_tag, unchanged
from api.catalogue_view import view_of
from api.negotiate import JSONLD, NTRIPLES, RDFXML, TURTLE, Representation, choose
from api.problems import Problem
from api.rdf import rdf_document
from sparql.description import service_description
from sparql.limits import QueryLimits

_FORMS = (TURTLE, JSONLD, RDFXML, NTRIPLES)


def described(request: Request, limits: QueryLimits, *, embedded: bool) -> Response:
    """The service description in the form of RDF that `Accept` prefers; raises the problem of a missing query."""
    form = choose(request.headers.get("accept", ""), _FORMS)
    if form is None:
        raise Problem("MLG-Y102", count=0)
    view = view_of(request)
    tag = entity_tag(request, view, form)
    if held := unchanged(request, tag):
        return held
    description = service_description(view.manifest.base, view.statistics, limits, embedded=embedded)
    return answer(_document(description, form), form, tag)


@lru_cache(maxsize=8)
def _document(description: bytes, form: Representation) -> bytes:
    """The description in one syntax; kept, for it holds every named query."""
    return rdf_document(description, form)
