"""The Research Organization Registry: its dump, its API's pages, single records; schema v2 and the retired v1."""

from harvesters.formats.format import Format
from harvesters.formats.ror.listing import read, recognise
from harvesters.formats.ror.mapping import describe

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise, accept="application/json, application/zip, */*;q=0.5",
                options=frozenset({"country"}))
