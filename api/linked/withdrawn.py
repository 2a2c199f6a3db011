"""410: a record that was withdrawn, with its last known description in every form."""

from collections.abc import Iterator
from typing import Final

import orjson
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import Literal, NamedNode, Triple

from api.answer import Link
from api.catalogue_view import View
from api.linked.asked import VARY_OF_THINGS, asked
from api.linked.record_thing import record_thing
from api.linked.thing import RDF_FORMS, Thing, rdf_of
from api.linked.withdrawal_lookup import find_withdrawal, withdrawn_problem
from api.negotiate import HTML
from api.pages.record_page import Withdrawn, record_context
from api.pages.rendering import pages_of
from api.problems import Problem, language_of
from catalogue.entry import Entry
from catalogue.withdrawals import Withdrawal
from ontology.jsonld import to_jsonld
from ontology.minting import Minting, record_of
from ontology.terms import ADMS, ADMS_STATUS, DCT, PROV, RDFS, XSD
from search.query import StoredRecord

_SAID: Final = {"fr": "Fiche retirée du catalogue le {since} par le passage {run} ; dernière description connue.",
                "en": "Record withdrawn from the catalogue on {since} by run {run}; its last known description."}


def withdrawn_answer(request: Request, view: View, kind: str, local: str, suffix: str, unknown: Problem) -> Response:
    """What is left of a record that is not on line; raises the problem that was met if there is nothing.

    A record that its source now gives as another kind has moved. Preconditions do not count for what is gone
    (RFC 9110 section 13.2.1).
    """
    found = find_withdrawal(request, view, kind, local)
    if found is None:
        raise unknown
    if found.successor and view.get(found.successor):
        moved = view.path(found.successor) or ""
        return RedirectResponse(f"{moved}.{suffix}" if suffix else moved, 301, {"Vary": VARY_OF_THINGS})
    stored = _stored(found.last)
    thing = record_thing(view, stored, _statements(found, view.manifest.base))
    wish = asked(request, thing, suffix)
    headers = {"Vary": VARY_OF_THINGS, "Cache-Control": "no-cache", "Link": ", ".join(map(str, _links(thing, found)))}
    if wish.wants(HTML):
        headers |= {"Content-Language": language_of(request)}
        return Response(_page(request, view, stored, found), 410, headers, HTML.content_type)
    if wish.form not in RDF_FORMS or wish.lists:
        raise withdrawn_problem(found)
    return Response(rdf_of(thing, wish.form), 410, headers, wish.form.content_type)


def _page(request: Request, view: View, stored: StoredRecord, found: Withdrawal) -> bytes:
    context = record_context(request, view, stored, (), (), Withdrawn(found.since, found.run))
    return pages_of(request).render(request, "record.html", **context)


def _stored(last: Entry) -> StoredRecord:
    """An entry as the index would keep it."""
    jsonld = orjson.dumps(to_jsonld(last.description, last.iri))
    return StoredRecord(last.iri, last.kind, last.source, last.key, b"", jsonld, last.description, last.read,
                        last.changed, last.run, last.licence, last.warnings)


def _statements(found: Withdrawal, base: str) -> bytes:
    """That the catalogue's record is no more valid: since when, by which run, in words."""
    return "".join(f"{triple} .\n" for triple in _triples(found, Minting(base))).encode()


def _triples(found: Withdrawal, minting: Minting) -> Iterator[Triple]:
    record = NamedNode(record_of(found.last.iri))
    source, _, number = found.run.rpartition("--")
    yield Triple(record, ADMS.status, ADMS_STATUS.Withdrawn)
    yield Triple(record, PROV.invalidatedAtTime, Literal(found.since, datatype=XSD.dateTime))
    yield Triple(record, PROV.wasInvalidatedBy, NamedNode(minting.run(source, int(number))))
    for language, said in _SAID.items():
        yield Triple(record, RDFS.comment, Literal(said.format(since=found.since, run=found.run), language=language))
    if found.successor:
        yield Triple(NamedNode(found.last.iri), DCT.isReplacedBy, NamedNode(found.successor))


def _links(thing: Thing, found: Withdrawal) -> list[Link]:
    return [*(Link(thing.at(form), "alternate", form.media_type) for form in RDF_FORMS),
            Link(f"/id/run/{found.run}", "related")]
