"""re3data, the registry of research data repositories: its list, and records of schemas 2.2, 3.x and 4.0."""

from harvesters.formats.format import Format
from harvesters.formats.re3data.listing import read, recognise
from harvesters.formats.re3data.mapping import describe

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise, accept="text/xml, application/xml")
