"""CDM-fr, the French profile of Course Description Metadata: the programmes of universities, of every version.

Elements are known by their local names, because every version has namespaces of its own.
"""

from harvesters.formats.cdmfr.listing import is_cdm, read
from harvesters.formats.cdmfr.mapping import describe
from harvesters.formats.format import Format

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise=is_cdm, accept="application/xml, text/xml;q=0.9",
                options=frozenset({"courses"}))
