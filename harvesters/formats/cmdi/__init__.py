"""CMDI, the metadata of language resources in CLARIN: one record for each document, of whatever profile."""

from harvesters.formats.cmdi.listing import is_cmdi, read
from harvesters.formats.format import Format
from harvesters.formats.work.mapping import describe

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(
    read, describe, recognise=is_cmdi, accept="application/x-cmdi+xml, text/xml;q=0.9, application/xml;q=0.9",
    options=frozenset({"types"}))
