"""`/id/concept/…`: every concept and every list of concepts, in any form."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import NamedNode, RdfFormat, parse

from api.catalogue_view import view_of
from api.linked.answering import thing_answer
from api.linked.around import around
from api.linked.asked import VARY_OF_THINGS, asked
from api.linked.notes import answers, parameters
from api.linked.thing import FORMS, Signs, Thing
from api.linked.vocabulary_index import described_terms, vocabulary_modified
from api.negotiate import HTML
from api.pages.concept_page import concept_path, concept_sheet, scheme_sheet, schemes_sheet
from api.pages.thing_page import thing_page
from api.problems import Problem
from ontology.concepts import Scheme, load_concepts
from ontology.terms import CONCEPT, DCT, SCHEMA

router = APIRouter()

_ROOT: Final = "/id/concept"
_SUFFIXES: Final = frozenset(form.suffix for form in FORMS)
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = answers(FORMS, 404, 406, 503)
_Scheme = Annotated[str, Path(description="The code of a list of concepts", examples=["topic"])]
_Code = Annotated[str, Path(description="The code of a concept; a suffix such as `.ttl` names a form",
                            examples=["metadata"])]


@router.get("/id/concept", operation_id="listConcepts", summary="The lists of concepts", tags=["things"],
            response_class=Response, responses=_ANSWERS, openapi_extra=parameters())
@router.get("/id/concept.{suffix}", include_in_schema=False)
def get_schemes(request: Request, suffix: str = "") -> Response:
    """Every list of concepts, without its concepts."""
    schemes = load_concepts().schemes()
    thing = _thing(CONCEPT.iri.removesuffix("/"), _ROOT, [scheme.iri for scheme in schemes], schemes)
    view = view_of(request)
    wish = asked(request, thing, suffix)
    if wish.wants(HTML):
        return thing_page(request, view, thing, lambda words: schemes_sheet(schemes, words), around(thing, wish))
    return thing_answer(request, view, view.manifest.base, thing, wish)


@router.get("/id/concept/{scheme}", operation_id="getConceptScheme", summary="A list of concepts", tags=["things"],
            response_class=Response, responses=_ANSWERS, openapi_extra=parameters())
def get_scheme(request: Request, scheme: _Scheme) -> Response:
    """A list with all its concepts."""
    code, suffix = _split(scheme, _schemes())
    found = _scheme(code)
    iris = [found.iri, *(concept.iri for concept in found.concepts)]
    thing = _thing(found.iri, f"{_ROOT}/{code}", iris, [found])
    view = view_of(request)
    wish = asked(request, thing, suffix)
    if wish.wants(HTML):
        return thing_page(request, view, thing, lambda words: scheme_sheet(found, words), around(thing, wish))
    return thing_answer(request, view, view.manifest.base, thing, wish)


@router.get("/id/concept/{scheme}/{code}", operation_id="getConcept", summary="A concept", tags=["things"],
            response_class=Response, responses=_ANSWERS, openapi_extra=parameters())
def get_concept(request: Request, scheme: _Scheme, code: _Code) -> Response:
    """A concept: its names, what is broader and narrower."""
    found = _scheme(scheme)
    known = {concept.code: concept for concept in found.concepts}
    name, suffix = _split(code, known)
    if name not in known:
        raise _unknown(f"{scheme}/{name}", known)
    concept = known[name]
    thing = replace(_thing(concept.iri, concept_path(concept), [concept.iri], [found]),
                    schema_class=SCHEMA.DefinedTerm)
    view = view_of(request)
    wish = asked(request, thing, suffix)
    if wish.wants(HTML):
        said = around(thing, wish).in_generation(request)
        return thing_page(request, view, thing, lambda words: concept_sheet(view, concept, words), said)
    return thing_answer(request, view, view.manifest.base, thing, wish)


@router.get("/concept", include_in_schema=False)
@router.get("/concept/{id:path}", include_in_schema=False)
def get_concept_home(request: Request, id: str = "") -> Response:
    """Leads from the path that the IRIs of our concepts have to what tells of them."""
    parts = id.removesuffix("/").split("/") if id else []
    if len(parts) > 2 or "" in parts:
        raise Problem("MLG-H404")
    told = "/".join((_ROOT, *(quote(part, safe="") for part in parts)))
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{told}?{query}" if query else told, 303, {"Vary": VARY_OF_THINGS})


def _thing(iri: str, path: str, described: Sequence[str], schemes: Sequence[Scheme]) -> Thing:
    """What the vocabulary says of some IRIs, which belong to some lists; only IRIs of our own lead here."""
    def statements() -> bytes:
        return b"".join(described_terms().get(one, b"") for one in described)

    collection, _, _ = path.rpartition("/")
    licence = _licence(schemes)
    return Thing(iri, path, SCHEMA.DefinedTermSet, statements, vocabulary_modified(), is_cited=iri in CONCEPT,
                 signs=lambda: Signs(licence, licence, collection if path != _ROOT else "/id/catalogue"))


def _licence(schemes: Sequence[Scheme]) -> str:
    """The licence of all these lists; empty if they have different ones."""
    stated = (parse(described_terms()[scheme.iri], format=RdfFormat.N_TRIPLES) for scheme in schemes)
    found = {quad.object.value for quad in chain.from_iterable(stated)
             if quad.predicate == DCT.license and isinstance(quad.object, NamedNode)}
    return found.pop() if len(found) == 1 else ""


def _schemes() -> Mapping[str, Scheme]:
    return {scheme.code: scheme for scheme in load_concepts()}


def _scheme(code: str) -> Scheme:
    """The list of a code; raises the problem of one that does not exist, with the nearest."""
    found = _schemes().get(code)
    if found is None:
        raise _unknown(code, _schemes())
    return found


def _split(name: str, known: Container[str]) -> tuple[str, str]:
    """A code and the suffix behind it. Codes of licences have dots of their own."""
    code, _, suffix = name.rpartition(".")
    if name in known or suffix not in _SUFFIXES:
        return name, ""
    return code, suffix


def _unknown(name: str, known: Iterable[str]) -> Problem:
    nearest = get_close_matches(name.rpartition("/")[2][:80], known, 5, 0.3)
    return Problem("MLG-R007", members={"nearest": nearest}, name=name, nearest=", ".join(nearest) or "–")
