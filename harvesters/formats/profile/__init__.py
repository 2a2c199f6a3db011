"""RDF that is in the terms of the profile, or becomes so by a CONSTRUCT of the source."""

from harvesters.formats.format import Format
from harvesters.formats.profile.listing import read
from harvesters.formats.profile.mapping import describe
from harvesters.formats.rdf.construct import OPTION
from ontology.terms import CONCEPT, M

__all__ = ["FORMAT", "describe", "read"]

_ACCEPT = ("text/turtle, application/n-triples;q=0.9, application/trig;q=0.9, application/n-quads;q=0.9, "
           "application/ld+json;q=0.8, application/rdf+xml;q=0.7, */*;q=0.1")


def recognise(start: bytes, media_type: str) -> bool:
    """RDF in any syntax that names our vocabulary: other RDF needs a CONSTRUCT, which nobody can guess."""
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if media_type.startswith("text/html") or head[:15].lower().startswith((b"<!doctype html", b"<html")):
        return False
    return M.iri.encode() in start or CONCEPT.iri.encode() in start


FORMAT = Format(read, describe, recognise, accept=_ACCEPT, options=frozenset({OPTION, "kinds"}),
                files=frozenset({OPTION}))
