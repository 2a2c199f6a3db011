"""`/id/run/{run}`: every run at its IRI, in any form, from the ledger."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pyoxigraph import Literal, NamedNode, Triple

from api.answer import answer, entity_tag, split_suffix, unchanged
from api.last_modified import LastModified
from api.linked.answering import thing_answer
from api.linked.around import Around, around
from api.linked.asked import PARAMETERS, asked
from api.linked.notes import answers, parameters
from api.linked.own_titles import run_titles
from api.linked.thing import FORMS_WITH_JSON, Signs, Thing
from api.negotiate import HTML, JSON
from api.pages.workbench.run_page import run_page
from api.workbench.asked import known_run
from api.workbench.ledger_room import LedgerView, room_of
from api.workbench.runs import run_document
from catalogue.differences import moved
from catalogue.provenance import lines
from catalogue.runs import Run
from ontology.minting import Minting
from ontology.terms import DCT, PROV, RDF, RDFS, SCHEMA, XSD

router = APIRouter()

_ANSWERS: Final[dict[int | str, dict[str, Any]]] = answers(FORMS_WITH_JSON, 404, 406, 503)
_RunName = Annotated[str, Path(description="A run: `source--number`; a suffix such as `.ttl` names a form",
                               examples=["a-source--3"])]


@router.get("/id/run/{run}", operation_id="getRunThing", summary="A run at its IRI", tags=["things"],
            response_class=Response, responses=_ANSWERS, openapi_extra=parameters())
def get_run_thing(request: Request, run: _RunName) -> Response:
    """A run as a page, JSON-LD, Turtle, RDF/XML, N-Triples, JSON or its links."""
    name, suffix = split_suffix(run)
    with room_of(request).open() as view:
        found = known_run(view, name)
        thing = _run_thing(view, found)
        wish = asked(request, thing, suffix)
        if wish.wants(JSON):
            return _json(request, view, found, around(thing, wish))
        if not wish.wants(HTML):
            return thing_answer(request, view, view.ledger.base, thing, wish)
    return run_page(request, name, around(thing, wish).in_generation(request), PARAMETERS)


def _run_thing(view: LedgerView, run: Run) -> Thing:
    minting = Minting(view.ledger.base)
    return Thing(
        minting.run(run.source, run.number), f"/id/run/{run.name}", SCHEMA.Action,
        lambda: lines(_triples(minting, run)), LastModified.of(run.ended or run.started), forms=FORMS_WITH_JSON,
        signs=lambda: Signs(collection=f"/id/source/{run.source}"))


def _triples(minting: Minting, run: Run) -> Iterator[Triple]:
    """The same that the catalogue's graph says of a run whose records are on line, its name, and why it ended so."""
    node = NamedNode(minting.run(run.source, run.number))
    yield Triple(node, RDF.type, PROV.Activity)
    yield Triple(node, DCT.identifier, Literal(run.name))
    for language, title in run_titles(run.source, str(run.number)).items():
        yield Triple(node, DCT.title, Literal(title, language=language))
    yield Triple(node, PROV.used, NamedNode(minting.source(run.source)))
    yield Triple(node, PROV.startedAtTime, Literal(run.started, datatype=XSD.dateTime))
    if run.ended:
        yield Triple(node, PROV.endedAtTime, Literal(run.ended, datatype=XSD.dateTime))
    if run.reason.code:
        yield Triple(node, RDFS.comment, Literal(run.reason.fr, language="fr"))
        yield Triple(node, RDFS.comment, Literal(run.reason.en, language="en"))


def _json(request: Request, view: LedgerView, run: Run, around: Around) -> Response:
    tag = entity_tag(request, view, JSON)
    held = unchanged(request, tag, around.headers, around.modified)
    if held is not None:
        return held
    document = {**run_document(run), "moved": moved(view.ledger.sql, run.id)}
    return answer(orjson.dumps(document), JSON, tag, links=around.links, headers=around.headers,
                  modified=around.modified)
