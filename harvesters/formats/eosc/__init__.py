"""The resource catalogue of the European Open Science Cloud: its lists, bundles and messages, in three models."""

from harvesters.formats.eosc.listing import read, recognise
from harvesters.formats.eosc.mapping import describe
from harvesters.formats.format import Format

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise, accept="application/json", options=frozenset({"providers"}))
