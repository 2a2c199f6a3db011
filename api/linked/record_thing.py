"""A record as a thing: its description, the catalogue's own record of it, and what signposts tell of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import orjson
from pyoxigraph import NamedNode

from api.catalogue_view import View
from api.last_modified import LastModified
from api.linked.thing import FORMS_WITH_JSON, Content, Signs, Thing
from catalogue.entry import Entry
from catalogue.provenance import record_triples
from ontology.concepts import load_concepts
from ontology.jsonld import to_jsonld
from ontology.minting import record_of
from ontology.terms import ROR, SCHEMA
from search.query import StoredRecord
from search.tree import Node, links, literals, parts, values

# The class of schema.org that is nearest to each kind of record.
_CLASSES: Final[Mapping[str, NamedNode]] = {
    "course": SCHEMA.Course, "material": SCHEMA.LearningResource, "organization": SCHEMA.Organization,
    "hub": SCHEMA.Organization, "network": SCHEMA.Organization, "infrastructure": SCHEMA.Organization,
    "tool": SCHEMA.SoftwareApplication, "service": SCHEMA.Service, "equipment": SCHEMA.IndividualProduct,
    "dataset": SCHEMA.Dataset, "model": SCHEMA.CreativeWork, "data-service": SCHEMA.WebAPI, "event": SCHEMA.Event,
    "practice": SCHEMA.CreativeWork, "place": SCHEMA.Place, "programme": SCHEMA.Project,
}
_ORGANISATIONS: Final = ("organization", "hub", "network", "infrastructure")
# Works have licences of their own, which that of their description says nothing about.
_WORKS: Final = ("material", "tool", "dataset", "model", "practice")
_MEDIA_TYPE: Final = re.compile(r"(?:^|/)((?:application|audio|font|image|model|text|video)/[\w.+-]+)$")


def record_thing(view: View, stored: StoredRecord, more: bytes = b"") -> Thing:
    """A record; `more` is what else is to be said of it, as N-Triples."""
    record = b"".join((_catalogue_record(view, stored), more))
    return Thing(
        stored.iri, view.path(stored.iri) or "", _CLASSES[stored.kind],
        statements=lambda: stored.ntriples + record,
        modified=LastModified.of(stored.read, view.manifest.created),
        jsonld=None if more else lambda: complete(view, stored),
        forms=FORMS_WITH_JSON,
        signs=lambda: _signs(view, stored),
    )


def complete(view: View, stored: StoredRecord) -> bytes:
    """The JSON-LD object of a record with the catalogue's record of it, which points to it."""
    record = to_jsonld(_catalogue_record(view, stored), record_of(stored.iri))
    del record[_TOPIC]
    return b'%b,"@reverse":{"%b":%b}}' % (stored.jsonld[:-1], _TOPIC.encode(), orjson.dumps(record))


def licence_of(code: str) -> str:
    """The IRI of a licence by its code; empty for one that is none of ours."""
    return load_concepts().known("licence", code)


_TOPIC: Final = "foaf:primaryTopic"


def _catalogue_record(view: View, stored: StoredRecord) -> bytes:
    entry = Entry(stored.iri, stored.kind, stored.source, stored.key, b"", stored.read, stored.changed, stored.run,
                  stored.licence)
    return record_triples(entry, view.manifest.base)


def _signs(view: View, stored: StoredRecord) -> Signs:
    tree: Node = orjson.loads(stored.jsonld)
    described_under = licence_of(stored.licence)
    own = list(filter(_is_web, links(tree, "licence")))
    licence = own[0] if len(own) == 1 else "" if own or stored.kind in _WORKS else described_under
    collection = f"/id/source/{stored.source}"
    return Signs(licence, described_under, collection, tuple(_contents(tree)), tuple(_authors(view, tree)))


def _contents(tree: Node) -> Iterator[Content]:
    """The files that a thing can be had as."""
    for distribution in parts(tree, "distribution"):
        for url in filter(_is_web, links(distribution, "downloadURL")):
            told = [*links(distribution, "mediaType"), *literals(distribution, "mediaType")]
            yield Content(url, next((found[1] for one in told if (found := _MEDIA_TYPE.search(one))), ""))


def _authors(view: View, tree: Node) -> Iterator[str]:
    """Creators that are organisations: persons are never pointed to."""
    described = {part["id"]: values(part, "type") for part in parts(tree, "creator")}
    for creator in filter(_is_web, links(tree, "creator")):
        path = view.path(creator) if creator not in described else None
        kind = path.split("/")[2] if path else ""
        if creator in ROR or kind in _ORGANISATIONS or "org:Organization" in described.get(creator, ()):
            yield creator


def _is_web(iri: str) -> bool:
    return iri.startswith(("http://", "https://"))
