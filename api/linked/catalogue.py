"""`/id/catalogue` and `/graph/{name}`: the catalogue and its named graphs, in any form."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import Literal, NamedNode, Triple

from api.answer import split_suffix
from api.catalogue_view import View, view_of
from api.last_modified import LastModified
from api.linked.answering import thing_answer
from api.linked.around import around
from api.linked.asked import asked
from api.linked.notes import NAME, answers, parameters
from api.linked.own_titles import graph_titles
from api.linked.record_thing import licence_of
from api.linked.thing import FORMS, Signs, Thing
from api.negotiate import HTML
from api.pages.catalogue_page import catalogue_sheet, graph_sheet
from api.pages.thing_page import thing_page
from api.problems import Problem
from catalogue.provenance import lines
from catalogue.self_description import CATALOGUE_TITLES
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, RDF, RDFS, SCHEMA, SD, VOID

router = APIRouter()

_ANSWERS: Final[dict[int | str, dict[str, Any]]] = answers(FORMS, 404, 406, 503)

@router.get("/id/catalogue", operation_id="getCatalogue", summary="The catalogue at its IRI", tags=["things"],
            response_class=Response, responses=_ANSWERS, openapi_extra=parameters())
@router.get("/id/catalogue.{suffix}", include_in_schema=False)
async def get_catalogue(request: Request, suffix: str = "") -> Response:
    """The catalogue: its sources and its graphs."""
    view = view_of(request)
    minting = Minting(view.manifest.base)
    thing = Thing(minting.catalogue, "/id/catalogue", SCHEMA.DataCatalog,
                  lambda: lines(_catalogue_triples(view, minting)), LastModified.of(view.manifest.created))
    wish = asked(request, thing, suffix)
    if wish.wants(HTML):
        return thing_page(request, view, thing, lambda words: catalogue_sheet(view, graph_titles(view), words),
                          around(thing, wish))
    return thing_answer(request, view, minting.base, thing, wish)


@router.get("/graph/{name}", operation_id="getGraph", summary="A named graph at its IRI", tags=["things"],
            response_class=Response, responses=_ANSWERS, openapi_extra=parameters())
async def get_graph(request: Request, name: NAME) -> Response:
    """A named graph: what it is about, and where it is asked."""
    view = view_of(request)
    minting = Minting(view.manifest.base)
    local, suffix = split_suffix(name)
    titles = graph_titles(view)
    if local not in titles:
        nearest = get_close_matches(local[:80], titles, 5, 0.3)
        raise Problem("MLG-R008", members={"nearest": nearest}, name=local, nearest=", ".join(nearest) or "–")
    thing = Thing(minting.graph(local), f"/graph/{local}", SCHEMA.Dataset,
                  lambda: lines(_graph_triples(view, minting, local, titles[local])),
                  LastModified.of(view.manifest.created), signs=lambda: _signs(view, local))
    wish = asked(request, thing, suffix)
    if wish.wants(HTML):
        return thing_page(request, view, thing, lambda words: graph_sheet(view, local, titles[local], words),
                          around(thing, wish))
    return thing_answer(request, view, minting.base, thing, wish)


def _catalogue_triples(view: View, minting: Minting) -> Iterator[Triple]:
    """The same that the catalogue's graph says of it, and where to go from there."""
    node = NamedNode(minting.catalogue)
    yield Triple(node, RDF.type, DCAT.Catalog)
    yield from _titled(node, CATALOGUE_TITLES)
    yield Triple(node, VOID.sparqlEndpoint, NamedNode(minting.sparql))
    yield Triple(node, RDFS.seeAlso, NamedNode(minting.void))
    for name in view.manifest.sources:
        yield Triple(node, DCT.hasPart, NamedNode(minting.source(name)))
    for name, titles in graph_titles(view).items():
        graph = NamedNode(minting.graph(name))
        yield Triple(graph, DCT.isPartOf, node)
        yield from _titled(graph, titles)


def _graph_triples(view: View, minting: Minting, name: str, titles: Mapping[str, str]) -> Iterator[Triple]:
    node = NamedNode(minting.graph(name))
    yield Triple(node, RDF.type, SD.Graph)
    yield from _titled(node, titles)
    yield Triple(node, DCT.isPartOf, NamedNode(minting.catalogue))
    yield Triple(node, VOID.sparqlEndpoint, NamedNode(minting.sparql))
    yield Triple(node, RDFS.seeAlso, NamedNode(minting.dataset(node.value)))
    if view.source(name):
        yield Triple(node, DCT.source, NamedNode(minting.source(name)))
    figures = view.statistics.graphs.get(node.value) if view.statistics else None
    if figures is not None:
        yield Triple(node, VOID.triples, Literal(figures.triples))


def _titled(node: NamedNode, titles: Mapping[str, str]) -> Iterator[Triple]:
    for language, title in titles.items():
        yield Triple(node, DCT.title, Literal(title, language=language))


def _signs(view: View, name: str) -> Signs:
    """The licence of a source's graph is that of the source; graphs of several sources have none of their own."""
    source = view.source(name)
    licence = licence_of(source.licence) if source else ""
    return Signs(licence, licence, collection="/id/catalogue")
