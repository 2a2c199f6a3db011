"""OpenAgenda: the events of an agenda as its API v2 answers them, single events, and agendas."""

from harvesters.formats.format import Format
from harvesters.formats.openagenda.addresses import first
from harvesters.formats.openagenda.listing import read
from harvesters.formats.openagenda.mapping import describe
from harvesters.formats.openagenda.shapes import recognise

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise, first, accept="application/json", errors=True)
