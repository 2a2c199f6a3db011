"""The API of udata, the software of data.gouv.fr: datasets, data services and reuses."""

from harvesters.formats.format import Format
from harvesters.formats.udata.listing import first, read, recognise
from harvesters.formats.udata.mapping import describe

__all__ = ["FORMAT"]

FORMAT = Format(read, describe, recognise=recognise, first=first, accept="application/json",
                options=frozenset({"details"}))
