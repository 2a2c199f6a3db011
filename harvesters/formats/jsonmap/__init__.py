"""Plain JSON and JSON Lines, explained by the `[map]` of a source as tables are."""

from harvesters.formats.format import Format
from harvesters.formats.jsonmap.listing import read
from harvesters.formats.jsonmap.options import JsonOptions
from harvesters.tables.rows import describe

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, accept="application/json, */*;q=0.5", options=frozenset(JsonOptions.__slots__),
                mapped=True)
