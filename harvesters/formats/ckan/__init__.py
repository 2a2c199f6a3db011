"""The action API of CKAN, and DKAN's imitation of it: datasets as packages."""

from harvesters.formats.ckan.listing import first, read, recognise
from harvesters.formats.ckan.mapping import describe
from harvesters.formats.format import Format

__all__ = ["FORMAT"]

FORMAT = Format(read, describe, recognise=recognise, first=first, accept="application/json", errors=True)
