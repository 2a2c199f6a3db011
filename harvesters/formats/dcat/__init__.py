"""DCAT and DCAT-AP catalogues in Turtle, RDF/XML, JSON-LD or N-Triples."""

from harvesters.formats.dcat.listing import read
from harvesters.formats.dcat.mapping import describe

__all__ = ["describe", "read"]
