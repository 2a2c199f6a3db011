"""What stands at one of our IRIs: where it is shown, what is said of it, and what machines are told beside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import orjson
from pyoxigraph import NamedNode

from api.last_modified import LastModified
from api.linked_json import with_context
from api.negotiate import HTML, JSON, JSONLD, LINKSET, NTRIPLES, RDFXML, TURTLE, Representation
from api.rdf import rdf_document
from ontology.jsonld import to_jsonld

RDF_FORMS: Final = (JSONLD, TURTLE, RDFXML, NTRIPLES)
# The forms of what is only told as linked data, and of what is also told as plain JSON.
FORMS: Final = (HTML, *RDF_FORMS, LINKSET)
FORMS_WITH_JSON: Final = (HTML, *RDF_FORMS, JSON, LINKSET)


@dataclass(frozen=True, slots=True)
class Content:
    """A file that a thing can be had as, with its media type if that is known."""

    url: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """What signposts tell of a thing beyond its address (https://signposting.org/FAIR/).

    `licence` is its own, `described_under` that of its description; `authors` are organisations.
    """

    licence: str = ""
    described_under: str = ""
    collection: str = ""
    contents: tuple[Content, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with an IRI. `path` is where this server shows it; a suffix on it names a form.

    `statements` gives N-Triples. `jsonld` gives the same as a ready JSON object without context, if there is one.
    `is_cited` says that its IRI leads to `path`: then it is what to cite.
    """

    iri: str
    path: str
    schema_class: NamedNode
    statements: Callable[[], bytes]
    modified: LastModified | None
    jsonld: Callable[[], bytes] | None = None
    forms: tuple[Representation, ...] = FORMS
    signs: Callable[[], Signs] = Signs
    is_cited: bool = True

    def at(self, form: Representation) -> str:
        """The address of one form."""
        return f"{self.path}.{form.suffix}"


def rdf_of(thing: Thing, form: Representation, labels: bytes = b"") -> bytes:
    """What is said of a thing, with further labels, in one syntax of RDF."""
    if form is not JSONLD:
        return rdf_document(thing.statements() + labels, form)
    if thing.jsonld is not None and not labels:
        return with_context(thing.jsonld())
    return with_context(orjson.dumps(to_jsonld(thing.statements() + labels, thing.iri)))
