"""Remote SPARQL endpoints: what their CONSTRUCT answers is records of the profile."""

from harvesters.formats.format import Format
from harvesters.formats.profile.mapping import describe
from harvesters.formats.rdf.construct import OPTION
from harvesters.formats.sparqlconstruct.listing import first, read

__all__ = ["FORMAT", "describe", "first", "read"]

_ACCEPT = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8, application/ld+json;q=0.7"

FORMAT = Format(read, describe, first=first, accept=_ACCEPT, options=frozenset({OPTION, "kinds", "cut_at"}),
                required=frozenset({OPTION}), files=frozenset({OPTION}))
