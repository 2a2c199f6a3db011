"""Links that lead machines from a thing to its metadata, content, type, licence (FAIR Signposting, levels 1 and 2)."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Final

import orjson

from api.answer import Link, uri_of
from api.linked.asked import Asked
from api.linked.profiles import PROFILE, profile_of
from api.linked.thing import RDF_FORMS, Thing
from api.negotiate import HTML, LINKSET, Representation
from ontology.terms import SCHEMA

# Servers in front of this one take headers of 8 kB; what does not fit is in the link set.
_LONGEST: Final = 6_000
# What a link says beside addresses takes no more.
_REST: Final = 100


def signposts(thing: Thing, asked: Asked) -> list[Link]:
    """The links of one answer: those of the page where the thing stands, or of one form of its metadata."""
    if asked.form is LINKSET:
        return []
    if asked.form is HTML or asked.location:
        found = [*_of_page(thing), *_others(thing, asked.form)]
    else:
        found = [*_of_metadata(thing), *_others(thing, asked.form)]
    if profile_of(asked.form):
        found.append(Link(PROFILE, "profile"))
    return list(_fitting(chain(found, _contents(thing) if asked.form is HTML or asked.location else ())))


def linkset(thing: Thing, base: str) -> bytes:
    """Every link of a thing, of its metadata and of its content, by what it goes out from (RFC 9264)."""
    page = Link(thing.path, "describes", HTML.media_type)
    contexts = [_context(base, thing.path, [*_of_page(thing), *_contents(thing)])]
    contexts += [_context(base, thing.at(form), _of_metadata(thing)) for form in thing.forms
                 if form in RDF_FORMS or form.suffix == "json"]
    contexts += [_context(base, content.url, [Link(page.target, "collection", page.media_type)])
                 for content in thing.signs().contents]
    return orjson.dumps({"linkset": contexts})


def _of_page(thing: Thing) -> list[Link]:
    signs = thing.signs()
    return [
        *([Link(thing.iri, "cite-as")] if thing.is_cited else []),
        Link(thing.schema_class.value, "type"), Link(SCHEMA.AboutPage.value, "type"),
        *(Link(thing.at(form), "describedby", form.media_type, profile=PROFILE) for form in RDF_FORMS),
        *_of_each("license", signs.licence), *_of_each("collection", signs.collection),
        *_of_each("author", *signs.authors), _to_linkset(thing),
    ]


def _of_metadata(thing: Thing) -> list[Link]:
    return [Link(thing.path, "describes", HTML.media_type), *_of_each("license", thing.signs().described_under),
            _to_linkset(thing)]


def _contents(thing: Thing) -> list[Link]:
    return [Link(content.url, "item", content.media_type) for content in thing.signs().contents]


def _others(thing: Thing, served: Representation) -> list[Link]:
    """The other forms of the thing."""
    return [Link(thing.path if form is HTML else thing.at(form), "alternate", form.media_type,
                 formats=profile_of(form))
            for form in thing.forms if form is not served and form is not LINKSET]


def _to_linkset(thing: Thing) -> Link:
    return Link(thing.at(LINKSET), "linkset", LINKSET.media_type)


def _of_each(rel: str, *targets: str) -> list[Link]:
    return [Link(target, rel) for target in targets if target]


def _fitting(links: Iterable[Link]) -> Iterable[Link]:
    """The first links that fit into one header."""
    length = 0
    for link in links:
        length += len(uri_of(link.target)) + len(link.profile) + len(link.formats) + _REST
        if length > _LONGEST:
            return
        yield link


def _context(base: str, anchor: str, links: Sequence[Link]) -> dict[str, Any]:
    """The links that go out from one address, by relation; all addresses are absolute, as Signposting asks."""
    told: dict[str, Any] = {"anchor": _absolute(base, anchor)}
    for link in links:
        target: dict[str, Any] = {"href": _absolute(base, link.target)}
        if link.media_type:
            target["type"] = link.media_type
        if link.profile:
            target["profile"] = [link.profile]
        told.setdefault(link.rel, []).append(target)
    return told


def _absolute(base: str, address: str) -> str:
    return uri_of(base + address[1:] if address.startswith("/") else address)
