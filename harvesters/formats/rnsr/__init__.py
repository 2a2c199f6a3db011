"""The French directory of research structures (RNSR) as scanR publishes it: its first dump, and scanR's version 2."""

from harvesters.formats.format import Format
from harvesters.formats.rnsr.listing import read, recognise
from harvesters.formats.rnsr.mapping import describe

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise, accept="application/json, application/x-ndjson, */*;q=0.5")
