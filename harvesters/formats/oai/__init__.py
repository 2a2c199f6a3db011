"""OAI-PMH 2.0: the records of a repository, page by page, or only those changed since the last run.

Metadata are known by their own root, not by the prefix that was asked for: Dublin Core, DataCite, OpenAIRE, CMDI and
Bioschemas as RDF/XML.
"""

from harvesters.formats.format import Format
from harvesters.formats.oai.addresses import identify_address
from harvesters.formats.oai.answer import is_answer
from harvesters.formats.oai.listing import read
from harvesters.formats.oai.schemas import describe

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(
    read, describe, recognise=is_answer, first=identify_address, accept="text/xml, application/xml;q=0.9",
    options=frozenset({"prefix", "set", "full", "estimate", "types"}), errors=True)
