"""schema.org and Bioschemas as JSON-LD: in the pages of a site by its sitemap, in one page, or in a document."""

from harvesters.formats.format import Format
from harvesters.formats.schemaorg.listing import read, recognise
from harvesters.formats.schemaorg.mapping import describe

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise, options=frozenset({"exclude", "include", "types"}))
