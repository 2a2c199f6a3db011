"""Whether an answer has the end that its format has: stores that give up in the middle still close it properly.

Oxigraph writes “The SPARQL operation has been cancelled” after the last row, in every format, with status 200.
"""

from __future__ import annotations

import re
from typing import Final

LOOKED_AT: Final = 4096
_ENDS: Final = {
    "json": re.compile(rb"\]\s*\}\s*\}\s*\Z|\"boolean\"\s*:\s*(?:true|false)\s*\}\s*\Z"),
    "xml": re.compile(rb"</(?:\w+:)?sparql>\s*\Z"),
    "csv": re.compile(rb"\n\Z"),
    "tsv": re.compile(rb"\n\Z"),
    "ttl": re.compile(rb"(?:\A|\.)\s*\Z|(?:\A|\n)#[^\n]*\s*\Z"),
    "nt": re.compile(rb"(?:\A|\.)\s*\Z|(?:\A|\n)#[^\n]*\s*\Z"),
    "jsonld": re.compile(rb"[\]}]\s*\Z"),
    "rdf": re.compile(rb"</(?:\w+:)?RDF>\s*\Z|<(?:\w+:)?RDF[^<>]*/>\s*\Z"),
}


def ends_well(form: str, last: bytes) -> bool:
    """Whether `last`, the last bytes of an answer, are the end of a whole one."""
    return bool(_ENDS[form].search(last))
