"""A thing as an answer: in RDF, as its links, or as the list of its profiles. Pages and JSON are made elsewhere."""

from dataclasses import replace

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link, Moment, answer, entity_tag, unchanged
from api.catalogue_view import SCOPE_KEY, View
from api.linked.around import Around, headers_of
from api.linked.asked import Asked
from api.linked.labels import labels_of
from api.linked.profiles import listing_json, listing_triples
from api.linked.signposts import linkset, signposts
from api.linked.thing import Thing, rdf_of
from api.negotiate import HTML, JSON, LINKSET
from api.pages.profiles_page import profiles_page
from ontology.terms import CONNEGP


def thing_answer(request: Request, moment: Moment, base: str, thing: Thing, wish: Asked) -> Response:
    """A form of a thing that is neither its page nor its plain JSON; `moment` is what the entity tag names."""
    if wish.lists:
        return _listing(request, moment, base, thing, wish)
    said = Around((), headers_of(wish), thing.modified)
    if wish.labelled:
        said = said.in_generation(request)
    tag = entity_tag(request, moment, wish.form)
    held = unchanged(request, tag, said.headers, said.modified)
    if held is not None:
        return held
    body = linkset(thing, base) if wish.form is LINKSET else rdf_of(thing, wish.form, _labels(request, thing, wish))
    return answer(body, wish.form, tag, links=signposts(thing, wish), headers=said.headers, modified=said.modified)


def _labels(request: Request, thing: Thing, wish: Asked) -> bytes:
    view: View | None = request.scope.get(SCOPE_KEY)
    return labels_of(view, thing.statements()) if wish.labelled and view else b""


def _listing(request: Request, moment: Moment, base: str, thing: Thing, wish: Asked) -> Response:
    """Which profiles and forms there are."""
    links = [Link(CONNEGP.qsa.value, "profile"), Link(thing.path, "canonical", HTML.media_type),
             *(link for link in signposts(thing, wish) if link.rel == "alternate")]
    said = Around(links, headers_of(wish))
    if wish.form is HTML:
        return profiles_page(request, moment, thing, said)
    tag = entity_tag(request, moment, wish.form)
    if wish.form is JSON:
        body = listing_json(thing)
    else:
        body = rdf_of(replace(thing, statements=lambda: listing_triples(thing, base), jsonld=None), wish.form)
    return unchanged(request, tag, said.headers) or answer(body, wish.form, tag, links=links, headers=said.headers)
