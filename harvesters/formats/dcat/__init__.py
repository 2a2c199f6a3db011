"""DCAT and DCAT-AP catalogues in Turtle, RDF/XML, JSON-LD or N-Triples."""

from harvesters.formats.dcat.listing import read
from harvesters.formats.dcat.mapping import describe
from harvesters.formats.dcat.recognition import recognise
from harvesters.formats.format import Format

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise)
