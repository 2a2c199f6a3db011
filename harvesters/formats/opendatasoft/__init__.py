"""OpenDataSoft's Explore API, v2.1 and before: the records of a dataset by a `[map]`, or the datasets of a portal."""

from harvesters.formats.format import Format
from harvesters.formats.opendatasoft.addresses import first
from harvesters.formats.opendatasoft.listing import read
from harvesters.formats.opendatasoft.mapping import describe
from harvesters.formats.opendatasoft.shapes import recognise

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise, first, accept="application/json", errors=True)
